"""Opening databases: which URLs, which files, with which permissions."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError

from storage import schema
from storage.db import Database, DatabaseUnavailable
from storage.people import Person

PERSON = Person("oid-1", "Sam Example", "Social worker")
NOBODY = 65534


@pytest.fixture
def careless_umask() -> Iterator[None]:
    """Files get every permission that isn't taken away on purpose."""
    before = os.umask(0)
    yield
    os.umask(before)


@contextmanager
def without_root() -> Iterator[None]:
    """Root may write anywhere; be somebody else for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def modes_in(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "companion.db",
        "/data/companion.db",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///file::memory:?uri=true",
        "sqlite://companion.db",
        "mysql://somebody@host/name",
        "postgres://somebody@host/name",
        "postgresql://somebody@host:port/name",
    ],
)
def test_a_url_that_is_neither_database_is_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(ValueError, match=r"sqlite:///FILE.* or postgresql://USER@HOST/NAME"):
        Database(url)


def test_a_refused_url_s_password_is_not_repeated() -> None:
    with pytest.raises(ValueError) as refused:
        Database("postgresql://somebody:hunter2@host:hunter2/name")

    assert "hunter2" not in str(refused.value)
    assert refused.value.__suppress_context__


@pytest.mark.parametrize("driver", ["postgresql", "postgresql+psycopg", "postgresql+psycopg2", "postgresql+asyncpg"])
def test_postgresql_is_reached_through_one_driver_whatever_the_url_names(driver: str) -> None:
    with closing(Database(f"{driver}://somebody@host/name")) as database:
        assert database.engine.url.drivername == "postgresql+psycopg"
        assert not database.is_sqlite


@pytest.mark.parametrize("driver", ["sqlite", "sqlite+pysqlite", "sqlite+aiosqlite"])
def test_sqlite_is_opened_through_one_driver_whatever_the_url_names(driver: str, tmp_path: Path) -> None:
    with closing(Database(f"{driver}:///{tmp_path / 'a.db'}")) as database:
        assert database.is_sqlite
        assert database.is_reachable()


@pytest.mark.parametrize(("query", "seconds"), [("", "10"), ("?connect_timeout=3", "3")])
def test_a_server_that_says_nothing_is_not_waited_for_for_minutes(query: str, seconds: str) -> None:
    with closing(Database(f"postgresql://somebody@host/name{query}")) as database:
        assert database.engine.url.query["connect_timeout"] == seconds


def test_no_statement_and_no_lock_is_waited_for_for_ever(postgres_database: Database) -> None:
    with postgres_database.engine.connect() as connection:
        for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            assert connection.execute(text(f"SHOW {name}")).scalar_one() in ("30s", "1min")


def test_the_files_are_for_their_owner_only(tmp_path: Path, careless_umask: None) -> None:
    folder = tmp_path / "new" / "folder"

    with closing(Database(f"sqlite:///{folder / 'companion.db'}")) as database:
        schema.upgrade(database)
        assert modes_in(folder) == dict.fromkeys(("companion.db", "companion.db-wal", "companion.db-shm"), 0o600)

    assert modes_in(folder) == {"companion.db": 0o600}


def test_the_file_is_private_from_its_first_moment(
    tmp_path: Path, careless_umask: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "chmod", lambda *_: None)

    Database(f"sqlite:///{tmp_path / 'companion.db'}").close()

    assert modes_in(tmp_path) == {"companion.db": 0o600}


def test_a_file_that_others_could_read_is_closed_to_them(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "companion.db").chmod(0o666)

    with closing(Database(sqlite_url)) as database, database.transaction() as store:
        store.people.save(PERSON)
        assert set(modes_in(tmp_path).values()) == {0o600}


def test_every_sqlite_connection_is_set_up(sqlite_database: Database) -> None:
    expected = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 30_000}

    with (
        closing(sqlite_database.engine.raw_connection()) as one,
        closing(sqlite_database.engine.raw_connection()) as two,
    ):
        assert one.driver_connection is not two.driver_connection
        for connection in (one, two):
            cursor = connection.cursor()
            found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
            assert found == expected


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError) as refused:
        Database(f"sqlite:///{tmp_path}")

    assert (refused.value.strerror, refused.value.filename) == ("Is a directory", str(tmp_path))


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(NotADirectoryError) as refused:
        Database(f"sqlite:///{tmp_path / 'file' / 'companion.db'}")

    assert (refused.value.strerror, refused.value.filename) == ("Not a directory", str(tmp_path / "file"))


def test_a_folder_that_can_t_be_written_to_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "read_only"
    folder.mkdir(mode=0o500)

    with without_root(), pytest.raises(PermissionError) as refused:
        Database(f"sqlite:///{folder / 'companion.db'}")

    assert refused.value.strerror == "Permission denied"
    assert str(folder) in str(refused.value)
    assert list(folder.iterdir()) == []


def test_a_file_that_became_a_folder_is_unavailable(sqlite_url: str, tmp_path: Path) -> None:
    with closing(Database(sqlite_url)) as database:
        path = tmp_path / "companion.db"
        path.unlink()
        path.mkdir()

        assert not database.is_reachable()
        with pytest.raises(DatabaseUnavailable, match="unable to open database file"), database.transaction():
            pass


def test_a_file_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear all,\n" * 500, encoding="utf-8")

    with closing(Database(f"sqlite:///{path}")) as database:
        assert not database.is_reachable()
        with pytest.raises(DBAPIError, match="not a database"), database.transaction():
            pass

    assert path.read_text(encoding="utf-8") == "Dear all,\n" * 500


def test_a_connection_in_use_when_the_database_is_closed_is_closed_when_it_is_given_back(database: Database) -> None:
    connections: list[DBAPIConnection] = []
    event.listen(database.engine, "connect", lambda connection, _: connections.append(connection))

    with database.transaction() as store:
        store.people.save(PERSON)
        database.close()

    assert connections
    for connection in connections:
        with pytest.raises((sqlite3.ProgrammingError, psycopg.OperationalError), match="closed"):
            connection.cursor().execute("SELECT 1")
