"""Workers' names in the case system that aren't known to be anybody on the staff, and settling whose they are."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from storage.allocations import Allocation
from storage.imports.workers import NOBODY, Workers
from storage.names import match_name
from storage.people import Person

if TYPE_CHECKING:
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class OpenName:
    """A name with children and nobody who would be told about them; `candidates` are those on the staff who have it."""

    name: str
    why: str  # as `storage.imports.workers` has it
    teams: tuple[str, ...]
    child_ids: tuple[str, ...]
    candidates: tuple[Person, ...] = ()

    @property
    def match_name(self) -> str:
        """The name to compare by."""
        return match_name(self.name)


def open_names(store: "Store", on: date) -> list[OpenName]:
    """All of them on a day, by name; without those that people have said are nobody's."""
    people = store.people.all()
    workers = Workers(people, store.allocations.matches(), on)
    left = {p.key for p in people if p.has_left(on)}
    found: dict[str, list[Allocation]] = {}
    for allocation in store.allocations.open_for(left, on):
        if workers.match(allocation.worker_name).why not in ("", NOBODY):
            found.setdefault(match_name(allocation.worker_name), []).append(allocation)
    names = [_open_name(its, workers, [p for p in people if p.key not in left]) for its in found.values()]
    return sorted(names, key=lambda n: n.match_name)


def settle(store: "Store", name: str, person: Person | None, who: str, at: datetime, on: date) -> int:
    """Say whose a name is, or that it is nobody's on the staff; how many children that concerns. Audited."""
    children = store.allocations.children_of_name(name, on)
    store.allocations.decide(name, person.key if person else None, who, at)
    said = f"“{name}” is {person.key if person else 'nobody on the staff'}"
    store.audit_log.add(at, who, "match", said, children)
    return len(children)


def _open_name(its: list[Allocation], workers: Workers, active: list[Person]) -> OpenName:
    name = Counter(a.worker_name for a in its).most_common(1)[0][0]
    teams = tuple(sorted({a.team for a in its if a.team}))
    candidates = tuple(p for p in active if match_name(p.name) == match_name(name))
    return OpenName(name, workers.match(name).why, teams, tuple(sorted({a.child_id for a in its})), candidates)
