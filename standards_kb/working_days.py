"""Counting days as England does: working days, bank holidays, months, and the day it is in London."""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
FIRST_YEAR, LAST_YEAR = 1990, 2100
# The government has published the bank holidays of England and Wales up to here; later ones are by today's rules.
PUBLISHED_UNTIL = date(2028, 12, 31)

_DAY = timedelta(days=1)
_CALLED = {"May Day": "Early May bank holiday", "Late Summer Bank Holiday": "Summer bank holiday"}


class Skipped(NamedTuple):
    """A day that isn't a working day although it is no weekend, and why."""

    day: date
    name: str


class WorkingDays:
    """Monday to Friday less `holidays` (day → name), from 1990 to 2100; safe to share.

    ValueError, in plain English, for a day outside those years."""

    def __init__(self, holidays: Mapping[date, str]) -> None:
        self.holidays = MappingProxyType(dict(holidays))
        first, last = date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal()
        off = {day.toordinal() for day in holidays}
        # Ordinal 1 is a Monday.
        self._working = [day for day in range(first, last + 1) if (day - 1) % 7 < 5 and day not in off]

    def is_working(self, day: date) -> bool:
        """Whether people work on this day."""
        return day.weekday() < 5 and day not in self.holidays

    def add(self, day: date, number: int) -> date:
        """The `number`th working day after `day`, which itself never counts.

        >>> england().add(date(2026, 12, 18), 10)
        datetime.date(2027, 1, 6)
        >>> england().add(date(2026, 12, 26), 1)
        datetime.date(2026, 12, 29)
        """
        ordinal = day.toordinal()
        try:
            found = self._working[bisect_right(self._working, ordinal) + number - 1]
        except IndexError:
            found = 0
        if found <= ordinal or ordinal < self._working[0] - 7:
            raise ValueError(f"{day} and {number} working days are outside {FIRST_YEAR} to {LAST_YEAR}")
        return date.fromordinal(found)

    def on_or_before(self, day: date) -> date:
        """The last working day on or before `day`: what to aim at where a deadline falls on a weekend or holiday.

        >>> england().on_or_before(date(2026, 4, 6))
        datetime.date(2026, 4, 2)
        """
        while not self.is_working(day):
            day -= _DAY
        return day

    def skipped(self, after: date, until: date) -> tuple[Skipped, ...]:
        """The holidays that fall on a Monday to Friday after `after`, up to `until` itself."""
        between = (day for day in self.holidays if after < day <= until and day.weekday() < 5)
        return tuple(Skipped(day, self.holidays[day]) for day in sorted(between))

    def closed_on(self, days: Iterable[date], name: str) -> "WorkingDays":
        """The same without the council's own closure days, each called `name` and its date."""
        return WorkingDays({**{day: f"{name} {day.day} {day:%B}" for day in days}, **self.holidays})


@cache
def england() -> WorkingDays:
    """The working days of England and Wales, with no local closures."""
    import holidays  # takes longer to import than all else here

    listed = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1))
    return WorkingDays({day: _named(name) for day, name in listed.items()})


def _named(name: str) -> str:
    """As gov.uk calls it: "Boxing Day (observed)" is its substitute day."""
    called, observed, _ = name.partition(" (observed)")
    called = _CALLED.get(called, called).replace("Spring Bank Holiday", "Spring bank holiday")
    return f"{called} (substitute)" if observed else called


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on, or that month's last day.

    >>> add_months(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day > 28:
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return date(year, month + 1, day.day)


def local_day(instant: datetime) -> date:
    """The day it is in London at an aware instant.

    >>> local_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    datetime.date(2026, 7, 1)
    """
    return instant.astimezone(LONDON).date()


def at_local_time(day: date, clock: time) -> datetime:
    """The UTC instant at which London's clocks first show `clock` on `day`."""
    return datetime.combine(day, clock, LONDON).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The local midnight that ends a day, as a UTC instant.

    >>> end_of(date(2026, 3, 28)).isoformat()
    '2026-03-29T00:00:00+00:00'
    """
    return at_local_time(day + _DAY, time())
