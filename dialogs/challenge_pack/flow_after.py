"""In a session and after it: what came of it so far, the panel's questions, and answers to them, then or later."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialogs.challenge_pack import card, card_form
from dialogs.challenge_pack.meant import LONGEST, names_somebody, said, session_of
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Json, Turn
from dialogs.core.words import words_of
from storage.access import Door
from storage.challenges import Question
from storage.returns import CANCELLED, Session
from storage.store import Store


@personal_only
def show(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What came of a session so far."""
    through = door(turn, store, knowledge)
    session = session_of(turn, through)
    if session is None:
        return Reply(words_of("challenge_pack")("not_found"))
    return card.session(session, through, knowledge, turn.today)


@personal_only
def ask(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A question of the panel, with its answer if that is said too."""
    words, through = words_of("challenge_pack"), door(turn, store, knowledge)
    session, text = session_of(turn, through), said(turn, "text")
    if session is None or not through.challenges.sits(session) or through.person is None:
        return Reply(words("not_yours"))
    if session.state == CANCELLED:
        return Reply(words("is_cancelled"))
    if not text:
        return card.session(session, through, knowledge, turn.today, words("what_question"))
    name, answered = through.person.name, said(turn, "answer")
    if refusal := names_somebody(store, turn.today, text, answered):
        return card_form.ask(session, text, answered, refusal)
    question = Question(session.id, text, name, turn.at, answered, name if answered else "")
    through.challenges.ask(question)
    return card.session(session, through, knowledge, turn.today, words("asked"))


@personal_only
def answers(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Every question, to be answered."""
    through = door(turn, store, knowledge)
    session = session_of(turn, through)
    if session is None or not through.challenges.answers(session):
        return Reply(words_of("challenge_pack")("not_to_answer"))
    return _to_answer(session, through, knowledge, turn)


@personal_only
def answer(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Keep what was answered: of all on a card, or of one by its number."""
    words, through = words_of("challenge_pack"), door(turn, store, knowledge)
    session = session_of(turn, through)
    if session is None or not through.challenges.answers(session):
        return Reply(words("not_to_answer"))
    given = _given(turn.data, through.challenges.questions(session))
    if not given:
        return _to_answer(session, through, knowledge, turn, words("what_question"))
    if refusal := names_somebody(store, turn.today, *(text for _, text in given)):
        return _to_answer(session, through, knowledge, turn, refusal, {one.id: text for one, text in given})
    lost = {one.id: text for one, text in given if not through.challenges.answer(one, text)}
    if lost:
        return _to_answer(session, through, knowledge, turn, words("answer_faster"), lost)
    return card.session(session, through, knowledge, turn.today, words("answer_kept"))


def _to_answer(
    session: Session,
    through: Door,
    knowledge: Knowledge,
    turn: Turn,
    lead: str = "",
    kept: Mapping[int, str] | None = None,
) -> Reply:
    questions = through.challenges.questions(session)
    if not questions:
        return card.session(session, through, knowledge, turn.today, words_of("challenge_pack")("no_questions"))
    return card_form.answers(session, questions, lead, kept or {})


def _given(data: Mapping[str, Json], questions: Sequence[Question]) -> list[tuple[Question, str]]:
    """What is answered anew. A card's answers go with the versions that it showed, so that none is written over
    another's; a sentence names the question by its place."""
    versions = data.get("versions")
    if not isinstance(versions, dict):
        place, text = str(data.get("place") or ""), str(data.get("text") or "").strip()[:LONGEST]
        number = int(place) if place.isdecimal() and len(place) < 4 else 0
        return [(questions[number - 1], text)] if text and 1 <= number <= len(questions) else []
    found = []
    for one in questions:
        text = str(data.get(f"answer_{one.id}") or "").strip()[:LONGEST]
        shown = versions.get(str(one.id))
        if text and text != one.answer and isinstance(shown, int):
            found.append((replace(one, version=shown), text))
    return found
