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
