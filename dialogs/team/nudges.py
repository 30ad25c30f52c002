"""What is told unasked: a worker, that a child was handed over to them; who may confirm it, what a review has set."""

from datetime import datetime
from typing import Final

from dialogs.core import cards
from dialogs.core.items import names
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, reader_of
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.team import to_confirm
from storage.access import Door, as_planner
from storage.handovers import Handover
from storage.outbox import Entry, Message
from storage.people import Person
from storage.roles import Action
from storage.store import Store

HANDED_OVER: Final = "team.handed_over"
ALL_HANDED_OVER: Final = "team.all_handed_over"


def nudges() -> tuple[Nudge, ...]:
    """All of them."""
    return (
        Nudge(HANDED_OVER, Action.VIEW, _is_newest, _card, settled=_over),
        Nudge(
            ALL_HANDED_OVER,
            Action.VIEW,
            _is_any_left,
            _card_of_all,
            settled=_all_over,
            anew=_card_of_all,
            outdated=_names_others,
        ),
        *to_confirm.nudges(),
    )


def handed_over(handover: Handover, due_at: datetime) -> Message:
    """The message of a handover, on its day: until then the child isn't theirs to see."""
    about, facts = f"child:{handover.child_id}", {"number": handover.number}
    occasion = f"handover:{handover.number}"
    return Message(HANDED_OVER, handover.to_key, about, occasion, facts, handover.child_id, due_at)


def all_handed_over(to: Person, made_at: datetime, due_at: datetime) -> Message:
    """The one message of several handovers that were made together."""
    at = made_at.isoformat()
    return Message(ALL_HANDED_OVER, to.key, f"handovers:{at}", "made", {"made_at": at}, None, due_at)


def _is_newest(entry: Entry, store: Store, now: datetime) -> bool:
    return _handover(entry, reader_of(entry, store, now)) is not None


def _card(entry: Entry, store: Store, knowledge: Knowledge, now: datetime) -> Reply | None:
    words, reader = words_of("team"), reader_of(entry, store, now, knowledge.administrators)
    found = _handover(entry, reader)
    if found is None:
        return None
    called = names(reader.own()).get(found.child_id, found.child_id)
    sheet = Sheet(words("notice_handed_over_title"))
    sheet.say(words("notice_handed_over", by=found.by_name, child=called, day=day_label(found.on_day)))
    sheet.act(cards.say(words("notice_handed_over_show"), "team.handover", {"child": found.child_id}))
    sheet.typed(words("notice_handed_over_typed", child=found.child_id))
    return sheet.reply()


def _over(_entry: Entry, _store: Store) -> Reply:
    return Reply(words_of("team")("notice_handed_over_over"))


def _handover(entry: Entry, reader: Door) -> Handover | None:
    """The one it tells of, while none came after it."""
    child_id = entry.child_id or ""
    if not reader.let_in(Action.VIEW, child_id):
        return None
    newest = reader.managing.handovers([child_id])
    is_it = newest and newest[0].number == int(entry.facts["number"]) and newest[0].to_key == entry.recipient
    return newest[0] if is_it else None


def _is_any_left(entry: Entry, store: Store, now: datetime) -> bool:
    return bool(_handovers(entry, reader_of(entry, store, now)))


def _names_others(entry: Entry, store: Store, now: datetime) -> bool:
    reader = reader_of(entry, store, now)
    return not all(reader.may(Action.VIEW, child_id) for child_id in as_planner(store).told_of(entry.id))


def _all_over(_entry: Entry, _store: Store) -> Reply:
    return Reply(words_of("team")("notice_all_handed_over_over"))


def _card_of_all(entry: Entry, store: Store, knowledge: Knowledge, now: datetime) -> Reply | None:
    words, reader = words_of("team"), reader_of(entry, store, now, knowledge.administrators)
    found = _handovers(entry, reader)
    if not found:
        return None
    as_planner(store).told_only(entry.id, [one.child_id for one in found])
    reader.viewed("children handed over to them, as a message", [one.child_id for one in found])
    called = names(reader.own())
    sheet = Sheet(words("notice_all_handed_over_title"))
    first = found[0]
    sheet.say(words("notice_all_handed_over", by=first.by_name, number=len(found), day=day_label(first.on_day)))
    for one in found:
        sheet.on_card(cards.offer(called.get(one.child_id, one.child_id), "team.handover", {"child": one.child_id}))
    sheet.typed("\n".join(f"- {called.get(one.child_id, one.child_id)}" for one in found))
    sheet.typed(words("notice_handed_over_typed", child=first.child_id))
    return sheet.reply()


def _handovers(entry: Entry, reader: Door) -> list[Handover]:
    """Those that were made together, as far as none came after."""
    own = [child.id for child in reader.own() if reader.let_in(Action.VIEW, child.id)]
    made_at = datetime.fromisoformat(str(entry.facts["made_at"]))
    newest = reader.managing.handovers(own)
    return [one for one in newest if one.made_at == made_at and one.to_key == entry.recipient]
