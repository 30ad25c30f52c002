"""What senior managers are told of a serious concern, at any hour, and what whoever raised it hears; no child in it."""

from datetime import datetime

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, Planned
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.when.say import moment_label
from dialogs.core.words import words_of
from standards_kb.working_days import local_day
from storage.concern_work import AGAIN, HEARD, RAISED, UNHEARD, overdue, raised
from storage.concerns import Concern
from storage.outbox import Entry
from storage.store import Store


def nudges() -> tuple[Nudge, ...]:
    """All of them."""
    return (
        Nudge(RAISED, None, _is_unheard, _raised, settled=_settled, due=_due, at_any_hour=True),
        Nudge(HEARD, None, _is_heard, _heard, at_any_hour=True),
        Nudge(UNHEARD, None, _is_unheard, _unheard, at_any_hour=True),
    )


def _due(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    after = knowledge.nudging.next_senior_after
    return Planned(tuple(overdue(store, knowledge.seniors, after, now, local_day(now))))


def _is_unheard(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _concern(entry, store)
    return found is not None and not found.heard_by


def _is_heard(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _concern(entry, store)
    return found is not None and bool(found.heard_by)


def _raised(entry: Entry, store: Store, knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_outcome"), _known(entry, store)
    minutes = int(knowledge.nudging.next_senior_after.total_seconds() // 60)
    sheet = Sheet(words("n_concern"), words("summary_concern"))
    sheet.say(words("n_concern_what", name=found.by_name, at=moment_label(found.raised_at)), cards.alert)
    is_again = entry.occasion.startswith(AGAIN)
    sheet.say(words("n_concern_again") if is_again else words("n_concern_next", minutes=minutes))
    sheet.act(cards.execute(words("concern_take"), "audit_outcome.take_concern", {"concern": found.id}))
    sheet.typed(words("concern_take_typed", number=found.id))
    return sheet.reply()


def _settled(entry: Entry, store: Store) -> Reply:
    words, found = words_of("audit_outcome"), _concern(entry, store)
    if found is None or found.heard_at is None:
        return Reply(words("n_concern_over"))
    return Reply(words("concern_heard", name=found.heard_by, at=moment_label(found.heard_at)))


def _heard(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_outcome"), _known(entry, store)
    assert found.heard_at is not None, "it was true"
    text = words("concern_heard", name=found.heard_by, at=moment_label(found.heard_at))
    return Reply(text, summary=words("summary_heard"))


def _unheard(entry: Entry, store: Store, knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_outcome"), _known(entry, store)
    council = knowledge.council
    sheet = Sheet(words("n_unheard"), words("summary_concern"))
    sheet.say(words("n_unheard_what", name=found.by_name, at=moment_label(found.raised_at)), cards.alert)
    numbers = {"first_response": council.first_response, "emergency_duty": council.emergency_duty}
    sheet.say(words("concern_phone", **numbers))
    return sheet.reply()


def _concern(entry: Entry, store: Store) -> Concern | None:
    return raised(store, int(entry.facts["concern"]))


def _known(entry: Entry, store: Store) -> Concern:
    found = _concern(entry, store)
    assert found is not None, "it was true"
    return found
