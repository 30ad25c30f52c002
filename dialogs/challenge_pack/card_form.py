"""The forms about what comes of a session: answers to its questions, an action, how an action ends or changes."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from dialogs.challenge_pack.meant import LONGEST
from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.types import Framework
from storage.challenge_told import Given
from storage.challenges import OPEN, Question
from storage.returns import Session

STANDARD: Final = "practice_standards."
_SHOWN: Final = 70  # of a standard's own words, in a choice


def answers(session: Session, questions: Sequence[Question], lead: str, kept: Mapping[int, str]) -> Reply:
    """Every question of a session with a field for its answer; `kept` is what was typed and couldn't be saved."""
    words = words_of("challenge_pack")
    sheet = Sheet(words("answers_title", number=session.id), words("summary_after"))
    sheet.say(lead, cards.bold)
    for number, question in enumerate(questions, 1):
        stands = [words("answer", text=question.answer)] if question.answer else []
        sheet.together(stands, first=words("question_line", number=number, text=question.text))
        label, value = words("answer_label", number=number), kept.get(question.id, question.answer)
        sheet.on_card(_long(f"answer_{question.id}", label, words("what_question"), value))
    versions: dict[str, Json] = {str(question.id): question.version for question in questions}
    data: dict[str, Json] = {"session": session.id, "versions": versions}
    sheet.act(cards.execute(words("answer_save"), "challenge_pack.answer", data))
    sheet.typed(words("answer_typed", number=session.id))
    return sheet.reply()


def give(session: Session, told: Mapping[str, str], knowledge: Knowledge, today: date, wrong: str = "") -> Reply:
    """An action with all that it needs; the day is the end of the action window unless that is over."""
    words = words_of("challenge_pack")
    sheet = Sheet(words("form_title", area=knowledge.returns[session.area].title), words("summary_action"))
    sheet.say(wrong, cards.wrong)
    ends = session.held_on + timedelta(weeks=session.window_weeks)
    sheet.say(words("form_window", weeks=session.window_weeks, day=day_label(ends)))
    served = [(priority, priority) for priority in session.priorities]
    served += [(title, name.removeprefix(STANDARD)) for name, title in _standards(knowledge.framework)]
    error, due = words("what_action"), words("which_day", said=told.get("due", ""))
    sheet.on_card(
        _long("text", words("form_text"), error, told.get("text", "")),
        cards.text_input("owner", words("form_owner"), words("which_owner", said=""), told.get("owner", "")),
        cards.text_input(
            "due", words("form_due"), due, told.get("due", "") or (day_label(ends) if ends >= today else "")
        ),
        cards.text_input("measure", words("form_measure"), error, told.get("measure", "")),
        cards.text_input("difference", words("form_difference"), error, told.get("difference", "")),
        _listed("serves", words("form_serves"), error, served, told.get("serves", "")),
    )
    sheet.act(cards.execute(words("form_give"), "challenge_pack.give", {"session": session.id}))
    sheet.typed(words("give_typed", number=session.id))
    return sheet.reply()


def ask(session: Session, text: str, answered: str, wrong: str) -> Reply:
    """The panel's question again as it was typed, with its answer where that was said too."""
    words = words_of("challenge_pack")
    sheet = Sheet(words("ask_title", number=session.id), words("summary_after"))
    sheet.say(wrong, cards.wrong)
    error = words("what_question")
    sheet.on_card(_long("text", words("ask_label"), error, text))
    if answered:
        sheet.on_card(_long("answer", words("ask_answer"), error, answered))
    sheet.act(cards.execute(words("ask"), "challenge_pack.ask", {"session": session.id}))
    sheet.typed(words("ask_typed", number=session.id))
    return sheet.reply()


def update(given: Given, text: str, wrong: str) -> Reply:
    """How an action gets on, again as it was typed."""
    words, action = words_of("challenge_pack"), given.action
    sheet = Sheet(words("action_title", number=action.id), words("summary_action"))
    sheet.say(wrong, cards.wrong)
    sheet.say(action.text, cards.bold)
    sheet.on_card(_long("text", words("update_label"), words("what_question"), text))
    sheet.act(cards.execute(words("update"), "challenge_pack.update", {"action_id": action.id}))
    sheet.typed(words("update_typed", number=action.id))
    return sheet.reply()


def close(given: Given, told: Mapping[str, str], wrong: str = "") -> Reply:
    """What changed for children, and how one knows."""
    words, action = words_of("challenge_pack"), given.action
    sheet = Sheet(words("close_title", number=action.id), words("summary_action"))
    sheet.say(wrong, cards.wrong)
    sheet.say(action.text, cards.bold)
    sheet.say(words("action_measure", text=action.measure))
    sheet.say(words("action_difference", text=action.difference))
    error = words("what_changed")
    sheet.on_card(
        _long("changed", words("form_changed"), error, told.get("changed", "")),
        _long("evidence", words("form_evidence"), error, told.get("evidence", "")),
    )
    data: dict[str, Json] = {"action_id": action.id, "version": action.version}
    sheet.act(cards.execute(words("close"), "challenge_pack.close", data))
    sheet.typed(words("close_typed", number=action.id))
    return sheet.reply()


def change(given: Given, told: Mapping[str, str], wrong: str = "") -> Reply:
    """Another day or owner for an open action; one that is done is open again."""
    words, action = words_of("challenge_pack"), given.action
    is_open = action.state == OPEN
    title = words("change_title" if is_open else "reopen_title", number=action.id)
    sheet = Sheet(title, words("summary_action"))
    sheet.say(wrong, cards.wrong)
    sheet.say(action.text, cards.bold)
    sheet.say(words("change_now", name=given.owner, day=day_label(action.due_on)))
    error = words("what_reason")
    sheet.on_card(
        cards.text_input("owner", words("change_owner"), words("which_owner", said=""), told.get("owner", "")),
        cards.text_input("due", words("change_due"), words("which_day", said=""), told.get("due", "")),
        _long("reason", words("change_reason"), error, told.get("reason", "")),
    )
    data: dict[str, Json] = {"action_id": action.id, "version": action.version}
    step = "change" if is_open else "reopen"
    sheet.act(cards.execute(words(step), f"challenge_pack.{step}", data))
    sheet.typed(words("change_typed" if is_open else "reopen_typed", number=action.id))
    return sheet.reply()


def _standards(framework: Framework) -> list[tuple[str, str]]:
    """The practice standards, each with its first words."""
    every = [(name, one) for name, one in framework.passages.items() if name.removeprefix(STANDARD).isdecimal()]
    return [(name, f"{one.title}: {_cut(one.text)}") for name, one in every]


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN].rsplit(' ', 1)[0]} …"


def _long(field: str, label: str, error: str, value: str) -> cards.Part:
    return {**cards.text_input(field, label, error, value, is_long=True), "maxLength": LONGEST}


def _listed(field: str, label: str, error: str, choices: list[tuple[str, str]], value: str) -> cards.Part:
    """A choice of many, folded together."""
    known = value.casefold().removeprefix("standard ").strip()
    sent = next((sent for _, sent in choices if sent.casefold() == known), "")
    return {**cards.choose(field, label, error, choices, sent), "style": "compact"}
