"""Which of what is due somebody asks for."""

from dataclasses import dataclass
from datetime import date

from dialogs.core.items import Group, Item, day_of
from standards_kb.working_days import WorkingDays

# The record is due by then (recording.significant_events).
RECORD_WITHIN_WORKING_DAYS = 1


@dataclass(frozen=True, slots=True)
class Window:
    """The days that somebody asks about; `with_overdue`: and everything that was due before."""

    first: date | None = None
    last: date | None = None
    with_overdue: bool = True
    only_overdue: bool = False

    def has(self, item: Item) -> bool:
        """Whether a deadline belongs to what was asked."""
        if item.group is Group.OVERDUE and (self.with_overdue or self.only_overdue):
            return True
        day = day_of(item.deadline.due)
        inside = (self.first is None or day >= self.first) and (self.last is None or day <= self.last)
        return inside and not self.only_overdue


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked in words, as a button asks it again; the title; the days."""

    ask: str
    title: str
    window: Window = Window()


def record_by(day: date, calendar: WorkingDays) -> date:
    """The day by which something that happened is to be on the child's record."""
    return calendar.add(day, RECORD_WITHIN_WORKING_DAYS)
