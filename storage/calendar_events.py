"""Which meetings stand in people's own calendars, so that each is written once and can be taken out again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage.meeting_tables import calendar_events
from storage.rows import row_of, value_of
from storage.upsert import insert_or_update


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """`version`: the meeting's, as it was written. `organiser`: whose calendar has it. `event_id`: there; empty if the
    calendar had it already and didn't say under which id."""

    meeting_id: int
    version: int
    organiser: str
    event_id: str
    ends_at: datetime


class CalendarEvents:
    """The rows of `calendar_events`. They outlive their meetings, whose entries are still to be taken out."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[CalendarEvent]:
        """Every one, by meeting."""
        found = self._connection.execute(select(calendar_events).order_by(calendar_events.c.meeting_id))
        return [value_of(CalendarEvent, row) for row in found]

    def keep(self, event: CalendarEvent) -> None:
        """Note that a meeting was written."""
        insert_or_update(self._connection, calendar_events, row_of(event), ("meeting_id",))

    def drop(self, event: CalendarEvent) -> None:
        """Note that this very entry was taken out."""
        c = calendar_events.c
        same = (c.meeting_id == event.meeting_id, c.version == event.version)
        self._connection.execute(delete(calendar_events).where(*same))

    def drop_past(self, now: datetime) -> None:
        """Forget those that are over."""
        self._connection.execute(delete(calendar_events).where(calendar_events.c.ends_at <= now))
