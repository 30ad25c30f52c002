"""Agreed actions as cards: one to add, one to say what became of it, and all that go on."""

from collections.abc import Mapping, Sequence
from datetime import date

from dialogs.audit_outcome import card
from dialogs.audit_outcome.slots import LONGEST
from dialogs.core import cards
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.personal import label
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from storage.access import Door
from storage.action_work import Tracked
from storage.audit_actions import AGREED, DONE, MADE, NOT_DONE, NOT_YET, OVER, Review
from storage.outcome_work import Whole

# What can be chosen, and how it is told of somebody who chose it.
_ANSWERS = {
    DONE: ("answer_done", "answer_done_by"),
    NOT_DONE: ("answer_not_done", "answer_not_done_by"),
    MADE: ("answer_made", "answer_made_by"),
    NOT_YET: ("answer_not_yet", "answer_not_yet_by"),
    OVER: ("answer_over", "answer_over_by"),
}


def form(one: Whole, through: Door, told: Mapping[str, str], wrong: Sequence[str] = ()) -> Reply:
    """An action to agree; what was typed is kept."""
    words = words_of("audit_outcome")
    title = words("agree_title", child=label(through.outcomes.child(one)))
    sheet = AuditSheet(title, words("summary"), [one.audit.id])
    for line in wrong:
        sheet.say(line, cards.wrong)
    _, practitioner, manager = through.outcomes.names(one)
    people = [(words("who_practitioner", name=practitioner), "practitioner")]
    people += [(words("who_manager", name=manager), "manager")] if manager else []
    sheet.on_card(
        cards.text_input("what", words("what_label"), words("what_error"), told["what"], most=LONGEST),
        cards.choose("who", words("who_label"), words("who_error"), people, told["who"]),
        cards.text_input("other", words("other_label"), words("who_error"), told["other"]),
        cards.text_input("due", words("due_label"), words("due_error"), told["due"]),
        cards.text_input(
            "difference",
            words("difference_label"),
            words("difference_error"),
            told["difference"],
            is_long=True,
            most=LONGEST,
        ),
    )
    data: dict[str, Json] = {"audit": one.audit.id, "version": one.outcome.version}
    sheet.act(cards.execute(words("agree_send"), "audit_outcome.add_action", data))
    sheet.act(cards.say(words("open"), "audit_outcome.show", {"audit": one.audit.id}))
    for number, action in enumerate(one.actions, 1):
        sheet.together([action.what], first=words("action_title", number=number))
        out: dict[str, Json] = {"audit": one.audit.id, "number": number}
        sheet.on_card(cards.buttons([cards.say(words("take_out"), "audit_outcome.take_out", out)]))
    if one.actions:
        sheet.typed(words("take_out_typed", number=one.audit.id))
    if any(told.values()):
        sheet.typed(words("yours", text="; ".join(filter(None, told.values()))))
    sheet.typed(words("agree_example", number=one.audit.id))
    return sheet.reply()


def listed(found: Sequence[Tracked], today: date) -> Reply:
    """Those that go on, soonest first."""
    words = words_of("audit_outcome")
    sheet = AuditSheet(words("actions_title"), words("summary"), [one.audit.id for one in found])
    if not found:
        sheet.say(words("actions_none"))
    for one in found:
        action, child = one.action, label(one.child)
        name = "action_line_late" if action.look_on < today else "action_line"
        line = words(name, number=action.id, child=child, day=day_label(action.look_on), who=action.by_whom)
        sheet.on_card(cards.offer(line, "audit_outcome.action", {"agreed": action.id}))
        sheet.typed(line)
    if found:
        sheet.typed(words("actions_typed"))
    return sheet.reply()


def one(found: Tracked, through: Door, said: Sequence[str] = (), kept: Mapping[str, str] | None = None) -> Reply:
    """One, with what was said of it, and what its reader can say."""
    words, action = words_of("audit_outcome"), found.action
    title = words("one_action", number=action.id, child=label(found.child))
    sheet = AuditSheet(title, words("summary"), [found.audit.id])
    for line in said:
        sheet.say(line, cards.wrong if kept else cards.paragraph)
    for line in card.action_lines(action):
        sheet.say(line)
    if action.look_on != action.due_on and action.state == AGREED:
        sheet.say(words("looked_at_again", day=day_label(action.look_on)))
    for review in found.reviews:
        first, *lines = said_of(review)
        sheet.together(lines, first=first)
    owns, manages = through.outcomes.actions.owns(found), through.outcomes.actions.manages(found)
    last = found.said(by_manager=False)
    if action.state == AGREED and owns and not manages and last is not None and last.answer == DONE and not kept:
        sheet.say(words("waits_for_manager"))
        sheet.typed(words("typed_owner", number=action.id))
    elif action.state == AGREED and (owns or manages):
        sheet.say(words("ask_manager" if manages else "ask_owner"))
        answers = [*((DONE, NOT_DONE) if owns else ()), *((MADE, NOT_YET, OVER) if manages else ())]
        _inputs(sheet, found, answers, kept or {})
        for name in (*(["typed_owner"] if owns else []), *(["typed_manager"] if manages else [])):
            sheet.typed(words(name, number=action.id))
    sheet.act(cards.say(words("see_actions"), "audit_outcome.actions", {}))
    sheet.typed(words("see_actions_typed"))
    return sheet.reply()


def said_of(review: Review) -> list[str]:
    """Who said what became of an action, what changed, and where the evidence is."""
    words = words_of("audit_outcome")
    lines = [words(_ANSWERS[review.answer][1], name=review.by_name), review.changed]
    return [*lines, words("evidence", text=review.evidence)] if review.evidence else lines


def _inputs(sheet: Sheet, found: Tracked, answers: Sequence[str], kept: Mapping[str, str]) -> None:
    words, action = words_of("audit_outcome"), found.action
    choices = [(words(_ANSWERS[answer][0]), answer) for answer in answers]
    sheet.on_card(
        cards.choose("answer", words("review_label"), words("review_error"), choices, kept.get("answer", "")),
        cards.text_input(
            "changed",
            words("changed_label"),
            words("changed_error"),
            kept.get("changed", ""),
            is_long=True,
            most=LONGEST,
        ),
        cards.text_input(
            "evidence",
            words("proof_label"),
            words("evidence_error"),
            kept.get("evidence", ""),
            is_long=True,
            most=LONGEST,
        ),
    )
    if NOT_YET in answers:
        sheet.on_card(cards.text_input("again", words("again_label"), words("again_error"), kept.get("again", "")))
    data: dict[str, Json] = {"agreed": action.id, "version": action.version}
    sheet.act(cards.execute(words("review_send"), "audit_outcome.review", data))
    if mine := "; ".join(filter(None, (kept.get("changed"), kept.get("evidence"), kept.get("again")))):
        sheet.typed(words("yours", text=mine))
