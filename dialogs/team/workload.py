"""A team's casework as values: each worker's children, and the children who are nobody's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialogs.core.items import Group, Item, deadlines, items, names
from dialogs.core.knowledge import Knowledge
from dialogs.team.who import CASEWORK
from standards_kb.history import COUNTING, AsOf
from storage.access import Door
from storage.allocations import Allocation
from storage.children import Child
from storage.people import Person
from storage.roles import Action
from storage.store import Store
from storage.teams import team_name

MOST_AT_ONCE = 16  # workers; more of them, in several teams, are shown by team


@dataclass(frozen=True, slots=True)
class Team:
    """`workers` by name, each with their children; `nobodys`: allocations to nobody who works here, each with its
    child: they are the manager's."""

    workers: tuple[tuple[Person, tuple[Child, ...]], ...]
    nobodys: tuple[tuple[Allocation, Child], ...]
    concerned: tuple[Child, ...] = ()  # of a large service, which isn't read whole: those of whom there is more to say

    @property
    def children(self) -> tuple[Child, ...]:
        """Every child, once, by id."""
        every = {c.id: c for _, children in self.workers for c in children} | {c.id: c for _, c in self.nobodys}
        every |= {child.id: child for child in self.concerned}
        return tuple(every[key] for key in sorted(every))

    @property
    def left(self) -> tuple[Child, ...]:
        """Those who are no longer in the export."""
        return tuple(child for child in self.children if child.missing_from_export_since)


@dataclass(frozen=True, slots=True)
class Figures:
    """How it stands with one worker: numbers of deadlines, and of children without a recorded visit."""

    overdue: int
    this_week: int
    no_visit: int
    children: int


@dataclass(frozen=True, slots=True)
class Size:
    """One team of a large service; no figure of it compares it with another."""

    name: str
    workers: int
    children: int


def present(store: Store, through: Door, on: AsOf) -> list[Person]:
    """Those whom somebody leads, by name."""
    reached = through.reached(Action.OVERSEE)
    return [p for p in store.people.with_keys(reached.staff) if not p.has_left(on.today)]


def is_large(people: Iterable[Person]) -> bool:
    """Whether they are shown by team first."""
    caseworkers = [p for p in people if any(role in p.roles for role in CASEWORK)]
    return len(caseworkers) > MOST_AT_ONCE and len({team_name(p.team) for p in caseworkers}) > 1


def sizes(through: Door, people: Iterable[Person]) -> list[Size]:
    """The teams of these people, by name."""
    caseworkers = [p for p in people if any(role in p.roles for role in CASEWORK)]
    counted = through.oversight.children_by_team([p.key for p in caseworkers])
    named = {team_name(p.team): p.team for p in caseworkers}
    return [
        Size(
            named[key],
            sum(team_name(p.team) == key for p in caseworkers),
            sum(number for written, number in counted.items() if team_name(written) == key),
        )
        for key in sorted(named)
    ]


def beside(through: Door, people: Iterable[Person]) -> Team:
    """Of a large service what is no worker's, and of whom there is more to say."""
    return Team((), through.oversight.nobodys([p.key for p in people]), through.oversight.concerned())


def team(store: Store, through: Door, on: AsOf, called: str = "", known: Sequence[Person] | None = None) -> Team | None:
    """The team of whoever leads one, or the one of theirs that is called so; None for others. `known`: the present."""
    everybody = present(store, through, on) if known is None else known
    people = {p.key: p for p in everybody if not called or team_name(p.team) == team_name(called)}
    if called and not people:
        return None
    work = through.oversight.team(called, people) if called else through.oversees()
    if work is None:
        return None
    theirs: dict[str, dict[str, Child]] = {
        key: {} for key, p in people.items() if any(role in p.roles for role in CASEWORK)
    }
    nobodys = []
    for allocation, child in work:
        if allocation.staff_key in people:
            theirs.setdefault(allocation.staff_key or "", {})[child.id] = child
        else:
            nobodys.append((allocation, child))
    workers = tuple((p, tuple(theirs[p.key].values())) for p in people.values() if p.key in theirs)
    return Team(workers, tuple(nobodys))


def listed(through: Door, children: Sequence[Child], now: AsOf, knowledge: Knowledge) -> list[Item]:
    """Everything due for some children, soonest first."""
    return items(deadlines(through, children, now, knowledge), names(children), now)


def by_worker(
    through: Door, workers: Iterable[tuple[Person, Sequence[Child]]], now: AsOf, knowledge: Knowledge
) -> list[tuple[Person, Figures]]:
    """How it stands with each of some workers, of whom all children are read at once."""
    pairs = list(workers)
    every = {child.id: child for _, children in pairs for child in children}
    found = {of.child.id: of for of in deadlines(through, list(every.values()), now, knowledge)}
    standing = []
    for person, children in pairs:
        its = items((found[child.id] for child in children if child.id in found), names(children), now)
        standing.append((person, figures(its, len(children))))
    return standing


def figures(its: Iterable[Item], children: int) -> Figures:
    """Counted from a worker's items."""
    every = list(its)
    groups = [item.group for item in every]
    unseen = {i.of.child.id for i in every if COUNTING in i.deadline.rule.met_by and i.deadline.last is None}
    this_week = groups.count(Group.TODAY) + groups.count(Group.THIS_WEEK)
    return Figures(groups.count(Group.OVERDUE), this_week, len(unseen), children)
