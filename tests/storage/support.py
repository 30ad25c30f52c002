"""What several storage tests use: instants, and threads that meet without sleeping."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any, TypeVar

from sqlalchemy import event

from storage.db import Database
from storage.store import Store

T = TypeVar("T")

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
PATIENCE = 60.0  # seconds until a test that hangs fails


class PowerCutError(Exception):
    """What goes wrong in the middle of something, here."""


@contextmanager
def failing_transaction(database: Database) -> Iterator[Store]:
    """A transaction that fails when everything in it is done."""
    with suppress(PowerCutError), database.transaction() as store:
        yield store
        raise PowerCutError


def at_once(*acts: Callable[[], T]) -> list[T]:
    """What each returns, every one in a thread of its own."""
    with ThreadPoolExecutor(len(acts)) as threads:
        running = [threads.submit(act) for act in acts]
        return [thread.result(PATIENCE) for thread in running]


def wait_for(happened: Event) -> None:
    """Wait, but not for ever."""
    assert happened.wait(PATIENCE), "the other thread never got there"


def before_running(database: Database, statement: str, act: Callable[[], object]) -> None:
    """Do something whenever a statement that begins like this is about to go to the database."""

    def hook(_connection: Any, _cursor: Any, about_to_run: str, *_: Any) -> None:
        if about_to_run.startswith(statement):
            act()

    event.listen(database.engine, "before_cursor_execute", hook)


def about_to_wait(database: Database, statement: str) -> Event:
    """Set as soon as this database is about to run the statement at which another transaction holds it up.

    On SQLite that is always the transaction's beginning."""
    happened = Event()
    before_running(database, "BEGIN IMMEDIATE" if database.is_sqlite else statement, happened.set)
    return happened
