"""Sessions: created by a sentence or a form, moved to another day, cancelled."""

from collections.abc import Mapping
from dataclasses import replace

from dialogs.check_and_challenge import card, card_session
from dialogs.check_and_challenge.convene import Wrong, begin, days, unusual, wanted
from dialogs.check_and_challenge.parts import meant
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Kind, Turn
from dialogs.core.words import words_of
from storage.return_work import Return
from storage.returns import CANCELLED
from storage.store import Store

LONGEST = 4000


@personal_only
def form(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What is to be filled in for a session."""
    if not door(turn, store, knowledge).returns.may_convene:
        return Reply(words_of("check_and_challenge")("not_for_you"))
    return card_session.form(told_by(turn), knowledge)


@personal_only
def create(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A session from a sentence or the form; the form again with what was typed if something can't be so."""
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    if not through.returns.may_convene or through.person is None:
        return Reply(words("not_for_you"))
    told = told_by(turn)
    try:
        wish = wanted(told, store, knowledge, through.person.name, turn.at)
    except Wrong as wrong:
        return replace(card_session.form(told, knowledge, str(wrong)), in_place=turn.kind is Kind.ACTION)
    made = begin(wish, through.returns, knowledge)
    one = through.returns.find(made.id)
    assert one is not None, "whoever convenes sees it"
    return card.whole(one, store, knowledge, through, f"{words('created')} {unusual(made, knowledge)}".strip())


@personal_only
def manage(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """To move a session or to cancel it."""
    one, refusal = convened(turn, store, knowledge)
    return card_session.manage(one, knowledge, told_by(turn)) if one else refusal


@personal_only
def move(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Another day."""
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    one, refusal = convened(turn, store, knowledge)
    if one is None:
        return refusal
    told, session = told_by(turn), one.session
    try:
        held, due = days(told.get("held", ""), told.get("due", ""), knowledge, turn.at)
    except Wrong as wrong:
        return card_session.manage(one, knowledge, told, str(wrong))
    there = through.returns.on(session.area, held)
    if there is not None and there.id != session.id:
        return card_session.manage(one, knowledge, told, words("there_already", number=there.id))
    if (held, due) == (session.held_on, session.due_on):
        return card_session.manage(one, knowledge, told, words("same_day"))
    done = through.returns.move(session, held, due, told.get("reason", ""), turn.at)
    now = meant(turn.data.get("return"), through) or one
    moved = f"{words('moved')} {unusual(now.session, knowledge)}".strip()
    return card.whole(now, store, knowledge, through, moved if done else words("stale"))


@personal_only
def cancel(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """No session."""
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    one, refusal = convened(turn, store, knowledge)
    if one is None:
        return refusal
    reason = told_by(turn).get("reason", "")
    if not reason:
        return card_session.manage(one, knowledge, told_by(turn), words("cancel_error"))
    done = through.returns.cancel(one.session, reason, turn.at)
    now = meant(turn.data.get("return"), through) or one
    return card.whole(now, store, knowledge, through, words("done_cancel") if done else words("stale"))


def convened(turn: Turn, store: Store, knowledge: Knowledge) -> tuple[Return | None, Reply]:
    """The session, if it is theirs to move or cancel and as it was when they were shown it; else what to say."""
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    one = meant(turn.data.get("return"), through)
    if one is None:
        return None, Reply(words("not_found"))
    if not through.returns.may_convene:
        return None, card.whole(one, store, knowledge, through, words("not_yours"))
    if one.session.state == CANCELLED:
        return None, card.whole(one, store, knowledge, through, words("is_cancelled"))
    if "version" in turn.data and turn.data["version"] != one.session.version:
        return None, card.whole(one, store, knowledge, through, words("stale"))
    return one, Reply("")


def told_by(turn: Turn) -> Mapping[str, str]:
    """What a card or a sentence says, each as it was typed."""
    return {name: str(value or "").strip()[:LONGEST] for name, value in turn.data.items()}
