"""The days and times that a question tells of: gone by or to come, as its words say, or asked where they don't."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from dialogs.core.when import Ambiguous, Day, Found, Moment, find, say
from standards_kb.scenario import latest_of
from standards_kb.working_days import FIRST_YEAR

# Words in a date's own clause that make it one to come, or one gone by.
_TO_COME = re.compile(
    r"\b(?:will|i'll|going to|to be|is|are|being|starts?|begins?|planned|booked|plan to|moves?|moving|"
    r"i (?:see|visit))\b",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:was|were|had|last|saw|seen|came|went|got|became|made|held|began|since|did|done|told|found|"
    r"(?!placed|planned|booked|needed|looked|fostered|approved)\w+ed)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,.;:?!]|\b(?:if|but|when|because)\b", re.IGNORECASE)
_NO_DAY = date(1900, 1, 1)  # stands for what can be no date, which is asked
_SOON, _HALF_A_YEAR = timedelta(days=42), timedelta(days=183)


def told_in(question: str, at: datetime) -> list[Found]:
    """The days and times that are told of: those gone by, unless the words before one say that it is to come. Where
    they say neither, what is close at hand is meant, or it isn't sure."""
    past = [one for one in find(question, at, lean="past") if isinstance(one.value, Day | Moment | Ambiguous)]
    to_come = find(question, at, lean="future") if past else ()
    told = []
    for one in past:
        clause = _CLAUSE.split(question[: one.start])[-1]
        ahead = next((other for other in to_come if other.start == one.start), one)
        to_come_at, gone_at = _last(_TO_COME, clause), _last(_GONE, clause)
        if to_come_at > gone_at:
            told.append(ahead)
        elif ahead.value == one.value or gone_at >= 0:
            told.append(one)
        else:
            told.append(_whichever(question, one, ahead, at))
    return [one for one in told if isinstance(one.value, Ambiguous) or latest_of(value_of(one)).year > FIRST_YEAR]


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where a pattern matches last; -1 if nowhere."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _whichever(question: str, past: Found, ahead: Found, at: datetime) -> Found:
    if not (isinstance(past.value, Day | Moment) and isinstance(ahead.value, Day | Moment)):
        return past
    if at - latest_of(value_of(past)) < _HALF_A_YEAR:
        return past
    if latest_of(value_of(ahead)) - at < _SOON:
        return ahead
    said = question[past.start : past.end]
    return replace(past, value=Ambiguous((say.choice(past.value), say.choice(ahead.value)), say.which(said)))


def value_of(found: Found) -> date | datetime:
    """The day or instant; of several that may be meant, the first."""
    value = found.value.choices[0].value if isinstance(found.value, Ambiguous) and found.value.choices else found.value
    if isinstance(value, Moment):
        return value.at
    return value.date if isinstance(value, Day) else _NO_DAY
