"""Months as people type them."""

import re
from calendar import month_name
from datetime import date
from typing import Final

from standards_kb.working_days import add_months

_NAMES: Final = {name.casefold(): number for number, name in enumerate(month_name) if name}
_SHORT: Final = {name[:3]: number for name, number in _NAMES.items()} | {"sept": 9}
_NAMED: Final = re.compile(r"([a-z]+)(?: (\d{4}))?")
_WRITTEN: Final = re.compile(r"(\d{4})-(\d\d)")


def month_of(said: str, today: date) -> date | None:
    """The first day of the month that is meant: without a year the last one that has begun; None if it is none."""
    plain, this = " ".join(said.casefold().replace(",", " ").split()), today.replace(day=1)
    if plain in ("this month", "last month"):
        return this if plain.startswith("this") else add_months(this, -1)
    written, named = _WRITTEN.fullmatch(plain), _NAMED.fullmatch(plain)
    if written and 1 <= int(written[2]) <= 12 and int(written[1]):
        return date(int(written[1]), int(written[2]), 1)
    number = (_NAMES | _SHORT).get(named[1]) if named else None
    if named is None or number is None:
        return None
    if named[2]:
        return date(int(named[2]), number, 1) if int(named[2]) else None
    return date(today.year if number <= today.month else today.year - 1, number, 1)


def month_label(month: date) -> str:
    """As in "October 2026"."""
    return f"{month:%B} {month.year}"
