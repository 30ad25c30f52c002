"""Offering the pack of a session, and its figures, to the panel, to who convenes and to the Head of Service."""

from collections.abc import Mapping
from datetime import datetime

from dialogs.challenge_pack.contents import contents
from dialogs.challenge_pack.values import Pack
from dialogs.core.document import Offer, door_for
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Json, Turn
from dialogs.core.words import words_of
from standards_kb.working_days import local_day
from storage.access import Door
from storage.people import Person
from storage.returns import CANCELLED, Session
from storage.store import Store

PACK = "challenge_pack.pack"
FIGURES = "challenge_pack.figures"


@personal_only
def pack(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The pack as a Word document."""
    return _offer(turn, store, knowledge, PACK, words_of("challenge_pack")("label_pack"))


@personal_only
def figures(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Its figures as a spreadsheet."""
    return _offer(turn, store, knowledge, FIGURES, words_of("challenge_pack")("label_figures"))


def gather(facts: Mapping[str, Json], store: Store, knowledge: Knowledge, person: Person, at: datetime) -> Pack | None:
    """What is in it, now."""
    session = _meant(facts, door_for(store, knowledge, person, at))
    if session is None or session.state == CANCELLED:
        return None
    return contents(store, knowledge, session, local_day(at))


def _offer(turn: Turn, store: Store, knowledge: Knowledge, kind: str, label: str) -> Reply:
    words, through, is_named = words_of("challenge_pack"), door(turn, store, knowledge), "session" in turn.data
    session = _meant(turn.data, through) if is_named else through.challenges.next_pack()
    if session is None:
        return Reply(words("not_found" if is_named else "no_pack"))
    if session.state == CANCELLED:
        return Reply(words("is_cancelled"))
    area = knowledge.returns[session.area].title
    text = words("offered" if kind == PACK else "offered_figures", number=session.id, area=area)
    return Reply(text, summary=words("summary"), document=Offer(kind, {"session": session.id}, None, label))


def _meant(facts: Mapping[str, Json], through: Door) -> Session | None:
    said = str(facts.get("session", ""))
    session = through.challenges.find(int(said)) if said.isdecimal() and len(said) < 10 else None
    return session if session is not None and through.challenges.reads_pack(session) else None
