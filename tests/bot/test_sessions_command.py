"""`companion sessions`, as a QA lead's administrator types it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.__main__ import main
from storage.audit_log import command_line
from storage.db import Database
from storage.outbox import State
from storage.returns import CANCELLED, Session
from tests.bot.typed import council_at

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
Out = pytest.CaptureFixture[str]
CREATE = ("sessions", "create", "Early Help", "2026-10-12")
WHO = ("--contributor", "practitioner", "--contributor", "Manager Example", "--head", "head_of_service")


@pytest.fixture(autouse=True)
def database(environ: dict[str, str], sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A council's database, on a day that stands, and somebody at the command line."""
    with council_at(NOW, sqlite_url, monkeypatch) as opened:
        yield opened


def told(capsys: Out, *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def refused(capsys: Out, *arguments: str) -> str:
    assert main(arguments) != 0
    return capsys.readouterr().err


def session(database: Database) -> Session:
    with database.reading() as store:
        found = store.returns.find(1)
    assert found is not None
    return found


def waiting(database: Database, key: str) -> list[str]:
    with database.reading() as store:
        return [entry.kind for entry in store.outbox.to(key, list(State))]


def test_one_is_created_listed_moved_and_cancelled(capsys: Out, database: Database) -> None:
    assert told(capsys, "sessions", "list") == "No session is planned.\n"
    assert "Session 1 on 2026-10-12; its return is due by 2026-09-28." in told(capsys, *CREATE, *WHO)
    assert waiting(database, "practitioner") == ["check_and_challenge.opened"]
    [row] = json.loads(told(capsys, "sessions", "list", "--json"))
    assert (row["session"], row["area"], row["return"], row["late"]) == ("1", "early_help", "not_started", "")
    assert "is on 2026-10-19" in told(capsys, "sessions", "move", "1", "2026-10-19", "--because", "the panel is away")
    assert (session(database).due_on.isoformat(), session(database).reason) == ("2026-10-05", "the panel is away")
    assert "is cancelled" in told(capsys, "sessions", "cancel", "1", "--because", "merged with the next")
    assert session(database).state == CANCELLED
    assert "check_and_challenge.news" in waiting(database, "manager")
    assert told(capsys, "sessions", "list") == "No session is planned.\n"
    assert "cancelled" in told(capsys, "sessions", "list", "--all")
    with database.reading() as store:
        events = store.audit_log.search(who=[command_line("kim")])
    assert {event.about for event in events} == {"created session 1", "moved session 1", "cancelled session 1"}


def test_its_people_are_shown_and_changed(capsys: Out, database: Database) -> None:
    told(capsys, *CREATE, *WHO)
    assert "Signs off:   " in told(capsys, "sessions", "people", "1")
    with database.reading() as store:
        duty = store.people.by_key("duty")
    assert duty is not None
    said = told(capsys, "sessions", "people", "1", "--leaves", "practitioner", "--comes", "duty")
    assert f"{duty.name}, Manager Example" in said or f"Manager Example, {duty.name}" in said
    assert waiting(database, "duty") == ["check_and_challenge.joined"]
    assert "Signs first: Manager Example" in told(capsys, "sessions", "people", "1", "--comes", "manager", "--signs")
    assert "who does in place of" in refused(capsys, "sessions", "people", "1", "--leaves", "head_of_service")
    assert "There is no session 9" in refused(capsys, "sessions", "people", "9")
    told(capsys, "sessions", "cancel", "1", "--because", "of rain")
    assert "cancelled" in refused(capsys, "sessions", "people", "1", "--leaves", "duty")
    with database.reading() as store:
        events = store.audit_log.search(who=[command_line("kim")])
    assert "session 1: staff duty in place of practitioner" in {event.about for event in events}


def test_settings_give_what_is_left_out(capsys: Out, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPANION_RETURN_DUE_DAYS", "5")
    monkeypatch.setenv("COMPANION_ACTION_WINDOW_WEEKS", "8")
    told(capsys, *CREATE, *WHO)
    assert (session(database).due_on.isoformat(), session(database).window_weeks) == ("2026-10-05", 8)


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("sessions", "create", "Nowhere", "2026-10-12", *WHO), "Which service area? "),
        (("sessions", "create", "Early Help", "2026-08-01", *WHO), "I can't tell a day to come from “2026-08-01”"),
        ((*CREATE, "--head", "head_of_service"), "Who contributes? Give --contributor, once for each."),
        ((*CREATE, *WHO, "--head", "manager"), "is no Head of Service that I know. Those I know: Head_of_service Ex"),
        ((*CREATE, *WHO, "--contributor", "Manger Example"), "Is it Manager Example"),
        ((*CREATE, *WHO, "--weeks", "60"), "The action window is 1 to 52 weeks"),
        ((*CREATE, *WHO, "--due", "2026-10-13"), "no later than the session"),
        (("sessions", "cancel", "7", "--because", "x"), "There is no session 7"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_created(
    capsys: Out, database: Database, arguments: tuple[str, ...], answer: str
) -> None:
    assert answer in refused(capsys, *arguments)
    with database.reading() as store:
        assert store.returns.all() == []


def test_an_area_has_one_session_a_day(capsys: Out) -> None:
    told(capsys, *CREATE, *WHO)
    assert "The area has a session on that day already: return 1." in refused(capsys, *CREATE, *WHO)
