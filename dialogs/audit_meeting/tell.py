"""What the other is told when one of the two does something, and the reminders for both."""

from datetime import datetime, time, timedelta
from typing import Final

from dialogs.audit_meeting.here import Here
from dialogs.core.turn import Json
from standards_kb.working_days import WorkingDays, at_local_time, local_day
from storage.meetings import Meeting
from storage.outbox import Message

OFFERED: Final = "audit_meeting.offered"
AGREED: Final = "audit_meeting.agreed"
OFF: Final = "audit_meeting.off"
REMINDER: Final = "audit_meeting.reminder"
_DAY_BEFORE: Final = time(9)
_HOUR: Final = timedelta(hours=1)


def offered(here: Here, meeting: Meeting) -> None:
    """Times are offered."""
    here.through.meetings.tell(_message(OFFERED, here, meeting), here.turn.at)


def agreed(here: Here, meeting: Meeting) -> None:
    """One of them suits; both are reminded."""
    here.through.meetings.tell(_message(AGREED, here, meeting), here.turn.at)
    assert meeting.starts_at is not None
    for at in reminders(meeting.starts_at, here.turn.at, here.knowledge.calendar):
        for key in (meeting.auditor_key, meeting.practitioner_key):
            occasion = f"before {meeting.version} at {at.isoformat()}"
            facts: dict[str, Json] = {"audit": meeting.audit_id, "version": meeting.version}
            about = _about(meeting)
            message = Message(REMINDER, key, about, occasion, facts, here.audit.child_id, at)
            here.through.meetings.tell(message, here.turn.at)


def off(here: Here, meeting: Meeting, *, was_agreed: bool) -> None:
    """It is called off, or what was offered is taken back."""
    message = _message(OFF, here, meeting)
    facts: dict[str, Json] = {**message.facts, "was_agreed": was_agreed, "by": here.person.name}
    here.through.meetings.tell(
        Message(OFF, message.recipient, message.about, message.occasion, facts, message.child_id), here.turn.at
    )


def reminders(starts_at: datetime, now: datetime, calendar: WorkingDays) -> list[datetime]:
    """At 9 on the working day before, and an hour before; what is over already is left out."""
    day = local_day(starts_at)
    before = calendar.on_or_before(day - timedelta(days=1))
    return [at for at in (at_local_time(before, _DAY_BEFORE), starts_at - _HOUR) if at > now]


def _message(kind: str, here: Here, meeting: Meeting) -> Message:
    occasion = f"{kind.removeprefix('audit_meeting.')} {meeting.version}"
    facts: dict[str, Json] = {"audit": meeting.audit_id, "version": meeting.version}
    return Message(kind, meeting.other(here.person.key), _about(meeting), occasion, facts, here.audit.child_id)


def _about(meeting: Meeting) -> str:
    return f"audit-meeting:{meeting.id}"
