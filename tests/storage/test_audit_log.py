"""The audit log: found again by child, person, day and action; kept when the child is forgotten; purged by age."""

from datetime import timedelta

from storage.children import Child
from storage.db import Database
from storage.store import Store
from tests.storage.support import NOW, TICK

DAYS = timedelta(days=1)


def found(store: Store, **by: object) -> list[str]:
    return [event.about for event in store.audit_log.search(**by)]  # type: ignore[arg-type]


def test_events_are_found_by_what_they_are(database: Database) -> None:
    with database.transaction() as store:
        log = store.audit_log
        log.add(NOW - DAYS, "person:1", "view", "one", ["100001"])
        log.add(NOW, "person:1", "refused", "two", ["100002", "100001", "100001"])
        log.add(NOW + TICK, "job:x", "run", "three \0")

        assert found(store) == ["one", "two", "three \N{REPLACEMENT CHARACTER}"]
        assert found(store, child_id="100001") == ["one", "two"]
        assert found(store, child_id="100001", action="refused") == ["two"]
        assert found(store, who=["person:1", "person:2"], since=NOW) == ["two"]
        assert found(store, since=NOW, before=NOW + TICK) == ["two"]
        assert found(store, limit=1) == ["three \N{REPLACEMENT CHARACTER}"]
        assert found(store, who=[]) == []
        assert [event.child_ids for event in log.search()] == [("100001",), ("100001", "100002"), ()]


def test_an_event_outlives_the_child(database: Database) -> None:
    with database.transaction() as store:
        store.children.add_all([Child("100001")])
        store.audit_log.add(NOW, "person:1", "view", "one", ["100001"])
        store.children.forget("100001")

        assert found(store, child_id="100001") == ["one"]


def test_what_is_old_is_purged_with_its_children(database: Database) -> None:
    with database.transaction() as store:
        store.audit_log.add(NOW - TICK, "person:1", "view", "old", ["100001"])
        store.audit_log.add(NOW, "person:1", "view", "new", ["100001"])

        assert store.audit_log.purge(NOW) == 1
        assert found(store, child_id="100001") == ["new"]


def test_more_events_than_fit_into_one_statement(database: Database) -> None:
    with database.transaction() as store:
        for number in range(1100):
            store.audit_log.add(NOW, "person:1", "view", str(number), [str(number)])

        assert all(event.child_ids == (event.about,) for event in store.audit_log.search(limit=1100))
