"""Whom a worker's name means. Nobody is ever told of a child on a guess."""

from datetime import date
from pathlib import Path

import pytest

from storage.db import Database
from storage.imports.workers import AMBIGUOUS, DIFFERENT, LEFT, NO_NAME, NOBODY, UNKNOWN
from storage.people import Person
from tests.storage.imports.support import CHILD, TODAY, care, need, plan, table, take_in, take_in_lists
from tests.storage.support import NOW

SAM = Person("S-1", "Sam O’Example", roles=("practitioner",))
ZOES = [Person("S-2", "Zoë Sample"), Person("S-3", "Sample, Zoë")]
GONE = Person("S-4", "Gone Away", left_on=date(2026, 8, 31))


@pytest.fixture
def staffed(sqlite_database: Database) -> Database:
    with sqlite_database.transaction() as store:
        store.people.add_all([SAM, *ZOES, GONE])
    return sqlite_database


def worker(database: Database) -> tuple[str, str | None]:
    with database.reading() as store:
        [allocation] = store.allocations.of_child(CHILD, TODAY)
    return allocation.worker_name, allocation.staff_key


@pytest.mark.parametrize("name", ["Sam O’Example", "O'EXAMPLE, SAM", "sam\xa0o'example", "  Sam  O’Example "])
def test_a_name_that_one_person_has(name: str, staffed: Database, tmp_path: Path) -> None:
    report = take_in_lists(staffed, tmp_path, {7: [{**plan(), "Allocated Worker": name}]})
    assert worker(staffed)[1] == "S-1"
    assert report.unmatched == ()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("#N/A", NO_NAME),
        ("", NO_NAME),
        ("Sam Example", UNKNOWN),
        ("Zoë Sample", AMBIGUOUS),
        ("Gone Away", LEFT),
    ],
)
def test_a_name_that_is_nobodys_waits(name: str, why: str, staffed: Database, tmp_path: Path) -> None:
    report = take_in_lists(staffed, tmp_path, {7: [{**plan(), "Allocated Worker": name}]})
    assert worker(staffed) == (name if why != NO_NAME else "", None)
    assert [(u.name, u.why, u.times) for u in report.unmatched] == [(name if why != NO_NAME else "", why, 1)]
    with staffed.reading() as store:
        assert len(store.allocations.unmatched(TODAY)) == 1


def test_a_name_in_several_spellings_is_told_once(staffed: Database, tmp_path: Path) -> None:
    names = ["Zoë Nobody", "Zoë Nobody", "NOBODY, Zoë"]
    rows = [{**plan(), "Child Unique ID": f"50{n}", "Allocated Worker": name} for n, name in enumerate(names)]
    report = take_in_lists(staffed, tmp_path, {7: rows})
    assert [(u.name, u.times) for u in report.unmatched] == [("Zoë Nobody", 3)]


def test_lists_that_name_different_workers(staffed: Database, tmp_path: Path) -> None:
    lists = {6: [{**need(), "Allocated Worker": "Sam O'Example"}], 8: [{**care(), "Allocated Worker": "Ben Else"}]}
    report = take_in_lists(staffed, tmp_path, lists)
    assert worker(staffed) == ("Ben Else / Sam O'Example", None)
    assert [u.why for u in report.unmatched] == [DIFFERENT]
    take_in(staffed, table(tmp_path / "staff.csv", [{"Staff key": "S-9", "Name": "Ben Else", "Roles": "duty"}]))
    assert worker(staffed)[1] is None


def test_lists_that_write_one_worker_in_different_ways(staffed: Database, tmp_path: Path) -> None:
    lists = {
        6: [{**need(), "Allocated Worker": "O'EXAMPLE, Sam"}],
        7: [{**plan(), "Allocated Worker": "#N/A"}],
        8: [{**care(), "Allocated Worker": "Sam O’Example"}],
    }
    take_in_lists(staffed, tmp_path, lists)
    assert worker(staffed) == ("Sam O’Example", "S-1")


def test_people_decide(staffed: Database, tmp_path: Path) -> None:
    with staffed.transaction() as store:
        store.allocations.decide("Zoë Sample", "S-3", "oid-1", NOW)
    take_in_lists(staffed, tmp_path, {7: [{**plan(), "Allocated Worker": "ZOË SAMPLE"}]})
    assert worker(staffed)[1] == "S-3"
    with staffed.transaction() as store:
        store.allocations.decide("Zoë Sample", None, "oid-1", NOW)
    report = take_in_lists(staffed, tmp_path, {7: [{**plan(), "Allocated Worker": "ZOË SAMPLE"}]})
    assert worker(staffed)[1] is None
    assert [u.why for u in report.unmatched] == [NOBODY]


def test_the_staff_file_may_come_after_the_export(sqlite_database: Database, tmp_path: Path) -> None:
    take_in_lists(sqlite_database, tmp_path, {7: [plan()]})
    assert worker(sqlite_database) == ("Sam Example", None)
    staff = {"Staff key": "S-1", "Name": "EXAMPLE, Sam", "Roles": "practitioner"}
    report = take_in(sqlite_database, table(tmp_path / "staff.csv", [staff]))
    assert report.counts["allocations matched anew"] == 1
    assert worker(sqlite_database)[1] == "S-1"
    namesake = {**staff, "Staff key": "S-2"}
    take_in(sqlite_database, table(tmp_path / "staff.csv", [staff, namesake]))
    assert worker(sqlite_database)[1] is None


def test_a_new_worker_follows_the_old_one(staffed: Database, tmp_path: Path) -> None:
    take_in_lists(staffed, tmp_path, {7: [{**plan(), "Allocated Worker": "Sam O’Example"}]})
    later = date(2026, 9, 8)
    take_in_lists(staffed, tmp_path, {7: [{**plan(), "Allocated Worker": "Ben Else"}]}, as_of=later)
    with staffed.reading() as store:
        assert [a.worker_name for a in store.allocations.of_child(CHILD, date(2026, 9, 7))] == ["Sam O’Example"]
        assert [a.worker_name for a in store.allocations.of_child(CHILD, later)] == ["Ben Else"]


def test_a_closed_case_has_no_worker(staffed: Database, tmp_path: Path) -> None:
    take_in_lists(staffed, tmp_path, {6: [need()]})
    take_in_lists(staffed, tmp_path, {6: [need(status="e) Closed episode")]})
    with staffed.reading() as store:
        assert store.allocations.of_child(CHILD, TODAY) == []
