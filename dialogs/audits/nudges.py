"""What people are told of audits unasked: to accept one, that a child was selected, that the day comes near."""

from datetime import date, datetime, timedelta

from dialogs.audits import nudges_time, nudges_worker
from dialogs.audits.flow import appendix_2
from dialogs.core import cards
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, Planned
from dialogs.core.personal import label
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.working_days import local_day
from storage.audit_told import DEADLINE, OVERDUE, UNANSWERED, Told, deadlines, told, unanswered
from storage.audit_work import GIVEN_ON, NEEDS_AUDITOR, SELECTED, TAKEN_BACK, TO_ACCEPT
from storage.audits import ACCEPTED, ALLOCATED, CONFLICT, TO_DO, WITHDRAWN
from storage.outbox import Entry
from storage.roles import Action
from storage.store import Store

_HOUR = timedelta(hours=1)


def nudges() -> tuple[Nudge, ...]:
    """All of them."""
    view, look_after = Action.VIEW, Action.ALLOCATE_AUDITS
    return (
        Nudge(TO_ACCEPT, view, _is_to_accept, _to_accept),
        Nudge(SELECTED, view, _is_selected, _selected),
        Nudge(NEEDS_AUDITOR, look_after, _needs_auditor, _find_another),
        Nudge(TAKEN_BACK, None, _is_taken_back, _taken_back),
        Nudge(GIVEN_ON, None, _is_given_on, _given_on),
        Nudge(DEADLINE, view, _is_near, _near, due=_due, every=_HOUR),
        Nudge(UNANSWERED, look_after, _is_unanswered, _no_answer),
        Nudge(OVERDUE, look_after, _is_late, _late),
        *nudges_worker.nudges(),
        *nudges_time.nudges(),
    )


