"""A session as somebody wants it, from a sentence, a form or a command; or what is wrong with it, in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Final

from dialogs.check_and_challenge.figures import read_figure
from dialogs.core.knowledge import Knowledge
from dialogs.core.when import Day, WhenError, read
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.working_days import local_day
from storage.people import Person
from storage.return_work import ReturnWork
from storage.returns import Session
from storage.roles import Role
from storage.store import Store

MOST_WEEKS: Final = 52
FIRST_LINE: Final = frozenset({Role.MANAGER, Role.ASSISTANT_MANAGER})


class Wrong(Exception):
    """What is wrong, as a sentence for whoever wants it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A session to be created, who contributes, and the first-line managers who sign before the Head of Service."""

    session: Session
    people: tuple[Person, ...]
    signers: tuple[Person, ...] = ()


def wanted(told: Mapping[str, str], store: Store, knowledge: Knowledge, by_name: str, at: datetime) -> Wanted:
    """By `area`, `held`, `due`, `people`, `head`, `panel`, `weeks` and `priorities`, each as it was typed. Wrong, if
    anything can't be so."""
    words, today = words_of("check_and_challenge"), local_day(at)
    area = area_of(told.get("area", ""), knowledge)
    if area is None:
        raise Wrong(words("which_area", areas="; ".join(t.title for t in knowledge.returns.values())))
    held, due = days(told.get("held", ""), told.get("due", ""), knowledge, at)
    people = [somebody(name, store, today) for name in _names(told.get("people", ""))]
    if not people:
        raise Wrong(words("nobody_contributes"))
    head, signers = _signing(told.get("head", ""), store, today)
    weeks = told.get("weeks", "").strip() or str(knowledge.returning.window_weeks)
    spelt = read_figure(weeks)
    weeks = spelt.value if spelt is not None and not spelt.text else weeks
    if not weeks.isdecimal() or not 1 <= int(weeks) <= MOST_WEEKS:
        raise Wrong(words("which_weeks", said=weeks))
    there = _live(store).on(area, held)
    if there is not None:
        raise Wrong(words("there_already", number=there.id))
    priorities = tuple(part.strip() for part in told.get("priorities", "").split(";") if part.strip())
    panel = told.get("panel", "").strip()
    return Wanted(
        Session(area, held, due, head.key, by_name, at, int(weeks), panel, priorities), tuple(people), signers
    )


def begin(wish: Wanted, work: ReturnWork, knowledge: Knowledge) -> Session:
    """Create it, with an empty return."""
    template = knowledge.returns[wish.session.area]
    sections = [section.name for section in template.sections]
    return work.create(wish.session, wish.people, sections, list(template.indicators), wish.signers)


def days(held: str, due: str, knowledge: Knowledge, at: datetime) -> tuple[date, date]:
    """The session's day and the return's: so many working days before, or today if that has gone by."""
    words, today = words_of("check_and_challenge"), local_day(at)
    held_on = day_of(held, at)
    if held_on is None or held_on <= today:
        raise Wrong(words("which_day", said=held))
    due_on = day_of(due, at) if due.strip() else max(today, _before(held_on, knowledge))
    if due_on is None or not today <= due_on <= held_on:
        raise Wrong(words("which_due", said=due))
    return held_on, due_on


def unusual(session: Session, knowledge: Knowledge) -> str:
    """What is to be looked at again: a day that is no working day."""
    words, is_working = words_of("check_and_challenge"), knowledge.calendar.is_working
    held = "" if is_working(session.held_on) else words("no_working_day", day=day_label(session.held_on))
    due = "" if is_working(session.due_on) else words("no_working_day", day=day_label(session.due_on))
    return f"{held} {due}".strip()


def day_of(said: str, now: datetime) -> date | None:
    """A day as people write it; None if it is none."""
    try:
        value = read(said, now, lean="future") if said.strip() else None
    except WhenError:
        return None
    return value.date if isinstance(value, Day) else None


def area_of(said: str, knowledge: Knowledge) -> str | None:
    """The service area that a name, or a part of one, means."""
    plain = " ".join(said.casefold().replace("_", " ").split())
    titles = {name: template.title.casefold() for name, template in knowledge.returns.items()}
    exact = [name for name, title in titles.items() if plain in (title, name.replace("_", " "))]
    within = [name for name, title in titles.items() if plain and plain in title]
    found = exact or within
    return found[0] if len(found) == 1 else None


def _live(store: Store) -> ReturnWork:
    """To look whether there is one already; it decides nothing."""
    return ReturnWork(store, None, lambda: True, lambda: False)


def _signing(said: str, store: Store, today: date) -> tuple[Person, tuple[Person, ...]]:
    """The one Head of Service among those who sign off, and the others, who have to be first-line managers."""
    words, every = words_of("check_and_challenge"), [somebody(name, store, today) for name in _names(said)]
    heads = [person for person in every if Role.HEAD_OF_SERVICE in person.roles]
    if len(heads) != 1:
        raise Wrong(words("who_signs", name=said.strip(), heads=heads_of(store, today)))
    others = tuple(person for person in every if person.key != heads[0].key)
    for person in others:
        if not FIRST_LINE & {*person.roles}:
            raise Wrong(words("who_signs_first", name=person.name))
    return heads[0], others


def _names(said: str) -> list[str]:
    return [name.strip() for name in said.replace(" and ", ", ").replace("\n", ",").split(",") if name.strip()]


def somebody(said: str, store: Store, today: date) -> Person:
    """Somebody who works here, by name or by staff key."""
    by_key = store.people.by_key(said)
    found = [by_key] if by_key else store.people.named(said)
    here = [person for person in found if not person.has_left(today)]
    if len(here) == 1:
        return here[0]
    words = words_of("check_and_challenge")
    if here:
        raise Wrong(words("several_called", name=said, keys=", ".join(person.key for person in here)))
    if found:
        raise Wrong(words("has_left", name=found[0].name))
    names = sorted({person.name for person in store.people.all() if not person.has_left(today)})
    part = [name for name in names if said.casefold() in name.casefold().split()]
    near = part if 0 < len(part) < 4 else get_close_matches(said, names, n=2, cutoff=0.6)
    if near:
        raise Wrong(words("who_is_near", name=said, near=f" {words('or')} ".join(near)))
    raise Wrong(words("who_is", name=said))


def heads_of(store: Store, today: date) -> str:
    """The Heads of Service, in words."""
    heads = store.people.with_role(Role.HEAD_OF_SERVICE)
    return ", ".join(person.name for person in heads if not person.has_left(today)) or words_of("check_and_challenge")(
        "no_heads"
    )


def _before(held: date, knowledge: Knowledge) -> date:
    day = held
    for _ in range(knowledge.returning.due_before):
        day = knowledge.calendar.on_or_before(date.fromordinal(day.toordinal() - 1))
    return day
