"""The children whose cases are known, and who may see those that are restricted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, delete, select

from storage.case_tables import child_viewers, children
from storage.rows import insert_all, row_of, update_all, value_of

CLOSED: Final = "closed"
LONGEST_ID: Final = 50


@dataclass(frozen=True, slots=True)
class Child:
    """A child by the case system's id, as text; never by name.

    `case_status`: what the export says the child is open as, a kind of situation, or CLOSED; a child may be open and
    have no situation, as one in need whose plan's start nobody has supplied."""

    id: str
    initials: str = ""
    born_on: date | None = None
    unborn: bool = False
    restricted: bool = False
    from_export: bool = False
    missing_from_export_since: date | None = None
    case_status: str = ""


class Children:
    """The rows of `children` and `child_viewers`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, child_id: str) -> Child | None:
        """One child."""
        row = self._connection.execute(select(children).where(children.c.id == child_id)).one_or_none()
        return None if row is None else value_of(Child, row)

    def all(self) -> list[Child]:
        """Every child, by id."""
        rows = self._connection.execute(select(children))
        return sorted((value_of(Child, row) for row in rows), key=lambda child: child.id)

    def add_all(self, new: Sequence[Child]) -> None:
        """Add many who aren't there yet."""
        insert_all(self._connection, children, [row_of(child) for child in new])

    def change_all(self, changed: Sequence[Child]) -> None:
        """Change what is known of many."""
        update_all(self._connection, children, "id", [row_of(child) for child in changed])

    def forget(self, child_id: str) -> bool:
        """Remove a child with everything that hangs on them; whether there was one."""
        return self._connection.execute(delete(children).where(children.c.id == child_id)).rowcount == 1

    def viewers(self, child_id: str) -> frozenset[str]:
        """The staff keys of those who may see a restricted child."""
        found = select(child_viewers.c.staff_key).where(child_viewers.c.child_id == child_id)
        return frozenset(self._connection.execute(found).scalars())

    def set_viewers(self, child_id: str, staff_keys: Iterable[str]) -> None:
        """Say who may see a restricted child: these, and nobody else."""
        self._connection.execute(delete(child_viewers).where(child_viewers.c.child_id == child_id))
        rows = [{"child_id": child_id, "staff_key": key} for key in sorted(set(staff_keys))]
        insert_all(self._connection, child_viewers, rows)
