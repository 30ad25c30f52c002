"""The database: SQLite or PostgreSQL by URL, one transaction at a time, synchronous (docs/adr/0003)."""

import errno
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic_core import PydanticSerializationError, to_json
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.store import Store

BUSY_TIMEOUT_MS = 30_000
# PostgreSQL's own: two minutes to connect, and for ever for a lock, a statement or a connection that has died.
PATIENCE = {
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "tcp_user_timeout": "30000",
    "options": "-c lock_timeout=30s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s",
}


class DatabaseUnavailable(Exception):
    """The database can't be reached just now; trying again later may succeed."""


class Database:
    """Opens transactions; one per process, safe to share between threads.

    `url`: `sqlite:///FILE` or `postgresql://USER@HOST/NAME`. ValueError if it is neither; OSError, naming the path, if
    the file can't be opened for reading and writing."""

    def __init__(self, url: str) -> None:
        self.url = _parsed(url)
        if self.is_sqlite:
            _prepare_sqlite_file(self.url)
        self.engine: Engine = create_engine(
            self.url if self.is_sqlite else _with_patience(self.url),
            pool_pre_ping=not self.is_sqlite,
            pool_size=8,
            max_overflow=8,
            json_serializer=_as_json,
            hide_parameters=True,  # errors are logged, and the parameters are people's words
        )
        if self.is_sqlite:
            event.listen(self.engine, "connect", _set_up_sqlite)
        event.listen(self.engine.pool, "checkin", self._take_back)
        self._is_closed = False

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Store]:
        """A store whose writes are committed together at the end, or not at all.

        DatabaseUnavailable if the database can't be reached."""
        with self._kept() as store:
            yield store

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """A store to read from, which waits for no writer. DatabaseUnavailable if the database can't be reached."""
        with self._kept(reads_only=True) as store:
            yield store

    @contextmanager
    def begun(self, *, reads_only: bool = False) -> Iterator[Connection]:
        """A connection in a transaction, committed at the end. Raises SQLAlchemy's own errors."""
        with self.engine.begin() as connection:
            if self.is_sqlite:  # said here, as a listener to SQLAlchemy's own beginning would slow every statement down
                # Writers take the lock at once, so that none finds out too late that it can't have it.
                connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def _kept(self, *, reads_only: bool = False) -> Iterator[Store]:
        try:
            with self.begun(reads_only=reads_only) as connection:
                try:
                    yield Store(connection)
                except BaseException:
                    if self.is_sqlite:
                        # A result left half read, and kept alive by the exception, would hold the old state of the
                        # database: on the same connection no later transaction could begin to write. Closed before
                        # it is rolled back, it would keep its lock until the exception is gone.
                        connection.rollback()
                        connection.invalidate()
                    raise
        except DBAPIError as error:
            if _may_pass(error):
                raise DatabaseUnavailable(str(error.orig)) from error
            raise

    def is_reachable(self) -> bool:
        """Whether a statement can be run just now."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except DBAPIError:
            return False
        return True

    def close(self) -> None:
        """Close every connection; one that a thread still uses, as soon as it gives it back."""
        self._is_closed = True
        self.engine.dispose()

    def _take_back(self, _connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        if self._is_closed:  # the pool it came from is no longer there to close it
            entry.close()


def _as_json(value: object) -> str:
    try:
        return to_json(value).decode()  # a kept reply has kilobytes, and the standard library takes twice as long
    except PydanticSerializationError:  # half a surrogate pair, which only the other escapes
        return json.dumps(value)


def is_unavailable(error: BaseException) -> bool:
    """Whether a failure inside a transaction is the database's, and not of what was done there."""
    return isinstance(error, DatabaseUnavailable) or (isinstance(error, DBAPIError) and _may_pass(error))


def _may_pass(error: DBAPIError) -> bool:
    """Whether trying again later may succeed. SQLite calls a mistake in a statement an operational error, too."""
    if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
        return False
    return isinstance(error, OperationalError) or error.connection_invalidated


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # whose words may quote the password
        raise ValueError("not a database URL: write sqlite:///FILE or postgresql://USER@HOST/NAME") from None
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and parsed.database not in (None, "", ":memory:") and "uri" not in parsed.query:
        return parsed.set(drivername="sqlite")
    raise ValueError("write sqlite:///FILE (a file, not memory) or postgresql://USER@HOST/NAME")


def _with_patience(url: URL) -> URL:
    """The same, with an end to every wait, unless it says how long itself."""
    return url.update_query_dict({name: value for name, value in PATIENCE.items() if name not in url.query})


def _prepare_sqlite_file(url: URL) -> None:
    """Create the file readable by its owner only; SQLite gives its side files the same mode."""
    path = Path(str(url.database))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path.parent)) from None
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def _set_up_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver would begin transactions by itself, too late for BEGIN IMMEDIATE.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.close()
