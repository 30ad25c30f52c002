"""How far somebody's roles reach, as sets of staff and teams; and the children whom that is."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement, Connection, and_, exists, false, func, or_, select, true

from storage.allocations import Allocation
from storage.case_tables import allocations, child_viewers, children, situations
from storage.children import Child
from storage.people import Person
from storage.roles import AUDITOR, Action, Reach, Role, may
from storage.rows import value_of


@dataclass(frozen=True, slots=True)
class Reached:
    """The children of `staff`, of `teams` where it isn't known whose they are, and those audited by `auditors`."""

    staff: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()  # as `team_name` gives them
    auditors: frozenset[str] = frozenset()
    named: bool = False  # any child whom one can name
    everybody: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether no role allows it."""
        return self == Reached()

    def includes(self, person: Person) -> bool:
        """Whether a member of staff is within it."""
        return self.everybody or person.key in self.staff


class Staff:
    """Everybody on the staff, to tell who is below whom; `covered`: whom each stands in for at present, by a manager's
    word, beside those whose deputy the staff file says they are."""

    def __init__(self, people: Sequence[Person], covered: Mapping[str, Collection[str]] = MappingProxyType({})) -> None:
        self._people = people
        self._covered = covered

    def reached(self, person: Person, action: Action) -> Reached:
        """How far all of somebody's roles reach together, for themselves and for those whom they stand in for."""
        covered = self._covered.get(person.key, ())
        stands_for = [person, *(p for p in self._people if p.deputy_key == person.key or p.key in covered)]
        found = [self._by(may(role, action), action, person, stands_for) for role in Role if role in person.roles]
        return Reached(
            frozenset[str]().union(*(reached.staff for reached in found)),
            frozenset[str]().union(*(reached.teams for reached in found)),
            frozenset[str]().union(*(reached.auditors for reached in found)),
            any(reached.named for reached in found),
            any(reached.everybody for reached in found),
        )

    def _by(self, reach: Reach, action: Action, person: Person, stands_for: Sequence[Person]) -> Reached:
        match reach:
            case Reach.OWN:
                return Reached(staff=frozenset(p.key for p in stands_for))
            case Reach.AUDITED:
                return Reached(auditors=frozenset({person.key}))
            case Reach.TEAM | Reach.SERVICE:
                # Standing in for a practitioner doesn't open the practitioner's team.
                heads = [person, *(p for p in stands_for if _leads(p, action))]
                groups = self._of_groups(heads, _same_team if reach is Reach.TEAM else _same_service)
                return replace(groups, staff=groups.staff | {p.key for p in stands_for})
            case Reach.NAMED:
                return Reached(named=True)
            case Reach.EVERYBODY:
                return Reached(everybody=True)
        return Reached()

    def _of_groups(self, heads: Sequence[Person], same: Callable[[Person, Person], bool]) -> Reached:
        members = {p.key for p in self._people if any(same(head, p) for head in heads)}
        keys = frozenset(members | self._below({head.key for head in heads}))
        inside = {team_name(p.team) for p in self._people if p.key in keys and p.team}
        # A team's name that is used outside, too, tells nothing.
        outside = {team_name(p.team) for p in self._people if p.key not in keys}
        return Reached(staff=keys, teams=frozenset(inside - outside))

    def _below(self, keys: Collection[str]) -> set[str]:
        found, new = set(keys), set(keys)
        while new:
            new = {p.key for p in self._people if p.manager_key in new} - found
            found |= new
        return found


