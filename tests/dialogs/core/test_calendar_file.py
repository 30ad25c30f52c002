"""iCalendar files: a meeting's invitation, its change and its cancellation, as calendars read them."""

from datetime import UTC, date, datetime

import pytest

from dialogs.core.calendar_file import CalendarEntry, Guest, ics, teams_link

TWO = datetime(2026, 9, 3, 13, 0, tzinfo=UTC)
THREE = datetime(2026, 9, 3, 14, 0, tzinfo=UTC)
PRIYA = Guest('Priya "PN" Nair', "priya@example.org")
ALEX = Guest("Alex Wilber")


def lines(entry: CalendarEntry) -> list[str]:
    """Unfolded, as RFC 5545 has it."""
    return ics(entry).decode().replace("\r\n ", "").split("\r\n")


def meeting(sequence: int = 0, *, is_cancelled: bool = False) -> CalendarEntry:
    return CalendarEntry(
        "meeting-1", "Audit meeting, AB 201; room 3", TWO, TWO, THREE, organiser=PRIYA, guests=(PRIYA, ALEX),
        sequence=sequence, is_cancelled=is_cancelled,
    )  # fmt: skip


def test_an_invitation() -> None:
    found = lines(meeting())
    assert "METHOD:REQUEST" in found
    assert "UID:meeting-1@practice-companion" in found
    assert "DTSTART:20260903T130000Z" in found
    assert "DTEND:20260903T140000Z" in found
    assert 'ORGANIZER;CN="Priya PN Nair":mailto:priya@example.org' in found
    assert 'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN="Alex Wilber":invalid:nomail' in found
    assert "SUMMARY:Audit meeting\\, AB 201\\; room 3" in found
    assert "SEQUENCE:0" in found
    assert "STATUS:CONFIRMED" in found


def test_a_later_one_takes_its_place_and_a_cancellation_takes_it_out() -> None:
    assert "SEQUENCE:1" in lines(meeting(1))
    gone = lines(meeting(2, is_cancelled=True))
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:2", "UID:meeting-1@practice-companion"} <= set(gone)


def test_a_whole_day_ends_as_the_next_begins() -> None:
    found = lines(CalendarEntry("visit-1", "Visit", TWO, day=date(2026, 12, 31)))
    assert "DTSTART;VALUE=DATE:20261231" in found
    assert "DTEND;VALUE=DATE:20270101" in found
    assert not any(line.startswith(("METHOD", "ORGANIZER")) for line in found)


def test_no_line_is_longer_than_75_octets() -> None:
    entry = CalendarEntry("u", "Größe " * 40, TWO, TWO, THREE)
    assert all(len(line) <= 75 for line in ics(entry).split(b"\r\n"))
    assert f"SUMMARY:{' '.join(['Größe'] * 40)}" in lines(entry)


def test_without_any_time_it_is_no_entry() -> None:
    with pytest.raises(ValueError, match="without a time"):
        ics(CalendarEntry("u", "Nothing", TWO))


def test_a_link_for_teams_invites_whoever_has_an_address() -> None:
    link = teams_link("Audit meeting", TWO, THREE, (PRIYA, ALEX))
    assert link.startswith("https://teams.microsoft.com/l/meeting/new?subject=Audit%20meeting&startTime=2026-09-03T13")
    assert link.endswith("&attendees=priya%40example.org")
