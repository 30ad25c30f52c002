"""How far somebody's roles reach, as sets of staff and teams; and the children whom that is."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select, true, union

from storage.agreed import WAITING
from storage.agreed_tables import agreed
from storage.allocations import Allocation
from storage.case_tables import allocations, child_viewers, children, situations, staff
from storage.children import Child
from storage.correction_tables import corrections
from storage.moderations import open_for
from storage.people import Person
from storage.roles import AUDITOR, PARTNER, Action, Reach, Role, may
from storage.rows import value_of, values_of
from storage.team_tables import decisions, handovers
from storage.teams import is_called, team_name

_WITH_PARTNERS = frozenset({Action.VIEW, Action.PREPARE})


@dataclass(frozen=True, slots=True)
class Reached:
    """The children of `staff`, of `teams` where it isn't known whose they are, those audited by `auditors`, those
    whose audit `moderators` have still to moderate, and those whose audit is done with `partners`, though another has
    the child by now."""

    staff: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()  # as `team_name` gives them
    auditors: frozenset[str] = frozenset()
    named: bool = False  # any child whom one can name
    everybody: bool = False
    moderators: frozenset[str] = frozenset()
    partners: frozenset[str] = frozenset()

    @property
    def is_nothing(self) -> bool:
        """Whether no role allows it."""
        return self == Reached()

    def includes(self, person: Person) -> bool:
        """Whether a member of staff is within it."""
        return self.everybody or person.key in self.staff


class Staff:
    """The rows of `staff`, to tell who is below whom: asked for what is needed, as all of them are many."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def reached(self, person: Person, action: Action, covered: frozenset[str] = frozenset()) -> Reached:
        """How far all of somebody's roles reach together, for themselves and for those whom they stand in for: by the
        staff file, and those `covered` by a manager's word."""
        is_deputy = or_(staff.c.deputy_key == person.key, staff.c.key.in_(covered))
        stood_for = self._connection.execute(select(staff).where(is_deputy))
        stands_for = [person, *(value_of(Person, row) for row in stood_for)]
        found = [self._by(may(role, action), action, person, stands_for) for role in Role if role in person.roles]
        return Reached(
            frozenset[str]().union(*(reached.staff for reached in found)),
            frozenset[str]().union(*(reached.teams for reached in found)),
            frozenset[str]().union(*(reached.auditors for reached in found)),
            any(reached.named for reached in found),
            any(reached.everybody for reached in found),
            frozenset[str]().union(*(reached.moderators for reached in found)),
            frozenset({person.key}) if action in _WITH_PARTNERS and any(r.staff for r in found) else frozenset(),
        )

    def _by(self, reach: Reach, action: Action, person: Person, stands_for: Sequence[Person]) -> Reached:
        match reach:
            case Reach.OWN:
                return Reached(staff=frozenset(p.key for p in stands_for))
            case Reach.AUDITED:
                return Reached(auditors=frozenset({person.key}))
            case Reach.MODERATED:
                return Reached(moderators=frozenset({person.key}))
            case Reach.TEAM | Reach.SERVICE:
                # Standing in for a practitioner doesn't open the practitioner's team.
                heads = [person, *(p for p in stands_for if _leads(p, action))]
                groups = self._of_groups(heads, self._same_team if reach is Reach.TEAM else self._same_service)
                return replace(groups, staff=groups.staff | {p.key for p in stands_for})
            case Reach.NAMED:
                return Reached(named=True)
            case Reach.EVERYBODY:
                return Reached(everybody=True)
        return Reached()

    def _of_groups(self, heads: Sequence[Person], same: Callable[[Person], ColumnElement[bool]]) -> Reached:
        members = select(staff.c.key).where(or_(*map(same, heads)))
        keys = frozenset(self._connection.execute(members).scalars()) | self._below([head.key for head in heads])
        # A team's name that is used outside, too, tells nothing.
        inside, outside = self._teams(staff.c.key.in_(keys)), self._teams(~staff.c.key.in_(keys))
        return Reached(staff=keys, teams=inside - outside - {""})

    def _same_team(self, head: Person) -> ColumnElement[bool]:
        if not team_name(head.team):
            return false()
        area = is_called(self._connection, staff.c.service_area, head.service_area)
        return and_(is_called(self._connection, staff.c.team, head.team), area)

    def _same_service(self, head: Person) -> ColumnElement[bool]:
        if not team_name(head.service_area):
            return false()
        return is_called(self._connection, staff.c.service_area, head.service_area)

    def _below(self, keys: Sequence[str]) -> frozenset[str]:
        below = select(staff.c.key).where(staff.c.key.in_(keys)).cte("below", recursive=True)
        below = below.union(select(staff.c.key).where(staff.c.manager_key == below.c.key))
        return frozenset(self._connection.execute(select(below.c.key)).scalars())

    def _teams(self, of: ColumnElement[bool]) -> frozenset[str]:
        return frozenset(map(team_name, self._connection.execute(select(staff.c.team).where(of).distinct()).scalars()))


