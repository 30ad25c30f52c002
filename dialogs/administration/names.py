"""The names in the case data that are nobody's on the staff, as a list; and settling whose they are."""

from rapidfuzz import fuzz

from dialogs.core import cards
from dialogs.core.cards import Part
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from storage.access import Door
from storage.imports import workers
from storage.matching import OpenName, open_names, settle
from storage.names import match_name
from storage.people import Person
from storage.reach import Reached
from storage.roles import Action
from storage.store import Store
from storage.teams import team_name

SHOWN = 10
SUGGESTED = 5
LIKE_ENOUGH = 60
# Each reason's sentence. Only what is in doubt is settled here: all else is put right where the data comes from.
_WHY = {
    workers.NO_NAME: "why_no_name",
    workers.UNKNOWN: "why_unknown",
    workers.AMBIGUOUS: "why_ambiguous",
    workers.DIFFERENT: "why_different",
    workers.LEFT: "why_left",
}
_SETTLED_HERE = (workers.UNKNOWN, workers.AMBIGUOUS)
_NOBODY = "nobody"


@personal_only
def unmatched(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The names in somebody's teams; for an administrator all."""
    words = words_of("administration")
    reached = door(turn, store, knowledge).reached(Action.MATCH)
    if reached.is_nothing:
        return Reply(words("not_for_you"))
    names = [name for name in open_names(store, turn.today) if _concerns(name, reached)]
    title = words("unmatched_title")
    if not names:
        return Reply(words("unmatched_none"))
    shown, more = names[:SHOWN], len(names) - SHOWN
    to_settle = [name for name in shown if name.why in _SETTLED_HERE]
    lines = [words("unmatched_why"), *([words("unmatched_how", name=to_settle[0].name)] if to_settle else [])]
    last = [words("more", number=more)] if more > 0 else []
    says = "\n\n".join([title, *lines, *(_line(name) for name in shown), *last])
    body = [cards.heading(title), *map(cards.paragraph, lines), *map(_shown, shown), *map(cards.paragraph, last)]
    return Reply(says, cards.card(body, [], says), summary=title)


@personal_only
def who(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Who on the staff may be meant by one of the names."""
    words = words_of("administration")
    reached = door(turn, store, knowledge).reached(Action.MATCH)
    name, refusal = _to_settle(turn, store, reached)
    if name is None:
        return Reply(refusal)
    people = [p for p in store.people.all() if not p.has_left(turn.today) and reached.includes(p)]
    likely = [*name.candidates, *(p for p in _alike(name, people) if p not in name.candidates)]
    title, typed = words("who_title", name=name.name), words("who_typed", name=name.name)
    choices = [(_person(p), p.key) for p in likely if reached.includes(p)]
    choices.append((words("nobody"), ""))
    data = {"name": name.match_name}
    offers = [cards.offer(shown, "administration.match", {**data, "person": key}) for shown, key in choices]
    says = "\n\n".join([title, "\n".join(f"- {shown}" for shown, _ in choices), typed])
    body = [cards.heading(title), *offers, cards.paragraph(typed)]
    return Reply(says, cards.card(body, [], says), summary=words("unmatched_title"))


@personal_only
def match(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Settle whose a name is, by a button: the person by staff key, empty for nobody."""
    through = door(turn, store, knowledge)
    key = str(turn.data.get("person", ""))
    return _settle(turn, store, through, key, store.people.by_key(key) if key else None)


@personal_only
def match_typed(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Settle whose a name is, by a sentence: the person by staff key, sign-in or full name."""
    through = door(turn, store, knowledge)
    said = str(turn.data.get("person", ""))
    if said.casefold() in (_NOBODY, words_of("administration")("nobody").casefold()):
        return _settle(turn, store, through, "", None)
    person = store.people.by_key(said) or store.people.by_principal_name(said)
    if person is None:
        named = store.people.named(said)
        person = named[0] if len(named) == 1 else None
    return _settle(turn, store, through, said, person)


def _settle(turn: Turn, store: Store, through: Door, said: str, person: Person | None) -> Reply:
    words, reached = words_of("administration"), through.reached(Action.MATCH)
    name, refusal = _to_settle(turn, store, reached)
    if name is None:
        return Reply(refusal)
    if said and (person is None or person.has_left(turn.today) or not reached.includes(person)):
        return Reply(words("person_unknown"))
    number = settle(store, name.name, person, through.who, turn.at, turn.today)
    if person is None:
        return Reply(words("matched_nobody", name=name.name, children=_children(number)))
    return Reply(words("matched", name=name.name, person=_person(person), children=_children(number)))


def _to_settle(turn: Turn, store: Store, reached: Reached) -> tuple[OpenName | None, str]:
    """The name that a button or sentence names, if this person may settle it; else what to say."""
    words, wanted = words_of("administration"), match_name(str(turn.data.get("name", "")).strip("“”\"'"))
    if reached.is_nothing:
        return None, words("not_for_you")
    names = [name for name in open_names(store, turn.today) if _concerns(name, reached)]
    found = next((name for name in names if name.match_name == wanted and name.why in _SETTLED_HERE), None)
    if found is None:
        return None, words("name_settled")
    if not reached.everybody and not all(team_name(team) in reached.teams for team in found.teams):
        return None, words("name_elsewhere")
    return found, ""


def _concerns(name: OpenName, reached: Reached) -> bool:
    return reached.everybody or any(team_name(team) in reached.teams for team in name.teams)


def _alike(name: OpenName, people: list[Person]) -> list[Person]:
    """Those whose names are most like it."""
    scored = [(fuzz.token_sort_ratio(name.match_name, match_name(p.name)), p) for p in people]
    likely = sorted((s for s in scored if s[0] >= LIKE_ENOUGH), key=lambda s: (-s[0], s[1].key))
    return [person for _, person in likely[:SUGGESTED]]


def _shown(name: OpenName) -> Part:
    """Its line, to press if it can be settled here."""
    if name.why not in _SETTLED_HERE:
        return cards.paragraph(_line(name))
    return cards.offer(_line(name), "administration.who", {"name": name.match_name})


def _line(name: OpenName) -> str:
    words = words_of("administration")
    about = {"name": name.name.strip() or words("no_name_shown"), "children": _children(len(name.child_ids))}
    if name.teams:
        return words("name_line_teams", teams=", ".join(name.teams), why=words(_WHY[name.why]), **about)
    return words("name_line", why=words(_WHY[name.why]), **about)


def _person(person: Person) -> str:
    about = ", ".join(part for part in (person.job, person.team, person.key) if part)
    return words_of("administration")("person_line", name=person.name, about=about)


def _children(number: int) -> str:
    words = words_of("administration")
    return words("children_one") if number == 1 else words("children_more", number=number)
