"""What messages about audits need to know: each is for one whom the gate was asked about just before."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from standards_kb.working_days import WorkingDays
from storage.audit_people import coordinators
from storage.audit_work import TO_ACCEPT
from storage.audits import ACCEPTED, ALLOCATED, TO_DO, Audit
from storage.children import Child
from storage.outbox import Message

if TYPE_CHECKING:
    from storage.store import Store

DEADLINE: Final = "audits.deadline"
OVERDUE: Final = "audits.overdue"
UNANSWERED: Final = "audits.unanswered"
UNANSWERED_AFTER: Final = 3  # working days after the auditor was asked
WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Told:
    """An audit with its child and the names of the two."""

    audit: Audit
    child: Child
    auditor: str
    practitioner: str


def told(store: "Store", audit_id: int) -> Told | None:
    """One; None if it is no longer there."""
    audit = store.audits.find(audit_id)
    child = store.children.find(audit.child_id) if audit else None
    if audit is None or child is None:
        return None
    names = {person.key: person.name for person in store.people.with_keys([audit.auditor_key, audit.practitioner_key])}
    return Told(audit, child, names.get(audit.auditor_key, ""), names.get(audit.practitioner_key, ""))


def deadlines(store: "Store", today: date) -> list[Message]:
    """A message when a week is left, on the day, and to whoever looks after audits when the day has passed."""
    found = []
    for audit in store.audits.due_between(today, today + WEEK):
        if audit.state == ACCEPTED:
            occasion = "due" if audit.due_on == today else "week"
            found.append(replace(_message(DEADLINE, audit, audit.auditor_key, occasion), child_id=audit.child_id))
    late = [audit for audit in store.audits.in_states(TO_DO) if audit.due_on < today]
    people = coordinators(store, today) if late else []
    return [*found, *(_message(OVERDUE, audit, person.key, "overdue") for audit in late for person in people)]


def unanswered(store: "Store", today: date, calendar: WorkingDays) -> list[Message]:
    """Whoever was asked to audit and hasn't answered after some working days is asked again, and whoever looks after
    audits is told: until then the practitioner knows nothing of it, and the three weeks go on."""
    found = []
    for audit in store.audits.in_states((ALLOCATED,)):
        if audit.told_on is None or not calendar.add(audit.told_on, UNANSWERED_AFTER) <= today < audit.due_on:
            continue
        about, facts = f"audit:{audit.id}", {"audit": audit.id}
        occasion = f"unanswered {audit.version}"
        found.append(Message(TO_ACCEPT, audit.auditor_key, about, occasion, facts, audit.child_id))
        found += [
            Message(UNANSWERED, p.key, about, f"of the auditor: {occasion}", facts) for p in coordinators(store, today)
        ]
    return found


def _message(kind: str, audit: Audit, recipient: str, occasion: str) -> Message:
    due = audit.due_on.isoformat()
    return Message(kind, recipient, f"audit:{audit.id}", f"{occasion} {due}", {"audit": audit.id, "due": due})
