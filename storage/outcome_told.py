"""What messages about outcomes and agreed actions need to know; the gate was asked for their readers before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from standards_kb.working_days import WorkingDays, local_day
from storage.action_work import Tracked, message, tracked
from storage.audit_actions import AGREED
from storage.audit_people import coordinators, manager_of_case
from storage.audits import CONFLICT, WITHDRAWN, Audit
from storage.children import Child
from storage.outbox import Message
from storage.outcome_work import Whole, whole
from storage.outcomes import CORRECTIVE

if TYPE_CHECKING:
    from storage.store import Store

CHASER: Final = "audit_outcome.chaser"
STUCK: Final = "audit_outcome.stuck"
ACTION_DUE: Final = "audit_outcome.action_due"
ACTION_LATE: Final = "audit_outcome.action_late"
CHASED_AFTER: Final = (3, 6, 9)  # working days after it became final
STUCK_AFTER: Final = 10
HEADS_UP: Final = 5  # working days before an action's date
ASKED_AFTER: Final = (5, 10)  # working days after it, until both have said what became of it
LATE_AFTER: Final = 15


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome with its child and the names of those in it."""

    one: Whole
    child: Child
    auditor: str
    practitioner: str


def told(store: "Store", audit_id: int) -> Told | None:
    """One; None if it is no longer there."""
    audit = store.audits.find(audit_id)
    child = store.children.find(audit.child_id) if audit else None
    if audit is None or child is None:
        return None
    names = {p.key: p.name for p in store.people.with_keys([audit.auditor_key, audit.practitioner_key])}
    return Told(whole(store, audit), child, names[audit.auditor_key], names[audit.practitioner_key])


def told_action(store: "Store", action_id: int) -> Tracked | None:
    """One action of an audit that is final."""
    return tracked(store, action_id)


def is_audited_again(store: "Store", audit: Audit) -> bool:
    """Whether a later audit of the child goes on or was done."""
    later = (other for other in store.audits.of_child(audit.child_id) if other.id > audit.id)
    return any(other.state not in (WITHDRAWN, CONFLICT) for other in later)


def awaited(store: "Store", one: Whole, today: date) -> set[str]:
    """Who has still to confirm something before it closes, by staff key; a manager who isn't known is left out."""
    outcome, keys = one.outcome, set()
    if outcome.closed_at is not None:
        return set()
    if not outcome.uploaded_by:
        keys.add(one.audit.auditor_key)
    lacks = outcome.is_below_good and CORRECTIVE not in one.parts
    manager = manager_of_case(store, one.audit, today)
    if manager is not None and (lacks or not outcome.monitored_by):
        keys.add(manager.key)
    return keys


def waiting(store: "Store", now: datetime, calendar: WorkingDays) -> Iterator[Message]:
    """Who is reminded of closing an audit, and once that has taken long, whoever looks after audits."""
    today = local_day(now)
    for outcome in store.outcomes.final():
        audit = store.audits.find(outcome.audit_id)
        if audit is None or outcome.final_at is None or not audit.is_open:
            continue
        since, one = local_day(outcome.final_at), whole(store, audit)
        about, facts = f"audit:{audit.id}", {"audit": audit.id}
        for days in CHASED_AFTER:
            if calendar.add(since, days) == today:
                for key in sorted(awaited(store, one, today)):
                    yield Message(CHASER, key, about, f"chased {days}", facts, audit.child_id)
        is_nobodys = manager_of_case(store, audit, today) is None and not outcome.monitored_by
        if calendar.add(since, STUCK_AFTER) <= today or is_nobodys:
            for person in coordinators(store, today):
                yield Message(STUCK, person.key, about, "stuck", facts)


def actions_due(store: "Store", now: datetime, calendar: WorkingDays) -> Iterator[Message]:
    """Who is asked what became of an action: its owner before its day; owner and manager on it and after it."""
    today = local_day(now)
    for action in store.audit_actions.open(calendar.add(today, HEADS_UP)):
        found = tracked(store, action.id)
        if found is None:
            continue
        day = action.look_on.isoformat()
        if today < action.look_on:
            if action.owner_key and local_day(action.made_at) < today:
                yield _dated(message(ACTION_DUE, found.audit, action, action.owner_key, f"soon {day}"), day)
            continue
        after = max((days for days in ASKED_AFTER if calendar.add(action.look_on, days) <= today), default=0)
        for key in sorted(owed_by(store, found, today)):
            yield _dated(message(ACTION_DUE, found.audit, action, key, f"due {day} {after}"), day)
        if calendar.add(action.look_on, LATE_AFTER) <= today:
            for person in coordinators(store, today):
                late = message(ACTION_LATE, found.audit, action, person.key, f"late {day}")
                yield replace(_dated(late, day), child_id=None)


def owed_by(store: "Store", found: Tracked, today: date) -> set[str]:
    """Who has still to say what became of an action at its day, by staff key: the owner, then or also the manager."""
    if found.action.state != AGREED:
        return set()
    manager, owner = manager_of_case(store, found.audit, today), found.action.owner_key
    keys = {manager.key} if manager is not None else set()
    if owner and found.said(by_manager=False) is None:
        keys.add(owner)
    return keys


def _dated(found: Message, day: str) -> Message:
    return replace(found, facts={**found.facts, "day": day})
