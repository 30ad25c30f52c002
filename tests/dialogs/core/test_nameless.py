"""What a text that is read beyond those who know the child may hold, and what it may not."""

from datetime import date

import pytest

from dialogs.core.nameless import number_in

TODAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    "text",
    [
        "KPI 123 has fallen",
        "12000 calls",
        "We took 12000 calls last year, as KPI 104 shows.",
        "110000 contacts a year",
        "£12000 calls for a decision",
        "1200 calls",
        "agreed on 14/08/2026",
    ],
)
def test_figures_and_the_names_of_figures_may_stand(text: str) -> None:
    assert number_in(text, TODAY) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12000 calls his mum every day", "12000"),
        ("child 12000 calls", "12000"),
        ("case number 12000 contacts", "12000"),
        ("12000", "12000"),
        ("12345 calls", "12345"),
        ("12000 visits", "12000"),
        ("900012000 calls", "900012000"),
        ("KPI 123 of AB 201", "AB 201"),
        ("AB 201 calls", "AB 201"),
        ("KPI 123 456", "KPI 123"),
        ("12000 calls last year, 12000 ran away", "12000"),
        ("born 01/02/2026", "01/02/2026"),
    ],
)
def test_what_looks_like_a_case_may_not(text: str, said: str) -> None:
    assert number_in(text, TODAY) == said
