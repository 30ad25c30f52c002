"""What is due for somebody's children, as values: soonest first, in four groups."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import label
from standards_kb.history import AsOf
from standards_kb.proof import Proof, prove
from standards_kb.timescales import Deadline, is_overdue
from standards_kb.working_days import WorkingDays, end_of, local_day
from storage.access import Door
from storage.caseload import ChildsDeadlines
from storage.children import Child

# The record is due by then (recording.significant_events).
RECORD_WITHIN_WORKING_DAYS = 1


class Group(StrEnum):
    """The four groups, in their order."""

    OVERDUE = "overdue"
    TODAY = "today"
    THIS_WEEK = "this_week"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Item:
    """One open deadline of a child, as the child is called in this list."""

    of: ChildsDeadlines
    deadline: Deadline
    called: str
    group: Group

    def proof(self, now: AsOf, knowledge: Knowledge) -> Proof:
        """Why it is due then."""
        return prove(self.deadline, self.of.case, now, knowledge.framework, knowledge.calendar)


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


def items(found: Iterable[ChildsDeadlines], called: dict[str, str], now: AsOf) -> list[Item]:
    """Every open deadline of these children whose stream has data, soonest first."""
    every = [
        Item(of, deadline, called[of.child.id], group_of(deadline.due, now))
        for of in found
        for deadline in of.deadlines
    ]
    return sorted(every, key=lambda item: (sort_key(item.deadline.due), item.of.child.id, item.deadline.stream))


def deadlines(through: Door, children: Sequence[Child], now: AsOf, knowledge: Knowledge) -> list[ChildsDeadlines]:
    """The children with their deadlines; those whose case is closed have none."""
    return through.work.deadlines(children, now, knowledge.timescales, knowledge.calendar)


def names(children: Sequence[Child]) -> dict[str, str]:
    """What each is called among these: the label, unless two have the same; then the id."""
    times = Counter(label(child) for child in children)
    return {child.id: label(child) if times[label(child)] == 1 else child.id for child in children}


def group_of(due: date | datetime, now: AsOf) -> Group:
    """Where a deadline stands, seen from now; weeks end on Sunday."""
    if is_overdue(due, now):
        return Group.OVERDUE
    day = day_of(due)
    if day == now.today:
        return Group.TODAY
    return Group.THIS_WEEK if day <= now.today + timedelta(days=6 - now.today.weekday()) else Group.LATER


def day_of(due: date | datetime) -> date:
    """The London day of a deadline."""
    return local_day(due) if isinstance(due, datetime) else due


def sort_key(due: date | datetime) -> datetime:
    """Deadlines on a day come at its end."""
    return due if isinstance(due, datetime) else end_of(due)


def record_by(day: date, calendar: WorkingDays) -> date:
    """The day by which something that happened is to be on the child's record."""
    return calendar.add(day, RECORD_WITHIN_WORKING_DAYS)
