"""An audit of one of Alex's children by Priya, who manages another team, as it is on Tuesday 1 September 2026."""

from dataclasses import replace
from datetime import date
from typing import Final

from dialogs.core.turn import Sender
from storage.allocations import Allocation
from storage.audits import Audit
from storage.db import Database
from storage.people import Person
from storage.roles import AUDITOR, Role
from storage.store import Store
from tests.dialogs.support import ALEX
from tests.dialogs.visits.support import CARE, PLAN, Checked, chat, fill

PRIYA: Final = Sender("00000000-0000-0000-0000-0000000000a1", "Priya Nair")
OMAR: Final = Sender("00000000-0000-0000-0000-0000000000a2", "Omar Said")
DUE: Final = date(2026, 9, 18)


def fill_audit(database: Database) -> None:
    fill(database)
    with database.transaction() as store:
        for key, who in (("priya", PRIYA), ("omar", OMAR)):
            roles = (Role.AUDITOR, Role.MANAGER)
            store.people.save(Person(key, who.name, object_id=who.object_id, roles=roles, team="Court"))
        add_audit(store, PLAN)


def add_audit(store: Store, child_id: str, auditor: Sender = PRIYA, due: date = DUE) -> None:
    alex, person = store.people.find(ALEX.object_id), store.people.find(auditor.object_id)
    assert alex is not None
    assert person is not None
    audits(store, child_id, person)
    store.audits.add(Audit(child_id, alex.key, person.key, due))


def audits(store: Store, child_id: str, person: Person) -> None:
    """The auditor is allocated the child."""
    row = Allocation(child_id, AUDITOR, person.name, person.key, "Court", date(2026, 8, 28), None, "audit")
    store.allocations.add_all([row])


def hand_to(database: Database, auditor: Sender) -> None:
    """Another auditor takes the audit of PLAN over."""
    with database.transaction() as store:
        person = store.people.find(auditor.object_id)
        assert person is not None
        audits(store, PLAN, person)
        store.audits.change(replace(the_audit(store), auditor_key=person.key))


def the_audit(store: Store) -> Audit:
    return next(audit for number in (1, 2, 3) if (audit := store.audits.find(number)) and audit.child_id == PLAN)


def both(database: Database) -> tuple[Checked, Checked]:
    """The chats of Alex and of Priya."""
    return chat(database, ALEX), chat(database, PRIYA)


__all__ = ["CARE", "DUE", "OMAR", "PLAN", "PRIYA", "add_audit", "both", "fill_audit", "hand_to", "the_audit"]