class ReachedChildren:
    """Which children somebody's reach comes to on a day, by the allocations of that day.

    A restricted child is there only for those who are named, whatever else they may reach."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def includes(self, reached: Reached, staff_key: str, child_id: str, on: date) -> bool:
        """Whether a child is among them."""
        by_name = true() if reached.named else false()
        found = select(children.c.id).where(children.c.id == child_id, self._visible(reached, staff_key, on, by_name))
        return self._connection.execute(found).first() is not None

    def allocated(self, staff_keys: Collection[str], staff_key: str, on: date) -> list[Child]:
        """The children whose casework these have, by id, as far as `staff_key` may see them."""
        reached = Reached(staff=frozenset(staff_keys))
        open_to = self._open_to(staff_key)
        theirs = children.c.id.in_(self._allocated(reached, on))
        rows = self._connection.execute(select(children).where(theirs, open_to))
        return sorted((value_of(Child, row) for row in rows), key=lambda child: child.id)

    def worked_with(self, reached: Reached, staff_key: str, on: date) -> list[tuple[Allocation, Child]]:
        """The casework of everybody within reach, and of their teams where it isn't known whose it is, by child, as far
        as `staff_key` may see it."""
        open_to = self._open_to(staff_key)
        whose = self._current(reached, on)
        work = values_of(Allocation, self._connection.execute(select(allocations).where(whose)))
        theirs = children.c.id.in_(select(allocations.c.child_id).where(whose))
        rows = self._connection.execute(select(children).where(theirs, open_to))
        known = {child.id: child for child in values_of(Child, rows)}
        pairs = [(allocation, known[allocation.child_id]) for allocation in work if allocation.child_id in known]
        return sorted(pairs, key=lambda pair: (pair[1].id, pair[0].role, pair[0].id))

    def in_work(self, reached: Reached, staff_key: str, on: date) -> list[tuple[str, str | None]]:
        """The same as child and worker by their keys alone, of which thousands are read in no time."""
        work = select(allocations.c.child_id, allocations.c.staff_key).join(
            children, children.c.id == allocations.c.child_id
        )
        return [
            tuple(row)
            for row in self._connection.execute(work.where(self._current(reached, on), self._open_to(staff_key)))
        ]

    def by_team(self, reached: Reached, staff_key: str, on: date) -> dict[str, int]:
        """How many children the staff within reach have, by team, as far as `staff_key` may see them."""
        open_to = self._open_to(staff_key)
        counted = (
            select(staff.c.team, func.count(allocations.c.child_id.distinct()))
            .select_from(allocations)
            .join(staff, staff.c.key == allocations.c.staff_key)
            .join(children, children.c.id == allocations.c.child_id)
            .where(self._current(Reached(staff=reached.staff), on), open_to)
            .group_by(staff.c.team)
        )
        return {row[0]: row[1] for row in self._connection.execute(counted)}

    def concerned(self, reached: Reached, staff_key: str, on: date) -> list[Child]:
        """The children within reach, by id, of whom something is to be settled or was settled or corrected, or who are
        no longer in the export."""
        waiting = [
            select(situations.c.child_id).where(situations.c.awaits.is_not(None)),
            select(agreed.c.child_id).where(agreed.c.state == WAITING),
            *(select(table.c.child_id) for table in (decisions, handovers, corrections)),
        ]
        is_left = children.c.missing_from_export_since.is_not(None)
        about = or_(is_left, children.c.id.in_(union(*waiting).scalar_subquery()))
        theirs = children.c.id.in_(self._allocated(reached, on))
        rows = self._connection.execute(select(children).where(about, theirs, self._open_to(staff_key)))
        return sorted((value_of(Child, row) for row in rows), key=lambda child: child.id)

    def open_by_kind(self, reached: Reached, staff_key: str, on: date) -> dict[str, int]:
        """Of how many of them each kind of situation is open."""
        still_open = or_(situations.c.ended_on.is_(None), situations.c.ended_on > on)
        counted = (
            select(situations.c.kind, func.count(situations.c.child_id.distinct()))
            .join(children, children.c.id == situations.c.child_id)
            .where(situations.c.started_on <= on, still_open, self._visible(reached, staff_key, on, false()))
            .group_by(situations.c.kind)
        )
        return {row[0]: row[1] for row in self._connection.execute(counted.order_by(situations.c.kind))}

    def _open_to(self, staff_key: str) -> ColumnElement[bool]:
        named = select(child_viewers.c.child_id).where(child_viewers.c.staff_key == staff_key)
        return or_(children.c.restricted.is_(False), children.c.id.in_(named))

    def _visible(self, reached: Reached, staff_key: str, on: date, by_name: ColumnElement[bool]) -> ColumnElement[bool]:
        if reached.is_nothing:
            return false()
        named = select(child_viewers.c.child_id).where(child_viewers.c.staff_key == staff_key)
        within = true() if reached.everybody else or_(by_name, *self._theirs(reached, on))
        open_one, restricted = children.c.restricted.is_(False), children.c.restricted.is_(True)
        return or_(and_(open_one, within), and_(restricted, children.c.id.in_(named)))

    def _theirs(self, reached: Reached, on: date) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = [children.c.id.in_(self._allocated(reached, on))]
        if reached.moderators:
            found.append(children.c.id.in_(open_for(reached.moderators)))
        return found

    def _allocated(self, reached: Reached, on: date) -> Select[tuple[str]]:
        return select(allocations.c.child_id).where(self._current(reached, on))

    def _current(self, reached: Reached, on: date) -> ColumnElement[bool]:
        is_audit, key = allocations.c.role == AUDITOR, allocations.c.staff_key
        whose: list[ColumnElement[bool]] = [false()]
        if reached.auditors:
            whose.append(and_(is_audit, key.in_(reached.auditors)))
        if reached.partners:
            whose.append(and_(is_audit, key.in_(reached.partners), allocations.c.source == PARTNER))
        if reached.staff:
            whose.append(and_(~is_audit, key.in_(reached.staff)))
        if reached.teams:
            whose.append(and_(~is_audit, key.is_(None), allocations.c.team.in_(self._as_written(reached.teams))))
        current = and_(allocations.c.from_on <= on, or_(allocations.c.until_on.is_(None), allocations.c.until_on > on))
        return and_(current, or_(*whose))

    def _as_written(self, teams: frozenset[str]) -> list[str]:
        """These teams as the case system writes them, where it isn't known whose the child is."""
        written = select(allocations.c.team).where(allocations.c.staff_key.is_(None)).distinct()
        return [team for team in self._connection.execute(written).scalars() if team_name(team) in teams]


def _leads(person: Person, action: Action) -> bool:
    return any(may(role, action) in (Reach.TEAM, Reach.SERVICE) for role in Role if role in person.roles)
