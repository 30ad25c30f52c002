"""What came of a session, and one action, as cards."""

from collections.abc import Sequence
from datetime import date, timedelta

from dialogs.challenge_pack.meant import LONGEST
from dialogs.challenge_pack.questions import cited
from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from storage.access import Door
from storage.challenge_told import Given
from storage.challenges import OPEN
from storage.returns import CANCELLED, Session


def session(one: Session, through: Door, knowledge: Knowledge, today: date, lead: str = "") -> Reply:
    """Questions, actions of this session and those still open of earlier ones, and the window."""
    words, work = words_of("challenge_pack"), through.challenges
    sheet = Sheet(words("title", area=knowledge.returns[one.area].title), words("summary_after"))
    sheet.say(lead)
    ends = one.held_on + timedelta(weeks=one.window_weeks)
    sheet.say(words("after_window", held=day_label(one.held_on), weeks=one.window_weeks, day=day_label(ends)))
    if one.state == CANCELLED:
        sheet.say(words("is_cancelled"), cards.bold)
    questions = work.questions(one)
    for number, question in enumerate(questions, 1):
        answer = words("answer", text=question.answer) if question.answer else words("no_answer")
        by = words("question_by", number=number, name=question.by_name)
        by_whom = [words("answered_by", name=question.answered_by)] if question.answered_by else []
        sheet.together([question.text, answer, *by_whom], first=by)
    for heading, found in (("actions_old", work.actions_before(one)), ("actions_new", work.actions(one))):
        if found:
            sheet.say(words(heading), cards.bold)
        for given in found:
            title = words("action_line", number=given.action.id, text=given.action.text, state=_state(given, today))
            sheet.on_card(cards.offer(title, "challenge_pack.action", {"action_id": given.action.id}))
            sheet.typed(title)
    _asks(sheet, one, through, is_asked=bool(questions))
    return sheet.reply()


def _asks(sheet: Sheet, one: Session, through: Door, *, is_asked: bool) -> None:
    words, work = words_of("challenge_pack"), through.challenges
    if work.sits(one) and one.state != CANCELLED:
        send = cards.execute(words("ask"), "challenge_pack.ask", {"session": one.id})
        error = words("what_question")
        sheet.act(cards.ask_for_text(words("ask"), "text", words("ask_label"), error, send, most=LONGEST))
        sheet.typed(words("ask_typed", number=one.id))
        sheet.act(cards.say(words("form_open"), "challenge_pack.form", {"session": one.id}))
        sheet.typed(words("form_typed", number=one.id))
    if is_asked and work.answers(one):
        sheet.act(cards.say(words("answers_open"), "challenge_pack.answers", {"session": one.id}))
        sheet.typed(words("answer_typed", number=one.id))


def action(given: Given, of: Session, through: Door, knowledge: Knowledge, today: date, lead: str = "") -> Reply:
    """One action with all that it needs, and how it gets on."""
    words, one = words_of("challenge_pack"), given.action
    sheet = Sheet(words("action_title", number=one.id), words("summary_action"))
    sheet.say(lead)
    sheet.say(one.text, cards.bold)
    sheet.say(words("action_who", name=given.owner, day=day_label(one.due_on), state=_state(given, today)))
    sheet.say(words("action_measure", text=one.measure))
    sheet.say(words("action_difference", text=one.difference))
    serves = one.priority or (cited(one.cites, knowledge) if one.cites else "")
    sheet.say(words("action_serves", text=serves) if serves else "")
    for update in given.updates:
        sheet.together([update.text], first=words("update_by", name=update.by_name))
    if one.changed:
        sheet.say(words("action_done", changed=one.changed, evidence=one.evidence))
    if one.state == OPEN and through.challenges.moves(one, of):
        send = cards.execute(words("update"), "challenge_pack.update", {"action_id": one.id})
        error = words("what_question")
        sheet.act(cards.ask_for_text(words("update"), "text", words("update_label"), error, send, most=LONGEST))
        sheet.typed(words("update_typed", number=one.id))
        data: dict[str, Json] = {"action_id": one.id, "version": one.version}
        sheet.act(cards.say(words("close"), "challenge_pack.close", data))
        sheet.typed(words("close_typed", number=one.id))
    if through.challenges.steers(of):
        is_open, same = one.state == OPEN, {"action_id": one.id}
        step = "change" if is_open else "reopen"
        sheet.act(cards.say(words(step), f"challenge_pack.{step}", {**same}))
        sheet.typed(words("change_typed" if is_open else "reopen_typed", number=one.id))
    return sheet.reply()


def _state(given: Given, today: date) -> str:
    words, one = words_of("challenge_pack"), given.action
    if one.state != OPEN:
        return words("state_done")
    return words("action_overdue" if one.is_overdue(today) else "action_open")


def actions(every: Sequence[Given], today: date) -> Reply:
    """Actions, each with whose it is and by when."""
    words = words_of("challenge_pack")
    sheet = Sheet(words("actions_title"), words("actions_summary"))
    if not every:
        sheet.say(words("actions_none"))
    for given in every:
        one = given.action
        state = words("action_overdue" if one.is_overdue(today) else "action_open")
        title = words("action_line", number=one.id, text=one.text, state=state)
        sheet.say(words("action_who", name=given.owner, day=day_label(one.due_on), state=state))
        sheet.on_card(cards.offer(title, "challenge_pack.action", {"action_id": one.id}))
        sheet.typed(title)
    return sheet.reply()
