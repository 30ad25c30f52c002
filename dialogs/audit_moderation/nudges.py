"""What people are told of moderation unasked: that one is theirs, that it waits, that it was done. None names a child
in its summary; what goes to auditor and practitioner tells nothing of the child at all."""

from datetime import date, datetime, timedelta

from dialogs.audit_moderation.card_lead import PASSAGE
from dialogs.audit_moderation.contents import grade_words
from dialogs.core import cards
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, Planned
from dialogs.core.personal import label
from dialogs.core.quotes import stands_in
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.working_days import local_day
from storage.moderation_draw import ASKED
from storage.moderation_told import DUE, LATE, TO_START, TO_TALK, Told, is_to_start, is_to_talk, told, waiting
from storage.moderation_work import CHANGED, DONE_FOR, HANDED_BACK, SAID, TO_DISCUSS
from storage.moderations import DONE, RETURNED
from storage.outbox import Entry
from storage.outcomes import BELOW
from storage.roles import Action
from storage.store import Store

_HOUR = timedelta(hours=1)


def nudges() -> tuple[Nudge, ...]:
    """All of them."""
    moderate, look_after = Action.MODERATE, Action.ALLOCATE_AUDITS
    return (
        Nudge(ASKED, moderate, _is_to_start, _asked, due=_waiting, every=_HOUR),
        Nudge(TO_START, moderate, _is_to_start, _to_start),
        Nudge(TO_TALK, moderate, _is_to_talk, _to_talk),
        Nudge(DUE, moderate, _is_open, _due),
        Nudge(LATE, look_after, _is_late, _late),
        Nudge(HANDED_BACK, look_after, _is_handed_back, _handed_back),
        Nudge(CHANGED, look_after, _is_changed, _changed),
        Nudge(TO_DISCUSS, None, _is_to_discuss, _to_discuss),
        Nudge(DONE_FOR, None, _is_done, _done),
        Nudge(SAID, None, _is_said, _said),
    )


