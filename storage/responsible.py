"""Who it is that a timescale's `who` means for a child: the allocated worker, else the duty list, else the manager."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from storage.allocations import Allocation
from storage.children import Child
from storage.people import Person
from storage.roles import AUDITOR, PERSONAL_ADVISER, SOCIAL_WORKER, Role
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
    return _Search(store, child, on).of(who)


class _Search:
    def __init__(self, store: "Store", child: Child, on: date) -> None:
        self._people = store.people
        self._covers = store.covers
        self._on = on
        self._named = store.children.viewers(child.id) if child.restricted else None
        self._allocations = store.allocations.of_child(child.id, on)

    def of(self, who: str) -> Responsible:
        if who in _ROLES:
            role, staff_role = _ROLES[who]
            in_role = [a for a in self._allocations if a.role == role]
            found = self._told(self._people.by_key(a.staff_key) for a in in_role if a.staff_key)
            if found:
                present = self._present(found)
                return Responsible(How.ALLOCATED if present == found else How.COVERED, present)
            on_duty = () if in_role else self._on_duty(staff_role)
            if on_duty:
                return Responsible(How.DUTY, on_duty)
        managers = self._present(self._managers())
        return Responsible(How.MANAGER, managers) if managers else Responsible(How.NOBODY)

    def _present(self, people: tuple[Person, ...]) -> tuple[Person, ...]:
        """The same, with whoever stands in for those who are away; nobody who mayn't know of the child, or has left."""
        away = {
            c.staff_key: c.deputy_key
            for c in self._covers.of((p.key for p in people), self._on)
            if c.from_on <= self._on
        }
        if not away:
            return people
        deputies = {key: self._told([self._people.by_key(deputy)]) for key, deputy in away.items()}
        return self._told(one for p in people for one in deputies.get(p.key) or (p,))

    def _workers(self) -> list[tuple[Allocation, Person | None]]:
        casework = [a for a in self._allocations if a.role != AUDITOR]
        return [(a, self._people.by_key(a.staff_key) if a.staff_key else None) for a in casework]

    def _on_duty(self, role: Role) -> tuple[Person, ...]:
        """Those on duty in that role; only the child's service area's, where that is known."""
        areas = {team_name(worker.service_area) for _, worker in self._workers() if worker and worker.service_area}
        on_duty = [p for p in self._people.with_role(Role.DUTY) if role in p.roles]
        return self._told(p for p in on_duty if not areas or team_name(p.service_area) in areas)

    def _managers(self) -> tuple[Person, ...]:
        """The managers of the child's workers; where it isn't known who those are, of their teams."""
        found: list[Person | None] = []
        for allocation, worker in self._workers():
            if worker is not None:
                found.append(self._first_above(worker))
            elif allocation.team:
                found += self._heads(allocation.team)
        return self._told(found)

    def _heads(self, team: str) -> list[Person]:
        members = [p for p in self._people.in_team(team) if not p.has_left(self._on)]
        if len({team_name(p.service_area) for p in members}) != 1:  # the team's name tells nothing
            return []
        managers = [p for p in members if Role.MANAGER in p.roles]
        return managers or [p for p in members if Role.ASSISTANT_MANAGER in p.roles]

    def _first_above(self, worker: Person) -> Person | None:
        """The first one above who can be told: a manager who has left is stood in for, or passed over."""
        seen, key = {worker.key}, worker.manager_key
        while key and key not in seen:
            seen.add(key)
            above = self._people.by_key(key)
            if above is None:
                return None
            deputy = self._people.by_key(above.deputy_key) if above.deputy_key else None
            told = self._told((above, deputy))
            if told:
                return told[0]
            key = above.manager_key
        return None

    def _told(self, people: Iterable[Person | None]) -> tuple[Person, ...]:
        """Those of them who may be told, each once."""
        told = [p for p in people if p and not p.has_left(self._on) and (self._named is None or p.key in self._named)]
        return tuple({person.key: person for person in told}.values())
