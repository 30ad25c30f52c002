"""A planned visit for other calendars: an iCalendar file, and the link that opens Teams' own form."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Final
from urllib.parse import quote, urlencode

from standards_kb.working_days import at_local_time

NAME: Final = "visit.ics"
_LASTS: Final = timedelta(hours=1)
_MORNING: Final = time(9)
_FOLD: Final = 73  # octets a line, without the blank that continues one


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in the calendar; without a time it takes the whole day. The title names no child in full."""

    title: str
    day: date
    at: datetime | None = None


def ics(entry: Entry) -> bytes:
    """The file; the same entry gives the same bytes."""
    if entry.at is not None:
        times = [f"DTSTART:{_stamp(entry.at)}", f"DTEND:{_stamp(entry.at + _LASTS)}"]
    else:
        times = [f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}", f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"]
    uid = sha256(f"{entry.title} {entry.day} {entry.at}".encode()).hexdigest()[:32]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Practice Companion//EN",
        "BEGIN:VEVENT",
        f"UID:{uid}@practice-companion",
        f"DTSTAMP:{_stamp(entry.at or at_local_time(entry.day, _MORNING))}",
        *times,
        f"SUMMARY:{_escaped(entry.title)}",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def teams_link(entry: Entry) -> str:
    """Opens Teams' form for a new meeting; a day without a time is offered at 9 in the morning."""
    begins = entry.at or at_local_time(entry.day, _MORNING)
    fields = {"subject": entry.title, "startTime": begins.isoformat(), "endTime": (begins + _LASTS).isoformat()}
    return f"https://teams.microsoft.com/l/meeting/new?{urlencode(fields, quote_via=quote)}"


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.split())


def _folded(line: str) -> str:
    """Lines of at most 75 octets, never cut within a letter."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > _FOLD:
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])
