"""A planned visit for other calendars: an iCalendar file, and the link that opens Teams' own form."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Final

from dialogs.core import calendar_file
from dialogs.core.calendar_file import CalendarEntry
from standards_kb.working_days import at_local_time

NAME: Final = "visit.ics"
_LASTS: Final = timedelta(hours=1)
_MORNING: Final = time(9)


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in the calendar; without a time it takes the whole day. The title names no child in full."""

    title: str
    day: date
    at: datetime | None = None


def ics(entry: Entry) -> bytes:
    """The file; the same entry gives the same bytes."""
    uid = sha256(f"{entry.title} {entry.day} {entry.at}".encode()).hexdigest()[:32]
    ends_at = entry.at + _LASTS if entry.at is not None else None
    stamp = entry.at or at_local_time(entry.day, _MORNING)
    return calendar_file.ics(CalendarEntry(uid, entry.title, stamp, entry.at, ends_at, entry.day))


def teams_link(entry: Entry) -> str:
    """Opens Teams' form for a new meeting; a day without a time is offered at 9 in the morning."""
    begins = entry.at or at_local_time(entry.day, _MORNING)
    return calendar_file.teams_link(entry.title, begins, begins + _LASTS)
