"""Preparations as rows: begun once, written by version, and gone when their audit has been over long enough."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.audits import ACCEPTED, CLOSED, Audit
from storage.db import Database
from storage.preparations import Part, Preparation
from storage.roles import Role
from storage.store import Store
from tests.storage.council import OWN, STAFF, add_council
from tests.storage.support import NOW

DAY = timedelta(days=1)
KEY = STAFF[Role.PRACTITIONER].key
REHEARSAL = Preparation(f"rehearsal {OWN} {KEY}", OWN, KEY, None, "case_file", NOW)


@pytest.fixture
def council(database: Database) -> Database:
    with database.transaction() as store:
        add_council(store)
    return database


def add_audit(store: Store) -> Audit:
    audit = Audit(OWN, KEY, STAFF[Role.AUDITOR].key, NOW.date(), ACCEPTED)
    return replace(audit, id=store.audits.add(audit))


def of(audit: Audit) -> Preparation:
    return Preparation(f"audit {audit.id}", OWN, KEY, audit.id, "case_file", NOW)


def test_the_same_is_begun_once(council: Database) -> None:
    with council.transaction() as store:
        first = store.preparations.add(REHEARSAL, ["one", "two"])
        store.preparations.write(Part(first.id, "one", evidence="kept"), NOW)
        again = store.preparations.add(REHEARSAL, ["one", "two"])
        assert again.id == first.id
        assert store.preparations.parts(first.id)["one"].evidence == "kept"
        assert store.preparations.of_practitioner(KEY) == [again]


def test_a_version_is_written_once_and_counts_for_the_whole(council: Database) -> None:
    with council.transaction() as store:
        made = store.preparations.add(REHEARSAL, ["one"])
        part = Part(made.id, "one", talk="first")
        assert store.preparations.write(part, NOW + DAY)
        assert not store.preparations.write(replace(part, talk="second"), NOW)
        found = store.preparations.find(made.id)
        assert found is not None
        assert (found.version, found.changed_at) == (2, NOW + DAY)
        assert not store.preparations.change(replace(made, shared_with="auditor"))
        assert store.preparations.change(replace(found, shared_with="auditor"))


def test_what_was_shared_comes_back_as_it_was(council: Database) -> None:
    part = Part(1, "one", "not_yet", talk="then", by_on=NOW.date())
    with council.transaction() as store:
        made = store.preparations.add(REHEARSAL, ["one"])
        store.preparations.change(replace(made, shared=({**part.to_json(), "of_a_later_release": 1},)))
        found = store.preparations.find(made.id)
        assert found is not None
        assert found.shared_parts() == {"one": part}


def test_it_goes_when_its_audit_has_been_over_long_enough(council: Database) -> None:
    with council.transaction() as store:
        audit = add_audit(store)
        made = store.preparations.add(of(audit), ["one"])
        assert store.preparations.note_ended(NOW) == 0
        assert store.preparations.purge(NOW + 400 * DAY) == 0
        store.audits.change(replace(audit, state=CLOSED))
        assert store.preparations.note_ended(NOW) == 1
        assert store.preparations.note_ended(NOW + DAY) == 0
        assert store.preparations.purge(NOW) == 0
        assert store.preparations.purge(NOW + DAY) == 1
        assert store.preparations.find(made.id) is None
        assert store.preparations.parts(made.id) == {}


def test_a_rehearsal_goes_when_nobody_has_touched_it(council: Database) -> None:
    with council.transaction() as store:
        made = store.preparations.add(REHEARSAL, ["one"])
        store.preparations.write(Part(made.id, "one", talk="more"), NOW + 5 * DAY)
        assert store.preparations.purge(NOW + 5 * DAY) == 0
        assert store.preparations.purge(NOW + 6 * DAY) == 1


def test_it_goes_with_its_child(council: Database) -> None:
    with council.transaction() as store:
        made = store.preparations.add(of(add_audit(store)), ["one"])
        store.children.forget(OWN)
        assert store.preparations.find(made.id) is None
        assert store.preparations.parts(made.id) == {}
