"""`companion audits moderate` and `agreement`, as an administrator types them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.__main__ import main
from storage.audit_log import command_line
from storage.db import Database
from storage.moderations import DONE
from storage.outcomes import BELOW, MEETS
from storage.roles import Role
from tests.bot.typed import council_at
from tests.storage.council import OWN, STAFF
from tests.storage.test_moderations import FINAL_AT, completed

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def database(environ: dict[str, str], sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A council with six audits that became final in October."""
    with council_at(NOW, sqlite_url, monkeypatch) as opened:
        with opened.transaction() as store:
            for hours in range(6):
                completed(store, FINAL_AT + timedelta(hours=hours))
        yield opened


def told(capsys: Out, *arguments: str) -> list[str]:
    assert main(("audits", *arguments)) == 0
    return capsys.readouterr().out.splitlines()


def over(database: Database, number: int) -> None:
    """So many more of them are over; the first of all with another grade."""
    with database.transaction() as store:
        waiting = [one for one in store.moderations.of_month(date(2026, 10, 1)) if one.is_open]
        for one in waiting[:number]:
            grade = BELOW if len(waiting) == 6 and one == waiting[0] else MEETS
            store.moderations.change(replace(one, state=DONE, grade=grade, stands=MEETS, done_at=NOW))


def test_the_same_command_twice_adds_nothing_twice(capsys: Out, database: Database) -> None:
    first = told(capsys, "moderate", "--month", "2026-10", "--size", "2")
    assert first[0].split() == ["Audit", "Moderator", "Due"]
    assert [line.split()[1:] for line in first[1:]] == [["moderator", "2026-11-17"]] * 2
    assert told(capsys, "moderate", "--month", "2026-10", "--size", "2") == [
        "Nothing new was drawn.",
        "Drawn before: 2.",
    ]
    with database.reading() as store:
        assert len(store.moderations.of_month(date(2026, 10, 1))) == 2
        events = store.audit_log.search(who=[command_line("kim")])
    assert ("change", "drew audits to moderate", (OWN,)) in {(e.action, e.about, e.child_ids) for e in events}


def test_too_few_audits_are_told_of(capsys: Out) -> None:
    assert told(capsys, "moderate", "--month", "2026-10", "--size", "9")[-1].endswith("in 2026-10: 6.")
    assert told(capsys, "moderate", "--month", "2026-09", "--size", "1") == [
        "Nothing new was drawn.",
        "Audits that became final in 2026-09: 0.",
    ]


def test_too_few_moderators_are_told_of(capsys: Out, database: Database) -> None:
    with database.transaction() as store:
        auditor = STAFF[Role.AUDITOR]
        store.people.save(replace(auditor, manager_key="moderator"))
    lines = told(capsys, "moderate", "--month", "2026-10", "--size", "1")
    assert lines[0] == "Nothing new was drawn."
    assert all(": no moderator may take it" in line for line in lines[1:])
    with database.transaction() as store:
        store.people.save(replace(STAFF[Role.MODERATOR], roles=()))
    assert main(["audits", "moderate", "--month", "2026-10", "--size", "1"]) == 1
    assert "Nobody on the staff is a moderator" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("moderate --month october --size 2", "--month takes a month such as 2026-09."),
        ("moderate --month 2026-10 --size 0", "--size takes a number from 1 on."),
        ("moderate --month 2026-12 --size 2", "2026-12 hasn't begun"),
        ("agreement", "Give either --month, or --from and perhaps --to."),
        ("agreement --month 2026-10 --from 2026-09", "Give either --month, or --from and perhaps --to."),
        ("agreement --from 2026-10 --to 2026-09", "--to can't be before --from."),
        ("agreement --from 2026-10 --to then", "--to takes a month such as 2026-09."),
    ],
)
def test_what_makes_no_sense_is_refused(capsys: Out, arguments: str, says: str) -> None:
    assert main(["audits", *arguments.split()]) == 2
    assert says in capsys.readouterr().err


def test_agreement_is_told_once_there_is_enough(capsys: Out, database: Database) -> None:
    assert told(capsys, "agreement", "--month", "2026-10")[1:] == ["No moderation of audits completed then is over."]
    told(capsys, "moderate", "--month", "2026-10", "--size", "6")
    over(database, 4)
    assert told(capsys, "agreement", "--month", "2026-10")[1].startswith("Fewer than five")
    over(database, 2)
    said = told(capsys, "agreement", "--from", "2026-09")
    assert said[0] == "How far auditors and moderators agree: September 2026 to November 2026"
    assert said[1].startswith("All: the same grade in 5 of 6 (83 %), at most one grade apart in 6 of 6")
    assert json.loads("\n".join(told(capsys, "agreement", "--month", "2026-10", "--json")))["from"] == "2026-10"
