"""Sentences that count working days: which day is so many of them from another, and whether a day is one."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from dialogs.core import when as dates
from dialogs.core.mentions import mentions
from dialogs.visits.holidays import with_holidays
from dialogs.visits.sentences import bare
from standards_kb.working_days import local_day

_WORDS = ("working day", "bank holiday")
_FROM = re.compile(
    r"(?:(?:what(?:'s| is)|when(?:'s| is)|what (?:day|date) is) )?(?P<number>\d{1,3}) working days?"
    r" (?:from|after|on from) (?P<day>.{3,40})"
)
_IS = re.compile(r"is (?P<day>.{3,40}?) an? (?:working day|bank (?P<holiday>holiday))")
_HOW_MANY = re.compile(
    r"how many working days (?:(?:are there |is it |do i have |have i got |left )*)(?:until|till|til|before|to)"
    r" (?P<day>.{3,40})"
)
_NEXT = re.compile(r"(?:when(?:'s| is) )?(?:the )?next bank holiday")
MOST = 366


@dataclass(frozen=True, slots=True)
class Counted:
    """What is asked: the day so many working days from `day`, how many there are until then, whether that is one or a
    bank holiday, or when the next bank holiday is."""

    day: date
    number: int | None = None
    is_until: bool = False
    is_next: bool = False
    is_holiday: bool = False


def counted(text: str, at: datetime) -> Counted | None:
    """What a sentence asks of working days; None if it is anything else."""
    if not mentions(text, _WORDS):
        return None
    said = bare(text)
    if _NEXT.fullmatch(said):
        return Counted(local_day(at), is_next=True)
    found = _FROM.fullmatch(said) or _HOW_MANY.fullmatch(said) or _IS.fullmatch(said)
    day = _day_of(found["day"], at) if found else None
    if found is None or day is None:
        return None
    said_of = found.groupdict()
    number, is_holiday = said_of.get("number"), said_of.get("holiday") is not None
    return Counted(day, int(number) if number else None, is_until=found.re is _HOW_MANY, is_holiday=is_holiday)


def _day_of(said: str, at: datetime) -> date | None:
    try:
        value = dates.read(with_holidays(said, local_day(at), "future").strip(), at, lean="future")
    except dates.WhenError:
        return None
    return value.date if isinstance(value, dates.Day) else None
