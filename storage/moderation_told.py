"""What messages about moderations need to know; the gate was asked for their readers before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from standards_kb.working_days import WorkingDays, local_day
from storage.audit_people import coordinators
from storage.audits import CLOSED, FINAL, Audit
from storage.children import Child
from storage.moderations import DRAWN, GRADED, OPEN, Moderation
from storage.outbox import Json, Message

if TYPE_CHECKING:
    from storage.store import Store

TO_START: Final = "audit_moderation.to_start"
TO_TALK: Final = "audit_moderation.to_talk"
DUE: Final = "audit_moderation.due"
LATE: Final = "audit_moderation.late"
CHASED_AFTER: Final = (3, 6)  # working days after it was drawn, or graded
HEADS_UP: Final = 2  # working days before it is due
LATE_AFTER: Final = 1  # working days after that day, whoever looks after audits is told


@dataclass(frozen=True, slots=True)
class Told:
    """A moderation with its audit, child, and the names of those in it."""

    moderation: Moderation
    audit: Audit
    child: Child
    auditor: str
    practitioner: str
    moderator: str


def told(store: "Store", audit_id: int) -> Told | None:
    """That of an audit; None if there is none, or the audit was taken back."""
    one, audit = store.moderations.of_audit(audit_id), store.audits.find(audit_id)
    child = store.children.find(audit.child_id) if audit else None
    if one is None or audit is None or child is None or audit.state not in (FINAL, CLOSED):
        return None
    keys = (audit.auditor_key, audit.practitioner_key, one.moderator_key)
    names = {person.key: person.name for person in store.people.with_keys(keys)}
    return Told(one, audit, child, *(names[key] for key in keys))


def waiting(store: "Store", now: datetime, calendar: WorkingDays) -> Iterator[Message]:
    """Which moderators are reminded, and of what; once it is overdue, who looks after audits."""
    today = local_day(now)
    for one in store.moderations.in_states(OPEN):
        audit = store.audits.find(one.audit_id)
        if audit is None or audit.state not in (FINAL, CLOSED):
            continue
        about = f"audit:{audit.id}"
        facts: dict[str, Json] = {"audit": audit.id, "due": one.due_on.isoformat()}
        if one.due_on < today:
            occasion = f"late {one.due_on}"
        elif one.due_on <= calendar.add(today, HEADS_UP):
            occasion = f"{'today' if one.due_on == today else 'soon'} {one.due_on}"
        else:
            occasion = ""
            yield from _chased(one, about, facts, audit.child_id, today, calendar)
        if occasion:
            yield Message(DUE, one.moderator_key, about, occasion, facts, audit.child_id)
        if calendar.add(one.due_on, LATE_AFTER) <= today:
            for person in coordinators(store, today):
                yield Message(LATE, person.key, about, f"overdue {one.due_on}", facts)


def _chased(
    one: Moderation, about: str, facts: Mapping[str, Json], child_id: str, today: date, calendar: WorkingDays
) -> Iterator[Message]:
    """Of a day that was missed the reminder comes later; of two only the last."""
    begun = one.made_at if one.state == DRAWN else one.graded_at
    kind = TO_START if one.state == DRAWN else TO_TALK
    past = [days for days in CHASED_AFTER if begun is not None and calendar.add(local_day(begun), days) <= today]
    if past:
        yield Message(kind, one.moderator_key, about, f"{one.state} {max(past)} {one.due_on}", facts, child_id)


def is_to_start(found: Told) -> bool:
    """Whether its moderator has still to give a grade."""
    return found.moderation.state == DRAWN


def is_to_talk(found: Told) -> bool:
    """Whether it has still to be discussed."""
    return found.moderation.state == GRADED
