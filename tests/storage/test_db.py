"""Transactions, and what happens when the database can't be reached."""

import select
from collections.abc import Callable
from contextlib import closing
from threading import Barrier, Event

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, StatementError

from storage import db
from storage.db import Database, DatabaseUnavailable
from storage.people import Person
from tests.ports import dead_port
from tests.storage.support import NOW, PATIENCE, PowerCutError, about_to_wait, at_once, failing_transaction, wait_for

PERSON = Person("oid-1", "Sam Example", "Social worker")


def end_every_connection(url: str) -> None:
    """What a restart of the server does; returns once they are gone."""
    with psycopg.connect(url, autocommit=True) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        ).fetchall()
    # False for one that was leaving by itself and is gone by now.
    assert any(done for (done,) in ended)


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


def test_a_transaction_that_failed_amid_reading_spoils_no_later_one(database: Database, replica: Database) -> None:
    kept = []  # as a log or a task keeps it, and with it the half-read result
    with database.transaction() as store:
        store.people.add_all([PERSON, Person("S-2", "Zoe Example")])
    try:
        with database.transaction() as store:
            rows = store.people._connection.execute(text("SELECT key FROM staff"))
            next(iter(rows))
            raise PowerCutError
    except PowerCutError as error:
        kept.append((error, rows))
    with replica.transaction() as store:
        store.people.save(Person("S-3", "Sam Sample"))

    with database.transaction() as store:
        assert len(store.people.all()) == 3


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
                assert store.people.by_key(PERSON.key) == PERSON
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
        found = {person.key for person in store.people.all()}
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


def test_a_server_that_is_down_is_unavailable() -> None:
    with dead_port() as port, closing(Database(f"postgresql://somebody:hunter2@127.0.0.1:{port}/name")) as database:
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


def test_missing_tables_are_a_mistake_and_not_an_unavailable_database(empty_database: Database) -> None:
    with pytest.raises(DBAPIError, match="staff"), empty_database.transaction() as store:
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
