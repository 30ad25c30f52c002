"""An iCalendar file (RFC 5545): the same entry gives the same bytes. What it says must name no child in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import quote, urlencode

MEDIA_TYPE: Final = "text/calendar"
_FOLD: Final = 73  # octets a line, without the blank that continues one


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody at a meeting; without an address, a calendar can't answer for them."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """From one aware instant to another, or a whole `day`. With an organiser it is an invitation: the same `uid` with
    a higher `sequence` takes the place of an earlier one, and `is_cancelled` takes it out."""

    uid: str
    title: str
    stamp: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    day: date | None = None
    about: str = ""
    organiser: Guest | None = None
    guests: Sequence[Guest] = ()
    sequence: int = 0
    is_cancelled: bool = False


def ics(entry: CalendarEntry) -> bytes:
    """The file."""
    method = [f"METHOD:{'CANCEL' if entry.is_cancelled else 'REQUEST'}"] if entry.organiser is not None else []
    return _written([*method, *_event(entry)])


def feed(entries: Sequence[CalendarEntry], title: str) -> bytes:
    """Many entries under one title, for calendars that fetch it again and again."""
    lines = [f"X-WR-CALNAME:{_escaped(title)}", "REFRESH-INTERVAL;VALUE=DURATION:PT12H"]
    for entry in entries:
        lines += _event(entry)
    return _written(lines)


def _written(lines: Sequence[str]) -> bytes:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Practice Companion//EN"]
    return "".join(f"{_folded(line)}\r\n" for line in [*head, *lines, "END:VCALENDAR"]).encode()


def _event(entry: CalendarEntry) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}@practice-companion",
        f"DTSTAMP:{stamp(entry.stamp)}",
        *_times(entry),
        f"SUMMARY:{_escaped(entry.title)}",
    ]
    if entry.about:
        lines.append(f"DESCRIPTION:{_escaped(entry.about)}")
    return [*lines, *_people(entry), "CLASS:PRIVATE", "END:VEVENT"]


def teams_link(title: str, starts_at: datetime, ends_at: datetime, guests: Sequence[Guest] = ()) -> str:
    """Opens Teams' own form for a new meeting."""
    fields = {"subject": title, "startTime": starts_at.isoformat(), "endTime": ends_at.isoformat()}
    addresses = ",".join(guest.address for guest in guests if guest.address)
    if addresses:
        fields["attendees"] = addresses
    return f"https://teams.microsoft.com/l/meeting/new?{urlencode(fields, quote_via=quote)}"


def stamp(at: datetime) -> str:
    """An instant as iCalendar writes it."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _times(entry: CalendarEntry) -> list[str]:
    if entry.starts_at is not None and entry.ends_at is not None:
        return [f"DTSTART:{stamp(entry.starts_at)}", f"DTEND:{stamp(entry.ends_at)}"]
    if entry.day is None:
        raise ValueError("an entry without a time")
    return [f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}", f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"]


def _people(entry: CalendarEntry) -> list[str]:
    if entry.organiser is None:
        return []
    lines = [f"ORGANIZER;{_called(entry.organiser)}"]
    for guest in entry.guests:
        lines.append(f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;{_called(guest)}")
    status = "CANCELLED" if entry.is_cancelled else "CONFIRMED"
    return [*lines, f"SEQUENCE:{entry.sequence}", f"STATUS:{status}"]


def _called(guest: Guest) -> str:
    name = "".join(c for c in guest.name if c not in '"\r\n')
    # Without an address there is still a person: RFC 5545 wants a URI there, and this one leads nowhere.
    return f'CN="{name}":' + (f"mailto:{guest.address}" if guest.address else "invalid:nomail")


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
