"""The bank holiday, as people call the one that comes next or the one that was last, as a date."""

import re
from datetime import date, timedelta

from dialogs.core import when as dates
from dialogs.core.when.say import day_label
from standards_kb.working_days import england

_CALLED = re.compile(
    r"\b(?:the |this |next |last )*(?:may |spring |summer |august )?"
    r"bank hol(?:iday)?(?: weekend| (?:mon|fri)(?:day)?)?\b",
    re.I,
)
_YEAR = timedelta(days=366)


def with_bank_holidays(text: str, today: date, lean: dates.Lean) -> str:
    """The sentence with the date in its place: the next one after today, or the last one up to it."""
    if "hol" not in text.casefold() or not _CALLED.search(text):
        return text
    days = [one.day for one in england().skipped(today - _YEAR, today + _YEAR)]
    found = next(d for d in days if d > today) if lean == "future" else [d for d in days if d <= today][-1]
    return _CALLED.sub(day_label(found), text)
