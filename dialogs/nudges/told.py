"""What a manager is told the same day: a visit that can't be made, a child who isn't theirs, a second putting off.

Where no manager is known it goes to the administrators, who may not know the child, but can see to a manager."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
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
from standards_kb.working_days import local_day
from storage.access import as_planner
from storage.administrators import administrators
from storage.outbox import Entry, Message
from storage.people import Person
from storage.roles import Action
from storage.store import Store

CANNOT: Final = "nudges.told_cannot"
NOT_MINE: Final = "nudges.told_not_mine"
POSTPONED: Final = "nudges.told_postponed"
FAILED: Final = "nudges.told_failed"
UNLED: Final = "nudges.told_unled"


class Heard(StrEnum):
    """Who is told."""

    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    NOBODY = "nobody"


def nudges(postponed_due: Due, failed_due: Due) -> tuple[Nudge, ...]:
    """All of them. Only what can wait for the manager's working hours does."""
    return (
        Nudge(CANNOT, Action.OVERSEE, _always, _cannot, at_any_hour=True),
        Nudge(NOT_MINE, Action.OVERSEE, _is_open, _not_mine, settled=_settled, at_any_hour=True),
        Nudge(POSTPONED, Action.OVERSEE, _always, _postponed, due=postponed_due),
        Nudge(FAILED, Action.OVERSEE, _always, _failed, due=failed_due, at_any_hour=True),
        Nudge(UNLED, Action.OPERATE, _is_unsettled, _unled, settled=_settled, at_any_hour=True),
    )


def tell(store: Store, knowledge: Knowledge, managers: Iterable[Person], message: Message, at: datetime) -> Heard:
    """Plan it for each manager; if there is none, for the administrators, without the child."""
    due = soonest(at, knowledge.nudging)
    told = [replace(message, recipient=person.key, due_at=due) for person in managers]
    heard = Heard.MANAGER
    if not told:
        heard, facts = Heard.ADMINISTRATOR, {"name": message.facts["name"], "of": message.kind}
        unled = replace(message, kind=UNLED, facts=facts, child_id=None, due_at=due)
        readers = administrators(store, knowledge.administrators, local_day(at))
        told = [replace(unled, recipient=reader) for reader in readers]
    for one in told:
        store.outbox.add(one, at)
    return heard if told else Heard.NOBODY


def _always(_entry: Entry, _store: Store, _now: datetime) -> bool:
    return True


def _is_unsettled(entry: Entry, store: Store, _now: datetime) -> bool:
    return entry.facts["of"] != NOT_MINE or as_planner(store).is_denied(int(entry.about.partition(":")[2]))


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


def _failed(entry: Entry, store: Store, _knowledge: Knowledge, now: datetime) -> Reply | None:
    words, child = words_of("nudges"), _child(entry, store, now)
    if child is None:
        return None
    sheet = Sheet(words("told_title_cannot"), words("summary_told"))
    sheet.say(words("told_failed", child=child, day=day_label(date.fromisoformat(str(entry.facts["day"])))))
    sheet.say(words("told_why", why=words("serious_failed")), cards.small)
    sheet.act(cards.say(words("decide"), "team.child", {"child": entry.child_id}))
    return sheet.reply()


def _unled(entry: Entry, _store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, name = words_of("nudges"), entry.facts["name"]
    sheet = Sheet(words("told_title_unled"), words("summary_unled"))
    sheet.say(words("unled_not_mine" if entry.facts["of"] == NOT_MINE else "unled_cannot", name=name))
    sheet.say(words("unled_do", name=name))
    return sheet.reply()


def _settled(_entry: Entry, _store: Store) -> Reply:
    return Reply(words_of("nudges")("told_settled"))


def _child(entry: Entry, store: Store, now: datetime) -> str | None:
    """What the child is called."""
    through = reader_of(entry, store, now)
    if entry.child_id is None or not through.let_in(Action.OVERSEE, entry.child_id):
        return None
    return label(through.managing.child(entry.child_id))
