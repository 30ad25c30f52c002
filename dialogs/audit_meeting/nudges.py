"""What the two of an audit meeting are told unasked: an offer, a yes, that it is off, and before it begins."""

from datetime import datetime, timedelta
from typing import Final

from dialogs.audit_meeting import card
from dialogs.audit_meeting.tell import AGREED, OFF, OFFERED, REMINDER
from dialogs.core import cards
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, Planned
from dialogs.core.personal import label
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label, moment_label
from dialogs.core.words import words_of
from standards_kb.working_days import local_day
from storage import meetings as states
from storage.meeting_work import MeetingWork, lapsed, told_by, unmet
from storage.meetings import Meeting
from storage.outbox import Entry, Message
from storage.roles import Action
from storage.store import Store

UNMET: Final = "audit_meeting.unmet"
UNMET_AFTER: Final = 3  # working days after the practitioner was told
_EVERY: Final = timedelta(minutes=10)


def nudges() -> tuple[Nudge, ...]:
    """All of them."""
    see = Action.VIEW
    return (
        Nudge(OFFERED, see, _is_to_answer, _offer, settled=_now_stands),
        Nudge(AGREED, see, _is_agreed, _agreed, settled=_now_stands, due=_lapsed, every=_EVERY),
        Nudge(OFF, see, _is_off, _off, settled=_now_stands),
        Nudge(REMINDER, see, _is_ahead, _reminder, settled=_now_stands, at_any_hour=True),
        Nudge(UNMET, see, _is_unmet, _unmet, settled=_now_stands, due=_unmet_due, every=_EVERY),
    )


