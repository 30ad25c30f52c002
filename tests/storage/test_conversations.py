"""Conversations: the newest way to reach them, and one welcome each."""

from threading import Event

from sqlalchemy import text

from storage.db import Database
from tests.storage.support import NOW, TICK, about_to_wait, at_once, wait_for

CHAT = "19:chat@thread.v2"
ROWS = text("SELECT id, scope, tenant_id, service_url FROM conversations ORDER BY id")


def rows_of(database: Database) -> list[tuple[str, ...]]:
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(ROWS)]


def remember(database: Database, service_url: str = "https://one/", scope: str = "personal") -> None:
    with database.transaction() as store:
        store.conversations.remember(CHAT, scope, "tenant", service_url)


def test_the_newest_service_url_wins(database: Database) -> None:
    remember(database, "https://one/")
    with database.transaction() as store:
        store.conversations.remember("another", "channel", "tenant", "https://three/")
    remember(database, "https://two/", scope="group")

    assert rows_of(database) == [
        (CHAT, "group", "tenant", "https://two/"),
        ("another", "channel", "tenant", "https://three/"),
    ]


def test_a_conversation_is_welcomed_once(database: Database) -> None:
    remember(database)

    with database.transaction() as store:
        assert store.conversations.welcome_once(CHAT, NOW)
        assert not store.conversations.welcome_once(CHAT, NOW + TICK)
    with database.transaction() as store:
        assert not store.conversations.welcome_once(CHAT, NOW + TICK)


def test_a_conversation_that_moved_is_not_welcomed_again(database: Database) -> None:
    remember(database, "https://one/")
    with database.transaction() as store:
        store.conversations.welcome_once(CHAT, NOW)

    remember(database, "https://two/")

    assert rows_of(database)[0][3] == "https://two/"
    with database.transaction() as store:
        assert not store.conversations.welcome_once(CHAT, NOW + TICK)


def test_the_welcome_of_one_conversation_is_not_another_s(database: Database) -> None:
    remember(database)
    with database.transaction() as store:
        store.conversations.remember("another", "channel", "tenant", "https://one/")
        assert store.conversations.welcome_once(CHAT, NOW)
        assert store.conversations.welcome_once("another", NOW)


def test_an_unknown_conversation_has_nobody_to_welcome(database: Database) -> None:
    with database.transaction() as store:
        assert not store.conversations.welcome_once("never seen", NOW)

    assert rows_of(database) == []


def test_of_a_conversation_that_is_forgotten_nothing_stays_and_it_begins_anew(database: Database) -> None:
    remember(database)
    with database.transaction() as store:
        store.conversations.remember("another", "channel", "tenant", "https://one/")
        store.conversations.welcome_once(CHAT, NOW)

    with database.transaction() as store:
        store.conversations.forget(CHAT)
        store.conversations.forget("never seen")

    assert [row[0] for row in rows_of(database)] == ["another"]
    remember(database)
    with database.transaction() as store:
        assert store.conversations.welcome_once(CHAT, NOW + TICK)


def test_two_welcomes_at_once_are_one(database: Database, replica: Database) -> None:
    remember(database)
    welcomed, second_waits = Event(), about_to_wait(replica, "UPDATE conversations")

    def first() -> bool:
        with database.transaction() as store:
            outcome = store.conversations.welcome_once(CHAT, NOW)
            welcomed.set()
            wait_for(second_waits)
        return outcome

    def second() -> bool:
        wait_for(welcomed)
        with replica.transaction() as store:
            return store.conversations.welcome_once(CHAT, NOW)

    assert at_once(first, second) == [True, False]