def _waiting(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    return Planned(tuple(waiting(store, now, knowledge.calendar)))


def _is_to_start(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _its_moderators(entry, store)
    return found is not None and is_to_start(found)


def _is_to_talk(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _its_moderators(entry, store)
    return found is not None and is_to_talk(found)


def _is_open(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _its_moderators(entry, store)
    return found is not None and found.moderation.is_open and _same_day(entry, found)


def _is_late(entry: Entry, store: Store, now: datetime) -> bool:
    found = _told(entry, store)
    if found is None or not found.moderation.is_open or not _same_day(entry, found):
        return False
    return local_day(now) > found.moderation.due_on


def _is_handed_back(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _told(entry, store)
    return found is not None and found.moderation.state == RETURNED


def _is_to_discuss(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _told(entry, store)
    return found is not None and is_to_talk(found) and _took_part(entry, found)


def _is_done(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _told(entry, store)
    return found is not None and found.moderation.state == DONE and _took_part(entry, found)


def _is_changed(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _told(entry, store)
    return found is not None and found.moderation.state == DONE


def _is_said(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _told(entry, store)
    if found is None or not found.moderation.practitioner_says:
        return False
    return found.moderation.state == DONE or found.moderation.moderator_key == entry.recipient


def _asked(entry: Entry, store: Store, knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_moderation"), _known(entry, store)
    sheet = AuditSheet(words("n_asked", child=label(found.child)), words("summary_asked"), [found.audit.id])
    sheet.say(words("n_asked_who", auditor=found.auditor, practitioner=found.practitioner))
    sheet.say(words("n_asked_what"))
    sheet.say(words("due", day=day_label(found.moderation.due_on)))
    passage = knowledge.framework.passages[PASSAGE]
    sheet.say(f"“{passage.text}”", cards.small)
    sheet.say(stands_in(passage, knowledge.framework), cards.small)
    sheet.say(words("n_asked_conflict"))
    return _opens(sheet, found)


def _to_start(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_moderation"), _known(entry, store)
    sheet = AuditSheet(words("n_start", child=label(found.child)), words("summary_start"), [found.audit.id])
    sheet.say(words("due", day=day_label(found.moderation.due_on)))
    return _opens(sheet, found)


def _to_talk(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_moderation"), _known(entry, store)
    sheet = AuditSheet(words("n_talk", child=label(found.child)), words("summary_talk"), [found.audit.id])
    sheet.say(words("n_talk_whom", auditor=found.auditor, practitioner=found.practitioner))
    sheet.say(words("due", day=day_label(found.moderation.due_on)))
    return _opens(sheet, found)


def _due(entry: Entry, store: Store, _knowledge: Knowledge, now: datetime) -> Reply:
    words, found = words_of("audit_moderation"), _known(entry, store)
    child, day = label(found.child), day_label(found.moderation.due_on)
    is_late = local_day(now) > found.moderation.due_on
    title = words("n_due_over", child=child, day=day) if is_late else words("n_due", child=child, day=day)
    sheet = AuditSheet(title, words("summary_due"), [found.audit.id])
    sheet.say(words("n_due_start" if is_to_start(found) else "n_due_talk"))
    return _opens(sheet, found)


def _late(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_moderation"), _known(entry, store)
    sheet = Sheet(words("n_late", number=found.audit.id), words("summary_late"))
    day = day_label(found.moderation.due_on)
    sheet.say(words("n_late_what", moderator=found.moderator, day=day))
    if is_to_start(found):
        sheet.say(words("give_typed", number=found.audit.id))
    return _opens(sheet, found)


def _handed_back(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_moderation"), _known(entry, store)
    sheet = Sheet(words("n_back", number=found.audit.id), words("summary_back"))
    sheet.say(words("n_back_what", moderator=found.moderator))
    sheet.say(words("give_typed", number=found.audit.id))
    return _opens(sheet, found)


def _to_discuss(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_moderation"), _known(entry, store)
    sheet = Sheet(words("n_discuss", number=found.audit.id), words("summary_discuss"))
    sheet.say(words("n_discuss_what", moderator=found.moderator))
    if entry.recipient == found.audit.practitioner_key:
        sheet.say(words("about_to_discuss"))
    return _opens(sheet, found)


def _done(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_moderation"), _known(entry, store)
    sheet = Sheet(words("n_done", number=found.audit.id), words("summary_done"))
    sheet.say(words("n_done_same" if found.moderation.is_confirmed else "n_done_other", moderator=found.moderator))
    if entry.recipient == found.audit.practitioner_key:
        sheet.say(words("about_judging"))
    return _opens(sheet, found)


def _changed(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_moderation"), _known(entry, store)
    number, child, stands = found.audit.id, found.child.id, found.moderation.stands
    sheet = Sheet(words("n_changed", number=number), words("summary_changed"))
    sheet.say(words("n_changed_what", grade=grade_words(stands)))
    if stands == BELOW:
        sheet.say(words("n_changed_below"))
        why = words("n_re_audit_why", number=number)
        data: dict[str, Json] = {"child": child, "kind": "re_audit", "why": why}
        sheet.act(cards.say(words("n_re_audit"), "audits.begin", data))
        sheet.typed(words("n_re_audit_typed", child=child))
    return _opens(sheet, found)


def _said(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_moderation"), _known(entry, store)
    sheet = Sheet(words("n_said", number=found.audit.id, name=found.practitioner), words("summary_said"))
    return _opens(sheet, found)


def _opens(sheet: Sheet, found: Told) -> Reply:
    words, number = words_of("audit_moderation"), found.audit.id
    sheet.act(cards.say(words("open"), "audit_moderation.show", {"audit": number}))
    sheet.typed(words("open_typed", number=number))
    return sheet.reply()


def _took_part(entry: Entry, found: Told) -> bool:
    return entry.recipient in (found.audit.auditor_key, found.audit.practitioner_key)


def _its_moderators(entry: Entry, store: Store) -> Told | None:
    found = _told(entry, store)
    return found if found is not None and found.moderation.moderator_key == entry.recipient else None


def _same_day(entry: Entry, found: Told) -> bool:
    return date.fromisoformat(str(entry.facts["due"])) == found.moderation.due_on


def _told(entry: Entry, store: Store) -> Told | None:
    return told(store, int(entry.facts["audit"]))


def _known(entry: Entry, store: Store) -> Told:
    found = _told(entry, store)
    assert found is not None, "it was true"
    return found
