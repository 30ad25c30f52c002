"""Audits: which child's record is looked at, by whom, by when."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from storage.audit_tables import audits
from storage.rows import row_of, value_of

ALLOCATED: Final = "allocated"  # the auditor has still to say yes
ACCEPTED: Final = "accepted"
CONFLICT: Final = "conflict"  # the auditor can't be the one; another is to be found
WITHDRAWN: Final = "withdrawn"
FINAL: Final = "final"  # graded; the upload and the manager's statement are still to be confirmed
CLOSED: Final = "closed"
TO_DO: Final = frozenset({ALLOCATED, ACCEPTED})
OPEN: Final = TO_DO | {FINAL}


@dataclass(frozen=True, slots=True)
class Audit:
    """One audit. `practitioner_key`: who takes part in it, which is the manager once the practitioner has left."""

    child_id: str
    practitioner_key: str
    auditor_key: str
    due_on: date
    state: str = ALLOCATED
    kind: str = "case_file"
    theme: str = ""
    why_now: str = ""
    told_on: date | None = None
    reason: str = ""
    by_name: str = ""
    made_at: datetime | None = None
    id: int = 0
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.state in OPEN


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
        return self._where(or_(c.auditor_key == staff_key, c.practitioner_key == staff_key), c.state.in_(OPEN))

    def in_states(self, states: Collection[str]) -> list[Audit]:
        """All in these states, soonest due first."""
        return self._where(audits.c.state.in_(states))

    def due_between(self, first: date, last: date) -> list[Audit]:
        """The open ones due on these days, soonest first."""
        return self._where(audits.c.state.in_(OPEN), audits.c.due_on >= first, audits.c.due_on <= last)

    def due_in(self, first: date, last: date) -> list[Audit]:
        """All that were or are due on these days, whatever has become of them, soonest first."""
        return self._where(audits.c.due_on >= first, audits.c.due_on <= last)

    def of_child(self, child_id: str) -> list[Audit]:
        """Every audit of a child, soonest due first."""
        return self._where(audits.c.child_id == child_id)

    def audited_since(self, day: date) -> set[str]:
        """The children of whom an audit was told of on or after a day, and which goes on or is done."""
        found = select(audits.c.child_id).where(audits.c.told_on >= day, audits.c.state.in_(OPEN | {CLOSED}))
        return set(self._connection.execute(found).scalars())

    def add(self, audit: Audit) -> int:
        """Add one; its id."""
        key = self._connection.execute(insert(audits), row_of(audit, without=("id",))).inserted_primary_key
        assert key is not None
        return int(key[0])

    def change(self, audit: Audit) -> bool:
        """Change one, unless somebody else has changed this version of it; whether it was."""
        same = (audits.c.id == audit.id, audits.c.version == audit.version)
        row = row_of(replace(audit, version=audit.version + 1), without=("id",))
        return self._connection.execute(update(audits).where(*same).values(row)).rowcount == 1

    def _where(self, *conditions: ColumnElement[bool]) -> list[Audit]:
        found = select(audits).where(*conditions).order_by(audits.c.due_on, audits.c.id)
        return [value_of(Audit, row) for row in self._connection.execute(found)]
