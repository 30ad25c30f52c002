"""The database for a command: opened, closed, and in plain English when it can't be reached."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import PlainError
from storage.db import Database, DatabaseUnavailable


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """The database of that URL, closed at the end. PlainError if it can't be opened or reached."""
    try:
        database = Database(url)
    except ValueError as error:
        raise PlainError(f"COMPANION_DATABASE_URL can't be used: {error}") from None
    except OSError as error:
        raise PlainError(f"The database file can't be opened ({error.strerror}): see COMPANION_DATABASE_URL.") from None
    try:
        if not database.is_reachable():
            raise PlainError("The database can't be reached: see COMPANION_DATABASE_URL.", exit_code=1)
        yield database
    except DatabaseUnavailable:
        raise PlainError("The database can't be reached any more: try again.", exit_code=1) from None
    finally:
        database.close()


def prepare(database: Database, *, is_local: bool) -> None:
    """In local mode give the database its tables and the demo's people; else PlainError if its tables are old."""
    from bot.demo import add_demo_people
    from storage import schema

    if not is_local:
        if not schema.is_current(database):
            raise PlainError("The database's tables aren't up to date: run companion db upgrade.", exit_code=1)
        return
    schema.upgrade(database)
    with database.transaction() as store:
        add_demo_people(store)