def _due(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    today = local_day(now)
    return Planned((*unanswered(store, today, knowledge.calendar), *deadlines(store, today)))


def _is_to_accept(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _told(entry, store)
    return found is not None and found.audit.state == ALLOCATED and found.audit.auditor_key == entry.recipient


def _is_selected(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _told(entry, store)
    if found is None or found.audit.state != ACCEPTED or found.audit.practitioner_key != entry.recipient:
        return False
    return entry.facts.get("auditor") in (None, found.audit.auditor_key)  # not in the name of one before


def _needs_auditor(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _told(entry, store)
    return found is not None and found.audit.state == CONFLICT


def _is_taken_back(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _told(entry, store)
    return found is not None and found.audit.state == WITHDRAWN


def _is_unanswered(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _told(entry, store)
    is_asked = found is not None and found.audit.state == ALLOCATED
    return found is not None and is_asked and entry.occasion == f"unanswered {found.audit.version}"


def _is_given_on(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _told(entry, store)
    return found is not None and found.audit.auditor_key != entry.recipient


def _is_near(entry: Entry, store: Store, now: datetime) -> bool:
    """Until the day has passed, or it is another day, or another's audit."""
    found = _told(entry, store)
    if found is None or found.audit.state != ACCEPTED or found.audit.auditor_key != entry.recipient:
        return False
    return _same_day(entry, found) and local_day(now) <= found.audit.due_on


def _is_late(entry: Entry, store: Store, now: datetime) -> bool:
    found = _told(entry, store)
    is_to_do = found is not None and found.audit.state in TO_DO
    return found is not None and is_to_do and _same_day(entry, found) and local_day(now) > found.audit.due_on


def _to_accept(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audits"), _known(entry, store)
    number = found.audit.id
    sheet = AuditSheet(words("to_accept_title", child=label(found.child)), words("summary_to_accept"), [number])
    sheet.say(words("to_accept_what", practitioner=found.practitioner, by=found.audit.by_name))
    sheet.say(words("why_now", why=found.audit.why_now) if found.audit.why_now else "")
    sheet.say(words("to_accept_due", day=day_label(found.audit.due_on)))
    sheet.say(words("to_accept_conflict"))
    sheet.act(cards.say(words("to_accept_open"), "audits.show", {"audit": number}))
    sheet.typed(words("answer_typed", number=number))
    return sheet.reply()


def _selected(entry: Entry, store: Store, knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audits"), _known(entry, store)
    sheet = AuditSheet(words("selected_title", child=label(found.child)), words("summary_selected"), [found.audit.id])
    sheet.say(words("selected_what", auditor=found.auditor))
    sheet.say(words("why_now", why=found.audit.why_now) if found.audit.why_now else "")
    sheet.say(words("selected_due", auditor=found.auditor, day=day_label(found.audit.due_on)))
    sheet.say(words("look_back"))
    meets = knowledge.audit_tool.kinds[found.audit.kind].meets
    sheet.say(words("selected_meet" if meets else "no_meeting"))
    sheet.say(words("expect_title"), cards.bold)
    for quote in appendix_2(knowledge.framework):
        sheet.say(f"“{quote.text}”")
    sheet.say(words("selected_prepare"))
    sheet.act(cards.say(words("prepare"), "audit_preparation.begin", {"audit": found.audit.id}))
    if meets:
        sheet.act(cards.say(words("meet"), "audit_meeting.propose", {"audit": found.audit.id}))
    sheet.act(cards.say(words("tool"), "audits.tool", {"kind": found.audit.kind}))
    sheet.typed(words("prepare_typed", number=found.audit.id))
    sheet.typed(words("meet_typed", child=label(found.child)))
    sheet.typed(words("tool_typed"))
    return sheet.reply()


def _find_another(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audits"), _known(entry, store)
    sheet = Sheet(words("conflict_title", number=found.audit.id), words("summary_conflict"))
    sheet.say(words("conflict_what", auditor=found.auditor))
    return _opens(sheet, found, words("conflict_typed", number=found.audit.id))


def _taken_back(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audits"), _known(entry, store)
    sheet = Sheet(words("taken_back_title", number=found.audit.id), words("summary_taken_back"))
    sheet.say(words("taken_back_what"))
    return sheet.reply()


def _no_answer(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audits"), _known(entry, store)
    asked = found.audit.told_on or found.audit.due_on
    sheet = Sheet(words("no_answer_title", number=found.audit.id), words("summary_no_answer"))
    sheet.say(words("no_answer_what", auditor=found.auditor, day=day_label(asked)))
    return _opens(sheet, found, words("conflict_typed", number=found.audit.id))


def _given_on(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audits"), _known(entry, store)
    sheet = Sheet(words("given_on_title", number=found.audit.id), words("summary_given_on"))
    sheet.say(words("given_on_what"))
    return sheet.reply()


def _near(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audits"), _known(entry, store)
    is_today = entry.occasion.startswith("due ")
    title = words("near_today" if is_today else "near_week", child=label(found.child))
    sheet = AuditSheet(title, words("summary_near"), [found.audit.id])
    sheet.say(words("near_what", day=day_label(found.audit.due_on), practitioner=found.practitioner))
    return _opens(sheet, found, words("near_typed", number=found.audit.id))


def _late(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audits"), _known(entry, store)
    sheet = Sheet(words("late_title", number=found.audit.id), words("summary_late"))
    sheet.say(words("late_what", auditor=found.auditor, day=day_label(found.audit.due_on)))
    return _opens(sheet, found, words("near_typed", number=found.audit.id))


def _opens(sheet: Sheet, found: Told, typed: str) -> Reply:
    """With the way to the audit, and what may be typed."""
    number = found.audit.id
    sheet.act(cards.say(words_of("audits")("open", number=number), "audits.show", {"audit": number}))
    sheet.typed(typed)
    return sheet.reply()


def _same_day(entry: Entry, found: Told) -> bool:
    return date.fromisoformat(str(entry.facts["due"])) == found.audit.due_on


def _told(entry: Entry, store: Store) -> Told | None:
    return told(store, int(entry.facts["audit"]))


def _known(entry: Entry, store: Store) -> Told:
    found = _told(entry, store)
    assert found is not None, "it was true"
    return found
