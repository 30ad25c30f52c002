"""How soon a passage wants something done, to put the most urgent of several standards first."""

import re
from functools import cache

from standards_kb.types import Passage

HOURS = {"hour": 1, "day": 24, "week": 168, "month": 730, "year": 8766}
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
RHYTHMS = {"first week": 168, "weekly": 168, "fortnightly": 336, "monthly": 730, "annually": 8766}
NO_LIMIT = float("inf")

_LIMIT = re.compile(rf"\b(\d+|{'|'.join(NUMBERS)})\s+(?:working |placement )?({'|'.join(HOURS)})s?\b", re.I)
_EVERY = re.compile(rf"\b(\d+|{'|'.join(NUMBERS)})[\s-](week|month)ly\b", re.I)
_RHYTHM = re.compile(rf"\b(?:{'|'.join(RHYTHMS)})\b", re.I)
_AT_ONCE = re.compile(r"\b(immediately|on the day|same day)\b", re.I)


def hours_allowed_by(passage: Passage) -> float:
    """Other sections than the Practice Standards set no limits: an audit's months, say, are how far it looks back."""
    return hours_allowed(passage.text) if passage.section.startswith("Practice Standards") else NO_LIMIT


@cache
def hours_allowed(text: str) -> float:
    """The shortest time limit that a passage names, in hours (a month as 730); infinite if it names none.

    >>> hours_allowed("within a maximum of 24 hours")
    24
    >>> hours_allowed("At least every 10 working days thereafter.")
    240
    >>> hours_allowed("no longer than 8 weekly intervals")
    1344
    """
    limits = [_number(found[1]) * HOURS[found[2].lower()] for found in _LIMIT.finditer(text)]
    limits += [_number(found[1]) * HOURS[found[2].lower()] for found in _EVERY.finditer(text)]
    limits += [RHYTHMS[found.lower()] for found in _RHYTHM.findall(_EVERY.sub("", text))]
    if _AT_ONCE.search(text):
        limits.append(0)
    return min(limits, default=NO_LIMIT)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS[text.lower()]
