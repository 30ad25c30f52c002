"""Times at which two people can meet: pure, by their working hours, what else they do, and the deadline.

Instants are aware, in UTC; days and times of day are London's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from dialogs.core.quiet import hours_on
from dialogs.core.when import Part
from standards_kb.working_days import LONDON, WorkingDays, at_local_time, local_day
from storage.busy import Busy
from storage.people import Person

OFFERED: Final = 3
LASTS: Final = timedelta(hours=1)
NOTICE: Final = timedelta(hours=2)  # nobody is asked to a meeting that begins sooner
TRAVEL: Final = timedelta(minutes=30)  # to a visit and back
_STEP: Final = timedelta(minutes=30)
_APART: Final = timedelta(minutes=90)  # between two offers on one day
# Nobody is asked to come earlier, later or at lunchtime if there is any other time.
_LIKED: Final = (time(9), time(17))
_LUNCH: Final = (time(12), time(13))
_LONGEST: Final = 60  # days that are looked at
_PARTS: Final = {
    Part.FIRST_THING: (time(8), time(10)),
    Part.MORNING: (time(8), time(12)),
    Part.LUNCHTIME: (time(12), time(14)),
    Part.AFTERNOON: (time(12), time(17)),
    Part.END_OF_DAY: (time(15, 30), time(18)),
    Part.EVENING: (time(17), time(21)),
    Part.NIGHT: (time(20), time(23, 30)),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Between which days, both included, and at what time of day; `not_before` and `not_after` are instants."""

    first: date
    last: date
    part: Part | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Diaries:
    """Two people, and what each has in the diary."""

    people: tuple[Person, Person]
    busy: Sequence[Busy] = ()
    lasts: timedelta = LASTS
    travel: timedelta = TRAVEL
    # Days on which one of them has something without a time: only if nothing else is free.
    crowded: frozenset[date] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "crowded", frozenset(b.day for b in self.busy if b.day is not None))

    def clash(self, at: datetime, calendar: WorkingDays) -> str:
        """Whose diary has no room for a meeting then, by staff key; empty if both have."""
        day, until = local_day(at), at + self.lasts
        for person in self.people:
            hours = hours_on(person, day, calendar)
            if hours is None or at < at_local_time(day, hours[0]) or until > at_local_time(day, hours[1]):
                return person.key
        return next((b.staff_key for b in self.busy if self._meets(b, at, until)), "")

    def _meets(self, busy: Busy, begins: datetime, ends: datetime) -> bool:
        if busy.starts_at is None or busy.ends_at is None:
            return False
        way = self.travel if busy.is_elsewhere else timedelta(0)
        return busy.starts_at - way < ends and begins < busy.ends_at + way


def free(diaries: Diaries, wanted: Wanted, now: datetime, calendar: WorkingDays, most: int = OFFERED) -> list[datetime]:
    """Up to so many beginnings, soonest first: on different days where that can be, and not at lunchtime."""
    days = list(_days(wanted, now, calendar))
    quiet = [day for day in days if day not in diaries.crowded]
    chosen: list[datetime] = []
    for some, only_liked in ((quiet, True), (quiet, False), (days, False)):
        open_to_both = [_of_day(diaries, wanted, day, now, calendar) for day in some]
        if only_liked:
            open_to_both = [[at for at in day if _is_liked(at, diaries.lasts)] for day in open_to_both]
        _choose(chosen, open_to_both, most)
        if len(chosen) == most:
            break
    return sorted(chosen)


def _choose(chosen: list[datetime], days: Sequence[Sequence[datetime]], most: int) -> None:
    """Add to the chosen, first one of each day, then others far enough apart."""
    taken = {local_day(at) for at in chosen}
    firsts = [day[0] for day in days if day and local_day(day[0]) not in taken]
    for at in [*firsts, *(at for day in days for at in day)]:
        if len(chosen) < most and all(abs(at - other) >= _APART for other in chosen):
            chosen.append(at)


def _days(wanted: Wanted, now: datetime, calendar: WorkingDays) -> Iterable[date]:
    day = max(wanted.first, local_day(now))
    last = min(wanted.last, day + timedelta(days=_LONGEST))
    while day <= last:
        if day not in calendar.holidays:
            yield day
        day += timedelta(days=1)


def _is_liked(at: datetime, lasts: timedelta) -> bool:
    begins, ends = (one.astimezone(LONDON).time() for one in (at, at + lasts))
    is_lunch = begins < _LUNCH[1] and ends > _LUNCH[0]
    return _LIKED[0] <= begins and ends <= _LIKED[1] and not is_lunch


def _of_day(diaries: Diaries, wanted: Wanted, day: date, now: datetime, calendar: WorkingDays) -> list[datetime]:
    opens, closes = _PARTS[wanted.part] if wanted.part else (time(0), time(23, 59))
    hours = [hours_on(person, day, calendar) for person in diaries.people]
    if any(one is None for one in hours):
        return []
    at = at_local_time(day, max(opens, *(one[0] for one in hours if one)))
    until = at_local_time(day, min(closes, *(one[1] for one in hours if one)))
    earliest = max(now + NOTICE, wanted.not_before or now)
    latest = min(until, wanted.not_after or until)
    found = []
    while at + diaries.lasts <= latest:
        if at >= earliest and not diaries.clash(at, calendar):
            found.append(at)
        at += _STEP
    return found
