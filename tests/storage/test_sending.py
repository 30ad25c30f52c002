"""The limit that all replicas share, and that no loss of its row stops the sending for ever."""

from threading import Event

from sqlalchemy import text

from storage.db import Database
from storage.sending import EVERYBODY, Limit
from tests.storage.support import NOW, TICK, about_to_wait, at_once, failing_transaction, wait_for


def lose_the_row(database: Database) -> None:
    with database.begun() as connection:
        assert connection.execute(text("DELETE FROM send_limits")).rowcount == 1


def names(database: Database) -> list[str]:
    with database.begun(reads_only=True) as connection:
        return list(connection.execute(text("SELECT name FROM send_limits")).scalars())


def test_a_lost_row_is_made_anew_by_who_sends_next(database: Database) -> None:
    lose_the_row(database)
    with database.transaction() as store:
        assert store.sending.lock() == Limit(EVERYBODY)
        store.sending.keep([Limit(EVERYBODY, next_at=NOW)])
    with database.transaction() as store:
        assert store.sending.lock() == Limit(EVERYBODY, next_at=NOW)
    assert names(database) == [EVERYBODY]


def test_without_its_row_nothing_is_on_hold_until_somebody_says_so(database: Database) -> None:
    lose_the_row(database)
    with database.reading() as store:
        assert store.sending.held_since() is None
    with database.transaction() as store:
        store.sending.hold(NOW)
    with database.transaction() as store:
        assert store.sending.held_since() == NOW
        assert store.sending.lock() == Limit(EVERYBODY, held_since=NOW)
        store.sending.hold(None)
        assert store.sending.lock() == Limit(EVERYBODY)


def test_a_hold_changes_nothing_else(database: Database) -> None:
    kept = Limit(EVERYBODY, next_at=NOW, closed_until=NOW + TICK)
    with database.transaction() as store:
        store.sending.keep([kept])
        store.sending.hold(NOW)
        store.sending.hold(None)
        assert store.sending.lock() == kept


def test_two_who_miss_it_at_once_make_one_and_still_take_turns(database: Database, replica: Database) -> None:
    lose_the_row(database)
    made, second_waits = Event(), about_to_wait(replica, "INSERT INTO send_limits")

    def first() -> Limit:
        with database.transaction() as store:
            found = store.sending.lock()
            made.set()
            wait_for(second_waits)
            store.sending.keep([Limit(EVERYBODY, next_at=NOW)])
        return found

    def second() -> Limit:
        wait_for(made)
        with replica.transaction() as store:
            return store.sending.lock()

    assert at_once(first, second) == [Limit(EVERYBODY), Limit(EVERYBODY, next_at=NOW)]
    assert names(database) == [EVERYBODY]


def test_who_made_it_and_failed_leaves_it_to_the_next(database: Database, replica: Database) -> None:
    lose_the_row(database)
    made, second_waits = Event(), about_to_wait(replica, "INSERT INTO send_limits")

    def first() -> None:
        with failing_transaction(database) as store:
            store.sending.lock()
            made.set()
            wait_for(second_waits)

    def second() -> Limit:
        wait_for(made)
        with replica.transaction() as store:
            return store.sending.lock()

    assert at_once(first, second) == [None, Limit(EVERYBODY)]
    assert names(database) == [EVERYBODY]
