"""An audit meeting for calendars: an invitation that later ones change or cancel."""

from typing import Final

from dialogs.core import calendar_file
from dialogs.core.calendar_file import CalendarEntry, Guest
from dialogs.core.words import words_of
from storage.meetings import OFF, Meeting
from storage.people import Person

NAME: Final = "audit-meeting.ics"


def invitation(meeting: Meeting, auditor: Person, practitioner: Person, child: str) -> CalendarEntry:
    """In the auditor's name; the same meeting has the same identity whenever it is moved or called off."""
    words = words_of("audit_meeting")
    return CalendarEntry(
        uid=f"audit-meeting-{meeting.id}-of-audit-{meeting.audit_id}",
        title=words("entry", child=child),
        stamp=meeting.changed_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        about=words("entry_about"),
        organiser=_guest(auditor),
        guests=(_guest(auditor), _guest(practitioner)),
        sequence=meeting.sequence,
        is_cancelled=meeting.state == OFF,
    )


def in_own_calendars() -> tuple[str, str]:
    """Title and text of the entry in people's own calendars: others may read those, so nothing tells of the child."""
    words = words_of("audit_meeting")
    return words("event"), words("event_about")


def teams_link(entry: CalendarEntry) -> str:
    """Opens Teams' own form, filled in."""
    assert entry.starts_at is not None
    assert entry.ends_at is not None
    return calendar_file.teams_link(entry.title, entry.starts_at, entry.ends_at, entry.guests)


def _guest(person: Person) -> Guest:
    return Guest(person.name, person.principal_name or "")
