"""The children of a report as this person may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dialogs.core.items import deadlines, names
from dialogs.core.knowledge import Knowledge
from standards_kb.case import VISIT
from standards_kb.history import AsOf
from standards_kb.timescales import Deadline
from standards_kb.working_days import local_day
from storage.access import Case, Door
from storage.caseload import ChildsDeadlines
from storage.cases import Event


@dataclass(frozen=True, slots=True)
class Subject:
    """One child; without deadlines (None) for whoever may record but not see the history."""

    id: str
    called: str
    case: Case
    found: ChildsDeadlines | None

    @property
    def began(self) -> date | None:
        """The first day on which anything that is open had begun; None where that isn't shown, or nothing is open."""
        return min((s.started_on for s in self.case.situations or ()), default=None)

    @property
    def settings(self) -> tuple[str, ...]:
        """The homes of a child who lives in several."""
        situations = self.found.case.situations if self.found else ()
        return tuple(setting.name for s in situations for setting in s.facts.settings if setting.ended is None)

    @property
    def sleeps_away(self) -> bool:
        """Whether the sleeping arrangements are to be seen."""
        return any(s.kind == "short_breaks" for s in self.case.situations or ())

    def visits_of(self, day: date) -> list[Event]:
        """The visits of a day that are known already."""
        return [e for e in (self.found.events if self.found else ()) if e.stream == VISIT and e.day == day]

    def needs_time(self, day: date) -> bool:
        """Whether a visit of that day meets a deadline in hours only if it is known to be after the trigger."""
        every = (*self.found.deadlines, *self.found.unsupplied) if self.found else ()
        return any(
            isinstance(d.start, datetime) and isinstance(d.due, datetime) and local_day(d.start) == day
            for d in every
            if is_met_by_visits(d)
        )


def subjects(through: Door, knowledge: Knowledge, child_ids: Sequence[str], now: AsOf) -> list[Subject] | str:
    """The children in the order in which they were named; or the id of one for whom nothing may be recorded here.

    Each is one view in the audit log."""
    cases = []
    for child_id in child_ids:
        case = through.find(child_id)
        if case is None or not case.may_record:
            return child_id
        cases.append(case)
    children = [case.child for case in cases]
    seen = [case.child for case in cases if case.situations is not None]
    found = {of.child.id: of for of in deadlines(through, seen, now, knowledge)}
    called = names(children)
    return [
        Subject(case.child.id, called[case.child.id] if case.situations is not None else case.child.id, case, of)
        for case in cases
        for of in (found.get(case.child.id),)
    ]


def last_visit(events: Iterable[Event], today: date) -> Event | None:
    """The last visit up to today."""
    visits = [e for e in events if e.stream == VISIT and e.day <= today]
    return max(visits, key=lambda e: (e.day, e.id), default=None)


def is_met_by_visits(deadline: Deadline) -> bool:
    """Whether it is visits that meet a deadline."""
    return bool({"counting_visit", "unannounced_visit", VISIT} & set(deadline.rule.met_by))


def as_of_next(now: AsOf) -> AsOf:
    """An instant later, for what has been written just now: an event at this very instant has happened."""
    return AsOf(now.instant + timedelta(microseconds=1), now.today)


def is_looked_after(subject: Subject) -> bool:
    """Whether the child is looked after, as far as may be seen."""
    return any(s.kind == "looked_after" for s in subject.case.situations or ())
