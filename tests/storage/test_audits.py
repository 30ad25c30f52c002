"""Audits as they are kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from storage.audits import ACCEPTED, CLOSED, WITHDRAWN, Audit
from storage.db import Database
from storage.store import Store
from tests.storage.council import OF_SOUTH, OWN, add_council

AUDIT = Audit(OWN, "practitioner", "auditor", date(2026, 9, 22), told_on=date(2026, 9, 1))


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    with database.transaction() as store:
        add_council(store)
        yield store


def test_an_audit_is_kept_as_it_is(store: Store) -> None:
    number = store.audits.add(AUDIT)
    assert store.audits.find(number) == replace(AUDIT, id=number)
    assert store.audits.find(number + 1) is None


def test_whoever_is_second_changes_nothing(store: Store) -> None:
    was = store.audits.find(store.audits.add(AUDIT))
    assert was is not None
    assert store.audits.change(replace(was, state=ACCEPTED))
    assert not store.audits.change(replace(was, state=WITHDRAWN))
    now = store.audits.find(was.id)
    assert now is not None
    assert (now.state, now.version) == (ACCEPTED, 2)


def test_both_who_take_part_find_it_until_it_is_over(store: Store) -> None:
    number = store.audits.add(AUDIT)
    later = store.audits.add(replace(AUDIT, child_id=OF_SOUTH, due_on=date(2026, 9, 25)))
    over = store.audits.add(replace(AUDIT, state=CLOSED))
    assert [a.id for a in store.audits.open_of("auditor")] == [number, later]
    assert [a.id for a in store.audits.open_of("practitioner")] == [number, later]
    assert store.audits.open_of("manager") == []
    assert [a.id for a in store.audits.of_child(OWN)] == [number, over]
    assert [a.id for a in store.audits.due_between(date(2026, 9, 22), date(2026, 9, 24))] == [number]


def test_what_was_taken_back_was_no_audit(store: Store) -> None:
    store.audits.add(AUDIT)
    store.audits.add(replace(AUDIT, child_id=OF_SOUTH, state=WITHDRAWN))
    assert store.audits.audited_since(date(2026, 9, 1)) == {OWN}
    assert store.audits.audited_since(date(2026, 9, 2)) == set()


def test_a_forgotten_child_takes_its_audits_along(store: Store) -> None:
    number = store.audits.add(AUDIT)
    store.children.forget(OWN)
    assert store.audits.find(number) is None
    assert store.audits.add(replace(AUDIT, child_id=OF_SOUTH)) > number
