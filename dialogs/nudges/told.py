"""What a manager is told the same day: a visit that can't be made, a child who isn't theirs, a second putting off."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Due, Nudge, reader_of
from dialogs.core.nudging.hours import soonest
from dialogs.core.personal import label
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.nudges import wording
from storage.outbox import Entry, Message
from storage.people import Person
from storage.roles import Action
from storage.store import Store

CANNOT: Final = "nudges.told_cannot"
NOT_MINE: Final = "nudges.told_not_mine"
POSTPONED: Final = "nudges.told_postponed"


def nudges(postponed_due: Due) -> tuple[Nudge, ...]:
    """All three. The first two come the same day, whatever the manager's working hours."""
    return (
        Nudge(CANNOT, Action.OVERSEE, _always, _cannot, at_any_hour=True),
        Nudge(NOT_MINE, Action.OVERSEE, _is_open, _not_mine, settled=_settled, at_any_hour=True),
        Nudge(POSTPONED, Action.OVERSEE, _always, _postponed, due=postponed_due),
    )


def tell(
    store: Store, knowledge: Knowledge, managers: Iterable[Person], message: Message, at: datetime
) -> list[Person]:
    """Plan it for each manager; whom that is."""
    told = list(managers)
    for person in told:
        store.outbox.add(
            Message(
                message.kind,
                person.key,
                message.about,
                message.occasion,
                message.facts,
                message.child_id,
                soonest(at, knowledge.nudging),
            ),
            at,
        )
    return told


def _always(_entry: Entry, _store: Store, _now: datetime) -> bool:
    return True


def _is_open(entry: Entry, store: Store, now: datetime) -> bool:
    through = reader_of(entry, store, now)
    if entry.child_id is None or not through.let_in(Action.OVERSEE, entry.child_id):
        return False
    return str(entry.facts["worker"]) in through.managing.said(entry.child_id).disclaimed


def _cannot(entry: Entry, store: Store, _knowledge: Knowledge, now: datetime) -> Reply | None:
    words, child = words_of("nudges"), _child(entry, store, now)
    if child is None:
        return None
    facts, sheet = entry.facts, Sheet(words("told_title_cannot"), words("summary_told"))
    said = {"name": facts["name"], "child": child, "code": wording.code_label(str(facts["code"]))}
    day = facts.get("day")
    sheet.say(
        words("told_cannot_day", **said, day=day_label(date.fromisoformat(str(day))))
        if day
        else words("told_cannot", **said)
    )
    sheet.say(words("told_why", why=words(str(facts["why"]))))
    sheet.act(cards.say(words("decide"), "team.child", {"child": entry.child_id}))
    return sheet.reply()


def _not_mine(entry: Entry, store: Store, _knowledge: Knowledge, now: datetime) -> Reply | None:
    words, child = words_of("nudges"), _child(entry, store, now)
    if child is None:
        return None
    facts, sheet = entry.facts, Sheet(words("told_title_not_mine"), words("summary_told"))
    sheet.say(words("told_not_mine", name=facts["name"], child=child))
    data = {"child": entry.child_id, "worker": facts["worker"]}
    sheet.act(cards.say(words("hand_over"), "team.hand_over", {"child": entry.child_id}))
    sheet.act(cards.execute(words("is_theirs"), "nudges.is_theirs", data))
    sheet.typed(words("is_theirs_typed", child=child, name=facts["name"]))
    return sheet.reply()


def _postponed(entry: Entry, store: Store, _knowledge: Knowledge, now: datetime) -> Reply | None:
    words, child = words_of("nudges"), _child(entry, store, now)
    if child is None:
        return None
    facts, sheet = entry.facts, Sheet(words("told_title_postponed"), words("summary_told"))
    day = day_label(date.fromisoformat(str(facts["day"])))
    sheet.say(words("told_postponed", name=facts["name"], child=child, day=day))
    sheet.say(words("told_postponed_why"), cards.small)
    sheet.act(cards.say(words("decide"), "team.child", {"child": entry.child_id}))
    return sheet.reply()


def _settled(_entry: Entry, _store: Store) -> Reply:
    return Reply(words_of("nudges")("told_settled"))


def _child(entry: Entry, store: Store, now: datetime) -> str | None:
    """What the child is called."""
    through = reader_of(entry, store, now)
    if entry.child_id is None or not through.let_in(Action.OVERSEE, entry.child_id):
        return None
    return label(through.managing.child(entry.child_id))
