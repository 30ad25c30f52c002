"""A month's completed audits to moderate, drawn at random, and who may moderate which: the same again for the same."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random
from typing import TYPE_CHECKING, Final

from standards_kb.working_days import add_months, at_local_time
from storage.moderations import OPEN, Completed, Moderation
from storage.outbox import Message
from storage.people import Person
from storage.roles import AUDITOR, Role

if TYPE_CHECKING:
    from storage.store import Store

ASKED: Final = "audit_moderation.asked"  # `dialogs/audit_moderation/nudges.py` has its words
SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Wish:
    """How many of a month's completed audits are to be moderated, by what chance, by when; who says so."""

    month: date  # its first day
    size: int
    seed: int
    due_on: date
    by_name: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came of drawing. `before`: how many of the month were drawn earlier; `without`: those that nobody may
    moderate; `completed`: how many there are to draw from."""

    new: tuple[Moderation, ...]
    before: int
    without: tuple[int, ...]
    completed: int
    moderators: int


def draw(store: "Store", wish: Wish, at: datetime, today: date) -> Drawn:
    """Draw as many as are wanted of a month, of which those drawn before are part; tell the moderators. Each audit has
    a place of its own in a random order, so that one completed later moves no other. Restricted children's are left
    out."""
    every = completed(store, wish.month)
    earlier = {m.audit_id for m in store.moderations.of_month(wish.month)}
    moderators = [p for p in store.people.with_role(Role.MODERATOR) if not p.has_left(today)]
    barred = Barred(store, [one.child_id for one in every], today)
    load = {p.key: sum(m.moderator_key == p.key for m in store.moderations.in_states(OPEN)) for p in moderators}
    new: list[Moderation] = []
    without = []
    for one in sorted(every, key=lambda one: _place(wish, one.audit_id)):
        if len(earlier) + len(new) >= wish.size:
            break
        if one.audit_id in earlier:
            continue
        may = [p.key for p in moderators if not barred.why(p, one)]
        if not may:
            without.append(one.audit_id)
            continue
        key = min(may, key=lambda key: (load[key], _place(wish, f"{one.audit_id} {key}")))
        made = Moderation(one.audit_id, key, wish.month, wish.due_on, one.grade, wish.by_name, at)
        if store.moderations.add(made):
            load[key] += 1
            new.append(made)
            ask(store, made, one.child_id, at)
    return Drawn(tuple(new), len(earlier), tuple(without), len(every), len(moderators))


def completed(store: "Store", month: date) -> list[Completed]:
    """The audits that became final in a month, by London's calendar."""
    start, end = at_local_time(month, time()), at_local_time(add_months(month, 1), time())
    return store.moderations.completed(start, end)


def ask(store: "Store", moderation: Moderation, child_id: str, at: datetime) -> None:
    """Tell its moderator."""
    about, facts = f"audit:{moderation.audit_id}", {"audit": moderation.audit_id}
    message = Message(ASKED, moderation.moderator_key, about, f"asked {moderation.version}", facts, child_id)
    store.outbox.add(message, at)


class Barred:
    """Who may not moderate an audit: whoever did it or took part in it, manages somebody who did, or has worked with
    the child."""

    def __init__(self, store: "Store", child_ids: Collection[str], today: date) -> None:
        self._people: Mapping[str, Person] = {person.key: person for person in store.people.all()}
        self._had: dict[str, set[str]] = {}
        self._has: dict[str, set[str]] = {}
        for a in store.allocations.of_children(child_ids):
            if a.role != AUDITOR and a.staff_key:
                self._had.setdefault(a.child_id, set()).add(a.staff_key)
                if a.from_on <= today and (a.until_on is None or a.until_on > today):
                    self._has.setdefault(a.child_id, set()).add(a.staff_key)

    def why(self, moderator: Person, one: Completed) -> str:
        """Why somebody may not; empty if they may."""
        key = moderator.key
        if key == one.auditor_key:
            return "auditor"
        if key == one.practitioner_key or key in self._had.get(one.child_id, ()):
            return "worked"
        workers = self._has.get(one.child_id, set()) | {one.practitioner_key}
        if any(key in self._above(worker) for worker in workers):
            return "line"
        return "auditors_line" if key in self._above(one.auditor_key) else ""

    def _above(self, key: str) -> Sequence[str]:
        found: list[str] = []
        person = self._people.get(key)
        while person is not None and person.manager_key and person.manager_key not in found:
            found.append(person.manager_key)
            person = self._people.get(person.manager_key)
        return found


def _place(wish: Wish, what: object) -> float:
    return Random(f"{wish.month.isoformat()} {wish.seed} {what}").random()
