"""What packs and messages about check and challenge need to know; nothing in it is about one child."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from standards_kb.noticed import Told
from standards_kb.returns import Figure, Template, may_leave_the_area
from storage.challenges import ChallengeAction, Question, Update
from storage.people import Person
from storage.returns import CANCELLED, CHANGEABLE, SIGNED, Answer, Part, Session
from storage.roles import Action, Reach, Role, may

if TYPE_CHECKING:
    from storage.store import Store

# Roles that hear of what stays overdue, with the last due day that has come up to them by now.
Rungs: TypeAlias = Mapping[Role, date]
MOST = 8  # sessions that a trend goes back over
IN = SIGNED


@dataclass(frozen=True, slots=True)
class Given:
    """An action with its owner's name and how it gets on."""

    action: ChallengeAction
    owner: str
    updates: Sequence[Update]


@dataclass(frozen=True, slots=True)
class File:
    """All that is on file for one session. `returns`: oldest first, this session's the last and empty until its return
    is signed off; `late`: other sessions whose returns are. `answers`: the Head of Service's to what was noticed."""

    session: Session
    head: str
    contributors: Sequence[str]
    signers: Sequence[str]
    panel: Sequence[str]
    returns: Sequence[Told]
    late: Sequence[Session]
    earlier: Sequence[Given]
    given: Sequence[Given]
    questions: Sequence[Question]
    answers: Mapping[str, Answer]


def session_of(store: "Store", session_id: int) -> Session | None:
    """One session; None if it is no longer there."""
    return store.returns.find(session_id)


def action_of(store: "Store", action_id: int) -> ChallengeAction | None:
    """One action; None if it is no longer there."""
    return store.challenges.action(action_id)


def unanswered(store: "Store", session: Session) -> list[Question]:
    """The panel's questions of which no answer is kept yet."""
    return [question for question in store.challenges.questions(session.id) if not question.answer]


def open_actions(store: "Store") -> list[tuple[ChallengeAction, str]]:
    """Every open action, with the key of its Head of Service: of the area's last session, which starts from it."""
    heads: dict[int, str] = {}
    for action in (found := store.challenges.open()):
        if action.session_id not in heads:
            session = store.returns.find(action.session_id)
            heads[action.session_id] = store.challenges.from_then(session)[-1].head_key if session else ""
    return [(action, heads[action.session_id]) for action in found]


def waiting(store: "Store", key: str, today: date, until: date, above: Rungs) -> list[ChallengeAction]:
    """Somebody's own open actions that are due by a day, what is overdue of those that they are answerable for as Head
    of Service, and what has been for so long that it has come up to them (`above`: since when, by the roles that hear
    of it)."""
    person = store.people.by_key(key)
    since = max((day for role, day in above.items() if person and role in person.roles), default=date.min)
    return [
        action
        for action, head in open_actions(store)
        if (action.owner_key == key and action.due_on <= until)
        or (head == key and action.is_overdue(today))
        or action.due_on <= since
    ]


def coming(store: "Store", first: date, last: date) -> list[Session]:
    """The sessions on these days that aren't cancelled."""
    return [one for one in store.challenges.held_between(first, last) if one.state != CANCELLED]


def on_file(store: "Store", session: Session, template: Template, today: date) -> File:
    """All that is on file for it. Figures that may not leave the area are left out here, with their comments."""
    sessions = store.challenges.history(session, MOST)
    parts = store.challenges.parts_of(sessions)
    returns = [told(template, one, parts[one.id] if one.state in IN else ()) for one in sessions]
    if session.state in IN:
        counted = {c.name: Figure(Decimal(c.value), _number(c.out_of)) for c in store.returns.computed(session.id)}
        returns[-1] = replace(returns[-1], computed=counted)
    keys = store.returns.contributors(session.id)
    head, signers = store.people.by_key(session.head_key), store.returns.signers.of(session.id)
    late = [one for one in store.returns.in_states(CHANGEABLE) if one.due_on < today and one.id != session.id]
    return File(
        session,
        head.name if head else "",
        tuple(person.name for person in store.people.with_keys(keys)),
        tuple(person.name for person in store.people.with_keys(s.staff_key for s in signers)),
        tuple(person.name for person in panel(store, session, today)),
        tuple(returns),
        tuple(late),
        with_owners(store, store.challenges.actions_before(session)),
        with_owners(store, store.challenges.actions(session.id)),
        tuple(store.challenges.questions(session.id)),
        {answer.key: answer for answer in store.returns.answers(session.id)},
    )


def told(template: Template, session: Session, parts: Sequence[Part]) -> Told:
    """A return without what may not leave the area."""
    figures = {part.name: figure_of(part) for part in parts if part.is_figure and part.value}
    known = {name: figure for name, figure in figures.items() if name in template.indicators}
    back = frozenset(n for n, figure in known.items() if not may_leave_the_area(template.indicators[n], figure))
    comments = {p.name: p.text for p in parts if p.is_figure and p.text and p.name not in back}
    texts = {part.name: part.text for part in parts if not part.is_figure}
    shown = {name: figure for name, figure in known.items() if name not in back}
    return Told(session.held_on, shown, comments, texts, back)


def _number(said: str) -> Decimal | None:
    return Decimal(said) if said else None


def figure_of(part: Part) -> Figure:
    """The figure that stands in a part."""
    return Figure(Decimal(part.value), _number(part.out_of))


def with_owners(store: "Store", actions: Sequence[ChallengeAction]) -> tuple[Given, ...]:
    """Actions as they are shown."""
    names = names_of(store, [one.owner_key for one in actions])
    updates = store.challenges.updates([one.id for one in actions])
    return tuple(Given(one, names.get(one.owner_key, ""), tuple(updates[one.id])) for one in actions)


def names_of(store: "Store", keys: Sequence[str]) -> Mapping[str, str]:
    """People's names by their keys."""
    return {person.key: person.name for person in store.people.with_keys(keys)}


def panel(store: "Store", session: Session, today: date) -> list[Person]:
    """Who asks: everybody whose role says so, and whoever is named in the session's panel by their whole name, if only
    one person on the staff is called that."""
    found = {person.key: person for role in _asking() for person in store.people.with_role(role)}
    for name in session.panel.replace(";", ",").replace(" and ", ",").split(","):
        people = store.people.named(name.strip()) if name.strip() else []
        if len(people) == 1:
            found[people[0].key] = people[0]
    here = [person for person in found.values() if not person.has_left(today)]
    return sorted(here, key=lambda person: (person.name.casefold(), person.key))


def _asking() -> list[str]:
    return [role for role in Role if may(role, Action.CHALLENGE) is not Reach.NOBODY]
