"""How soon a passage wants something done, to put the most urgent of several standards first."""

import re
from functools import cache

from standards_kb.periods import periods_in
from standards_kb.types import Passage

NO_LIMIT = float("inf")

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
    limits = [period.number * (1 if period.unit == "hour" else 24) for period in periods_in(text)]
    if _AT_ONCE.search(text):
        limits.append(0)
    return min(limits, default=NO_LIMIT)
