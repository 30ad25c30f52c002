"""What a turn about a session's questions and actions means: which session, which action, which day, whose."""

from datetime import date, datetime

from dialogs.core.nameless import colleague_in, number_in
from dialogs.core.turn import Turn
from dialogs.core.when import Day, WhenError, read
from dialogs.core.words import words_of
from standards_kb.types import Framework
from storage.access import Door
from storage.challenge_told import Given
from storage.people import Person
from storage.returns import Session
from storage.store import Store

LONGEST = 2000


def session_of(turn: Turn, through: Door) -> Session | None:
    """The session that a turn names, if they take part in it."""
    said = str(turn.data.get("session", ""))
    return through.challenges.find(int(said)) if said.isdecimal() and len(said) < 10 else None


def action_of(turn: Turn, through: Door) -> tuple[Given, Session] | None:
    """The action that a turn names, with the session that gave it, if it is theirs to see."""
    said = str(turn.data.get("action_id", ""))
    return through.challenges.action(int(said)) if said.isdecimal() and len(said) < 10 else None


def said(turn: Turn, name: str) -> str:
    """What a turn says of one thing."""
    return str(turn.data.get(name) or "").strip()[:LONGEST]


def names_somebody(store: Store, today: date, *texts: str) -> str:
    """Why these can't be kept: what a panel keeps is read in its pack, and can't be taken back."""
    words, whole = words_of("challenge_pack"), "\n".join(texts)
    if number := number_in(whole, today):
        return f"{words('names', said=number)} {words('names_not')}"
    who = colleague_in(whole, store)
    return words("names", said=who) if who else ""


def day_of(text: str, now: datetime) -> date | None:
    """A day as people write it; None if it is none."""
    try:
        value = read(text, now, lean="future") if text else None
    except WhenError:
        return None
    return value.date if isinstance(value, Day) else None


def owner_of(name: str, store: Store, today: date) -> Person | None:
    """The one person here who is called so."""
    found = [person for person in store.people.named(name) if not person.has_left(today)] if name else []
    return found[0] if len(found) == 1 else None


def serves(text: str, session: Session, framework: Framework) -> tuple[str, str]:
    """The standard by its number or its title, or a priority of the session: (passage, ""), ("", priority)."""
    plain = " ".join(text.casefold().split())
    number = plain.removeprefix("practice ").removeprefix("standard ").strip()
    if number.isdecimal() and f"practice_standards.{number}" in framework.passages:
        return f"practice_standards.{number}", ""
    priority = next((p for p in session.priorities if plain and plain in p.casefold()), "")
    titled = [name for name, one in framework.passages.items() if one.title.casefold() == plain]
    return ("", priority) if priority else (titled[0] if titled else "", "")
