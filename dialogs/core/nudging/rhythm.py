"""When somebody works and wants to be written to, and by when they had better visit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dialogs.core.nudging.policy import Policy
from standards_kb.working_days import WorkingDays, at_local_time
from storage.choices import Choices
from storage.people import Person

_DAY = timedelta(days=1)
_KEPT = 2000
_LOOKED_AT = 28  # calendar days: whoever works at all works within them
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`hours`: weekday → begin and end, where the staff file gives any; None: as the office works.

    `paused_until`: the first day on which the digest comes again."""

    hours: Mapping[int, tuple[time, time]] | None = None
    digest_at: time | None = None
    quiet_days: frozenset[int] = field(default_factory=frozenset)
    paused_until: date | None = None

    def works_on(self, day: date, calendar: WorkingDays) -> bool:
        """Whether they work on a day: never on a bank holiday or closure day."""
        if self.hours is None:
            return calendar.is_working(day)
        return day.weekday() in self.hours and day not in calendar.holidays

    def has_digest(self, day: date, calendar: WorkingDays) -> bool:
        """Whether a digest may come on a day."""
        is_paused = self.paused_until is not None and day < self.paused_until
        return self.works_on(day, calendar) and day.weekday() not in self.quiet_days and not is_paused

    def digest_instant(self, day: date, policy: Policy) -> datetime:
        """When that day's comes, within the hours in which anything is said unasked."""
        chosen = self.digest_at or policy.digest_at
        return _instant(day, min(max(chosen, policy.begins), policy.ends))

    def is_at_work(self, now: datetime, day: date, calendar: WorkingDays) -> bool:
        """Whether an instant of a London day is in their working hours."""
        if not self.works_on(day, calendar):
            return False
        begins, ends = self.hours[day.weekday()] if self.hours is not None else (time(9), time(17))
        return at_local_time(day, begins) <= now < at_local_time(day, ends)

    def aim(self, due: date, calendar: WorkingDays) -> date:
        """Their last working day on or before a deadline; the office's, if they have none near it."""
        return _aim(self, due, calendar)

    def days_left(self, today: date, due: date, calendar: WorkingDays, most: int) -> int:
        """How many of their working days there are after today to visit in, up to the day to aim at; counted no further
        than `most`."""
        return _days_left(self, today, due, calendar, most)

    def digest_before(self, day: date, calendar: WorkingDays) -> date:
        """The last day before this one on which a digest could come; a day before long ago if there was none."""
        return _digest_before(self, day, calendar)

    def is_first_of_week(self, day: date, calendar: WorkingDays) -> bool:
        """Whether a day is the first of its week on which they work."""
        return _is_first_of_week(self, day, calendar)

    def __hash__(self) -> int:
        # The hours are a mapping, which has no hash; people who differ in nothing else are few.
        return hash((self.digest_at, self.quiet_days, self.paused_until))


# Most people work as the office does, and what is asked of one on a day is asked of all.


_instant = lru_cache(_KEPT)(at_local_time)


@lru_cache(_KEPT)
def _aim(rhythm: Rhythm, due: date, calendar: WorkingDays) -> date:
    for back in range(_LOOKED_AT):
        if rhythm.works_on(due - back * _DAY, calendar):
            return due - back * _DAY
    return calendar.on_or_before(due)


@lru_cache(_KEPT)
def _days_left(rhythm: Rhythm, today: date, due: date, calendar: WorkingDays, most: int) -> int:
    found, day, aim = 0, today, rhythm.aim(due, calendar)
    while day < aim and found <= most:
        day += _DAY
        found += rhythm.works_on(day, calendar)
    return found


@lru_cache(_KEPT)
def _digest_before(rhythm: Rhythm, day: date, calendar: WorkingDays) -> date:
    for back in range(1, _LOOKED_AT):
        if rhythm.has_digest(day - back * _DAY, calendar):
            return day - back * _DAY
    return day - _LOOKED_AT * _DAY


@lru_cache(_KEPT)
def _is_first_of_week(rhythm: Rhythm, day: date, calendar: WorkingDays) -> bool:
    earlier = (day - back * _DAY for back in range(1, day.weekday() + 1))
    return rhythm.works_on(day, calendar) and not any(rhythm.works_on(one, calendar) for one in earlier)


def rhythm_of(person: Person, choices: Choices | None) -> Rhythm:
    """By the staff file and what they have chosen themselves."""
    found = {
        number: (time.fromisoformat(given[0]), time.fromisoformat(given[1]))
        for number, name in enumerate(_DAYS)
        if (given := person.working_hours.get(name))
    }
    hours = {day: its for day, its in found.items() if its[0] < its[1]} or None
    if choices is None:
        return Rhythm(hours)
    return Rhythm(hours, choices.digest_at, frozenset(choices.quiet_days), choices.paused_until)
