"""Audit meetings: offered by one of the two, agreed when the other has said yes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, or_, select, update

from storage.meeting_tables import meetings, taken_times
from storage.rows import insert_all, row_of, value_of
from storage.upsert import insert_if_absent

# The states of a meeting.
OFFERED: Final = "offered"  # one has said yes to each of some times
AGREED: Final = "agreed"  # both have, to one
OFF: Final = "off"  # nobody is to come


@dataclass(frozen=True, slots=True)
class Meeting:
    """`offered`: ISO instants to which `offered_by` has said yes. `starts_at`: what is agreed, or was until it was
    moved or called off. `version` tells an old card from the current one."""

    audit_id: int
    auditor_key: str
    practitioner_key: str
    offered_by: str
    changed_at: datetime
    offered: tuple[str, ...] = ()
    state: str = OFFERED
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    reason: str = ""
    sequence: int = 0
    id: int = 0
    version: int = 1

    @property
    def times(self) -> list[datetime]:
        """What is offered."""
        return [datetime.fromisoformat(at) for at in self.offered]

    def other(self, staff_key: str) -> str:
        """Whom somebody is to meet."""
        return self.practitioner_key if staff_key == self.auditor_key else self.auditor_key


@dataclass(frozen=True, slots=True)
class Taken:
    """A time that somebody's own calendar has taken."""

    staff_key: str
    starts_at: datetime
    ends_at: datetime


class Meetings:
    """The rows of `meetings` and `taken_times`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, meeting_id: int) -> Meeting | None:
        """One meeting."""
        return next(iter(self._where(meetings.c.id == meeting_id)), None)

    def of_audit(self, audit_id: int) -> Meeting | None:
        """The one about an audit."""
        return next(iter(self._where(meetings.c.audit_id == audit_id)), None)

    def live(self) -> list[Meeting]:
        """Those that are offered or agreed."""
        return self._where(meetings.c.state.in_((OFFERED, AGREED)))

    def agreed(self, staff_keys: Sequence[str], begins: datetime, ends: datetime) -> list[Meeting]:
        """The agreed ones of some people that touch a time."""
        c = meetings.c
        theirs = or_(c.auditor_key.in_(staff_keys), c.practitioner_key.in_(staff_keys))
        return self._where(c.state == AGREED, theirs, c.starts_at < ends, c.ends_at > begins)

    def add(self, meeting: Meeting) -> bool:
        """Add one, unless somebody else has meanwhile; whether it was added."""
        return insert_if_absent(self._connection, meetings, row_of(meeting, without=("id",)))

    def change(self, meeting: Meeting) -> bool:
        """Change one, unless this version of it has been changed already; whether it was."""
        row = {**row_of(meeting, without=("id",)), "version": meeting.version + 1}
        same = (meetings.c.id == meeting.id, meetings.c.version == meeting.version)
        return self._connection.execute(update(meetings).where(*same).values(row)).rowcount == 1

    def taken(self, staff_keys: Sequence[str], begins: datetime, ends: datetime) -> list[Taken]:
        """What the own calendars of some people say of a time."""
        c = taken_times.c
        found = select(taken_times).where(c.staff_key.in_(staff_keys), c.starts_at < ends, c.ends_at > begins)
        return [value_of(Taken, row) for row in self._connection.execute(found.order_by(c.staff_key, c.starts_at))]

    def set_taken(self, staff_keys: Iterable[str], times: Iterable[Taken]) -> None:
        """What their calendars say now, in place of what they said."""
        self._connection.execute(delete(taken_times).where(taken_times.c.staff_key.in_(sorted(set(staff_keys)))))
        insert_all(self._connection, taken_times, [row_of(one) for one in sorted(set(times), key=_order)])

    def _where(self, *conditions: ColumnElement[bool]) -> list[Meeting]:
        found = select(meetings).where(*conditions).order_by(meetings.c.id)
        return [value_of(Meeting, row) for row in self._connection.execute(found)]


def _order(taken: Taken) -> tuple[str, datetime, datetime]:
    return taken.staff_key, taken.starts_at, taken.ends_at
