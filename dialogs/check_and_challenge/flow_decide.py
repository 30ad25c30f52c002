"""Saying that a return is ready, signing it off, accepting it or sending it back."""

from dialogs.check_and_challenge import card
from dialogs.check_and_challenge.clashes import unanswered
from dialogs.check_and_challenge.flow import unknown
from dialogs.check_and_challenge.flow_answer import to_answer
from dialogs.check_and_challenge.left import left
from dialogs.check_and_challenge.parts import meant
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from storage.access import Door
from storage.return_work import Return
from storage.returns import CHANGEABLE, READY, Session
from storage.store import Store

LONGEST = 4000


@personal_only
def ready(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """It is complete."""
    return _decided("ready", turn, store, knowledge)


@personal_only
def sign(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The Head of Service puts their name to it."""
    return _decided("sign", turn, store, knowledge)


@personal_only
def accept(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The QA lead takes it."""
    return _decided("accept", turn, store, knowledge)


@personal_only
def send_back(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The QA lead has questions."""
    return _decided("send_back", turn, store, knowledge)


def _decided(step: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    one = meant(turn.data.get("return"), through)
    if one is None:
        return unknown(turn, store, knowledge)
    work, session = through.returns, one.session
    signs = work.signs(one) or work.signs_first(one)
    theirs = {"ready": work.contributes(one), "sign": signs}.get(step, work.may_convene)
    if not theirs:
        return card.whole(one, store, knowledge, through, words("not_yours"))
    if "version" in turn.data and turn.data["version"] != session.version:
        return card.whole(one, store, knowledge, through, words("stale"))
    missing = left(one, knowledge.returns[session.area], work.before(session), knowledge.returning.margin)
    if step in ("ready", "sign") and missing:
        return card.whole(one, store, knowledge, through, words("not_ready"))
    if step == "sign" and (instead := _instead_of_signing(turn, one, store, knowledge, through)):
        return instead
    questions = str(turn.data.get("questions") or "").strip()[:LONGEST]
    if step == "send_back" and not questions:
        return card.whole(one, store, knowledge, through, words("back_error"))
    if step == "send_back":
        done = work.send_back(session, questions, turn.at)
    else:
        done = {"ready": work.ready, "sign": work.sign, "accept": work.accept}[step](session, turn.at)
    now = meant(turn.data.get("return"), through) or one
    first = work.still_to_sign(now, turn.today) if done and step == "ready" else []
    lead = words(f"done_{step}") if done else words(_why_not(step, session))
    if first:
        lead = words("done_ready_first", names=", ".join(person.name for person in first))
    return card.whole(now, store, knowledge, through, lead)


def _why_not(step: str, session: Session) -> str:
    """The sentence for a step that wasn't done: it comes too early or too late, or somebody was faster."""
    if step in ("accept", "send_back"):
        return "not_signed_yet" if session.state in CHANGEABLE else "not_now"
    return "stale" if session.state in CHANGEABLE and step == "sign" else "not_now"


def _instead_of_signing(turn: Turn, one: Return, store: Store, knowledge: Knowledge, through: Door) -> Reply | None:
    """What comes first: first-line managers sign, and what is flagged is answered."""
    words, work = words_of("check_and_challenge"), through.returns
    if not work.signs(one):
        return _first(turn, one, store, knowledge, through)
    if first := work.still_to_sign(one, turn.today):
        return card.whole(one, store, knowledge, through, words("sign_wait", names=", ".join(p.name for p in first)))
    return to_answer(one, knowledge, through, words("answer_first")) if unanswered(one, knowledge, through) else None


def _first(turn: Turn, one: Return, store: Store, knowledge: Knowledge, through: Door) -> Reply:
    """A first-line manager signs: what is ready, and as they were shown it."""
    words = words_of("check_and_challenge")
    if one.session.state != READY:
        return card.whole(one, store, knowledge, through, words("sign_ready_first"))
    done = through.returns.sign_first(one, turn.at)
    now = meant(one.session.id, through) or one
    return card.whole(now, store, knowledge, through, words("signed_first") if done else words("stale"))


_DONE = ("not_signed_yet", "not_now", "stale")
_SAID = ("done_ready", "done_sign", "done_accept", "done_send_back")
