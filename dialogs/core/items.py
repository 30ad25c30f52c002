"""What is due for some children, as values: soonest first, in four groups."""

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
from standards_kb.working_days import end_of, local_day
from storage.access import Door
from storage.caseload import ChildsDeadlines
from storage.children import Child


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

    @property
    def is_inherited(self) -> bool:
        """Whether it passed while the child was somebody else's."""
        transfer = self.of.transfer
        return self.group is Group.OVERDUE and transfer is not None and day_of(self.deadline.due) < transfer.on


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
