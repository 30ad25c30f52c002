"""The situations file: what no export has, with the facts that deadlines need."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from storage.cases import TIME, key_of
from storage.children import Child
from storage.db import Database
from storage.people import Person
from tests.storage.imports.support import (
    CHILD,
    care,
    open_ones,
    plan,
    row,
    situations,
    table,
    take_in,
    take_in_lists,
    why,
)

ROW = {"Child Unique ID": CHILD, "Situation": "child_in_need", "Started": "02/03/2026"}


def child(database: Database) -> Child:
    with database.reading() as store:
        found = store.children.find(CHILD)
    assert found is not None
    return found


def test_a_child_that_no_export_has(database: Database, tmp_path: Path) -> None:
    facts = {
        "manager_interval_days": "14",
        "manager_interval_set_on": "1/6/2026",
        "looked_after": "yes",
        "settings": "Mum from 2/3/2026; Dad from 1/6/2026 to 1/8/2026; Gran",
        "born_on": "4/5/2018",
    }
    said = {**ROW, "Ended": "1/12/2026", "Initials": "A.B.", **facts}
    for _ in range(2):
        take_in(database, table(tmp_path / "s.csv", [said]))
    [situation] = situations(database)
    assert (situation.kind, situation.started_on, situation.started_at) == ("child_in_need", date(2026, 3, 2), None)
    assert (situation.ended_on, situation.source) == (date(2026, 12, 1), "situations")
    assert situation.facts == {
        "manager_interval_days": 14,
        "manager_interval_set_on": "2026-06-01",
        "looked_after": True,
        "settings": [
            {"name": "Mum", "began": "2026-03-02"},
            {"name": "Dad", "began": "2026-06-01", "ended": "2026-08-01"},
            {"name": "Gran"},
        ],
    }
    assert child(database) == Child(CHILD, "A.B.", date(2018, 5, 4))


def test_what_starts_at_an_instant(sqlite_database: Database, tmp_path: Path) -> None:
    twice = [
        {**ROW, "Situation": "missing_return", "Started": "20/08/2026 02:10", "found_at": "2026-08-20T01:00:00Z"},
        {**ROW, "Situation": "missing_return", "Started": "20/08/2026 22:15", "found_at": "20/08/2026"},
    ]
    report = take_in(sqlite_database, table(tmp_path / "s.csv", twice))
    first, second = situations(sqlite_database)
    assert first.started_at == datetime(2026, 8, 20, 1, 10, tzinfo=UTC)
    assert first.facts == {"found_at": "2026-08-20T01:00:00+00:00"}
    assert (second.started_at, second.facts) == (datetime(2026, 8, 20, 21, 15, tzinfo=UTC), {})
    assert why(report) == [("", 3, "D", "it needs a time, as 31/12/2026 14:30")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Situation": "holiday"}, "there is no such situation: holiday"),
        ({"Situation": ""}, "it is empty"),
        ({"Started": ""}, "there is no date that can be read"),
        ({"Situation": "remanded"}, "the hours of remanded run from a time: write it too, as 31/12/2026 14:30"),
        ({"Ended": "1/3/2026"}, "it lies before the start"),
        ({"Situation": "requested_visit"}, "a requested visit needs the day by which it is to be made"),
    ],
)
def test_what_is_refused(change: dict[str, str], said: str, sqlite_database: Database, tmp_path: Path) -> None:
    report = take_in(sqlite_database, table(tmp_path / "s.csv", [{**ROW, **change}]))
    assert [(p.row, p.why, p.what) for p in report.problems] == [(2, said, "refused")]
    assert situations(sqlite_database) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Initials": "Robert"}, "it isn't initials: names of children are never kept"),
        ({"manager_interval_days": "often"}, "it isn't a number of days from 1 to 366"),
        ({"looked_after": "sometimes"}, "the code isn't known: sometimes"),
        ({"settings": "Mum; Mum"}, "two places have the same name"),
        ({"settings": "Mum from then"}, "it isn't a date: write it as 31/12/2026"),
        ({"Visible to": "S-9"}, "there is no such staff key: S-9"),
    ],
)
def test_a_cell_that_is_wrong_spoils_no_row(
    change: dict[str, str], said: str, sqlite_database: Database, tmp_path: Path
) -> None:
    report = take_in(sqlite_database, table(tmp_path / "s.csv", [{**ROW, **change}]))
    assert [p.why for p in report.problems] == [said]
    assert [s.facts for s in situations(sqlite_database)] == [{}]
    assert child(sqlite_database).initials == ""


def test_an_empty_cell_changes_nothing_but_takes_back_the_files_own_end(database: Database, tmp_path: Path) -> None:
    for change in (
        {"Ended": "1/6/2026", "permanence_agreed_on": "1/4/2026"},
        {"Ended": "", "permanence_agreed_on": ""},
    ):
        take_in(database, table(tmp_path / "s.csv", [{**ROW, **change}]))
    [situation] = situations(database)
    assert (situation.ended_on, situation.facts) == (None, {"permanence_agreed_on": "2026-04-01"})


@pytest.mark.parametrize("corrected", ["05/03/2026", "27/02/2026"], ids=["later", "earlier"])
def test_a_corrected_start_leaves_one_plan(corrected: str, database: Database, tmp_path: Path) -> None:
    for started in (ROW["Started"], corrected, corrected):
        take_in(database, table(tmp_path / "s.csv", [{**ROW, "Started": started}]))
    assert [s.started_on.strftime("%d/%m/%Y") for s in situations(database) if s.ended_on is None] == [corrected]


def test_a_later_plan_ends_the_one_before_it(sqlite_database: Database, tmp_path: Path) -> None:
    rows = [{**ROW, "Started": "1/6/2026"}, ROW]
    for _ in range(2):
        take_in(sqlite_database, table(tmp_path / "s.csv", rows))
        assert [(s.started_on, s.ended_on) for s in situations(sqlite_database)] == [
            (date(2026, 3, 2), date(2026, 6, 1)),
            (date(2026, 6, 1), None),
        ]


def test_occasions_may_be_several(sqlite_database: Database, tmp_path: Path) -> None:
    row = {**ROW, "Situation": "significant_event"}
    take_in(sqlite_database, table(tmp_path / "s.csv", [row]))
    take_in(sqlite_database, table(tmp_path / "s.csv", [{**row, "Started": "3/3/2026"}]))
    assert len([s for s in situations(sqlite_database) if s.ended_on is None]) == 2


def test_restricted_children(sqlite_database: Database, tmp_path: Path) -> None:
    with sqlite_database.transaction() as store:
        store.people.add_all([Person("S-1", "Sam"), Person("S-2", "Zoe")])
    said = {**ROW, "Restricted": "yes", "Visible to": "S-1; S-2"}
    for _ in range(2):
        take_in(sqlite_database, table(tmp_path / "s.csv", [said, {**ROW, "Situation": "supervision_order"}]))
        with sqlite_database.reading() as store:
            assert store.children.viewers(CHILD) == {"S-1", "S-2"}
        assert child(sqlite_database).restricted
    take_in(sqlite_database, table(tmp_path / "s.csv", [{**ROW, "Restricted": "no", "Visible to": "S-2"}]))
    assert not child(sqlite_database).restricted
    with sqlite_database.reading() as store:
        assert store.children.viewers(CHILD) == {"S-2"}


class TestBesideAnExport:
    def test_it_gives_the_time_of_what_the_export_knows_by_day(self, sqlite_database: Database, tmp_path: Path) -> None:
        export = {3: [row(Date_of_referral=date(2026, 8, 31))]}
        said = {**ROW, "Situation": "referral", "Started": "31/8/2026 16:20"}
        take_in_lists(sqlite_database, tmp_path, export)
        assert situations(sqlite_database)[0].awaits == TIME
        for _ in range(2):
            take_in(sqlite_database, table(tmp_path / "s.csv", [said]))
            take_in_lists(sqlite_database, tmp_path, export)
            [referral] = situations(sqlite_database)
            assert (referral.started_at, referral.awaits) == (datetime(2026, 8, 31, 15, 20, tzinfo=UTC), None)

    def test_facts_of_the_same_situation_are_added_to_it(self, sqlite_database: Database, tmp_path: Path) -> None:
        export = {8: [care()]}
        said = {**ROW, "Situation": "looked_after", "Started": "2/2/2026", "permanence_agreed_on": "1/5/2026"}
        take_in_lists(sqlite_database, tmp_path, export)
        take_in(sqlite_database, table(tmp_path / "s.csv", [said]))
        take_in_lists(sqlite_database, tmp_path, export)
        [care_now] = situations(sqlite_database)
        assert care_now.natural_key == key_of(CHILD, "looked_after", date(2026, 2, 2))
        assert care_now.facts == {"permanence_agreed_on": "2026-05-01"}

    @pytest.mark.parametrize(
        ("in_file", "kept"), [("1/6/2026", date(2026, 6, 1)), ("1/1/2026", date(2026, 3, 2))], ids=["later", "stale"]
    )
    def test_the_later_start_of_the_two_holds(
        self, in_file: str, kept: date, sqlite_database: Database, tmp_path: Path
    ) -> None:
        said = {**ROW, "Situation": "child_protection_plan", "Started": in_file}
        for _ in range(2):
            take_in_lists(sqlite_database, tmp_path, {7: [plan()]})
            take_in(sqlite_database, table(tmp_path / "s.csv", [said]))
            assert open_ones(sqlite_database) == {"child_protection_plan": kept}
            assert len([s for s in situations(sqlite_database) if s.ended_on is None]) == 1

    def test_a_placement_that_waits_is_confirmed_by_it(self, sqlite_database: Database, tmp_path: Path) -> None:
        export = {8: [care(placed=date(2026, 8, 30), placement="w) T0: Temporary placement")]}
        said = {**ROW, "Situation": "looked_after", "Started": "30/8/2026"}
        for _ in range(2):
            take_in_lists(sqlite_database, tmp_path, export)
            take_in(sqlite_database, table(tmp_path / "s.csv", [said]))
            relied_on = [s for s in situations(sqlite_database) if s.ended_on is None]
            assert [(s.started_on, s.awaits) for s in relied_on] == [(date(2026, 8, 30), None)]

    def test_a_pathway_plan_takes_the_place_of_the_birthday(self, sqlite_database: Database, tmp_path: Path) -> None:
        leaver = row(Eligibility_Category="b) Former relevant child", **{"Date of Birth": date(2007, 2, 28)})
        said = {**ROW, "Situation": "care_leaver", "Started": "1/1/2024", "plan_started_on": "1/1/2024"}
        for _ in range(2):
            take_in_lists(sqlite_database, tmp_path, {9: [leaver]})
            take_in(sqlite_database, table(tmp_path / "s.csv", [said]))
        assert open_ones(sqlite_database) == {"care_leaver": date(2024, 1, 1)}
        assert len([s for s in situations(sqlite_database) if s.ended_on is None]) == 1

    def test_what_the_export_has_no_list_of_is_left_alone(self, sqlite_database: Database, tmp_path: Path) -> None:
        said = {**ROW, "Situation": "supervision_order"}
        take_in(sqlite_database, table(tmp_path / "s.csv", [said]))
        take_in_lists(sqlite_database, tmp_path, {7: [plan()]})
        assert set(open_ones(sqlite_database)) == {"supervision_order", "child_protection_plan"}
