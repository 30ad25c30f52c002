"""The turn, the person's door, and one audit of theirs whose meeting it is about."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dialogs.audit_meeting.slots import Diaries, Wanted, free
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import label
from dialogs.core.turn import Turn
from storage.access import Door
from storage.audits import Audit
from storage.people import Person

FURTHEST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Here:
    """`other`: whom they are to meet."""

    turn: Turn
    knowledge: Knowledge
    through: Door
    person: Person
    audit: Audit
    other: Person

    @property
    def child(self) -> str:
        """What the child is called."""
        return label(self.through.meetings.child(self.audit))

    def diaries(self, first: date, last: date) -> Diaries:
        """Both people's, between two days."""
        return Diaries((self.person, self.other), self.through.meetings.busy(self.audit, first, last))

    def free(self, wanted: Wanted) -> list[datetime]:
        """When both can."""
        last = min(wanted.last, self.turn.today + FURTHEST)
        diaries = self.diaries(max(wanted.first, self.turn.today), max(last, self.turn.today))
        return free(diaries, wanted, self.turn.at, self.knowledge.calendar)

    def clash(self, at: datetime, day: date) -> str:
        """Whose diary has no room for it, by staff key; empty if both have."""
        return self.diaries(day, day).clash(at, self.knowledge.calendar)
