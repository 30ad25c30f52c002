"""An audit of one of Alex's children by Priya, who manages another team, as it is on Tuesday 1 September 2026."""

from dataclasses import replace
from datetime import date
from typing import Final

from dialogs.core.turn import Sender
from storage.allocations import Allocation
from storage.audits import ACCEPTED, Audit
from storage.db import Database
from storage.people import Person
from storage.roles import AUDITOR, Role
from storage.store import Store
from tests.dialogs.support import ALEX, NOW
from tests.dialogs.visits.support import CARE, PLAN, Checked, chat, fill

PRIYA: Final = Sender("00000000-0000-0000-0000-0000000000a1", "Priya Nair")
OMAR: Final = Sender("00000000-0000-0000-0000-0000000000a2", "Omar Said")
QUINN: Final = Sender("00000000-0000-0000-0000-0000000000a3", "Quinn Lead")
TOLD: Final = date(2026, 8, 28)
DUE: Final = date(2026, 9, 18)


def fill_people(database: Database) -> None:
    """The demo's people and children, two auditors of another team, and who allocates audits."""
    fill(database)
    with database.transaction() as store:
        for key, who in (("priya", PRIYA), ("omar", OMAR)):
            roles = (Role.AUDITOR, Role.MANAGER)
            store.people.save(Person(key, who.name, object_id=who.object_id, roles=roles, team="Court"))
        store.people.save(Person("quinn", QUINN.name, object_id=QUINN.object_id, roles=(Role.QA_LEAD,)))


def fill_audit(database: Database) -> None:
    """The same, and an audit that Priya has accepted."""
    fill_people(database)
    with database.transaction() as store:
        add_audit(store, PLAN)


def add_audit(store: Store, child_id: str, auditor: Sender = PRIYA, due: date = DUE) -> None:
    alex, person = store.people.find(ALEX.object_id), store.people.find(auditor.object_id)
    assert alex is not None
    assert person is not None
    let_see(store, child_id, person)
    more = {"told_on": TOLD, "why_now": "Priority", "made_at": NOW}
    store.audits.add(Audit(child_id, alex.key, person.key, due, ACCEPTED, **more))  # type: ignore[arg-type]


def let_see(store: Store, child_id: str, person: Person) -> None:
    """The auditor is allocated the child."""
    store.allocations.add_all([Allocation(child_id, AUDITOR, person.name, person.key, "Court", TOLD, None, "audit")])


def hand_to(database: Database, auditor: Sender) -> None:
    """Another auditor has taken the audit of PLAN over."""
    with database.transaction() as store:
        person = store.people.find(auditor.object_id)
        assert person is not None
        let_see(store, PLAN, person)
        store.audits.change(replace(the_audit(store), auditor_key=person.key))


def the_audit(store: Store, child_id: str = PLAN) -> Audit:
    return store.audits.of_child(child_id)[-1]


def both(database: Database) -> tuple[Checked, Checked]:
    """The chats of Alex and of Priya."""
    return chat(database, ALEX), chat(database, PRIYA)


__all__ = [
    "CARE",
    "DUE",
    "OMAR",
    "PLAN",
    "PRIYA",
    "QUINN",
    "add_audit",
    "both",
    "fill_audit",
    "fill_people",
    "hand_to",
    "the_audit",
]
