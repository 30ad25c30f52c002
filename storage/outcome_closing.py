"""When an audit closes: it is uploaded, the manager has had their word, and a senior manager has every concern."""

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from storage.audit_people import coordinators
from storage.audit_work import end_sight, end_stay
from storage.audits import CLOSED, FINAL, Audit
from storage.outbox import Message
from storage.outcomes import Outcome

if TYPE_CHECKING:
    from storage.store import Store

# Kinds of messages; `dialogs/audit_outcome/nudges.py` has their words.
CLOSED_FOR: Final = "audit_outcome.closed"
RE_AUDIT: Final = "audit_outcome.re_audit"


def close_if_done(store: "Store", audit_id: int, by_key: str, at: datetime, today: date) -> bool:
    """Close it if nothing is waited for any more; whether it was closed. The outcome is locked by whoever asks, so that
    of two who do the last two things at once the second sees what the first has done."""
    audit, outcome = store.audits.find(audit_id), store.outcomes.of(audit_id)
    is_waiting = any(concern.heard_at is None for concern in store.concerns.of_audit(audit_id))
    if audit is None or audit.state != FINAL or is_waiting or not (outcome.uploaded_by and outcome.monitored_by):
        return False
    with store.undone_unless() as step:
        if not store.outcomes.change(replace(outcome, closed_at=at)):
            return step.undo()
        if not store.audits.change(replace(audit, state=CLOSED)):
            return step.undo()
    end_sight(store, audit, today)
    end_stay(store, audit, today)
    _tell(store, audit, outcome, by_key, at, today)
    return True


def _tell(store: "Store", audit: Audit, outcome: Outcome, by_key: str, at: datetime, today: date) -> None:
    about, facts = f"audit:{audit.id}", {"audit": audit.id}
    for key in sorted({audit.auditor_key, audit.practitioner_key} - {by_key}):
        store.outbox.add(Message(CLOSED_FOR, key, about, "closed", facts), at)
    for person in coordinators(store, today) if outcome.is_below_good else ():
        store.outbox.add(Message(RE_AUDIT, person.key, about, "re-audit", facts, audit.child_id), at)
