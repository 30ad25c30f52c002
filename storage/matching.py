"""Workers' names in the case system that aren't known to be anybody on the staff, and settling whose they are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from storage.allocations import Allocation
from storage.names import match_name
from storage.people import Person

if TYPE_CHECKING:
    from storage.store import Store


class Why(StrEnum):
    """Why it isn't known who that is, or why it is of no use."""

    NO_NAME = "no_name"  # the case system gives none
    UNKNOWN = "unknown"  # nobody on the staff has that name
    AMBIGUOUS = "ambiguous"  # several have it
    LEFT = "left"  # whoever has it works here no more


@dataclass(frozen=True, slots=True)
class OpenName:
    """A name with children and nobody who would be told about them; `candidates` are those on the staff who have it."""

    name: str
    why: Why
    teams: tuple[str, ...]
    child_ids: tuple[str, ...]
    candidates: tuple[Person, ...] = ()

    @property
    def match_name(self) -> str:
        """The name to compare by."""
        return match_name(self.name)


def open_names(store: "Store", on: date) -> list[OpenName]:
    """All of them on a day, by name."""
    people = store.people.all()
    left = {p.key for p in people if p.has_left(on)}
    by_name: dict[str, list[Person]] = {}
    for person in people:
        by_name.setdefault(match_name(person.name), []).append(person)
    settled_as_nobody = {m.match_name for m in store.allocations.matches() if m.staff_key is None}
    found: dict[str, list[Allocation]] = {}
    for allocation in store.allocations.open_for(left, on):
        name = match_name(allocation.worker_name)
        if name not in settled_as_nobody:
            found.setdefault(name, []).append(allocation)
    names = [_open_name(its, by_name.get(name, []), left) for name, its in found.items()]
    return sorted(names, key=lambda n: n.match_name)


def settle(store: "Store", name: str, person: Person | None, who: str, at: datetime, on: date) -> int:
    """Say whose a name is, or that it is nobody's on the staff; how many children that concerns. Audited."""
    children = store.allocations.children_of_name(name, on)
    store.allocations.decide(name, person.key if person else None, who, at)
    said = f"“{name}” is {person.key if person else 'nobody on the staff'}"
    store.audit_log.add(at, who, "match", said, children)
    return len(children)


def _open_name(its: Iterable[Allocation], named: list[Person], left: set[str]) -> OpenName:
    its = list(its)
    written = Counter(a.worker_name for a in its).most_common(1)[0][0]
    active = tuple(p for p in named if p.key not in left)
    if not match_name(written):
        why = Why.NO_NAME
    elif any(a.staff_key in left for a in its) or (named and not active):
        why = Why.LEFT
    else:
        why = Why.AMBIGUOUS if active else Why.UNKNOWN
    teams = tuple(sorted({a.team for a in its if a.team}))
    return OpenName(written, why, teams, tuple(sorted({a.child_id for a in its})), active)
