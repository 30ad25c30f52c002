"""The periods that a text names, such as "15 working days", and which passages name one that is asked about."""

import re
from functools import cache
from typing import Final, NamedTuple

from standards_kb.types import Framework, Passage

_NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "twenty-four": 24, "twenty four": 24, "seventy-two": 72,
}  # fmt: skip
_HOURS: Final = {"h": 1, "d": 24, "w": 168, "m": 730, "y": 8760}
_RHYTHMS: Final = {
    "first week": (1, "w"), "weekly": (1, "w"), "fortnightly": (2, "w"), "fortnight": (2, "w"), "monthly": (1, "m"),
    "quarterly": (3, "m"), "annually": (1, "y"), "annual": (1, "y"), "yearly": (1, "y"), "every year": (1, "y"),
    "once a year": (1, "y"), "every month": (1, "m"), "each month": (1, "m"), "every week": (1, "w"),
}  # fmt: skip
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_WORKING = r"(?:working|wkg|wking|business)"
_UNIT = r"(?:hours?|hrs?|days?|weeks?|wks?|months?|mths?|years?|yrs?)"
_SPAN = rf"{_COUNT}[\s-]*(?:(?:{_WORKING}|placement)[\s-]+)?{_UNIT}|{_COUNT}[\s-]+(?:week|month)ly"
# What is weekly isn't asked here: a first week is as long, and no rhythm.
_PERIOD = rf"(?:{_SPAN}|{'|'.join(said for said in _RHYTHMS if 'week' not in said)}|fortnightly)"
_READ = re.compile(
    rf"\b(?:(?P<word>{'|'.join(_RHYTHMS)})|(?P<count>{_COUNT})[\s-]*"
    rf"(?:(?P<working>{_WORKING})[\s-]+|placement[\s-]+)?(?P<unit>{_UNIT})"
    rf"|(?P<every>{_COUNT})[\s-]+(?P<rhythm>week|month)ly)\b",
    re.I,
)
_UNIT_WORDS: Final = (
    "hour",
    "hr",
    "day",
    "week",
    "wk",
    "month",
    "mth",
    "year",
    "yr",
    "fortnight",
    "quarterly",
    "annual",
)
_LONGEST: Final = 80  # characters
_WHEN = r"(?:(?:with)?in|inside|every|each|at least every|under|for|on|of)"
_OF_VISITS = r"(?:visit(?:s|ed|ing)?|children|kids|yps?|young people)"
# Which meetings or reviews, and what is recorded, the finder hears better.
_THINGS = rf"(?:things?|tasks?|{_OF_VISITS}|standards?|deadlines?|timescales?|duties|ones?|all)"
_MUST = (
    r"(?:happens?|happening|(?:has|have|needs?|ought|is|are|'s) to (?:happen|be done|be held|be completed)"
    r"|(?:must|should|shall) (?:happen|be done|be held|be completed|i do|we do)"
    r"|needs (?:doing|completing)|(?:do|must|should) (?:i|we|you) (?:have to |need to )?do|gets done"
    r"|(?:is|'s|are) done)"
)
_IS = (
    r"(?:(?:is|are|has|have|must|should|need|needs|be|to|a|an|the|only|got|get|done|held|made|seen|visited|set"
    r"|at|least) )*"
)
_LIMIT = r"(?: (?:deadlines?|timescales?|limits?|time limits?|targets?|rules?|intervals?|cycles?|frequency|visits?))?"
_WHATS = re.compile(r"\bwhat'?s\b")
_UNIT_ALONE = re.compile(rf"what (?:is|are) (?:(?:an?|one) )?(?:{_WORKING} )?{_UNIT}")
_ASKS = re.compile(
    rf"(?:the )?(?P<a>{_PERIOD})\W*"
    r"(?:(?:is |'s )?(?:for )?(?:what|which)(?: (?:is (?:it|that)|things?))?(?: for| about)?"
    r"|what is (?:it|that|this) for|what does (?:it|that) mean)"
    rf"|what (?:is |are )?(?:the |a )?(?P<b>{_PERIOD}){_LIMIT} (?:for|about|one for)"
    rf"|(?:so )?what {_MUST} {_WHEN} (?:the )?(?P<c>{_PERIOD})"
    rf"|(?:what|which) (?!{_PERIOD}$)(?P<thing>(?:{_THINGS} )?)(?:else )?{_IS}"
    rf"(?:{_WHEN} )?(?:a |an )?(?P<d>{_PERIOD}){_LIMIT}"
    rf"|who (?P<who>(?:is|'s|gets|must be|should be|needs to be) (?:seen|visited)) {_WHEN} (?P<e>{_PERIOD})"
)


class Period(NamedTuple):
    """A length of time: so many hours, or so many working days."""

    number: int
    unit: str  # "hour" or "working day"


class Asked(NamedTuple):
    """What a question asks the purpose of: any of these periods, perhaps of visits only."""

    periods: frozenset[Period]
    only_visits: bool


def periods_in(text: str) -> list[Period]:
    """Every period that a text names, in its order; a day as 24 hours, a month as 730, a year as 12 months.

    >>> periods_in("within one working day; at least every 4 weeks")
    [Period(number=1, unit='working day'), Period(number=672, unit='hour')]
    """
    return [_period(found) for found in _READ.finditer(text) if (found["count"] or "").lower() not in ("a", "an")]


def _period(found: re.Match[str]) -> Period:
    if found["word"]:
        count, unit = _RHYTHMS[found["word"].lower()]
        return Period(count * _HOURS[unit], "hour")
    count = _number(found["count"] or found["every"])
    if found["working"]:
        return Period(count, "working day")
    return Period(count * _HOURS[(found["unit"] or found["rhythm"])[0].lower()], "hour")


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text.lower()]


def period_asked_of(question: str) -> Asked | None:
    """What "15 working days for what?" or "which visits are every 6 weeks?" asks for, in days also as working days."""
    lower = _WHATS.sub("what is", " ".join(question.lower().replace("’", "'").split())).strip(" .?!:-")
    if len(lower) > _LONGEST or not any(map(lower.__contains__, _UNIT_WORDS)) or _UNIT_ALONE.fullmatch(lower):
        return None
    found = _ASKS.fullmatch(lower)
    if found is None:
        return None
    [said] = filter(None, found.group("a", "b", "c", "d", "e"))
    period = _READ.fullmatch(said)
    assert period is not None  # for `_PERIOD` is what `_READ` reads
    meant = {_period(period)}
    if (period["unit"] or "").startswith("d"):
        meant.add(Period(_number(period["count"]), "working day"))
    of_visits = found["who"] or re.match(_OF_VISITS, found["thing"] or "")
    return Asked(frozenset(meant), bool(of_visits))


def passages_with(framework: Framework, asked: Asked) -> tuple[Passage, ...]:
    """The bullets, and rows without any, that name such a period, the Practice Standards first."""
    found = [
        passage
        for passage in framework.passages.values()
        if not passage.parts and not asked.periods.isdisjoint(_periods_of(passage.text))
        if passage.id.startswith("visiting.") or not asked.only_visits
    ]
    return tuple(sorted(found, key=lambda p: (not p.section.startswith("Practice Standards"), p.order)))


@cache
def _periods_of(text: str) -> tuple[Period, ...]:
    return tuple(periods_in(text))
