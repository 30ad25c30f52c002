"""Who it is that a timescale's `who` means for a child: the allocated worker, else the duty list, else the manager."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from storage.allocations import Allocation
from storage.children import Child
from storage.people import Person
from storage.roles import AUDITOR, PERSONAL_ADVISER, SOCIAL_WORKER, Action, Reach, Role, may
from storage.teams import team_name

if TYPE_CHECKING:
    from storage.store import Store

# A timescale's `who` → the role of an allocation, and the role in the staff file; any other is for the manager.
_ROLES: Final[Mapping[str, tuple[str, Role]]] = MappingProxyType(
    {
        "Social Worker": (SOCIAL_WORKER, Role.PRACTITIONER),
        "Personal Advisor": (PERSONAL_ADVISER, Role.PERSONAL_ADVISER),
        "Auditor": (AUDITOR, Role.AUDITOR),
    }
)


_MANAGERS, _HEADS = "managers", "heads"
_LEADING: Final = frozenset(role for role in Role if may(role, Action.OVERSEE) is not Reach.NOBODY)


class How(StrEnum):
    """Why it is them."""

    ALLOCATED = "allocated"
    COVERED = "covered"  # those allocated are away: whoever stands in for them
    DUTY = "duty"  # nobody is allocated in that role
    MANAGER = "manager"  # nobody is on duty either, or it isn't known who is allocated
    NOBODY = "nobody"  # not even a manager is known: for the administrator


@dataclass(frozen=True, slots=True)
class Responsible:
    """The people, and why it is them."""

    how: How
    people: tuple[Person, ...] = ()


def responsible(store: "Store", who: str, child_id: str, on: date) -> Responsible:
    """Who that is on a day; never a guess, never somebody who has left, and for a restricted child only the named."""
    child = store.children.find(child_id)
    if child is None:
        return Responsible(How.NOBODY)
    return Search(LookedUp(store, on), child).of(who)


class LookedUp:
    """What has to be known to tell who is responsible on a day: each thing is looked up once, and for many children
    together after `prepare`."""

    def __init__(self, store: "Store", on: date) -> None:
        self.on = on
        self._store = store
        self._people: dict[str, Person | None] = {}
        self._away: dict[str, str | None] = {}
        self._allocations: dict[str, list[Allocation]] = {}
        self.new: list[Person] = []  # whom the last `prepare` looked up
        self.allocated: list[Allocation] = []  # everybody who works or has worked with those prepared for
        self._teams: dict[str, list[Person]] = {}
        self._duty: list[Person] | None = None
        self.found: dict[Hashable, dict[Hashable, Any]] = {}  # what searches found, by the workers of a child

    def prepare(self, child_ids: Collection[str]) -> None:
        """Look up all that these children need."""
        self._allocations = {child_id: [] for child_id in child_ids}
        self.allocated = self._store.allocations.of_children(child_ids)
        for allocation in self.allocated:
            if allocation.from_on <= self.on and (allocation.until_on is None or allocation.until_on > self.on):
                self._allocations[allocation.child_id].append(allocation)
        current = (a for its in self._allocations.values() for a in its)
        wanted = {key for a in current if (key := a.staff_key) and key not in self._people}
        self.new = []
        while wanted:
            self._people.update(dict.fromkeys(wanted))
            found = self._store.people.with_keys(wanted)
            self.new += found
            self._people.update({person.key: person for person in found})
            away = {c.staff_key: c.deputy_key for c in self._store.covers.of(wanted, self.on) if c.from_on <= self.on}
            self._away.update({key: away.get(key) for key in wanted})
            above = {key for p in found for key in (p.manager_key, p.deputy_key) if key}
            wanted = {key for key in (*above, *away.values()) if key not in self._people}

    def go_on(self, store: "Store") -> None:
        """Use it in the next transaction, too: what was looked up stays as it was."""
        self._store = store

    def person(self, key: str | None) -> Person | None:
        """Somebody on the staff."""
        if key is None:
            return None
        if key not in self._people:
            self._people[key] = self._store.people.by_key(key)
        return self._people[key]

    def stands_in(self, key: str) -> str | None:
        """Who stands in for somebody who is away."""
        if key not in self._away:
            theirs = [c.deputy_key for c in self._store.covers.of([key], self.on) if c.from_on <= self.on]
            self._away[key] = theirs[-1] if theirs else None
        return self._away[key]

    def allocations(self, child_id: str) -> list[Allocation]:
        """Who works with a child."""
        if child_id not in self._allocations:
            self._allocations[child_id] = self._store.allocations.of_child(child_id, self.on)
        return self._allocations[child_id]

    def viewers(self, child: Child) -> frozenset[str] | None:
        """Who alone may know of a child; None: it isn't restricted."""
        return self._store.children.viewers(child.id) if child.restricted else None

    def on_duty_list(self) -> list[Person]:
        """Those whose role it is to be on duty."""
        if self._duty is None:
            self._duty = self._store.people.with_role(Role.DUTY)
        return self._duty

    def team(self, name: str) -> list[Person]:
        """Everybody in a team of that name."""
        if name not in self._teams:
            self._teams[name] = self._store.people.in_team(name)
        return self._teams[name]


