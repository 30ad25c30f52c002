"""Who it is that a timescale's `who` means for a child: the allocated worker, else the duty list, else the manager."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from storage.allocations import Allocation
from storage.people import Person
from storage.reach import team_name
from storage.roles import AUDITOR, PERSONAL_ADVISER, SOCIAL_WORKER, Role

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
    named = store.children.viewers(child_id) if child.restricted else None
    staff = {p.key: p for p in store.people.all() if not p.has_left(on) and (named is None or p.key in named)}
    casework = [a for a in store.allocations.of_child(child_id, on) if a.role != AUDITOR]
    if who in _ROLES:
        role, staff_role = _ROLES[who]
        in_role = [a for a in store.allocations.of_child(child_id, on) if a.role == role]
        found = _people(staff, (a.staff_key for a in in_role))
        if found:
            present = _standing_in(store, staff, found, on)
            return Responsible(How.ALLOCATED if present == found else How.COVERED, present)
        on_duty = () if in_role else _on_duty(store, staff, staff_role, casework)
        if on_duty:
            return Responsible(How.DUTY, on_duty)
    managers = _standing_in(store, staff, _managers(store, staff, casework), on)
    return Responsible(How.MANAGER, managers) if managers else Responsible(How.NOBODY)


def _standing_in(
    store: "Store", staff: Mapping[str, Person], people: tuple[Person, ...], on: date
) -> tuple[Person, ...]:
    """The same, with whoever stands in for those who are away; nobody who mayn't know of the child, or has left."""
    away = {c.staff_key: c.deputy_key for c in store.covers.of((p.key for p in people), on) if c.from_on <= on}
    keys = [away[p.key] if away.get(p.key) in staff else p.key for p in people]
    return _people(staff, keys)


def _on_duty(
    store: "Store", staff: Mapping[str, Person], role: Role, casework: Sequence[Allocation]
) -> tuple[Person, ...]:
    """Those on duty in that role; only the child's service area's, where that is known."""
    workers = [store.people.by_key(a.staff_key) for a in casework if a.staff_key]
    areas = {team_name(worker.service_area) for worker in workers if worker and worker.service_area}
    on_duty = [p for p in staff.values() if Role.DUTY in p.roles and role in p.roles]
    return tuple(p for p in on_duty if not areas or team_name(p.service_area) in areas)


def _managers(store: "Store", staff: Mapping[str, Person], casework: Sequence[Allocation]) -> tuple[Person, ...]:
    """The managers of the child's workers; where it isn't known who those are, of their teams."""
    found: list[str | None] = []
    for allocation in casework:
        worker = store.people.by_key(allocation.staff_key) if allocation.staff_key else None
        if worker is not None:
            found.append(_first_above(store, staff, worker))
        elif allocation.team:
            team = [p for p in staff.values() if team_name(p.team) == team_name(allocation.team)]
            if len({team_name(p.service_area) for p in team}) == 1:  # else the team's name tells nothing
                found += [p.key for p in team if Role.MANAGER in p.roles] or [
                    p.key for p in team if Role.ASSISTANT_MANAGER in p.roles
                ]
    return _people(staff, found)


def _first_above(store: "Store", staff: Mapping[str, Person], worker: Person) -> str | None:
    """The first one above who can be told: a manager who has left is stood in for, or passed over."""
    seen = {worker.key}
    key = worker.manager_key
    while key and key not in seen:
        seen.add(key)
        if key in staff:
            return key
        above = store.people.by_key(key)
        if above is None:
            return None
        if above.deputy_key and above.deputy_key in staff:
            return above.deputy_key
        key = above.manager_key
    return None


def _people(staff: Mapping[str, Person], keys: Iterable[str | None]) -> tuple[Person, ...]:
    return tuple(staff[key] for key in dict.fromkeys(keys) if key and key in staff)
