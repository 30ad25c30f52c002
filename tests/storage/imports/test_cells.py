"""What is written in cells, in the ways that exports write it."""

from datetime import UTC, date, datetime

import pytest

from storage.imports import cells
from storage.imports.layouts import annex_a

TODAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (["d", "2026-03-02"], date(2026, 3, 2)),
        (["t", "2026-03-02T14:30:00"], date(2026, 3, 2)),
        ("02/03/2026", date(2026, 3, 2)),
        ("2/3/2026", date(2026, 3, 2)),
        ("02-03-2026", date(2026, 3, 2)),
        ("02.03.2026", date(2026, 3, 2)),
        ("02/03/26", date(2026, 3, 2)),
        ("02/03/98", date(1998, 3, 2)),
        ("2 March 2026", date(2026, 3, 2)),
        ("02-Mar-2026", date(2026, 3, 2)),
        ("02-mar-26", date(2026, 3, 2)),
        ("02/03/2026 14:30:00", date(2026, 3, 2)),
        ("2026-03-02", date(2026, 3, 2)),
        ("2026-03-02T14:30:00", date(2026, 3, 2)),
        ("2026-03-02 00:00:00", date(2026, 3, 2)),
        ("2026-08-31T23:30:00Z", date(2026, 9, 1)),  # which is the next day in London
        (46083, date(2026, 3, 2)),
        (46083.5, date(2026, 3, 2)),
    ],
)
def test_days(cell: object, day: date) -> None:
    assert cells.day(cell, TODAY) == day


@pytest.mark.parametrize("cell", [None, "", "  ", "''", '""', "\xa0", "#N/A", "NULL", "n/a", "-"])
def test_empty_in_every_way(cell: object) -> None:
    assert cells.is_empty(cell)
    assert cells.day(cell, TODAY) is None
    assert cells.yes_no(cell) is None
    assert cells.text(cell, 10) == ""
    assert cells.identifier(cell) == ""


@pytest.mark.parametrize(
    "cell",
    [
        "03/25/2026",
        "31/02/2026",
        "soon",
        "#REF!",
        "2026",
        True,
        0,
        100_000,
        "1/1/1066",
        ["d", "2199-01-01"],
        "29/2/2027",
    ],
)
def test_what_is_no_day_is_refused(cell: object) -> None:
    with pytest.raises(ValueError):
        cells.day(cell, TODAY)


def test_a_cell_that_is_refused_is_not_quoted() -> None:
    with pytest.raises(ValueError) as wrong:
        cells.day("Sam Example", TODAY)
    assert "Sam" not in str(wrong.value)


@pytest.mark.parametrize(
    ("cell", "clock", "instant"),
    [
        ("02/03/2026 14:30", None, datetime(2026, 3, 2, 14, 30, tzinfo=UTC)),
        ("02/07/2026 14:30", None, datetime(2026, 7, 2, 13, 30, tzinfo=UTC)),
        (["t", "2026-07-02T14:30:00"], None, datetime(2026, 7, 2, 13, 30, tzinfo=UTC)),
        ("2026-07-02T14:30:00+00:00", None, datetime(2026, 7, 2, 14, 30, tzinfo=UTC)),
        ("02/07/2026", "2.30pm", datetime(2026, 7, 2, 13, 30, tzinfo=UTC)),
        ("02/07/2026", "12:05 am", datetime(2026, 7, 1, 23, 5, tzinfo=UTC)),
        (["d", "2026-03-02"], 0.5, datetime(2026, 3, 2, 12, tzinfo=UTC)),
        ("25/10/2026 01:30", None, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the first of the two
        ("02/03/2026", "00:00", datetime(2026, 3, 2, tzinfo=UTC)),
        ("02/03/2026", None, None),
        ("02/03/2026 00:00:00", None, None),  # how systems write that they know no time
        (["t", "2026-03-02T00:00:00"], None, None),
    ],
)
def test_moments_are_londons(cell: object, clock: object, instant: datetime | None) -> None:
    found = cells.moment(cell, clock, TODAY)
    assert found is not None
    assert found[1] == instant


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("29/03/2026 01:30", None),
        ("02/03/2026", "25:00"),
        ("02/03/2026", "13:00 pm"),
        ("02/03/2026 noon", None),
        ("", "9:00"),
    ],
)
def test_moments_that_there_are_not(cell: object, clock: object) -> None:
    with pytest.raises(ValueError):
        cells.moment(cell, clock, TODAY)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (12345, "12345"),
        ("12345", "12345"),
        ("12345.0", "12345"),
        (" 00123 ", "00123"),
        ("AB-12\xa034", "AB-12 34"),
        (999_999_999_999_999, "999999999999999"),
    ],
)
def test_ids_are_text(cell: object, found: str) -> None:
    assert cells.identifier(cell) == found


@pytest.mark.parametrize("cell", [1.5, True, ["d", "2026-03-02"], 10**15, "x" * 51])
def test_what_is_no_id(cell: object) -> None:
    with pytest.raises(ValueError):
        cells.identifier(cell)


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("a) Yes", True), ("Yes", True), ("Y", True), ("y", True), (True, True), (1, True), ("1", True),
        ("b) No", False), ("NO", False), ("n", False), (False, False), (0, False),
        ("c) Unknown", None), ("Not recorded", None),
    ],
)  # fmt: skip
def test_yes_and_no(cell: object, answer: bool | None) -> None:
    assert cells.yes_no(cell) is answer


@pytest.mark.parametrize(
    ("kind", "cell", "group"),
    [
        ("status", "c) Child in need plan", "child_in_need"),
        ("status", "Child In Need Plan", "child_in_need"),
        ("status", "a) Looked after child", "looked_after"),
        ("status", "e) Closed episode", "closed"),
        ("legal_status", "C2: FCO", "care_order"),
        ("legal_status", "C2", "care_order"),
        ("legal_status", "c1 - ICO", "interim_care_order"),
        ("legal_status", "V4: Short term breaks, agreements recorded", "short_breaks"),
        ("placement", "k) P1: Placed with parents", "with_parents"),
        ("placement", "P1 Placed with parents", "with_parents"),
        ("placement", "zz) T4: Temporary placement - seven days or less", "temporary"),
        ("placement", "A6", "adoptive"),
        ("eligibility", "Former relevant child", "former_relevant"),
        ("in_touch", "c) Died", "died"),
    ],
)
def test_codes(kind: str, cell: str, group: str) -> None:
    assert cells.code(cell, annex_a().codes[kind]) == group


def test_an_unknown_code_is_quoted_as_it_has_to_be_told() -> None:
    with pytest.raises(ValueError, match="the code isn't known: z\\) Q9: Something new"):
        cells.code("z) Q9: Something new", annex_a().codes["placement"])
