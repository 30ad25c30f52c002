"""Audits (stand-in of this branch)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from storage.audit_tables import audits
from storage.rows import row_of, value_of


@dataclass(frozen=True, slots=True)
class Audit:
    """One."""

    child_id: str
    practitioner_key: str
    auditor_key: str
    due_on: date
    state: str = "open"
    id: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.state == "open"


class Audits:
    """The rows of `audits`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, audit_id: int) -> Audit | None:
        """One."""
        return next(iter(self._where(audits.c.id == audit_id)), None)

    def open_of(self, staff_key: str) -> list[Audit]:
        """Those in which somebody takes part, soonest due first."""
        c = audits.c
        return self._where(or_(c.auditor_key == staff_key, c.practitioner_key == staff_key), c.state == "open")

    def add(self, audit: Audit) -> int:
        """Add."""
        key = self._connection.execute(insert(audits), row_of(audit, without=("id",))).inserted_primary_key
        assert key is not None
        return int(key[0])

    def change(self, audit: Audit) -> None:
        """Change."""
        self._connection.execute(update(audits).where(audits.c.id == audit.id).values(row_of(audit, without=("id",))))

    def _where(self, *conditions: ColumnElement[bool]) -> list[Audit]:
        found = select(audits).where(*conditions).order_by(audits.c.due_on, audits.c.id)
        return [value_of(Audit, row) for row in self._connection.execute(found)]
