"""Which month is meant, and what it is called."""

import re
from calendar import month_abbr, month_name
from datetime import date
from typing import Final

from standards_kb.working_days import add_months

_NAMES: Final = {name.casefold(): n for names in (month_name, month_abbr) for n, name in enumerate(names) if name}
_NAMED = re.compile(r"(?P<name>[a-z]+)(?: (?P<year>\d{4}))?", re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})|(?P<m>\d{1,2})/(?P<y>\d{4})")
_THIS: Final = frozenset({"this month", "this month so far", "so far", "now"})
_LAST: Final = frozenset({"", "last month", "the last month", "the month", "previous month", "month"})
_EARLIEST: Final = 2000
# The pattern of all of these, for sentences that name a month.
MONTH: Final = (
    r"(?:(?:this|last|the last|previous)(?: month(?: so far)?)?|the month|\d{4}-\d{1,2}|\d{1,2}/\d{4}|(?:"
    + "|".join(sorted(_NAMES | {"sept": 9}, key=len, reverse=True))
    + r")(?: \d{4})?)"
)


def read_month(said: str, today: date) -> date | None:
    """The first day of the month that is meant: without a year the last of that name that has begun, without anything
    the last that is over; None if none can be told."""
    plain, now = " ".join(said.casefold().removeprefix("for ").split()), today.replace(day=1)
    if plain in _THIS or plain == "this":
        return now
    if plain in _LAST or plain in ("last", "the last", "previous"):
        return add_months(now, -1)
    if numbered := _NUMBERED.fullmatch(plain):
        return _month(int(numbered["year"] or numbered["y"]), int(numbered["month"] or numbered["m"]))
    named = _NAMED.fullmatch(plain)
    number = (_NAMES | {"sept": 9}).get(named["name"]) if named else None
    if named is None or number is None:
        return None
    if named["year"]:
        return _month(int(named["year"]), number)
    return date(today.year if number <= today.month else today.year - 1, number, 1)


def month_label(month: date) -> str:
    """As in "October 2026"."""
    return f"{month:%B %Y}"


def short_label(month: date) -> str:
    """As in "Oct 2026"."""
    return f"{month:%b %Y}"


def _month(year: int, number: int) -> date | None:
    return date(year, number, 1) if 1 <= number <= 12 and year >= _EARLIEST else None