def _lapsed(store: Store, _knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    """Meetings that nobody should believe in any more are off, and both are told."""
    found = []
    for meeting, child_id, why in lapsed(store, now):
        for key in (meeting.auditor_key, meeting.practitioner_key):
            about = f"audit-meeting:{meeting.id}"
            facts: dict[str, Json] = {"audit": meeting.audit_id, "why": why}
            found.append(Message(OFF, key, about, f"{why} {meeting.version}", facts, child_id))
    return Planned(tuple(found))


def _unmet_due(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    """Both hear once, three working days after the practitioner was told, that no meeting is agreed."""
    today, found = local_day(now), []
    for audit in unmet(store):
        told_on = audit.told_on
        if told_on is None or not knowledge.audit_tool.kinds[audit.kind].meets:
            continue
        if not knowledge.calendar.add(told_on, UNMET_AFTER) <= today < audit.due_on:
            continue
        for key in (audit.auditor_key, audit.practitioner_key):
            facts: dict[str, Json] = {"audit": audit.id}
            found.append(Message(UNMET, key, f"audit:{audit.id}", f"unmet {audit.due_on}", facts, audit.child_id))
    return Planned(tuple(found))


def _is_unmet(entry: Entry, store: Store, _now: datetime) -> bool:
    audit = next((one for one in unmet(store) if one.id == entry.facts["audit"]), None)
    return audit is not None and entry.recipient in (audit.auditor_key, audit.practitioner_key)


def _unmet(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply | None:
    words, work = words_of("audit_meeting"), told_by(store, entry.recipient)
    audit = work.audit(int(entry.facts["audit"]))
    other = work.other(audit) if audit is not None else None
    if audit is None or other is None:
        return None
    sheet = AuditSheet(words("unmet_title", child=label(work.child(audit))), words("summary"), [audit.id])
    sheet.say(words("unmet_lead", other=other.name, due=day_label(audit.due_on)))
    sheet.act(cards.say(words("find_time"), "audit_meeting.propose", {"audit": audit.id}))
    sheet.typed(words("unmet_typed", other=other.name))
    return sheet.reply()


def _is_to_answer(entry: Entry, store: Store, _now: datetime) -> bool:
    meeting = _meeting(entry, store)
    return meeting is not None and meeting.state == states.OFFERED and meeting.version == entry.facts["version"]


def _is_agreed(entry: Entry, store: Store, _now: datetime) -> bool:
    meeting = _meeting(entry, store)
    return meeting is not None and meeting.state == states.AGREED and meeting.version == entry.facts["version"]


def _is_off(entry: Entry, store: Store, _now: datetime) -> bool:
    meeting = told_by(store, entry.recipient).meeting(int(entry.facts["audit"]))
    return meeting is not None and meeting.state == states.OFF


def _is_ahead(entry: Entry, store: Store, now: datetime) -> bool:
    """Until it begins."""
    meeting = _meeting(entry, store)
    begins = meeting.starts_at if meeting is not None else None
    return _is_agreed(entry, store, now) and begins is not None and now < begins


def _offer(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    work, meeting, child = _told(entry, store)
    audit = work.audit(meeting.audit_id)
    assert audit is not None, "it was true"
    return card.offer(meeting, audit, child, work.name_of_other(meeting))


def _agreed(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words = words_of("audit_meeting")
    work, meeting, child = _told(entry, store)
    other = work.name_of_other(meeting)
    sheet = AuditSheet(words("agreed_title", child=child), words("summary_agreed"), [meeting.audit_id])
    sheet.say(words("agreed_when", when=_when(meeting), other=other))
    sheet.say(words("agreed_told", other=other))
    _prepares(sheet, entry, meeting)
    return sheet.reply()


def _off(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words = words_of("audit_meeting")
    work, meeting, child = _told(entry, store)
    why = entry.facts.get("why")
    audits = [] if why == "replaced" else [meeting.audit_id]  # the one before is no longer its auditor
    sheet = AuditSheet(words("off_title", child=child), words("summary_off"), audits)
    if why:
        sheet.say(words("off_replaced" if why == "replaced" else "off_lapsed"))
    elif entry.facts.get("was_agreed"):
        sheet.say(words("off_told", other=work.name_of_other(meeting), when=_when(meeting), reason=meeting.reason))
    else:
        sheet.say(words("off_told_offer", other=work.name_of_other(meeting), reason=meeting.reason))
    if why != "replaced":
        sheet.say(words("off_again", child=child))
    return sheet.reply()


def _reminder(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words = words_of("audit_meeting")
    work, meeting, child = _told(entry, store)
    sheet = AuditSheet(
        words("reminder_title", child=child, when=_when(meeting)), words("summary_reminder"), [meeting.audit_id]
    )
    sheet.say(words("reminder_lead", other=work.name_of_other(meeting)))
    _prepares(sheet, entry, meeting)
    return sheet.reply()


def _prepares(sheet: Sheet, entry: Entry, meeting: Meeting) -> None:
    """What there is to do before it."""
    words, is_own = words_of("audit_meeting"), entry.recipient == meeting.practitioner_key
    about: dict[str, Json] = {"audit": meeting.audit_id}
    sheet.act(cards.say(words("prepare" if is_own else "prepared"), "audit_preparation.begin", about))
    sheet.act(cards.say(words("calendar_file"), "audit_meeting.show", about))
    sheet.typed(words("prepare_typed" if is_own else "prepared_typed", number=meeting.audit_id))
    sheet.typed(words("agreed_typed"))


def _now_stands(entry: Entry, store: Store) -> Reply:
    """What takes the place of a card that is no longer true."""
    words, meeting, work = words_of("audit_meeting"), _meeting(entry, store), told_by(store, entry.recipient)
    audit = work.audit(int(entry.facts["audit"]))
    other = work.other(audit) if audit is not None else None
    sheet = AuditSheet(words("list_title"), words("summary"), [audit.id] if audit is not None else [])
    if audit is None or other is None or meeting is None or meeting.state == states.OFF:
        sheet.say(words("list_off"))
    else:
        sheet.say(card.standing(meeting, audit, other, entry.recipient))
    return sheet.reply()


def _meeting(entry: Entry, store: Store) -> Meeting | None:
    """As it stands between those who take part now."""
    work = told_by(store, entry.recipient)
    audit = work.audit(int(entry.facts["audit"]))
    return work.of(audit) if audit is not None else None


def _told(entry: Entry, store: Store) -> tuple[MeetingWork, Meeting, str]:
    """For one to whom the gate has just let the message go: the meeting, and what its child is called."""
    work = told_by(store, entry.recipient)
    meeting = work.meeting(int(entry.facts["audit"]))
    assert meeting is not None, "it was true"
    return work, meeting, label(work.child_of(meeting))


def _when(meeting: Meeting) -> str:
    return moment_label(meeting.starts_at) if meeting.starts_at is not None else ""
