"""Who works with which child, and whom a worker's name in the case system means."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, or_, select, update

from storage.case_tables import allocations, worker_matches
from storage.cases import CHAT
from storage.names import match_name
from storage.roles import AUDITOR
from storage.rows import insert_all, row_of, update_all, value_of, values_among, values_of
from storage.upsert import insert_or_update


@dataclass(frozen=True, slots=True)
class Allocation:
    """A child's worker in a role, by the name that the case system writes; `staff_key` once that name is somebody's."""

    child_id: str
    role: str
    worker_name: str
    staff_key: str | None
    team: str
    from_on: date
    until_on: date | None = None
    source: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Transfer:
    """That a child came from another worker, and since when."""

    on: date
    from_name: str


@dataclass(frozen=True, slots=True)
class WorkerMatch:
    """What people have decided about a name: whose it is, or (None) that nobody on the staff has it."""

    match_name: str
    staff_key: str | None
    decided_by: str
    decided_at: datetime


class Allocations:
    """The rows of `allocations` and `worker_matches`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_child(self, child_id: str, on: date) -> list[Allocation]:
        """Who works with a child on a day."""
        return self._where(allocations.c.child_id == child_id, *_current(on))

    def of_staff(self, staff_key: str, on: date) -> list[Allocation]:
        """Whom somebody works with on a day."""
        return self._where(allocations.c.staff_key == staff_key, *_current(on))

    def of_children(self, child_ids: Iterable[str]) -> list[Allocation]:
        """Everybody who works or has worked with these children."""
        return _in_order(values_among(self._connection, Allocation, allocations, sorted(set(child_ids))))

    def current(self, on: date) -> list[Allocation]:
        """Every allocation of a day."""
        return self._where(*_current(on))

    def all(self) -> list[Allocation]:
        """Every allocation there ever was."""
        return self._where()

    def unmatched(self, on: date) -> list[Allocation]:
        """Those of a day whose worker isn't known to be anybody on the staff."""
        return self._where(allocations.c.staff_key.is_(None), *_current(on))

    def open_for(self, left: Collection[str], on: date) -> list[Allocation]:
        """Those of a day whose worker isn't known to be anybody on the staff, or is one of these who have left."""
        return self._where(
            or_(allocations.c.staff_key.is_(None), allocations.c.staff_key.in_(left)),
            allocations.c.role != AUDITOR,
            *_current(on),
        )

    def children_of_name(self, name: str, on: date) -> list[str]:
        """The children whose worker has this name on a day."""
        named = self._where(allocations.c.match_name == match_name(name), *_current(on))
        return sorted({allocation.child_id for allocation in named})

    def add_all(self, new: Sequence[Allocation]) -> None:
        """Add many."""
        rows = [{**row_of(a, without=("id",)), "match_name": match_name(a.worker_name)} for a in new]
        insert_all(self._connection, allocations, rows)

    def change_all(self, changed: Sequence[Allocation]) -> None:
        """Change many, by id."""
        rows = [{**row_of(a), "match_name": match_name(a.worker_name)} for a in changed]
        update_all(self._connection, allocations, "id", rows)

    def matches(self) -> list[WorkerMatch]:
        """What people have decided about names."""
        found = self._connection.execute(select(worker_matches))
        return sorted((value_of(WorkerMatch, row) for row in found), key=lambda match: match.match_name)

    def decide(self, name: str, staff_key: str | None, by: str, at: datetime) -> int:
        """Say whose a name is, or that it is nobody's on the staff; how many open allocations that changes."""
        row = {"match_name": match_name(name), "staff_key": staff_key, "decided_by": by, "decided_at": at}
        insert_or_update(self._connection, worker_matches, row)
        same = (
            allocations.c.match_name == row["match_name"],
            allocations.c.until_on.is_(None),
            allocations.c.source != CHAT,  # a manager has said who it is
        )
        return self._connection.execute(update(allocations).where(*same).values(staff_key=staff_key)).rowcount

    def _where(self, *conditions: ColumnElement[bool]) -> list[Allocation]:
        return _in_order(values_of(Allocation, self._connection.execute(select(allocations).where(*conditions))))


def transfers(every: Iterable[Allocation], on: date) -> dict[str, Transfer]:
    """The children whose casework somebody else had before the one who has it on a day, of everybody who works or has
    worked with them."""
    found: dict[str, Transfer] = {}
    casework = [a for a in every if a.role != AUDITOR]
    ended: dict[tuple[str, str], list[Allocation]] = {}
    for one in casework:
        if one.until_on is not None:
            ended.setdefault((one.child_id, one.role), []).append(one)
    if not ended:
        return found
    for now in casework:
        if now.from_on > on or (now.until_on is not None and now.until_on <= on):
            continue
        before = [a for a in ended.get((now.child_id, now.role), ()) if _gave(a, now)]
        if before:
            found[now.child_id] = Transfer(now.from_on, before[-1].worker_name)
    return found


def _in_order(found: Iterable[Allocation]) -> list[Allocation]:
    return sorted(found, key=lambda a: (a.child_id, a.role, a.from_on, a.id))


def _gave(before: Allocation, after: Allocation) -> bool:
    """Whether one worker's time with a child ended as another's began."""
    other = (before.staff_key or before.worker_name) != (after.staff_key or after.worker_name)
    return other and before.until_on == after.from_on and before.from_on < after.from_on


def _current(on: date) -> tuple[ColumnElement[bool], ...]:
    return (allocations.c.from_on <= on, or_(allocations.c.until_on.is_(None), allocations.c.until_on > on))
