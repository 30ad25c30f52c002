"""Children who come from one worker to another by a manager's word, and what of that is still to be done."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, func, select

from standards_kb.working_days import at_local_time
from storage.allocations import Allocation
from storage.cases import CHAT
from storage.going_along import move, move_actions
from storage.people import Person
from storage.roles import AUDITOR, PERSONAL_ADVISER, SOCIAL_WORKER, Role
from storage.rows import row_of, value_of
from storage.team_tables import handover_steps, handovers
from storage.upsert import insert_if_absent

if TYPE_CHECKING:
    from storage.store import Store

_CAUGHT_UP = timedelta(days=7)
_BATCH = 500  # below SQLite's limit of values in one statement


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done, by whom and when."""

    step: str
    done_on: date
    by_name: str


@dataclass(frozen=True, slots=True)
class Handover:
    """One change of worker; `from_name` is empty where nobody had the child."""

    child_id: str
    number: int
    from_name: str
    to_key: str
    to_name: str
    on_day: date
    by_name: str
    made_at: datetime
    id: int = 0


class Handovers:
    """The rows of `handovers` and `handover_steps`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, child_id: str) -> int:
        """How often a child has been handed over."""
        found = select(func.count()).select_from(handovers).where(handovers.c.child_id == child_id)
        return int(self._connection.execute(found).scalar_one())

    def add(self, handover: Handover) -> bool:
        """Add one, unless somebody has handed the child over meanwhile; whether it was added."""
        return insert_if_absent(self._connection, handovers, row_of(handover, without=("id",)))

    def find(self, handover_id: int) -> Handover | None:
        """One handover."""
        row = self._connection.execute(select(handovers).where(handovers.c.id == handover_id)).one_or_none()
        return None if row is None else value_of(Handover, row)

    def last(self, child_ids: Iterable[str]) -> list[Handover]:
        """The newest of each of these children, newest first."""
        ids = sorted(set(child_ids))
        newest: dict[str, Handover] = {}
        for start in range(0, len(ids), _BATCH):
            some = select(handovers).where(handovers.c.child_id.in_(ids[start : start + _BATCH]))
            for row in self._connection.execute(some.order_by(handovers.c.number)):
                newest[row.child_id] = value_of(Handover, row)
        return sorted(newest.values(), key=lambda h: (h.on_day, h.id), reverse=True)

    def begun(self, first: date, last: date) -> list[Handover]:
        """Those from one of these days on, earliest first."""
        c = handovers.c
        found = select(handovers).where(c.on_day.between(first, last)).order_by(c.on_day, c.id)
        return [value_of(Handover, row) for row in self._connection.execute(found)]

    def steps(self, handover_id: int) -> dict[str, Step]:
        """What has been done of one, by step."""
        found = select(handover_steps).where(handover_steps.c.handover_id == handover_id)
        return {row.step: value_of(Step, row) for row in self._connection.execute(found)}

    def tick(self, handover_id: int, step: Step) -> None:
        """It has been done; a second time is harmless."""
        insert_if_absent(self._connection, handover_steps, {"handover_id": handover_id, **row_of(step)})

    def untick(self, handover_id: int, step: str) -> None:
        """It hasn't been done after all."""
        same = (handover_steps.c.handover_id == handover_id, handover_steps.c.step == step)
        self._connection.execute(delete(handover_steps).where(*same))


def starts_at(day: date) -> datetime:
    """When a day begins in London."""
    return at_local_time(day, time(0))


def casework(store: "Store", child_id: str, on: date) -> list[Allocation]:
    """Who has, or is to have, a child from a day on."""
    every = store.allocations.of_children([child_id])
    return [a for a in every if a.role != AUDITOR and (a.until_on is None or a.until_on > on)]


def given_up(theirs: Sequence[Allocation], to: Person, of: str = "") -> list[Allocation]:
    """Which of those who have a child give the child up to a worker: `of`, who alone hands theirs over; else whoever
    has the child in the new worker's own role, else everybody."""
    if of:
        return [a for a in theirs if a.staff_key == of]
    return [a for a in theirs if a.role == _role(to)] or list(theirs)


def _role(of: Person) -> str:
    return SOCIAL_WORKER if Role.PRACTITIONER in of.roles else PERSONAL_ADVISER


def hand_over(store: "Store", handover: Handover, to: Person, at: datetime, of: str = "") -> bool:
    """Give a child to a worker from a day on, with what is planned and what is yet to be told; False if somebody has
    handed the child over meanwhile. Deadlines follow the child by themselves. Whoever takes over from `of` does so in
    the same role, but for a social worker's where they are none."""
    if not store.handovers.add(handover):
        return False
    child_id, day = handover.child_id, handover.on_day
    theirs = casework(store, child_id, min(day, at.date()))
    same = given_up(theirs, to, of)
    ended = [replace(a, until_on=max(a.from_on, day)) for a in same]
    store.allocations.change_all(ended)
    own = _role(to)
    roles = {a.role for a in same} if of and own == SOCIAL_WORKER else {own}
    store.allocations.add_all(
        [Allocation(child_id, role, to.name, to.key, to.team, day, source=CHAT) for role in sorted(roles)]
    )
    for before in {a.staff_key for a in same if a.staff_key and a.staff_key != to.key}:
        move(store, child_id, before, to, day, at)
        store.outbox.hand_on(child_id, before, to.key, max(at, starts_at(day)), at)
    return True


def hand_on_actions(store: "Store", today: date) -> None:
    """Give new workers what is still to be done of audits, now that their day has come, even if nothing ran then."""
    for handover, to, before in _begun(store, today):
        move_actions(store, handover.child_id, before, to)


def are_actions_to_hand_on(store: "Store", today: date) -> bool:
    """Whether there is anything to give."""
    return any(
        action.owner_key in before
        for handover, _, before in _begun(store, today)
        for action in store.audit_actions.open_of_audits([a.id for a in store.audits.of_child(handover.child_id)])
    )


def _begun(store: "Store", today: date) -> Iterator[tuple[Handover, Person, set[str]]]:
    """The handovers of these days that still hold, to whom, and who had the child until then."""
    for handover in store.handovers.begun(today - _CAUGHT_UP, today):
        to, every = store.people.by_key(handover.to_key), store.allocations.of_children([handover.child_id])
        before = {a.staff_key for a in every if a.staff_key and a.until_on == handover.on_day}
        if to is not None and any(a.staff_key == to.key and a.until_on is None for a in every):
            yield handover, to, before - {to.key}
