"""In a session and after it: questions with answers, actions with an owner and a day, how they get on, what changed."""

from datetime import date, datetime

from dialogs.challenge_pack import card
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.when import Day, WhenError, read
from dialogs.core.words import words_of
from storage.access import Door
from storage.challenge_told import Given
from storage.challenges import ChallengeAction, Question
from storage.returns import Session
from storage.store import Store

LONGEST = 2000


@personal_only
def show(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What came of a session so far."""
    through = door(turn, store, knowledge)
    session = _session(turn, through)
    if session is None:
        return Reply(words_of("challenge_pack")("not_found"))
    return card.session(session, through, knowledge, turn.today)


@personal_only
def ask(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A question of the panel, with its answer if that is said too."""
    words, through = words_of("challenge_pack"), door(turn, store, knowledge)
    session, text = _session(turn, through), _said(turn, "text")
    if session is None or not through.challenges.sits(session) or through.person is None:
        return Reply(words("not_yours"))
    if not text:
        return card.session(session, through, knowledge, turn.today, words("what_question"))
    question = Question(session.id, text, through.person.name, turn.at, _said(turn, "answer"))
    through.challenges.ask(question)
    return card.session(session, through, knowledge, turn.today, words("asked"))


@personal_only
def give(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """An action, if everything that it needs is said."""
    words, through = words_of("challenge_pack"), door(turn, store, knowledge)
    session = _session(turn, through)
    if session is None or not through.challenges.sits(session) or through.person is None:
        return Reply(words("not_yours"))
    owners = [p for p in store.people.named(_said(turn, "owner")) if not p.has_left(turn.today)]
    due = _day(_said(turn, "due"), turn.at)
    text, measure, difference = (_said(turn, name) for name in ("text", "measure", "difference"))
    wanted = _said(turn, "serves")
    cites, priority = _serves(wanted, session, knowledge)
    missing = ""
    if not (text and measure and difference):
        missing = words("what_action")
    elif len(owners) != 1:
        missing = words("which_owner", said=_said(turn, "owner"))
    elif due is None or due < turn.today:
        missing = words("which_day", said=_said(turn, "due"))
    elif not cites and not priority:
        missing = words("serves_what", said=wanted)
    if missing:
        return card.session(session, through, knowledge, turn.today, missing)
    assert due is not None
    name = through.person.name
    given = ChallengeAction(session.id, text, owners[0].key, due, measure, difference, name, turn.at, cites, priority)
    through.challenges.give(given)
    return card.session(session, through, knowledge, turn.today, words("given", name=owners[0].name))


@personal_only
def action(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """One action."""
    through = door(turn, store, knowledge)
    found = _action(turn, through)
    if found is None:
        return Reply(words_of("challenge_pack")("no_action"))
    return card.action(*found, through, knowledge, turn.today)


@personal_only
def update(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """How an action gets on."""
    words, through = words_of("challenge_pack"), door(turn, store, knowledge)
    found, text = _action(turn, through), _said(turn, "text")
    if found is None or not through.challenges.moves(found[0].action, found[1]):
        return Reply(words("no_action"))
    done = bool(text) and through.challenges.update(found[0].action, text, turn.at)
    now = _action(turn, through) or found
    return card.action(*now, through, knowledge, turn.today, words("updated" if done else "not_updated"))


@personal_only
def close(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What changed for children, and how one knows."""
    words, through = words_of("challenge_pack"), door(turn, store, knowledge)
    found, changed, evidence = _action(turn, through), _said(turn, "changed"), _said(turn, "evidence")
    if found is None or not through.challenges.moves(found[0].action, found[1]):
        return Reply(words("no_action"))
    is_stale = "version" in turn.data and turn.data["version"] != found[0].action.version
    if not (changed and evidence):
        return card.action(*found, through, knowledge, turn.today, words("what_changed"))
    done = not is_stale and through.challenges.close(found[0].action, changed, evidence, turn.at, turn.today)
    now = _action(turn, through) or found
    return card.action(*now, through, knowledge, turn.today, words("closed" if done else "not_updated"))


def _session(turn: Turn, through: Door) -> Session | None:
    said = str(turn.data.get("session", ""))
    return through.challenges.find(int(said)) if said.isdecimal() and len(said) < 10 else None


def _action(turn: Turn, through: Door) -> tuple[Given, Session] | None:
    said = str(turn.data.get("action_id", ""))
    return through.challenges.action(int(said)) if said.isdecimal() and len(said) < 10 else None


def _said(turn: Turn, name: str) -> str:
    return str(turn.data.get(name) or "").strip()[:LONGEST]


def _day(said: str, now: datetime) -> date | None:
    try:
        value = read(said, now, lean="future") if said else None
    except WhenError:
        return None
    return value.date if isinstance(value, Day) else None


def _serves(said: str, session: Session, knowledge: Knowledge) -> tuple[str, str]:
    """The standard by its number or its title, or a priority of the session."""
    plain = " ".join(said.casefold().split())
    number = plain.removeprefix("standard ").strip()
    if number.isdecimal() and f"practice_standards.{number}" in knowledge.framework.passages:
        return f"practice_standards.{number}", ""
    priority = next((p for p in session.priorities if plain and plain in p.casefold()), "")
    titled = [name for name, one in knowledge.framework.passages.items() if one.title.casefold() == plain]
    return ("", priority) if priority else (titled[0] if titled else "", "")
