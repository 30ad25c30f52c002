"""Who is told of an audit, and when."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from dialogs.core.turn import Json
from storage.audit_work import AuditWork
from storage.audits import ACCEPTED, Audit
from storage.outbox import Message

INVITED: Final = "audits.invited"
SELECTED: Final = "audits.selected"
DECLINED: Final = "audits.declined"
OFF: Final = "audits.off"


def invite(work: AuditWork, audit: Audit, at: datetime) -> None:
    """The auditor is asked to take it on."""
    work.tell(message(INVITED, audit, audit.auditor_key), at)


def select(work: AuditWork, audit: Audit, at: datetime) -> None:
    """The practitioner is told, in the auditor's name."""
    work.tell(message(SELECTED, audit, audit.practitioner_key), at)


def declined(work: AuditWork, audit: Audit, at: datetime, on: date) -> None:
    """Whoever allocates audits looks for another auditor."""
    for key in {audit.allocated_by, *work.leads(on)}:
        work.tell(message(DECLINED, audit, key), at)


def replaced(work: AuditWork, audit: Audit, at: datetime) -> None:
    """The auditor before hears that it isn't theirs any more; of the meeting both hear by themselves."""
    work.tell(replace(message(OFF, audit, audit.auditor_key), child_id=None), at)


def off(work: AuditWork, audit: Audit, at: datetime) -> None:
    """Those who knew of it hear that there is nothing more to do."""
    knew = (audit.practitioner_key,) if audit.state == ACCEPTED else ()
    for key in knew:
        work.tell(message(OFF, audit, key), at)


def message(kind: str, audit: Audit, key: str, occasion: str = "") -> Message:
    """About an audit, once for each state of it."""
    facts: dict[str, Json] = {"audit": audit.id, "version": audit.version}
    said = occasion or f"{kind.removeprefix('audits.')} {audit.version}"
    return Message(kind, key, f"audit:{audit.id}", said, facts, audit.child_id)
