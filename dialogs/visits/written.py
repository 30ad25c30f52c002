"""What somebody has told here, beside what the record says of it: not there yet, or there otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dialogs.visits.save import event_of
from storage.access import Door
from storage.cases import AWAITING_RECORD, CONTRADICTED, Event
from storage.reports import Report
from storage.store import Store

LOOK_BACK = timedelta(days=60)
_COMPARED = ("seen", "seen_alone", "at_home_or_placement", "spoken_to", "unannounced")


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
        for name in _COMPARED:
            mine, theirs = self.said[name], getattr(self.event, name)
            if isinstance(mine, bool) and isinstance(theirs, bool) and mine is not theirs:
                found.append((name, mine, theirs))
        return found


def unwritten(store: Store, through: Door, at: datetime) -> list[Told]:
    """What the record doesn't show yet, oldest first."""
    found = [told for told in _told(store, through, at) if told.event.state == AWAITING_RECORD]
    return sorted(found, key=lambda told: (told.event.day, told.child_id))


def contradicted(store: Store, through: Door, at: datetime, since: date) -> list[Told]:
    """What the record shows otherwise, of visits since a day."""
    found = (told for told in _told(store, through, at) if told.event.state == CONTRADICTED)
    return [told for told in found if told.event.day >= since and told.differences]


def _told(store: Store, through: Door, at: datetime) -> Iterator[Told]:
    """Only of children for whom this person may still record."""
    assert through.person is not None
    reports = store.reports.saved_since(through.person.key, at - LOOK_BACK)
    parts = [(r, c) for r in reports for c in r.children if c.event_id is not None]
    events = store.events.with_ids(c.event_id for _, c in parts if c.event_id is not None)
    theirs = {child.id for child in through.own()}
    for report, child in {c.event_id: (r, c) for r, c in parts}.values():
        event = events.get(child.event_id or 0)
        if event is not None and (child.child_id in theirs or through.may_record(child.child_id)):
            yield Told(report, child.child_id, event, event_of(report, dict(child.told)))
