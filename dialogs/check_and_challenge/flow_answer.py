"""What is flagged in a return, answered by who signs off before signing: all on one card, or one by its number."""

from collections.abc import Mapping
from typing import Final

from dialogs.check_and_challenge import card
from dialogs.check_and_challenge.clashes import Flagged, flagged, unanswered
from dialogs.check_and_challenge.parts import meant
from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json, Turn
from dialogs.core.words import words_of
from storage.access import Door
from storage.return_work import Return
from storage.returns import CHANGEABLE
from storage.store import Store

LONGEST: Final = 2000


@personal_only
def show(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Everything that is flagged, to answer."""
    through = door(turn, store, knowledge)
    one = meant(turn.data.get("return"), through)
    if one is None or not through.returns.contributes(one):
        return Reply(words_of("check_and_challenge")("not_found"))
    return to_answer(one, knowledge, through)


@personal_only
def answer(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Keep what was answered: of all on a card, or of one by its number."""
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    one = meant(turn.data.get("return"), through)
    if one is None:
        return Reply(words("not_found"))
    if not through.returns.signs(one):
        return card.whole(one, store, knowledge, through, words("not_yours"))
    every = flagged(one, knowledge, through, inside=True)
    given = {key: text for key, text in _given(turn.data, every).items() if text}
    if one.session.state not in CHANGEABLE:
        return card.whole(one, store, knowledge, through, words("handed_in"))
    if "version" in turn.data and turn.data["version"] != one.session.version:
        return to_answer(one, knowledge, through, words("stale"), given)
    if not given:
        return to_answer(one, knowledge, through, words("answer_error"))
    for key, text in given.items():
        fresh = meant(one.session.id, through) or one
        if not through.returns.answer(fresh.session, key, text):
            return to_answer(fresh, knowledge, through, words("stale"), given)
    now = meant(one.session.id, through) or one
    if unanswered(now, knowledge, through):
        return to_answer(now, knowledge, through, words("answered_some"))
    return card.whole(now, store, knowledge, through, words("answered"))


def to_answer(
    one: Return, knowledge: Knowledge, through: Door, lead: str = "", kept: Mapping[str, str] | None = None
) -> Reply:
    """The card: each with a field for who signs off; others see what will be asked."""
    words, every = words_of("check_and_challenge"), flagged(one, knowledge, through, inside=True)
    sheet = Sheet(words("flagged_title", number=one.session.id), words("summary"))
    sheet.say(lead, cards.bold)
    sheet.say(words("flagged_why") if every else words("flagged_none"))
    may_answer = through.returns.signs(one) and one.session.state in CHANGEABLE
    for number, each in enumerate(every, 1):
        lines = [words("flagged_answer", answer=each.answer, name=each.by_name)] if each.answer else []
        sheet.together(lines, first=words("flagged_line", number=number, line=each.line))
        if may_answer:
            value = (kept or {}).get(each.of.key, each.answer)
            entry = cards.text_input(
                f"answer_{number}", words("answer_label", number=number), words("answer_error"), value, is_long=True
            )
            sheet.on_card({**entry, "maxLength": LONGEST})
    if may_answer and every:
        keys: list[Json] = [each.of.key for each in every]
        data: dict[str, Json] = {"return": one.session.id, "version": one.session.version, "keys": keys}
        sheet.act(cards.execute(words("answer_save"), "check_and_challenge.answer", data))
        sheet.typed(words("answer_typed", number=one.session.id))
    sheet.act(cards.say(words("open", number=one.session.id), "check_and_challenge.show", {"return": one.session.id}))
    return sheet.reply()


def _given(data: Mapping[str, Json], every: list[Flagged]) -> dict[str, str]:
    """The answers by the keys of what they answer: a card's by the keys that it was made with, so that none lands on
    another contradiction."""
    known = {each.of.key for each in every}
    keys = data.get("keys")
    if not isinstance(keys, list):
        place = str(data.get("place") or "")
        number = int(place) if place.isdecimal() and len(place) < 4 else 0
        is_there = 1 <= number <= len(every)
        return {every[number - 1].of.key: str(data.get("text") or "").strip()[:LONGEST]} if is_there else {}
    said = {str(key): str(data.get(f"answer_{n}") or "").strip()[:LONGEST] for n, key in enumerate(keys, 1)}
    return {key: text for key, text in said.items() if key in known}
