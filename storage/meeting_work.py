"""The audit meetings of one person, who is the auditor or the practitioner: anybody else's aren't there for them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from storage.audits import ACCEPTED, Audit
from storage.busy import Busy, busy
from storage.children import Child
from storage.meetings import AGREED, OFF, OFFERED, Meeting
from storage.outbox import Message
from storage.people import Person

if TYPE_CHECKING:
    from storage.store import Store


class MeetingWork:
    """`may_see`: whether the gate lets this person to a child."""

    def __init__(self, store: "Store", staff_key: str, may_see: Callable[[str], bool]) -> None:
        self._store = store
        self._key = staff_key
        self._may_see = may_see

    def audits(self) -> list[Audit]:
        """The accepted audits in which they take part and whose child they may see, soonest due first."""
        if not self._key:
            return []
        theirs = self._store.audits.open_of(self._key)
        return [audit for audit in theirs if audit.state == ACCEPTED and self._may_see(audit.child_id)]

    def audit(self, audit_id: int) -> Audit | None:
        """One of these."""
        return next((audit for audit in self.audits() if audit.id == audit_id), None)

    def child(self, audit: Audit) -> Child:
        """Of one of these."""
        child = self._store.children.find(audit.child_id) if self._may_see(audit.child_id) else None
        assert child is not None, "the gate has let this person to the child"
        return child

    def of(self, audit: Audit) -> Meeting | None:
        """The meeting about an audit of theirs, as it stands between those who now take part."""
        return _between_them(self._store.meetings.of_audit(audit.id), audit)

    def other(self, audit: Audit) -> Person | None:
        """Whom they are to meet about it."""
        key = audit.practitioner_key if audit.auditor_key == self._key else audit.auditor_key
        return self._store.people.by_key(key)

    def busy(self, audit: Audit, first: date, last: date) -> list[Busy]:
        """What both have in their diaries, but for this meeting."""
        return busy(self._store, (audit.auditor_key, audit.practitioner_key), first, last, without_audit=audit.id)

    def offer(
        self, audit: Audit, seen: Meeting | None, times: list[datetime], at: datetime, reason: str = ""
    ) -> Meeting | None:
        """Say yes to each of these times, in place of what was offered or agreed (`seen`); None if somebody has been
        faster.

        A meeting that was agreed is off by it."""
        before = self._store.meetings.of_audit(audit.id)  # read once: a yes may come between two readings
        if _between_them(before, audit) != seen:
            return None
        meeting = Meeting(
            audit.id,
            audit.auditor_key,
            audit.practitioner_key,
            self._key,
            at,
            tuple(one.isoformat() for one in times),
            OFFERED,
            reason=reason,
        )
        if before is None:
            return self._store.meetings.of_audit(audit.id) if self._store.meetings.add(meeting) else None
        meeting = replace(meeting, id=before.id, version=before.version, sequence=before.sequence)
        if before.state == AGREED:  # what was agreed is kept, to tell of it and to take it out of calendars
            was = (before.starts_at, before.ends_at)
            meeting = replace(meeting, starts_at=was[0], ends_at=was[1], sequence=before.sequence + 1)
        return self._changed(meeting)

    def withdraw(self, meeting: Meeting, time: datetime, at: datetime) -> Meeting | None:
        """One of the offered times isn't free any more."""
        left = tuple(one for one in meeting.offered if one != time.isoformat())
        return self._changed(replace(meeting, offered=left, changed_at=at))

    def agree(self, meeting: Meeting, starts_at: datetime, ends_at: datetime, at: datetime) -> Meeting | None:
        """Both have said yes; None if somebody has been faster."""
        agreed = replace(meeting, state=AGREED, starts_at=starts_at, ends_at=ends_at, offered=(), changed_at=at)
        return self._changed(replace(agreed, reason=""))

    def call_off(self, meeting: Meeting, reason: str, at: datetime) -> Meeting | None:
        """Nobody is to come; None if somebody has been faster."""
        sequence = meeting.sequence + (meeting.state == AGREED)
        return self._changed(replace(meeting, state=OFF, reason=reason, offered=(), sequence=sequence, changed_at=at))

    def tell(self, message: Message, at: datetime) -> None:
        """Plan what somebody is told of it."""
        self._store.outbox.add(message, at)

    def meeting(self, audit_id: int) -> Meeting | None:
        """The one about an audit in which they take part, or did when it was offered."""
        meeting = self._store.meetings.of_audit(audit_id)
        return meeting if meeting and self._key in (meeting.auditor_key, meeting.practitioner_key) else None

    def child_of(self, meeting: Meeting) -> Child:
        """Of one of these."""
        audit = self._store.audits.find(meeting.audit_id)
        assert audit is not None, "a meeting goes with its audit"
        return self.child(audit)

    def name_of_other(self, meeting: Meeting) -> str:
        """Whom they were to meet."""
        other = self._store.people.by_key(meeting.other(self._key))
        return other.name if other else ""

    def _changed(self, meeting: Meeting) -> Meeting | None:
        return self._store.meetings.find(meeting.id) if self._store.meetings.change(meeting) else None


def _between_them(meeting: Meeting | None, audit: Audit) -> Meeting | None:
    """What a meeting is between those who now take part in its audit."""
    if meeting is None or is_between(meeting, audit) or meeting.state == OFF:
        return meeting
    return replace(meeting, state=OFF)


def told_by(store: "Store", staff_key: str) -> MeetingWork:
    """For what somebody is told: the gate was asked for its child just before."""
    return MeetingWork(store, staff_key, lambda _child_id: True)


def lapsed(store: "Store", now: datetime) -> list[tuple[Meeting, str, str]]:
    """Call off the meetings that can't be any more: with the child and why: `replaced`, as somebody else takes part in
    the audit now, or it is over; `lapsed`, as every time that was offered has passed."""
    found = []
    for meeting in store.meetings.live():
        audit = store.audits.find(meeting.audit_id)
        if audit is None:
            continue
        if not is_between(meeting, audit):
            why = "replaced"
        elif meeting.state == OFFERED and all(time <= now for time in meeting.times):
            why = "lapsed"
        else:
            continue
        gone = MeetingWork(store, meeting.auditor_key, lambda _child_id: True).call_off(meeting, "", now)
        if gone is not None:
            found.append((gone, audit.child_id, why))
    return found


def unmet(store: "Store") -> list[Audit]:
    """The accepted audits for which no meeting is agreed, soonest due first."""
    accepted = store.audits.in_states((ACCEPTED,))
    return [audit for audit in accepted if not _is_agreed(store.meetings.of_audit(audit.id), audit)]


def _is_agreed(meeting: Meeting | None, audit: Audit) -> bool:
    return meeting is not None and meeting.state == AGREED and is_between(meeting, audit)


def is_between(meeting: Meeting, audit: Audit) -> bool:
    """Whether it is between those who take part in the audit now, and the audit goes on."""
    people = (meeting.auditor_key, meeting.practitioner_key)
    return audit.state == ACCEPTED and people == (audit.auditor_key, audit.practitioner_key)
