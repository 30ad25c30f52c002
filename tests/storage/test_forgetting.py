"""Forgetting a child for good, and closed cases when their time has come."""

from datetime import date, timedelta

import pytest

from storage.agreed import Agreed
from storage.cases import Event, Situation, key_of
from storage.children import Child
from storage.corrections import Correction
from storage.db import Database
from storage.decisions import Decision
from storage.document_offers import DocumentOffer
from storage.forgetting import Held, forget, forget_closed
from storage.handovers import Handover
from storage.preparations import Preparation
from storage.roles import Role
from storage.store import Store
from storage.tombstones import OtherKeyError
from tests.storage.council import CHILDREN, CLOSED, OWN, RESTRICTED, STAFF, add_council, allocate
from tests.storage.support import NOW

KEY = b"a key of the settings, long enough"
BEFORE = date(2026, 6, 2)


@pytest.fixture
def council(database: Database) -> Database:
    with database.transaction() as store:
        add_council(store)
    return database


def there(store: Store) -> set[str]:
    return {child.id for child in store.children.all()}


def managed(store: Store, child: str) -> None:
    """What managers did about a child, and a file on offer."""
    by, to = STAFF[Role.MANAGER], STAFF[Role.PRACTITIONER]
    store.decisions.add(Decision(child, "frequency", {}, "because", BEFORE, NOW, by.key, by.name))
    store.handovers.add(Handover(child, 1, "", to.key, to.name, BEFORE, by.name, NOW))
    store.corrections.add(Correction(child, "visit", BEFORE, {}, {}, "because", to.key, to.name, NOW))
    store.agreed.add(Agreed(child, "next_review", {}, BEFORE, to.key, to.name, NOW))
    store.preparations.add(Preparation("rehearsal", child, to.key, None, "case_file", NOW), ["audit_tool.diversity"])
    store.document_offers.add(DocumentOffer("id", by.key, "kind", {}, child, NOW))


class TestForOneChild:
    @staticmethod
    def test_everything_goes_and_an_import_brings_nothing_back(council: Database) -> None:
        with council.transaction() as store:
            managed(store, RESTRICTED)
            its = {"corrections": 1, "agreed": 1, "offers": 1, "audits": 0, "preparations": 1}
            held = Held(1, 0, 1, viewers=2, decisions=1, handovers=1, **its)
            assert store.retention.held(RESTRICTED) == held
            assert forget(store, RESTRICTED, "os:sam", NOW, None) == held

            assert there(store) == set(CHILDREN) - {RESTRICTED}
            assert store.retention.held(RESTRICTED) is None
            assert store.situations.of_children([RESTRICTED]) == []
            assert store.tombstones.forgotten(None, [RESTRICTED])
            assert not store.tombstones.forgotten(None, [OWN])
            [event] = store.audit_log.search(child_id=RESTRICTED)
            assert (event.who, event.action) == ("os:sam", "forget")

    @staticmethod
    def test_a_child_who_never_was_here_is_kept_out_too(council: Database) -> None:
        with council.transaction() as store:
            assert forget(store, "999999", "os:sam", NOW, KEY) is None
            assert store.tombstones.forgotten(KEY, ["999999", OWN]) == {"999999"}


class TestKey:
    @staticmethod
    def test_the_databases_own_is_made_once(database: Database, replica: Database) -> None:
        with database.transaction() as store:
            for _ in range(2):
                store.tombstones.add(None, "1", NOW)
        with replica.transaction() as store:
            store.tombstones.add(b"", "2", NOW)
            assert store.tombstones.forgotten(None, ["1", "2", "3"]) == {"1", "2"}

    @pytest.mark.parametrize(("first", "then"), [(KEY, b"another"), (KEY, None), (None, KEY)])
    def test_another_is_refused_as_it_would_let_everybody_back_in(
        self, database: Database, first: bytes | None, then: bytes | None
    ) -> None:
        with database.transaction() as store:
            store.tombstones.add(first, "1", NOW)
            with pytest.raises(OtherKeyError):
                store.tombstones.forgotten(then, ["1"])
            with pytest.raises(OtherKeyError):
                store.tombstones.add(then, "2", NOW)
            assert store.tombstones.forgotten(first, ["1"])

    @staticmethod
    def test_any_will_do_while_nobody_was_forgotten(database: Database) -> None:
        with database.transaction() as store:
            assert not store.tombstones.forgotten(KEY, ["1"])
            assert not store.tombstones.forgotten(None, ["1"])


class TestClosedCases:
    @staticmethod
    def test_those_go_that_were_closed_before_the_day(council: Database) -> None:
        with council.transaction() as store:
            assert forget_closed(store, BEFORE - timedelta(days=1), NOW) == 0
            assert store.audit_log.search() == []
            assert forget_closed(store, BEFORE, NOW) == 1

            assert there(store) == set(CHILDREN) - {CLOSED}
            [event] = store.audit_log.search()
            assert (event.who, event.action, event.child_ids) == ("job:retention", "run", (CLOSED,))

    @staticmethod
    def test_a_new_referral_may_bring_the_child_back(council: Database) -> None:
        with council.transaction() as store:
            forget_closed(store, BEFORE, NOW)
            assert not store.tombstones.forgotten(None, [CLOSED])

    @pytest.mark.parametrize("kept_by", ["situation", "allocation", "event", "export"])
    def test_whatever_is_open_or_recent_keeps_the_child(self, council: Database, kept_by: str) -> None:
        with council.transaction() as store:
            match kept_by:
                case "situation":
                    day = date(2026, 1, 1)
                    key = key_of(CLOSED, "looked_after", day)
                    store.situations.add(Situation(key, CLOSED, None, "looked_after", day))
                case "allocation":
                    allocate(store, CLOSED, "southern")
                case "event":
                    store.events.add(Event(key_of(CLOSED, "visit", BEFORE), CLOSED, None, "visit", BEFORE))
                case "export":
                    store.children.change_all([Child(CLOSED, missing_from_export_since=BEFORE)])
            assert forget_closed(store, BEFORE, NOW) == 0

    @staticmethod
    def test_a_child_without_any_date_is_kept(database: Database) -> None:
        with database.transaction() as store:
            store.children.add_all([Child("1"), Child("2", missing_from_export_since=date(2026, 1, 1))])
            assert forget_closed(store, BEFORE, NOW) == 1
            assert there(store) == {"1"}