class ReachedChildren:
    """Which children somebody's reach comes to on a day, by the allocations of that day.

    A restricted child is there only for those who are named, whatever else they may reach."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def includes(self, reached: Reached, staff_key: str, child_id: str, on: date) -> bool:
        """Whether a child is among them."""
        by_name = true() if reached.named else false()
        found = select(children.c.id).where(children.c.id == child_id, _visible(reached, staff_key, on, by_name))
        return self._connection.execute(found).first() is not None

    def ids(self, reached: Reached, staff_key: str, on: date) -> frozenset[str]:
        """All of them, without those who have to be named."""
        found = select(children.c.id).where(_visible(reached, staff_key, on, false()))
        return frozenset(self._connection.execute(found).scalars())

    def allocated(self, staff_keys: Collection[str], staff_key: str, on: date) -> list[Child]:
        """The children whose casework these have, by id, as far as `staff_key` may see them. From the allocations on:
        nobody waits for a walk through every child of a council."""
        a = allocations.c
        current = and_(a.from_on <= on, or_(a.until_on.is_(None), a.until_on > on))
        theirs = select(a.child_id).where(a.staff_key.in_(sorted(staff_keys)), a.role != AUDITOR, current)
        named = select(child_viewers.c.child_id).where(child_viewers.c.staff_key == staff_key)
        open_to = or_(children.c.restricted.is_(False), children.c.id.in_(named))
        rows = self._connection.execute(select(children).where(children.c.id.in_(theirs), open_to))
        return sorted((value_of(Child, row) for row in rows), key=lambda child: child.id)

    def worked_with(self, reached: Reached, staff_key: str, on: date) -> list[tuple[Allocation, Child]]:
        """The casework of everybody within reach, and of their teams where it isn't known whose it is, by child."""
        return self._worked_with(and_(allocations.c.role != AUDITOR, _whose(reached)), staff_key, on)

    def worked_with_by(self, worker_key: str, staff_key: str, on: date) -> list[tuple[Allocation, Child]]:
        """One worker's casework, as far as `staff_key` may see it, by child."""
        return self._worked_with(
            and_(allocations.c.role != AUDITOR, allocations.c.staff_key == worker_key), staff_key, on
        )

    def _worked_with(self, whose: ColumnElement[bool], staff_key: str, on: date) -> list[tuple[Allocation, Child]]:
        named = select(child_viewers.c.child_id).where(child_viewers.c.staff_key == staff_key)
        open_to = or_(children.c.restricted.is_(False), children.c.id.in_(named))
        found = select(allocations).where(whose, _is_current(on))
        work = [value_of(Allocation, row) for row in self._connection.execute(found)]
        theirs = select(allocations.c.child_id).where(whose, _is_current(on))
        rows = self._connection.execute(select(children).where(children.c.id.in_(theirs), open_to))
        known = {row.id: value_of(Child, row) for row in rows}
        pairs = [(allocation, known[allocation.child_id]) for allocation in work if allocation.child_id in known]
        return sorted(pairs, key=lambda pair: (pair[1].id, pair[0].role, pair[0].id))

    def open_by_kind(self, reached: Reached, staff_key: str, on: date) -> dict[str, int]:
        """Of how many of them each kind of situation is open."""
        still_open = or_(situations.c.ended_on.is_(None), situations.c.ended_on > on)
        counted = (
            select(situations.c.kind, func.count(situations.c.child_id.distinct()))
            .join(children, children.c.id == situations.c.child_id)
            .where(situations.c.started_on <= on, still_open, _visible(reached, staff_key, on, false()))
            .group_by(situations.c.kind)
        )
        return {row[0]: row[1] for row in self._connection.execute(counted.order_by(situations.c.kind))}


def team_name(team: str) -> str:
    """A team's name to compare by: case and spaces around it differ between staff file and case system."""
    return team.strip().lower()


def _leads(person: Person, action: Action) -> bool:
    return any(may(role, action) in (Reach.TEAM, Reach.SERVICE) for role in Role if role in person.roles)


def _same_team(head: Person, person: Person) -> bool:
    same = bool(head.team) and team_name(head.team) == team_name(person.team)
    return same and team_name(head.service_area) == team_name(person.service_area)


def _same_service(head: Person, person: Person) -> bool:
    return bool(head.service_area) and team_name(head.service_area) == team_name(person.service_area)


def _visible(reached: Reached, staff_key: str, on: date, by_name: ColumnElement[bool]) -> ColumnElement[bool]:
    if reached.is_nothing:
        return false()
    named = select(child_viewers.c.child_id).where(child_viewers.c.staff_key == staff_key)
    within = true() if reached.everybody else or_(by_name, _is_allocated(reached, on))
    return or_(
        and_(children.c.restricted.is_(False), within), and_(children.c.restricted.is_(True), children.c.id.in_(named))
    )


def _is_allocated(reached: Reached, on: date) -> ColumnElement[bool]:
    audited = and_(allocations.c.role == AUDITOR, allocations.c.staff_key.in_(reached.auditors))
    whose = or_(audited, and_(allocations.c.role != AUDITOR, _whose(reached)))
    return exists().where(allocations.c.child_id == children.c.id, _is_current(on), whose)


def _whose(reached: Reached) -> ColumnElement[bool]:
    team = func.lower(func.trim(allocations.c.team))
    return or_(
        allocations.c.staff_key.in_(reached.staff),
        and_(allocations.c.staff_key.is_(None), team.in_(reached.teams)),
    )


def _is_current(on: date) -> ColumnElement[bool]:
    return and_(allocations.c.from_on <= on, or_(allocations.c.until_on.is_(None), allocations.c.until_on > on))
