"""The staff file: who there is, in which roles, and whose identity is whose."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from storage.db import Database
from storage.people import Person
from tests.storage.imports.support import TODAY, table, take_in, why

OBJECT_ID = "6fa459ea-ee8a-4ca4-894e-db77e160355e"
ROW = {"Staff key": "S-1", "Name": "Sam Example", "Roles": "practitioner"}


def people(database: Database) -> dict[str, Person]:
    with database.reading() as store:
        return {person.key: person for person in store.people.all()}


def test_every_column(database: Database, tmp_path: Path) -> None:
    row = {
        **ROW,
        "Entra object id": OBJECT_ID.upper(),
        "User principal name": "Sam.Example@Example.gov.uk",
        "Roles": "Social Worker; duty, Head of Service",
        "Job title": "Senior Social Worker",
        "Team": "North",
        "Manager": "S-2",
        "Deputy": "S-3",
        "Service area": "Help and Protection and Court",
        "Working days": "Mon-Wed 9:00-17:00; Fri 09:00 - 13:00",
        "Newly qualified start": "1/9/2026",
        "Left on": "2026-12-31",
    }
    report = take_in(database, table(tmp_path / "staff.csv", [row]))
    assert report.counts == {"staff new": 1}
    assert why(report) == [("", 2, "H", "nobody has this staff key"), ("", 2, "I", "nobody has this staff key")]
    full = ["09:00", "17:00"]
    assert people(database)["S-1"] == Person(
        "S-1",
        "Sam Example",
        "Senior Social Worker",
        OBJECT_ID,
        "sam.example@example.gov.uk",
        ("practitioner", "duty", "head_of_service"),
        "North",
        "S-2",
        "S-3",
        "Help and Protection and Court",
        {"mon": full, "tue": full, "wed": full, "fri": ["09:00", "13:00"]},
        date(2026, 9, 1),
        date(2026, 12, 31),
    )


@pytest.mark.parametrize(
    ("days", "hours", "found"),
    [
        ("Monday, Wednesday", "", {"mon": ["09:00", "17:00"], "wed": ["09:00", "17:00"]}),
        ("Mon to Tue", "08:30-16:30", {"mon": ["08:30", "16:30"], "tue": ["08:30", "16:30"]}),
        ("", "10:00-14:00", {day: ["10:00", "14:00"] for day in ("mon", "tue", "wed", "thu", "fri")}),
        ("", "", {}),
        ("whenever", "", {}),
        ("Fri-Mon", "", {}),
    ],
)
def test_working_days(
    days: str, hours: str, found: dict[str, list[str]], sqlite_database: Database, tmp_path: Path
) -> None:
    report = take_in(sqlite_database, table(tmp_path / "staff.csv", [{**ROW, "Working days": days, "Hours": hours}]))
    assert people(sqlite_database)["S-1"].working_hours == found
    assert bool(report.problems) == bool(days and not found)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Staff key": ""}, "it is empty"),
        ({"Name": ""}, "it is empty"),
        ({"Roles": "wizard"}, "there is no such role: wizard"),
        ({"Entra object id": "sam"}, "it isn't an Entra object id"),
        ({"User principal name": "sam"}, "it isn't a user principal name, such as sam.example@example.gov.uk"),
    ],
)
def test_what_is_wrong(change: dict[str, str], said: str, sqlite_database: Database, tmp_path: Path) -> None:
    report = take_in(sqlite_database, table(tmp_path / "staff.csv", [{**ROW, **change}]))
    assert [problem.why for problem in report.problems] == [said]


def test_a_key_twice_is_refused(sqlite_database: Database, tmp_path: Path) -> None:
    report = take_in(sqlite_database, table(tmp_path / "staff.csv", [ROW, {**ROW, "Name": "Somebody Else"}]))
    assert why(report) == [("", 3, "A", "this staff key has a row already")]
    assert people(sqlite_database)["S-1"].name == "Sam Example"


def test_of_two_people_with_one_identity_neither_gets_it(sqlite_database: Database, tmp_path: Path) -> None:
    rows = [{**ROW, "Staff key": key, "User principal name": "same@example.gov.uk"} for key in ("S-1", "S-2")]
    report = take_in(sqlite_database, table(tmp_path / "staff.csv", rows))
    assert [problem.why for problem in report.problems] == ["somebody else has this user principal name too"] * 2
    assert {p.principal_name for p in people(sqlite_database).values()} == {None}


def test_an_identity_that_is_bound_is_never_moved_by_a_file(database: Database, tmp_path: Path) -> None:
    bound = Person("S-1", "Sam Example", object_id=OBJECT_ID, principal_name="sam@example.gov.uk")
    with database.transaction() as store:
        store.people.save(bound)
    other = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
    rows = [
        {**ROW, "Entra object id": other},
        {**ROW, "Staff key": "S-2", "Entra object id": OBJECT_ID},
    ]
    report = take_in(database, table(tmp_path / "staff.csv", rows))
    assert [problem.row for problem in report.problems] == [2, 3]
    assert people(database)["S-1"].object_id == OBJECT_ID
    assert people(database)["S-1"].principal_name == "sam@example.gov.uk"
    assert people(database)["S-2"].object_id is None


def test_two_people_may_swap_their_sign_in_names(database: Database, tmp_path: Path) -> None:
    names = {"S-1": "a@example.gov.uk", "S-2": "b@example.gov.uk"}
    for one, other in (("S-1", "S-2"), ("S-2", "S-1")):
        rows = [{**ROW, "Staff key": key, "UPN": names[whose]} for key, whose in (("S-1", one), ("S-2", other))]
        take_in(database, table(tmp_path / "staff.csv", rows))
    assert people(database)["S-1"].principal_name == "b@example.gov.uk"
    assert people(database)["S-2"].principal_name == "a@example.gov.uk"


def test_who_is_not_in_the_file_is_told_and_neither_closed_nor_deleted(
    sqlite_database: Database, tmp_path: Path
) -> None:
    take_in(sqlite_database, table(tmp_path / "staff.csv", [ROW, {**ROW, "Staff key": "S-2"}]))
    report = take_in(sqlite_database, table(tmp_path / "staff.csv", [{**ROW, "Left on": "31/8/2026"}]))
    assert report.notes == ("1 members of staff are not in this file: give those who have gone a day in Left on",)
    assert people(sqlite_database)["S-1"].has_left(TODAY)
    assert people(sqlite_database)["S-2"] == replace(people(sqlite_database)["S-1"], key="S-2", left_on=None)
