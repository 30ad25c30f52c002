"""Who works with the child of an audit, who manages them, and who looks after audits."""

from datetime import date
from typing import TYPE_CHECKING

from storage.allocations import Allocation
from storage.audits import Audit
from storage.people import Person
from storage.roles import AUDITOR, PARTNER, SOCIAL_WORKER, Role

if TYPE_CHECKING:
    from storage.store import Store


def coordinators(store: "Store", today: date) -> list[Person]:
    """Who looks after audits: the QA leads, else the administrators."""
    for role in (Role.QA_LEAD, Role.ADMINISTRATOR):
        found = [person for person in store.people.with_role(role) if not person.has_left(today)]
        if found:
            return found
    return []


def new_worker(store: "Store", audit: Audit, today: date) -> Person | None:
    """Who has the child now in place of whoever takes part in an audit, unless these stay with it."""
    every, key = store.allocations.of_children([audit.child_id]), audit.practitioner_key
    theirs = [a for a in every if a.staff_key == key and (a.role != AUDITOR or a.source == PARTNER)]
    if not theirs or any(a.from_on <= today < (a.until_on or date.max) for a in theirs):
        return None
    worker = worker_of(store, audit.child_id, today)
    return None if worker is None or worker.has_left(today) or worker.key == audit.auditor_key else worker


def manager_of_case(store: "Store", audit: Audit, today: date) -> Person | None:
    """The manager of whoever works with the child now, else of whoever takes part; None if there is nobody."""
    worker = worker_of(store, audit.child_id, today) or store.people.by_key(audit.practitioner_key)
    manager = manager_of(store, worker) if worker else None
    return manager if manager is not None and not manager.has_left(today) else None


def above(store: "Store", audit: Audit, today: date) -> list[Person]:
    """Those who manage the case, from its manager on up."""
    found: dict[str, Person] = {}
    manager = manager_of_case(store, audit, today)
    while manager is not None and manager.key not in found:
        found[manager.key] = manager
        manager = manager_of(store, manager)
    return [person for person in found.values() if not person.has_left(today)]


def worker_of(store: "Store", child_id: str, on: date) -> Person | None:
    """Whoever works with a child on a day; None if nobody on the staff does."""
    found = casework_of(store, child_id, on)
    return store.people.by_key(found.staff_key) if found and found.staff_key else None


def casework_of(store: "Store", child_id: str, on: date) -> Allocation | None:
    """The same with since when, as it was allocated."""
    found = store.allocations.of_child(child_id, on)
    first = [a for a in found if a.role == SOCIAL_WORKER] or [a for a in found if a.role != AUDITOR]
    return next((a for a in first if a.staff_key), None)


def manager_of(store: "Store", worker: Person) -> Person | None:
    """Who manages somebody."""
    return store.people.by_key(worker.manager_key) if worker.manager_key else None


def keys_above(store: "Store", person: Person) -> set[str]:
    """The keys of those who manage somebody, all the way up."""
    found: set[str] = set()
    manager = manager_of(store, person)
    while manager is not None and manager.key not in found:
        found.add(manager.key)
        manager = manager_of(store, manager)
    return found
