"""Somebody else in a return, from a sentence, a form or a command; or what is wrong with it, in plain words."""

from collections.abc import Mapping
from datetime import date, datetime

from dialogs.check_and_challenge.convene import FIRST_LINE, Wrong, heads_of, somebody
from dialogs.check_and_challenge.parts import title_of
from dialogs.core.words import words_of
from standards_kb.returns import Template
from standards_kb.working_days import local_day
from storage.people import Person
from storage.return_people import Exchange, after
from storage.return_work import Return
from storage.roles import Role
from storage.store import Store

FILLS, SIGNS = "fills", "signs"


def everybody(one: Return, store: Store) -> list[Person]:
    """Who is in it, those who have left the council too, by name."""
    signers = (signer.staff_key for signer in one.signers)
    people = store.people.with_keys({*one.contributors, *signers, one.session.head_key})
    return sorted(people, key=lambda person: (person.name.casefold(), person.key))


def exchange_of(told: Mapping[str, str], one: Return, store: Store, at: datetime) -> Exchange:
    """By `leaves`, `comes` and `does`, each as it was typed. Wrong, if it can't be so."""
    words, today = words_of("check_and_challenge"), local_day(at)
    out, into = told.get("leaves", "").strip(), told.get("comes", "").strip()
    if not out and not into:
        raise Wrong(words("people_error"))
    leaves = _inside(out, everybody(one, store)) if out else None
    comes = somebody(into, store, today) if into else None
    how = Exchange(leaves, comes, signs=told.get("does", "") not in ("", FILLS))
    _checked(how, one, store, today)
    return how


def freed(one: Return, template: Template, who: Person | None) -> list[str]:
    """The titles of the parts that somebody alone has taken."""
    parts = [*one.figures.values(), *one.texts.values()]
    alone = [part for part in parts if who is not None and part.holders == (who.key,)]
    return [title_of(template, part.name, part.is_figure) for part in alone]


def _checked(how: Exchange, one: Return, store: Store, today: date) -> None:
    words, (head, contributors, signers) = words_of("check_and_challenge"), after(one, how)
    now = (one.session.head_key, {*one.contributors}, {signer.staff_key for signer in one.signers})
    if (head, contributors, signers) == now:
        assert how.comes is not None, "who goes out is in it"
        raise Wrong(words("people_same", name=how.comes.name))
    if how.leaves is not None and how.comes is None:
        if how.leaves.key == one.session.head_key:
            raise Wrong(words("people_head", name=how.leaves.name, heads=heads_of(store, today)))
        if not contributors:
            raise Wrong(words("people_last", name=how.leaves.name))
    if how.comes is None:
        return
    if head != one.session.head_key and Role.HEAD_OF_SERVICE not in how.comes.roles:
        raise Wrong(words("who_signs", name=how.comes.name, heads=heads_of(store, today)))
    if how.comes.key in signers - now[2] and not FIRST_LINE & {*how.comes.roles}:
        raise Wrong(words("who_signs_first", name=how.comes.name))


def _inside(said: str, every: list[Person]) -> Person:
    """Somebody in it, by their whole name, their key, or a part of their name that is theirs alone."""
    plain = said.casefold()
    exact = [person for person in every if plain in (person.name.casefold(), person.key.casefold())]
    begun = [person for person in every if plain in person.name.casefold().split()]
    found = exact or begun
    if len(found) == 1:
        return found[0]
    names = ", ".join(person.name for person in every)
    raise Wrong(words_of("check_and_challenge")("people_not_in", name=said, names=names))
