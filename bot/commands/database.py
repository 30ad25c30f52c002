"""The database for a command: opened, closed, and in plain English when it can't be reached."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import PlainError
from bot.settings import DEMO_DATABASE_URL, Settings
from storage.db import Database, DatabaseUnavailable

# What to say to an OtherKeyError.
OTHER_KEY = "COMPANION_TOMBSTONE_KEY isn't the key that children were forgotten with before: set it as it was."
_SQLITE = "sqlite:///"


@contextmanager
def opened(url: str, *, must_exist: bool = False) -> Iterator[Database]:
    """The database of that URL, closed at the end. PlainError if it can't be opened or reached.

    An SQLite file is made if it isn't there, unless it must exist."""
    if must_exist and _length(url) == 0:
        raise PlainError(
            "There is no database where COMPANION_DATABASE_URL says, or in this folder if it isn't set. "
            "Set it as the running bot has it; for a new bot, run companion db upgrade first; "
            "for the demo of `make run`, set COMPANION_MODE=local."
        )
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


@contextmanager
def opened_up_to_date(settings: Settings) -> Iterator[Database]:
    """The database of the settings, which has to be there, with today's tables. PlainError if it isn't."""
    from storage import schema

    with opened(settings.database_url, must_exist=True) as database:
        if not schema.is_current(database):
            raise PlainError("The database's tables aren't up to date: run companion db upgrade.", exit_code=1)
        yield database


@contextmanager
def prepared(settings: Settings) -> Iterator[Database]:
    """The database to run turns on, closed at the end; in local mode with the demo's people and council.

    PlainError if its tables are old, or if local mode is told to use one that isn't a demo's. Only the demo's own file,
    or one that is new, gets its tables here."""
    from bot.clock import Clock
    from bot.demo import add_demo_council, add_demo_people, may_be_demo
    from storage import schema

    is_ours = settings.is_local and (settings.database_url == DEMO_DATABASE_URL or _length(settings.database_url) == 0)
    with opened(settings.database_url, must_exist=not settings.is_local) as database:
        if is_ours:
            schema.upgrade(database)
        elif not schema.is_current(database):
            raise PlainError("The database's tables aren't up to date: run companion db upgrade.", exit_code=1)
        if settings.is_local:
            with database.transaction() as store:
                if not is_ours and not may_be_demo(store):
                    raise PlainError(
                        "COMPANION_DATABASE_URL names a database that isn't a demo's, and local mode would put made-up "
                        "people into it: leave that setting out, or name a database that is the demo's own."
                    )
                add_demo_people(store)
            add_demo_council(database, Clock().now(), settings.tombstone_key_bytes)
        yield database


def _length(url: str) -> int | None:
    """Of an SQLite database's file: 0 if there is none yet, None if that can't be told. None for other databases."""
    if not url.startswith(_SQLITE):
        return None
    try:
        return Path(url.removeprefix(_SQLITE).partition("?")[0]).stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return 0
    except OSError:  # opening it will say why
        return None
