"""Bank holidays and the days around the great feasts, as people call them, as dates."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from dateutil.easter import easter

from dialogs.core import when as dates
from dialogs.core.mentions import mentions
from dialogs.core.when.say import day_label
from standards_kb.working_days import england

_BANK_HOLIDAY = re.compile(
    r"\b(?:over |during )?(?:the |this |next |last )*(?:may |spring |summer |august )?"
    r"bank hol(?:iday)?(?: weekend| (?:mon|fri)(?:day)?)?\b",
    re.I,
)
_XMAS = r"(?:xmas|christmas|crimbo)"
_PERIOD = r"(?: period| break| hol(?:iday)?s?)?"
_DAY = timedelta(days=1)


def _christmas_week(year: int) -> tuple[date, date]:
    monday = date(year, 12, 25) - date(year, 12, 25).weekday() * _DAY
    return monday, monday + 6 * _DAY


# What it is called, and the first and last day of it in the year in which it begins.
_FEASTS: Final[tuple[tuple[re.Pattern[str], Callable[[int], tuple[date, date]]], ...]] = tuple(
    (re.compile(rf"\b{pattern}\b", re.I), days)
    for pattern, days in (
        (
            rf"between {_XMAS} (?:and|&) (?:the )?new year(?:'?s)?(?: day| eve)?",
            lambda year: (date(year, 12, 27), date(year, 12, 31)),
        ),
        (
            rf"(?:over|during|across|around|at|for) (?:the )?{_XMAS}{_PERIOD}"
            rf"(?: (?:and|&) (?:the )?new year(?:'?s)?{_PERIOD})?(?! (?:day|eve|week|party)\b)",
            lambda year: (date(year, 12, 24), date(year + 1, 1, 1)),
        ),
        (rf"(?:in |over )?{_XMAS} week|(?:in )?the week of {_XMAS}", _christmas_week),
        (
            r"(?:over|around) (?:the )?new year(?:'?s)?(?! (?:day|eve)\b)",
            lambda year: (date(year, 12, 31), date(year + 1, 1, 1)),
        ),
        (
            r"(?:over|during|at) (?:the )?easter(?: weekend)?(?! \w+day\b)",
            lambda year: (easter(year) - 2 * _DAY, easter(year) + _DAY),
        ),
    )
)
_NAMES = ("hol", "xmas", "christmas", "crimbo", "year", "easter")
_YEAR = timedelta(days=366)


def with_holidays(text: str, today: date, lean: dates.Lean) -> str:
    """The sentence with days in their place: the bank holiday that comes next after today, or was the last up to it; of
    Christmas and the like the days of the one that isn't over, or of the last that has begun."""
    if not mentions(text, _NAMES):
        return text
    for pattern, days in _FEASTS:
        if pattern.search(text):
            first, last = _meant(days, today, lean)
            text = pattern.sub(f"from {_named(first)} to {_named(last)}", text)
    if not _BANK_HOLIDAY.search(text):
        return text
    holidays = [one.day for one in england().skipped(today - _YEAR, today + _YEAR)]
    found = next(d for d in holidays if d > today) if lean == "future" else [d for d in holidays if d <= today][-1]
    return _BANK_HOLIDAY.sub(day_label(found), text)


def _meant(days: Callable[[int], tuple[date, date]], today: date, lean: dates.Lean) -> tuple[date, date]:
    around = [days(year) for year in (today.year - 1, today.year, today.year + 1)]
    if lean == "future":
        return next((first, last) for first, last in around if last >= today)
    return [(first, last) for first, last in around if first <= today][-1]


def _named(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
