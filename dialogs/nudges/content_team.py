"""What stands in a manager's or a Head of Service's card, as values: asked anew each time, through their own door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dialogs.core import awaiting
from dialogs.core.items import names
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudging.decide import Rules
from dialogs.core.nudging.standing import Matter, Stage, Standing, standing, tells_head, tells_manager
from dialogs.nudges.content import Line, in_order, line_of
from dialogs.nudges.matters import CASEWORK, People, matter, rules_of, told, workers_of
from standards_kb.history import AsOf
from storage.access import Door
from storage.children import Child
from storage.decisions import HEAD_AGREED
from storage.people import Person
from storage.planning import Watched
from storage.store import Store


@dataclass(slots=True)
class Row:
    """One worker's, or for a Head of Service one team's, in numbers of deadlines and children; empty: nobody's."""

    name: str
    overdue: int = 0
    soon: int = 0
    children: int = 0


@dataclass(frozen=True, slots=True)
class Open:
    """A child of whom it isn't known whose they are; `denied`: who says that they aren't theirs."""

    child_id: str
    called: str
    denied: Sequence[Person]
    is_restricted: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """`overdue` needs them; `explained` is overdue, too, but a reason holds, or they have agreed to a later day.
    `awaiting`: how much awaits their word, which they have heard of as it came."""

    overdue: list[Line] = field(default_factory=list)
    explained: list[Line] = field(default_factory=list)
    nobodys: list[Open] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)
    is_fresh: bool = True
    is_service: bool = False
    awaiting: int = 0

    @property
    def is_clear(self) -> bool:
        """Whether nothing needs them."""
        return not (self.overdue or self.explained or self.nobodys or self.awaiting)

    def row(self, key: str, name: str) -> Row:
        """A worker's, or a team's."""
        return self.rows.setdefault(key, Row(name))

    @property
    def by_name(self) -> list[Row]:
        """The rows in the order of names, nobody's last."""
        return sorted(self.rows.values(), key=lambda row: (not row.name, row.name))


def team(through: Door, store: Store, knowledge: Knowledge, now: AsOf, *, as_head: bool = False) -> Team | None:
    """What needs a manager, or a Head of Service; None for whoever leads nobody."""
    work, person = through.oversees(), through.person
    if work is None or person is None:
        return None
    children = {child.id: child for _, child in work}
    watched = through.managing.watched(children, now, knowledge.timescales, knowledge.calendar)
    made = _Made(People(store), rules_of(store, knowledge, now), names([*children.values()]), now, person, as_head)
    theirs = []
    for one in watched:
        leads = one.search.heads() if as_head else one.search.managers()
        if person.key in {leader.key for leader in leads}:
            made.add(one, store)
            theirs.append(one.of.child)
    found, waits = made.team, _awaiting(through, theirs, now, as_head=as_head)
    overdue, explained = in_order(found.overdue), in_order(found.explained)
    return Team(overdue, explained, found.nobodys, found.rows, made.rules.is_fresh, as_head, waits)


def _awaiting(through: Door, children: Sequence[Child], now: AsOf, *, as_head: bool) -> int:
    """How much awaits their word; of a Head of Service, what only they may agree."""
    told_here = awaiting.agreed(through, children, now)
    if as_head:
        return sum(one.kind == HEAD_AGREED for one in told_here)
    return len(told_here) + len(awaiting.situations(through, children, now))


@dataclass(slots=True)
class _Made:
    people: People
    rules: Rules
    called: Mapping[str, str]
    now: AsOf
    person: Person
    as_head: bool
    team: Team = field(default_factory=Team)

    def add(self, one: Watched, store: Store) -> None:
        """A child."""
        disclaimed = one.said.disclaimed
        workers = [p for who in CASEWORK for p in told(one.search.of(who, disclaimed))]
        if not workers and not self.as_head:
            child_id = one.of.child.id
            denied = store.people.with_keys(disclaimed)
            self.team.nobodys.append(Open(child_id, self.called[child_id], denied, one.of.child.restricted))
        for worker in workers:
            self._row(worker).children += 1
        if not workers:
            self._row(None).children += 1
        for deadline in one.of.deadlines:
            whose = next(iter(workers_of(one, deadline)), None)
            its = matter(one, deadline, self.now)
            rhythm = self.people.rhythm(whose or self.person)
            where = standing(its, self.now, rhythm, self.now.today, self.rules.policy, self.rules.calendar)
            if where is not None:
                row = self._row(whose)
                row.overdue += where.stage is Stage.OVERDUE
                row.soon += where.stage in (Stage.TODAY, Stage.SOON)
                more = {"worker": whose} if whose else {}
                self._sort_in(line_of(one, deadline, its, where, self.called, self.now, **more), where, its)

    def _row(self, worker: Person | None) -> Row:
        if worker is None:
            return self.team.row("", "")
        return self.team.row(worker.team, worker.team) if self.as_head else self.team.row(worker.key, worker.name)

    def _sort_in(self, line: Line, where: Standing, its: Matter) -> None:
        rules = self.rules
        if self.as_head:
            if tells_head(where, its, self.now, rules.policy, rules.calendar, is_fresh=rules.is_fresh):
                self.team.overdue.append(line)
        elif tells_manager(where):
            self.team.overdue.append(line)
        elif where.stage is Stage.OVERDUE:
            self.team.explained.append(line)