class Search:
    """Who it is for one child."""

    def __init__(self, known: LookedUp, child: Child) -> None:
        self._known = known
        self._on = known.on
        self._named = known.viewers(child)
        self._allocations = known.allocations(child.id)
        # Children with the same workers have the same people, unless only the named may know of one.
        workers = tuple((a.role, a.staff_key, a.team) for a in self._allocations)
        self.alike: Hashable = workers if self._named is None else child.id
        self._found: dict[Hashable, Any] = known.found.setdefault(self.alike, {})

    def of(self, who: str, without: frozenset[str] = frozenset()) -> Responsible:
        """Who a timescale's `who` is, if it is none of those `without`, who say that the child isn't theirs."""
        if (who, without) not in self._found:
            self._found[who, without] = self._of(who, without)
        found: Responsible = self._found[who, without]
        return found

    def _of(self, who: str, without: frozenset[str]) -> Responsible:
        if who in _ROLES:
            role, staff_role = _ROLES[who]
            in_role = [a for a in self._allocations if a.role == role]
            keys = [a.staff_key for a in in_role if a.staff_key and a.staff_key not in without]
            found = self._told(map(self._known.person, keys))
            if found:
                present = self._present(found)
                return Responsible(How.ALLOCATED if present == found else How.COVERED, present)
            on_duty = () if in_role else self._on_duty(staff_role)
            if on_duty:
                return Responsible(How.DUTY, on_duty)
        managers = self._present(self._managers(self._first_above))
        return Responsible(How.MANAGER, managers) if managers else Responsible(How.NOBODY)

    def managers(self) -> tuple[Person, ...]:
        """The first ones above the child's workers who lead, or who stands in for them if they lead, too; of their
        teams where it isn't known who those are."""
        if _MANAGERS not in self._found:
            self._found[_MANAGERS] = self._leading(self._managers(self._first_leading_above))
        found: tuple[Person, ...] = self._found[_MANAGERS]
        return found

    def heads(self) -> tuple[Person, ...]:
        """The Heads of Service above them."""
        if _HEADS not in self._found:
            self._found[_HEADS] = self._heads()
        found: tuple[Person, ...] = self._found[_HEADS]
        return found

    def _heads(self) -> tuple[Person, ...]:
        found: list[Person | None] = []
        for manager in self._managers(self._first_leading_above):
            seen: set[str] = set()
            above: Person | None = manager
            while above is not None and above.key not in seen and Role.HEAD_OF_SERVICE not in above.roles:
                seen.add(above.key)
                above = self._known.person(above.manager_key)
            found.append(above if above is not None and Role.HEAD_OF_SERVICE in above.roles else None)
        return self._leading(self._told(found))

    def may_be_told(self, person: Person) -> bool:
        """Whether somebody works here and, if the child is restricted, is named."""
        return bool(self._told([person]))

    def _leading(self, people: tuple[Person, ...]) -> tuple[Person, ...]:
        """The same, with whoever stands in for those who are away and leads, too: to anybody else the gate shows no
        team."""
        return self._told(one for p in people for one in [q for q in self._present((p,)) if _leads(q)] or [p])

    def _present(self, people: tuple[Person, ...]) -> tuple[Person, ...]:
        """The same, with whoever stands in for those who are away; nobody who mayn't know of the child, or has left."""
        if not any(self._known.stands_in(p.key) for p in people):
            return people
        away = {p.key: deputy for p in people if (deputy := self._known.stands_in(p.key))}
        deputies = {key: self._told([self._known.person(deputy)]) for key, deputy in away.items()}
        return self._told(one for p in people for one in deputies.get(p.key) or (p,))

    def _workers(self) -> list[tuple[Allocation, Person | None]]:
        casework = [a for a in self._allocations if a.role != AUDITOR]
        return [(a, self._known.person(a.staff_key)) for a in casework]

    def _on_duty(self, role: Role) -> tuple[Person, ...]:
        """Those on duty in that role; only the child's service area's, where that is known."""
        areas = {team_name(worker.service_area) for _, worker in self._workers() if worker and worker.service_area}
        on_duty = [p for p in self._known.on_duty_list() if role in p.roles]
        return self._told(p for p in on_duty if not areas or team_name(p.service_area) in areas)

    def _managers(self, above: Callable[[Person], Person | None]) -> tuple[Person, ...]:
        found: list[Person | None] = []
        for allocation, worker in self._workers():
            if worker is not None:
                found.append(above(worker))
            elif allocation.team:
                found += self._heads_of_team(allocation.team)
        return self._told(found)

    def _heads_of_team(self, team: str) -> list[Person]:
        members = [p for p in self._known.team(team) if not p.has_left(self._on)]
        if len({team_name(p.service_area) for p in members}) != 1:  # the team's name tells nothing
            return []
        managers = [p for p in members if Role.MANAGER in p.roles]
        return managers or [p for p in members if Role.ASSISTANT_MANAGER in p.roles]

    def _first_above(self, worker: Person) -> Person | None:
        """The first one above who can be told: a manager who has left is stood in for, or passed over."""
        seen, key = {worker.key}, worker.manager_key
        while key and key not in seen:
            seen.add(key)
            above = self._known.person(key)
            if above is None:
                return None
            told = self._told((above, self._known.person(above.deputy_key)))
            if told:
                return told[0]
            key = above.manager_key
        return None

    def _first_leading_above(self, worker: Person) -> Person | None:
        found, seen = self._first_above(worker), {worker.key}
        while found is not None and not _leads(found) and found.key not in seen:
            seen.add(found.key)
            found = self._first_above(found)
        return found if found is not None and _leads(found) else None

    def _told(self, people: Iterable[Person | None]) -> tuple[Person, ...]:
        """Those of them who may be told, each once."""
        told = [p for p in people if p and not p.has_left(self._on) and (self._named is None or p.key in self._named)]
        return tuple({person.key: person for person in told}.values())


def _leads(person: Person) -> bool:
    return not _LEADING.isdisjoint(person.roles)
