"""What somebody has told here, beside what the record says of it: not there yet, or there otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dialogs.visits.told import FLAGS, event_of
from storage.access import Door
from storage.cases import AWAITING_RECORD, CONTRADICTED, Event
from storage.reports import Report

LOOK_BACK = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Told:
    """One child's part of what was told, and the event as it now is."""

    report: Report
    child_id: str
    event: Event
    said: dict[str, bool | str | None]

    @property
    def differences(self) -> list[tuple[str, bool, bool]]:
        """What was said otherwise: the flag, as said, as recorded."""
        found = []
        for name in FLAGS:
            mine, theirs = self.said[name], getattr(self.event, name)
            if isinstance(mine, bool) and isinstance(theirs, bool) and mine is not theirs:
                found.append((name, mine, theirs))
        return found


def told_lately(through: Door, at: datetime) -> list[Told]:
    """Everything that this person told here lately and that is still an event, oldest first.

    Only of children for whom they may still record."""
    assert through.person is not None
    reports = through.work.reports.saved_since(through.person.key, at - LOOK_BACK)
    parts = {c.event_id: (r, c) for r in reports for c in r.children if c.event_id is not None}
    if not parts:
        return []
    events = through.work.events(parts)
    found = [
        Told(report, child.child_id, events[number], event_of(report, dict(child.told)))
        for number, (report, child) in parts.items()
        if number in events
    ]
    return sorted(found, key=lambda told: (told.event.day, told.child_id))


def unwritten(told: Iterable[Told]) -> list[Told]:
    """What the record doesn't show yet."""
    return [one for one in told if one.event.state == AWAITING_RECORD]


def contradicted(told: Iterable[Told], since: date) -> list[Told]:
    """What the record shows otherwise, of visits since a day."""
    return [t for t in told if t.event.state == CONTRADICTED and t.event.day >= since and t.differences]
