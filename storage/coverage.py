"""Who of the staff can't be reached in chat, and why; and who writes without being on the staff."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from storage.people import Person

if TYPE_CHECKING:
    from storage.store import Store


class Gap(StrEnum):
    """Why somebody can't be reached."""

    NOT_ON_STAFF = "not_on_staff"  # writes, and the staff file doesn't have them
    NO_SIGN_IN = "no_sign_in"  # the staff file doesn't say what they sign in with
    NOT_INSTALLED = "not_installed"  # no personal chat with the app in it
    CONFLICT = "conflict"  # another account signs in as they do, or theirs is bound to somebody else


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody who can't be reached; `person` is None for who isn't on the staff."""

    name: str
    gap: Gap
    person: Person | None = None
    principal_name: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the staff can be reached, and the rest."""

    reached: int
    unreached: tuple[Unreached, ...]


def coverage(store: "Store", on: date, includes: Callable[[Person], bool]) -> Coverage:
    """Of those who work here on a day and are included, by reason and name; and of whoever isn't on the staff."""
    everybody = store.people.all()
    staff = [p for p in everybody if not p.has_left(on) and includes(p)]
    arrivals, reachable = store.arrivals.all(), store.arrivals.reachable()
    by_sign_in: dict[str, set[str]] = {}
    for arrival in arrivals:
        by_sign_in.setdefault(arrival.principal_name, set()).add(arrival.object_id)
    found = [(p, _gap(p, by_sign_in, reachable)) for p in staff]
    unreached = [Unreached(p.name, gap, p, p.principal_name or "") for p, gap in found if gap]
    bound, sign_ins = {p.object_id for p in everybody}, {p.principal_name for p in everybody}
    for a in arrivals:
        if a.object_id not in bound and a.principal_name not in sign_ins:
            unreached.append(Unreached(a.name, Gap.NOT_ON_STAFF, None, a.principal_name))
    order = list(Gap)
    unreached.sort(key=lambda u: (order.index(u.gap), u.name.casefold()))
    return Coverage(sum(gap is None for _, gap in found), tuple(unreached))


def _gap(person: Person, by_sign_in: dict[str, set[str]], reachable: frozenset[str]) -> Gap | None:
    accounts = by_sign_in.get(person.principal_name, set()) if person.principal_name else set()
    if accounts - {person.object_id}:
        return Gap.CONFLICT
    if person.object_id is None and not person.principal_name:
        return Gap.NO_SIGN_IN
    return None if person.object_id in reachable else Gap.NOT_INSTALLED
