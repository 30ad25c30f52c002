"""A team's casework as values: each worker's children, and the children who are nobody's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialogs.core.items import Group, Item, deadlines, items, names
from dialogs.core.knowledge import Knowledge
from dialogs.team.who import CASEWORK
from standards_kb.history import COUNTING, AsOf
from storage.access import Door
from storage.allocations import Allocation
from storage.cases import Situation
from storage.children import Child
from storage.people import Person
from storage.roles import Action
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Team:
    """`workers` by name, each with their children; `nobodys`: allocations to nobody who works here, each with its
    child: they are the manager's."""

    workers: tuple[tuple[Person, tuple[Child, ...]], ...]
    nobodys: tuple[tuple[Allocation, Child], ...]

    @property
    def children(self) -> tuple[Child, ...]:
        """Every child, once, by id."""
        every = {c.id: c for _, children in self.workers for c in children} | {c.id: c for _, c in self.nobodys}
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


def team(store: Store, through: Door, on: AsOf) -> Team | None:
    """The team of whoever leads one; None for others."""
    work = through.oversees()
    if work is None:
        return None
    reached = through.reached(Action.OVERSEE)
    people = {p.key: p for p in store.people.with_keys(reached.staff) if not p.has_left(on.today)}
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


def figures(its: Iterable[Item], children: int) -> Figures:
    """Counted from a worker's items."""
    every = list(its)
    groups = [item.group for item in every]
    unseen = {i.of.child.id for i in every if COUNTING in i.deadline.rule.met_by and i.deadline.last is None}
    this_week = groups.count(Group.TODAY) + groups.count(Group.THIS_WEEK)
    return Figures(groups.count(Group.OVERDUE), this_week, len(unseen), children)


def awaiting(through: Door, children: Iterable[Child], on: AsOf) -> list[Situation]:
    """The open situations of these children that await a manager's word, oldest first."""
    every = through.managing.situations(child.id for child in children)
    return [s for s in every if s.awaits and s.is_open(on.today)]
