"""Reminders that a QA lead asks for: shown first, with whom they go to, and sent only once that is confirmed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dialogs.check_and_challenge.convene import area_of
from dialogs.check_and_challenge.nudges import REMINDED, asked_now
from dialogs.check_and_challenge.parts import meant
from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.one_card import days_left
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json, Turn
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from storage.access import Door, as_person
from storage.outbox import Message
from storage.people import Person
from storage.return_told import unsigned
from storage.return_work import CHASER, Return
from storage.returns import CHANGEABLE
from storage.store import Store

SOON: Final = 10  # working days before a return is due, from which on it is one of "all"


@dataclass(frozen=True, slots=True)
class Chased:
    """A return, whom a reminder of it would go to, and who has had one today."""

    one: Return
    whom: Sequence[Person]
    told: Sequence[Person]


@personal_only
def chase(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Whom reminders would go to; nothing is sent yet."""
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    if not through.returns.may_convene:
        return Reply(words("chase_not_for_you"))
    area = str(turn.data.get("area") or "")
    if area and area_of(area, knowledge) is None:
        return Reply(words("which_area", areas="; ".join(t.title for t in knowledge.returns.values())))
    found = _chased(turn.data, through, store, knowledge, turn.today)
    sheet = Sheet(words("chase_title"), words("summary"))
    for each in found:
        _one(sheet, each, knowledge)
    if not found:
        is_named = area or turn.data.get("return") is not None
        sheet.say(words("chase_none_named") if is_named else words("chase_none", days=SOON))
    ids: list[Json] = [each.one.session.id for each in found if each.whom]
    if ids:
        sheet.say(words("chase_what"))
        sheet.act(cards.execute(words("chase_send"), "check_and_challenge.remind", {"returns": ids}))
        sheet.typed(
            words("chase_typed", number=ids[0]) if len(ids) == 1 else words("chase_all_typed", numbers=_said(ids))
        )
    return sheet.reply()


@personal_only
def remind(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Send them to whoever is asked for something now, once a day for each return."""
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    if not through.returns.may_convene:
        return Reply(words("chase_not_for_you"))
    found = _chased(turn.data, through, store, knowledge, turn.today)
    lines = []
    for each in found:
        session = each.one.session
        for person in each.whom:
            store.outbox.add(_message(session.id, person.key, turn.today), turn.at)
        if each.whom:
            names = ", ".join(person.name for person in each.whom)
            area = knowledge.returns[session.area].title
            lines.append(words("reminded_line", number=session.id, area=area, names=names))
    lines = [words("reminded"), *lines] if lines else [words("reminded_nobody")]
    return Reply("\n\n".join(lines), in_place=bool(turn.action), summary=words("summary"))


def _said(ids: Sequence[Json]) -> str:
    """Numbers as they are typed to confirm them."""
    *most, last = map(str, ids)
    return f"{', '.join(most)} and {last}"


def may_ask(turn: Turn, store: Store) -> bool:
    """Whether reminders of returns can be meant: of whoever convenes, or is in one."""
    through = as_person(store, turn.sender.object_id, turn.at)
    return through.person is not None and bool(through.returns.may_convene or through.returns.listed())


def _chased(data: Mapping[str, Json], through: Door, store: Store, knowledge: Knowledge, today: date) -> list[Chased]:
    """The returns that a sentence or a button names: one, those of an area, or all that are due soon."""
    return [_as_chased(one, store, knowledge, today) for one in _named(data, through, store, knowledge, today)]


def _named(data: Mapping[str, Json], through: Door, store: Store, knowledge: Knowledge, today: date) -> list[Return]:
    listed, area = data.get("returns"), str(data.get("area") or "")
    if data.get("several"):
        listed = list(dict.fromkeys(re.findall(r"\d+", str(data["several"]))))
    numbers = listed if isinstance(listed, list) else [data["return"]] if data.get("return") is not None else None
    if numbers is not None:
        found = [meant(number, through) for number in numbers]
        return [one for one in found if one is not None and one.session.state in CHANGEABLE]
    if area:
        return [one for one in unsigned(store) if one.session.area == area_of(area, knowledge)]
    return [one for one in unsigned(store) if days_left(one.session.due_on, today, knowledge) <= SOON]


def _as_chased(one: Return, store: Store, knowledge: Knowledge, today: date) -> Chased:
    people = asked_now(one, store, knowledge, today)
    told = [p for p in people if _is_told(store, _message(one.session.id, p.key, today), today)]
    return Chased(one, [p for p in people if p not in told], told)


def _is_told(store: Store, message: Message, today: date) -> bool:
    """Whether they have had one of this return today, or the morning's card for all that waits for them."""
    whose = message.recipient
    return store.outbox.has(whose, message.about, message.occasion) or store.outbox.has(
        whose, CHASER, today.isoformat()
    )


def _message(number: int, key: str, today: date) -> Message:
    return Message(REMINDED, key, f"session:{number}", f"reminded {today}", {"session": number})


def _one(sheet: Sheet, each: Chased, knowledge: Knowledge) -> None:
    words, session = words_of("check_and_challenge"), each.one.session
    lines = [words("when", held=day_label(session.held_on), due=day_label(session.due_on))]
    lines.append(words(f"state_{session.state}"))
    if each.whom:
        lines.append(words("chase_whom", names=", ".join(person.name for person in each.whom)))
    if each.told:
        lines.append(words("chase_told", names=", ".join(person.name for person in each.told)))
    area = knowledge.returns[session.area].title
    sheet.together(lines, first=words("title", number=session.id, area=area))
