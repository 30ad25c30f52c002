"""Audits: allocated to an auditor, who accepts it or declares a conflict, and closes it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from storage.audit_tables import audits
from storage.rows import row_of, value_of

# The auditor has three weeks: Appendix 2 of the framework.
LASTS: Final = timedelta(weeks=3)


class Kind(StrEnum):
    """What the framework calls them (Professional Challenge)."""

    CASE_FILE = "case_file"
    THEMED = "themed"
    DIP_SAMPLE = "dip_sample"
    RE_AUDIT = "re_audit"
    MULTI_AGENCY = "multi_agency"
    LEARNING_REVIEW = "learning_review"
    OBSERVATION = "observation"
    OWN_TEAM = "own_team"


# The states of an audit.
ALLOCATED: Final = "allocated"  # the auditor has yet to accept it
ACCEPTED: Final = "accepted"  # the practitioner is told
DECLINED: Final = "declined"  # the auditor has declared a conflict: another is wanted
WITHDRAWN: Final = "withdrawn"
CLOSED: Final = "closed"
_OPEN: Final = (ALLOCATED, ACCEPTED, DECLINED)


@dataclass(frozen=True, slots=True)
class Audit:
    """`told_on`: when the practitioner is told; three weeks from then it is due. `version` tells an old card from the
    current one."""

    child_id: str
    practitioner_key: str
    auditor_key: str
    allocated_by: str
    allocated_at: datetime
    told_on: date
    due_on: date
    kind: str = Kind.CASE_FILE
    theme: str = ""
    why_now: str = ""
    state: str = ALLOCATED
    reason: str = ""
    ended_on: date | None = None
    id: int = 0
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether both take part in it."""
        return self.state == ACCEPTED


class Audits:
    """The rows of `audits`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, audit_id: int) -> Audit | None:
        """One audit."""
        return next(iter(self._where(audits.c.id == audit_id)), None)

    def accepted_of(self, staff_key: str) -> list[Audit]:
        """Those in which somebody takes part, soonest due first."""
        c = audits.c
        return self._where(or_(c.auditor_key == staff_key, c.practitioner_key == staff_key), c.state == ACCEPTED)

    def of_auditor(self, staff_key: str) -> list[Audit]:
        """Those that somebody audits or is asked to, soonest due first."""
        return self._where(audits.c.auditor_key == staff_key, audits.c.state.in_((ALLOCATED, ACCEPTED)))

    def open(self) -> list[Audit]:
        """Every one that isn't over, soonest due first."""
        return self._where(audits.c.state.in_(_OPEN))

    def of_child(self, child_id: str) -> list[Audit]:
        """A child's, whatever has come of them."""
        return self._where(audits.c.child_id == child_id)

    def children_audited_since(self, day: date) -> set[str]:
        """Those whose case is being audited, or was since a day."""
        c = audits.c
        since = or_(c.state.in_(_OPEN), (c.state == CLOSED) & (c.ended_on >= day))
        return set(self._connection.execute(select(c.child_id).where(since)).scalars())

    def add(self, audit: Audit) -> int:
        """Add one; its id."""
        key = self._connection.execute(insert(audits), row_of(audit, without=("id",))).inserted_primary_key
        assert key is not None
        return int(key[0])

    def change(self, audit: Audit) -> bool:
        """Change one, unless this version of it has been changed already; whether it was."""
        row = {**row_of(audit, without=("id",)), "version": audit.version + 1}
        same = (audits.c.id == audit.id, audits.c.version == audit.version)
        return self._connection.execute(update(audits).where(*same).values(row)).rowcount == 1

    def _where(self, *conditions: ColumnElement[bool]) -> list[Audit]:
        found = select(audits).where(*conditions).order_by(audits.c.due_on, audits.c.id)
        return [value_of(Audit, row) for row in self._connection.execute(found)]
