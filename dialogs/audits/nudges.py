"""What auditors, practitioners and whoever allocates audits are told unasked."""

from datetime import date, datetime, timedelta
from typing import Final

from dialogs.audits import card
from dialogs.audits.tell import DECLINED, INVITED, OFF, SELECTED, message
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, Planned
from dialogs.core.personal import label
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.working_days import WorkingDays, local_day
from storage import audits as states
from storage.audit_work import AuditWork, for_message
from storage.audits import Audit
from storage.outbox import Entry
from storage.roles import Action
from storage.store import Store

REMINDER: Final = "audits.reminder"
OVERDUE: Final = "audits.overdue"
NO_MEETING_AFTER: Final = 3  # working days after the practitioner was told
_WEEK = timedelta(days=7)
_HOUR = timedelta(hours=1)


def nudges() -> tuple[Nudge, ...]:
    """All of them."""
    return (
        Nudge(INVITED, Action.VIEW, _is_asked, _invited, settled=_settled),
        Nudge(SELECTED, Action.VIEW, _is_selected, _selected, settled=_settled),
        Nudge(DECLINED, Action.ALLOCATE, _is_declined, _declined, settled=_settled),
        Nudge(OFF, None, _is_off, _off),
        Nudge(REMINDER, Action.VIEW, _is_due_still, _reminded, settled=_settled, due=_due, every=_HOUR),
        Nudge(OVERDUE, Action.ALLOCATE, _is_overdue, _overdue, settled=_settled),
    )


def occasions(audit: Audit, today: date, calendar: WorkingDays, *, is_met: bool) -> list[str]:
    """What there is to remind of today: `meeting`, `week`, `due`; `overdue` is for whoever allocates audits."""
    found = []
    if not is_met and calendar.add(audit.told_on, NO_MEETING_AFTER) <= today < audit.due_on - _WEEK:
        found.append("meeting")
    if audit.due_on - _WEEK <= today < audit.due_on:
        found.append("week")
    if today == audit.due_on:
        found.append("due")
    if today > audit.due_on:
        found.append("overdue")
    return found


def _due(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    """Each once, to both who take part; that one is overdue, each week to whoever allocates audits."""
    work, today, found = for_message(store, ""), local_day(now), []
    for audit in work.open():
        if audit.state != states.ACCEPTED:
            continue
        for occasion in occasions(audit, today, knowledge.calendar, is_met=work.meeting_is_agreed(audit)):
            if occasion == "overdue":
                week = (today - audit.due_on).days // 7
                keys = sorted({audit.auditor_key, audit.allocated_by, *work.leads(today)})
                kinds = [(REMINDER if key == audit.auditor_key else OVERDUE, key) for key in keys]
                found += [message(kind, audit, key, f"overdue {audit.due_on} {week}") for kind, key in kinds]
            else:
                keys = [audit.auditor_key, audit.practitioner_key]
                found += [message(REMINDER, audit, key, f"{occasion} {audit.due_on}") for key in keys]
    return Planned(tuple(found))


def _audit(entry: Entry, store: Store) -> Audit | None:
    return for_message(store, entry.recipient).find(int(entry.facts["audit"]))


def _is_asked(entry: Entry, store: Store, _now: datetime) -> bool:
    audit = _audit(entry, store)
    return audit is not None and audit.state == states.ALLOCATED and audit.auditor_key == entry.recipient


def _is_selected(entry: Entry, store: Store, _now: datetime) -> bool:
    audit = _audit(entry, store)
    return audit is not None and audit.state == states.ACCEPTED and audit.version == entry.facts["version"]


def _is_declined(entry: Entry, store: Store, _now: datetime) -> bool:
    audit = _audit(entry, store)
    return audit is not None and audit.state == states.DECLINED


def _is_off(_entry: Entry, _store: Store, _now: datetime) -> bool:
    return True


def _is_due_still(entry: Entry, store: Store, now: datetime) -> bool:
    """While it goes on between these two; that there is no meeting, while there is none."""
    audit = _audit(entry, store)
    if audit is None or audit.state != states.ACCEPTED:
        return False
    takes_part = entry.recipient in (audit.auditor_key, audit.practitioner_key)
    is_met = for_message(store, entry.recipient).meeting_is_agreed(audit)
    past = entry.occasion.startswith(("meeting", "week")) and local_day(now) >= audit.due_on
    return takes_part and not past and not (entry.occasion.startswith("meeting") and is_met)


def _is_overdue(entry: Entry, store: Store, now: datetime) -> bool:
    audit = _audit(entry, store)
    return audit is not None and audit.state == states.ACCEPTED and local_day(now) > audit.due_on


def _invited(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    work, audit, child = _of(entry, store)
    return card.invitation(audit, child, work.name(audit.practitioner_key))


def _selected(entry: Entry, store: Store, knowledge: Knowledge, _now: datetime) -> Reply:
    work, audit, child = _of(entry, store)
    return card.selected(audit, child, work.name(audit.auditor_key), knowledge)


def _declined(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words = words_of("audits")
    work, audit, child = _of(entry, store)
    sheet = Sheet(words("conflict_told_title"), words("summary_conflict"))
    sheet.say(words("conflict_told", auditor=work.name(audit.auditor_key), child=child, reason=audit.reason))
    sheet.say(words("give_typed", child=child))
    return sheet.reply()


def _off(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    """The child isn't named to an auditor who may see it no more."""
    words = words_of("audits")
    child = _of(entry, store)[2] if entry.child_id is not None else ""
    sheet = Sheet(words("off_title", child=child) if child else words("off_title_unnamed"), words("summary_off"))
    sheet.say(words("off_lead"))
    return sheet.reply()


def _reminded(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, occasion = words_of("audits"), entry.occasion.partition(" ")[0]
    work, audit, child = _of(entry, store)
    due = day_label(audit.due_on)
    meeting = words("meeting_agreed" if work.meeting_is_agreed(audit) else "meeting_none")
    says = {
        "meeting": words("remind_meeting", due=due),
        "week": words("remind_week", due=due, meeting=meeting),
        "due": words("remind_due", meeting=meeting),
        "overdue": _overdue_line(work, audit),
    }
    sheet = Sheet(words("remind_title", child=child), words("summary_remind"))
    sheet.say(says[occasion])
    if not work.meeting_is_agreed(audit):
        other = audit.practitioner_key if entry.recipient == audit.auditor_key else audit.auditor_key
        card.meet(sheet, audit, work.name(other))
    if entry.recipient == audit.auditor_key:
        sheet.typed(words("close_typed", child=child))
    return sheet.reply()


def _overdue(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words = words_of("audits")
    work, audit, child = _of(entry, store)
    sheet = Sheet(words("remind_title", child=child), words("summary_remind"))
    sheet.say(_overdue_line(work, audit))
    return sheet.reply()


def _overdue_line(work: AuditWork, audit: Audit) -> str:
    auditor, practitioner = work.name(audit.auditor_key), work.name(audit.practitioner_key)
    due = day_label(audit.due_on)
    return words_of("audits")("remind_overdue", auditor=auditor, practitioner=practitioner, due=due)


def _settled(_entry: Entry, _store: Store) -> Reply:
    words = words_of("audits")
    sheet = Sheet(words("list_mine"), words("summary"))
    sheet.say(words("settled"))
    return sheet.reply()


def _of(entry: Entry, store: Store) -> tuple[AuditWork, Audit, str]:
    """For one to whom the gate has just let the message go."""
    work = for_message(store, entry.recipient)
    audit = work.find(int(entry.facts["audit"]))
    assert audit is not None, "it was true"
    return work, audit, label(work.child_of(audit))
