"""What people are told of outcomes unasked: a draft to read, what is final, what waits, actions at their dates."""

from collections.abc import Callable
from datetime import datetime, timedelta

from dialogs.audit_outcome import nudges_actions, nudges_concern
from dialogs.audit_outcome.card import answer_words
from dialogs.audit_outcome.slots import answer_by
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
from storage.audits import CLOSED, FINAL
from storage.outbox import Entry
from storage.outcome_closing import CLOSED_FOR, RE_AUDIT
from storage.outcome_told import (
    CHASER,
    STUCK,
    Told,
    awaited,
    is_audited_again,
    told,
    waiting,
)
from storage.outcome_work import (
    ANSWERED,
    FOR_MANAGER,
    GRADED_FOR,
    SHARED_WITH,
)
from storage.outcomes import PRACTITIONER, SHARED
from storage.roles import Action
from storage.store import Store

_HOUR = timedelta(hours=1)


def nudges() -> tuple[Nudge, ...]:
    """All of them."""
    view, look_after = Action.VIEW, Action.ALLOCATE_AUDITS
    return (
        Nudge(SHARED_WITH, view, _is_to_answer, _draft),
        Nudge(ANSWERED, view, _is_answered, _answered),
        Nudge(GRADED_FOR, view, _is_final, _final),
        Nudge(FOR_MANAGER, Action.DECIDE, _is_awaited, _for_manager),
        Nudge(CHASER, view, _is_awaited, _chaser, due=_waiting, every=_HOUR),
        Nudge(STUCK, look_after, _is_final, _stuck),
        Nudge(CLOSED_FOR, None, _is_closed, _closed),
        Nudge(RE_AUDIT, look_after, _is_to_audit_again, _again),
        *nudges_actions.nudges(),
        *nudges_concern.nudges(),
    )


def _waiting(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    return Planned(tuple(waiting(store, now, knowledge.calendar)))


def _is_to_answer(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _told(entry, store)
    if found is None or found.one.audit.practitioner_key != entry.recipient:
        return False
    outcome = found.one.outcome
    # A draft that was changed and shared again has a message of its own.
    if outcome.state != SHARED or outcome.shared_at is None or outcome.answered_at is not None:
        return False
    return entry.occasion == f"shared {outcome.shared_at.isoformat()}"


def _is_answered(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _told(entry, store)
    if found is None or found.one.audit.auditor_key != entry.recipient:
        return False
    return found.one.outcome.state == SHARED and found.one.outcome.answered_at is not None


def _is_final(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _told(entry, store)
    return found is not None and found.one.audit.state == FINAL


def _is_awaited(entry: Entry, store: Store, now: datetime) -> bool:
    found = _told(entry, store)
    if found is None or found.one.audit.state != FINAL:
        return False
    return entry.recipient in awaited(store, found.one, local_day(now))


def _is_closed(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _told(entry, store)
    return found is not None and found.one.audit.state == CLOSED


def _is_to_audit_again(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _told(entry, store)
    return found is not None and not is_audited_again(store, found.one.audit)


def _draft(entry: Entry, store: Store, knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_outcome"), _known(entry, store)
    sheet = _sheet(found, "n_draft", "summary_draft")
    shared = found.one.outcome.shared_at
    assert shared is not None, "it was true"
    by = answer_by(local_day(shared), knowledge)
    sheet.say(words("n_draft_what", auditor=found.auditor, day=day_label(by)))
    return _opens(sheet, found)


def _answered(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_outcome"), _known(entry, store)
    sheet = _sheet(found, "n_answered", "summary_answered")
    said = found.one.part(PRACTITIONER).evidence
    sheet.say(said or words("n_nothing_to_add"))
    sheet.say(words("n_answered_next"))
    return _opens(sheet, found)


def _final(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_outcome"), _known(entry, store)
    outcome = found.one.outcome
    sheet = _sheet(found, "n_final", "summary_final")
    sheet.say(words("state_final", grade=answer_words(outcome.grade), scale=outcome.scale))
    return _opens(sheet, found)


def _for_manager(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_outcome"), _known(entry, store)
    outcome = found.one.outcome
    sheet = _sheet(found, "n_final", "summary_manager")
    sheet.say(words("people", auditor=found.auditor, practitioner=found.practitioner))
    sheet.say(words("state_final", grade=answer_words(outcome.grade), scale=outcome.scale))
    sheet.say(words("n_manager_below" if outcome.is_below_good else "n_manager"))
    return _opens(sheet, found)


def _chaser(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_outcome"), _known(entry, store)
    sheet = _sheet(found, "n_chaser", "summary_chaser")
    is_auditor = entry.recipient == found.one.audit.auditor_key
    sheet.say(words("n_chaser_auditor" if is_auditor else "n_manager"))
    return _opens(sheet, found)


def _stuck(entry: Entry, store: Store, _knowledge: Knowledge, now: datetime) -> Reply:
    words, found = words_of("audit_outcome"), _known(entry, store)
    sheet = Sheet(words("n_stuck", number=found.one.audit.id), words("summary_stuck"))
    keys = awaited(store, found.one, local_day(now))
    names = ", ".join(person.name for person in store.people.with_keys(keys))
    waits = names or ("" if found.one.untaken else words("n_stuck_nobody"))
    sheet.say(words("n_stuck_for", names=waits) if waits else "")
    sheet.say(words("untaken") if found.one.untaken else "")
    sheet.typed(words("uploaded_typed", number=found.one.audit.id))
    return sheet.reply()


def _closed(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_outcome"), _known(entry, store)
    return Reply(words("closed", number=found.one.audit.id), summary=words("summary_closed"))


def _again(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_outcome"), _known(entry, store)
    audit = found.one.audit
    sheet = Sheet(words("n_again", number=audit.id), words("summary_again"))
    sheet.say(words("n_again_what", grade=answer_words(found.one.outcome.grade)))
    why = words("n_again_why", number=audit.id)
    sheet.act(cards.say(words("n_again_do"), "audits.begin", {"child": audit.child_id, "kind": "re_audit", "why": why}))
    sheet.typed(words("n_again_typed", child=audit.child_id))
    return sheet.reply()


def _sheet(found: Told, title: str, summary: str) -> Sheet:
    """A notice for one who reads the outcome."""
    words: Callable[..., str] = words_of("audit_outcome")
    said = words(title, child=label(found.child), name=found.practitioner)
    return AuditSheet(said, words(summary), [found.one.audit.id])


def _opens(sheet: Sheet, found: Told) -> Reply:
    words, number = words_of("audit_outcome"), found.one.audit.id
    sheet.act(cards.say(words("n_open"), "audit_outcome.show", {"audit": number}))
    sheet.typed(words("open_typed", number=number))
    return sheet.reply()


def _told(entry: Entry, store: Store) -> Told | None:
    return told(store, int(entry.facts["audit"]))


def _known(entry: Entry, store: Store) -> Told:
    found = _told(entry, store)
    assert found is not None, "it was true"
    return found
