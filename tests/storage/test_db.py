"""Opening databases: which URLs, which files, which modes; and what happens when one can't be reached."""

import os
import select
import socket
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Barrier, Event

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, StatementError

from storage import db, schema
from storage.db import Database, DatabaseUnavailable
from storage.people import Person
from tests.storage.support import NOW, PATIENCE, about_to_wait, at_once, failing_transaction, wait_for

PERSON = Person("oid-1", "Sam Example", "Social worker")
NOBODY = 65534


@pytest.fixture
def careless_umask() -> Iterator[None]:
    """Files get every permission that isn't taken away on purpose."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def dead_port() -> Iterator[int]:
    """A port of loopback at which nobody answers, and that nobody else can take."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


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


def end_every_connection(url: str) -> None:
    """What a restart of the server does; returns once they are gone."""
    with psycopg.connect(url, autocommit=True) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
    assert ended
    assert all(done for (done,) in ended)


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


def test_what_a_transaction_writes_is_there_for_others_at_its_end(database: Database, replica: Database) -> None:
    with database.transaction() as store:
        store.people.save(PERSON)
    with replica.transaction() as store:
        assert store.people.all() == [PERSON]


def test_what_a_failing_transaction_writes_is_gone(database: Database, replica: Database) -> None:
    with failing_transaction(database) as store:
        store.people.save(PERSON)

    with replica.transaction() as store:
        assert store.people.all() == []


def test_an_sqlite_writer_waits_for_another(sqlite_url: str, sqlite_database: Database) -> None:
    other = Person("oid-2", "Zoe Example", "Team manager")
    written = Event()
    with closing(Database(sqlite_url)) as replica:
        second_waits = about_to_wait(replica, "")

        def first() -> None:
            with sqlite_database.transaction() as store:
                store.people.save(PERSON)
                written.set()
                wait_for(second_waits)

        def second() -> None:
            wait_for(written)
            with replica.transaction() as store:
                assert store.people.find(PERSON.object_id) == PERSON
                store.people.save(other)

        at_once(first, second)

    with sqlite_database.transaction() as store:
        assert store.people.all() == [PERSON, other]


def test_many_writers_at_once_all_get_their_turn(database: Database, replica: Database) -> None:
    writers, times = 8, 5
    everybody = Barrier(writers)

    def writer(number: int) -> Callable[[], None]:
        def act() -> None:
            everybody.wait(PATIENCE)
            for time in range(times):
                with (database, replica)[number % 2].transaction() as store:
                    store.people.save(Person(f"{number}-{time}", "Somebody", ""))

        return act

    at_once(*(writer(number) for number in range(writers)))

    with database.transaction() as store:
        found = {person.object_id for person in store.people.all()}
    assert found == {f"{number}-{time}" for number in range(writers) for time in range(times)}


def test_an_sqlite_writer_that_waited_in_vain_is_told_to_try_again(
    sqlite_url: str, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "BUSY_TIMEOUT_MS", 0)
    with closing(Database(sqlite_url)) as impatient:
        with sqlite_database.transaction() as store:
            store.people.save(PERSON)
            with pytest.raises(DatabaseUnavailable, match="locked"), impatient.transaction():
                pass
        with impatient.transaction() as late:
            assert late.people.all() == [PERSON]


def test_readers_and_probes_wait_for_no_writer(database: Database, replica: Database) -> None:
    with database.transaction() as store:
        store.people.save(PERSON)
        assert replica.is_reachable()
        with replica.reading() as other:
            assert other.people.all() == []


def test_a_database_is_reachable(database: Database, empty_database: Database) -> None:
    assert database.is_reachable()
    assert empty_database.is_reachable()


def test_a_server_that_is_down_is_unavailable(dead_port: int) -> None:
    with closing(Database(f"postgresql://somebody:hunter2@127.0.0.1:{dead_port}/name")) as database:
        assert not database.is_reachable()
        with pytest.raises(DatabaseUnavailable, match="refused") as unavailable, database.transaction():
            pass

    assert "hunter2" not in str(unavailable.value)


def test_a_server_s_missing_database_is_unavailable(postgres_url: str) -> None:
    with closing(Database(postgres_url.replace("companion_test", "not_companion_test"))) as database:
        assert not database.is_reachable()
        with pytest.raises(DatabaseUnavailable, match="does not exist"), database.transaction():
            pass


def test_a_server_that_restarts_within_a_transaction_loses_only_that(
    postgres_url: str, postgres_database: Database
) -> None:
    def save_across_a_restart() -> None:
        with postgres_database.transaction() as store:
            store.people.save(PERSON)
            end_every_connection(postgres_url)
            store.people.all()

    with pytest.raises(DatabaseUnavailable):
        save_across_a_restart()

    with postgres_database.transaction() as store:
        assert store.people.all() == []


def test_a_server_that_restarts_between_transactions_goes_unnoticed(
    postgres_url: str, postgres_database: Database
) -> None:
    with postgres_database.transaction() as store:
        store.people.save(PERSON)

    end_every_connection(postgres_url)

    with postgres_database.transaction() as store:
        assert store.people.all() == [PERSON]


def test_a_server_that_loses_patience_is_unavailable(postgres_database: Database) -> None:
    connections: list[psycopg.Connection] = []
    event.listen(postgres_database.engine, "checkout", lambda connection, *_: connections.append(connection))

    def dawdle() -> None:
        with postgres_database.transaction() as store:
            connections[-1].execute("SET LOCAL idle_in_transaction_session_timeout = '1ms'")
            assert select.select([connections[-1].fileno()], [], [], PATIENCE)[0], "the server never hung up"
            store.people.save(PERSON)

    with pytest.raises(DatabaseUnavailable):
        dawdle()

    with postgres_database.transaction() as store:
        assert store.people.all() == []


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


def test_missing_tables_are_a_mistake_and_not_an_unavailable_database(empty_database: Database) -> None:
    with pytest.raises(DBAPIError, match="people"), empty_database.transaction() as store:
        store.people.all()


def test_errors_don_t_repeat_people_s_words(database: Database) -> None:
    with pytest.raises(StatementError) as refused, database.transaction() as store:
        store.questions.add(NOW.replace(tzinfo=None), "about somebody", "answered", "found", [], "April 2021")

    assert "about somebody" not in str(refused.value)


def test_a_closed_database_opens_again_when_it_is_used(database: Database) -> None:
    with database.transaction() as store:
        store.people.save(PERSON)
    database.close()

    with database.transaction() as store:
        assert store.people.all() == [PERSON]
