"""Bank holidays and the days around the great feasts, as people call them, as dates."""

import re
from datetime import date, timedelta
from typing import Final

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
_FEASTS: Final = tuple(
    (re.compile(rf"\b{pattern}\b", re.I), days)
    for pattern, days in (
        (rf"between {_XMAS} (?:and|&) (?:the )?new year(?:'?s)?(?: day| eve)?", "from 27 December to 31 December"),
        (
            rf"(?:over|during|across|around|at|for) (?:the )?{_XMAS}{_PERIOD}"
            rf"(?: (?:and|&) (?:the )?new year(?:'?s)?{_PERIOD})?(?! (?:day|eve|week|party)\b)",
            "from 24 December to 1 January",
        ),
        (rf"(?:in |over )?{_XMAS} week|(?:in )?the week of {_XMAS}", "the week of 25 December"),
        (r"(?:over|around) (?:the )?new year(?:'?s)?(?! (?:day|eve)\b)", "from 31 December to 1 January"),
        (r"(?:over|during|at) (?:the )?easter(?: weekend)?(?! \w+day\b)", "from Good Friday to Easter Monday"),
    )
)
_NAMES = ("hol", "xmas", "christmas", "crimbo", "year", "easter")
_YEAR = timedelta(days=366)


def with_holidays(text: str, today: date, lean: dates.Lean) -> str:
    """The sentence with days in their place: the bank holiday that comes next after today, or was the last up to it;
    from Christmas Eve to New Year's Day, and the like."""
    if not mentions(text, _NAMES):
        return text
    for pattern, days in _FEASTS:
        text = pattern.sub(days, text)
    if not _BANK_HOLIDAY.search(text):
        return text
    holidays = [one.day for one in england().skipped(today - _YEAR, today + _YEAR)]
    found = next(d for d in holidays if d > today) if lean == "future" else [d for d in holidays if d <= today][-1]
    return _BANK_HOLIDAY.sub(day_label(found), text)
