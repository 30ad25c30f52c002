"""Spans from one day to another, "week commencing", and what is open at one end."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from dialogs.core.when import say
from dialogs.core.when.days import day_at
from dialogs.core.when.patterns import AFTER_DATE, WEEKDAY
from dialogs.core.when.settle import Ask, Context, Reading, Written, settle
from dialogs.core.when.spans import WEEK, Found, monday_of, named_span_at
from dialogs.core.when.tables import WEEKDAYS
from dialogs.core.when.values import Certain, Day, Moment, Span, Week

_COMMENCING = re.compile(
    r"(?:the )?(?:w ?/ ?[cb]\b|w\.?[cb]\b|w ?/ ?(?P<ending>e)\b"
    r"|(?:week|wk) ?(?:commencing|comm?|beginning|starting|(?P<loose>of|ending))\b)[.:,]? (?:on )?"
)
_FROM = re.compile(r"(?:(?P<way>from|between)|on|over|during) ")
_TO = re.compile(
    r"(?: ?- ?| (?:to|until|till|til|through|thru|through to) |(?P<joins> and | ?& ?| ?/ ?(?![0-9]{1,2} ?/)))(?:on )?"
)
# "7 to 11 December", "the 7th to the 11th of December"
_LAST_ONLY = re.compile(rf"(?:the )?(?P<day>[0-9]{{1,2}})(?: ?(?:st|nd|rd|th)\b)?(?:{AFTER_DATE.pattern})")
_DAY_ONLY = re.compile(
    rf"(?:(?P<weekday>{WEEKDAY}) )?(?:the )?(?P<day>[0-9]{{1,2}})(?: ?(?:st|nd|rd|th)\b)?"
    r"(?= ?[-&/]| (?:to|until|till|til|through|thru|and) )"
)


def span_at(text: str, start: int, context: Context) -> Found | None:
    """The longest week or span that begins at a place, and where it ends."""
    found = named_span_at(text, start, context), _commencing(text, start, context), _from_to(text, start, context)
    return max((one for one in found if one), key=lambda one: one[0], default=None)


def _settled(read: Reading | Written, context: Context) -> Reading:
    return settle(read, context) if isinstance(read, Written) else read


def _commencing(text: str, start: int, context: Context) -> Found | None:
    opening = _COMMENCING.match(text, start)
    read = opening and day_at(text, opening.end(), context)
    if not opening or not read:
        return None
    reading, weeks, ask = _settled(read[1], context), [], None
    for value in reading.values:
        if not isinstance(value, Day):
            return None
        monday = monday_of(value.date)
        weeks.append(Week(monday))
        if value.date != monday and not (opening["loose"] or opening["ending"]):
            weeks.append(Week(monday + WEEK))
            ask = partial(_not_a_monday, value.date)
    return read[0], Reading(tuple(dict.fromkeys(weeks)), ask or reading.ask)


def _not_a_monday(day: date, _: str) -> str:
    return say.not_a_monday(day)


def _from_to(text: str, start: int, context: Context) -> Found | None:
    opening = _FROM.match(text, start)
    begin = opening.end() if opening else start
    best: Found | None = None
    for read, needs_month in ((_day_only(text, begin), True), (day_at(text, begin, context), False)):
        to = read and _TO.match(text, read[0])
        if not read or not to:
            continue
        last = day_at(text, to.end(), context) or _last_only(text, to.end(), read[1])
        if to["joins"] and not (opening and opening["way"] == "between") and not (last and _next_to(read[1], last[1])):
            continue
        if last and needs_month and not (isinstance(last[1], Written) and last[1].day):
            continue
        if last and (reading := _between(read[1], last[1], context)):
            best = max(best or (0, reading), (last[0], reading), key=lambda one: one[0])
    return best


def _next_to(first: Reading | Written, last: Reading | Written) -> bool:
    """Whether "5th and 6th December" is a span."""
    return (
        isinstance(first, Written)
        and isinstance(last, Written)
        and first.month is None
        and last.day == (first.day or 0) + 1
    )


def _last_only(text: str, start: int, first: Reading | Written) -> tuple[int, Written] | None:
    """The end of "December 7 to 11"."""
    found = _LAST_ONLY.match(text, start)
    if not found or not isinstance(first, Written) or not first.month:
        return None
    return found.end(), Written(int(found["day"]), first.month, first.year)


def _day_only(text: str, start: int) -> tuple[int, Written] | None:
    found = _DAY_ONLY.match(text, start)
    if not found:
        return None
    weekday = WEEKDAYS[found["weekday"]] if found["weekday"] else None
    return found.end(), Written(int(found["day"]), weekday=weekday)


def _between(first: Reading | Written, last: Reading | Written, context: Context) -> Reading | None:
    if isinstance(first, Written) and isinstance(last, Written) and first.day and last.day:
        first, last = _completed(first, last)
        if first.month and not first.year and context.lean != "past":
            # The span that hasn't ended yet, even if it has begun.
            ends = settle(last, context)
            lasts = [v.date for v in ends.values if isinstance(v, Day)]
            return _spans(zip([_latest(first, day) for day in lasts], lasts, strict=True), ends.ask)
    begins = _settled(first, context)
    pairs: list[tuple[date, date]] = []
    for value in begins.values:
        if not isinstance(value, Day):
            return None
        ahead = replace(context, today=value.date, lean="future")
        for end in _settled(last, ahead).values:
            if isinstance(end, Day) and end.date > value.date:
                pairs.append((value.date, end.date))
                break
    return _spans(pairs, begins.ask)


def _latest(written: Written, day: date) -> date | None:
    """The last such day up to a day."""
    context = Context(datetime.combine(day, time(), UTC), day, "past", None)
    reading = settle(written, context)
    return reading.values[0].date if not reading.ask and isinstance(reading.values[0], Day) else None


def _completed(first: Written, last: Written) -> tuple[Written, Written]:
    """Each with what only the other says."""
    if first.month is None and last.month:
        before = first.day is not None and last.day is not None and first.day > last.day
        first = replace(first, month=(last.month - 2) % 12 + 1 if before else last.month)
    if first.month and last.month:
        turns = (first.month, first.day or 0) > (last.month, last.day or 0)
        if last.year and not first.year:
            first = replace(first, year=last.year - turns)
        elif first.year and not last.year:
            last = replace(last, year=first.year + turns)
    return first, last


def _spans(pairs: Iterable[tuple[date | None, date]], ask: Ask | None) -> Reading | None:
    spans = tuple(dict.fromkeys(Span(first, last) for first, last in pairs if first and first < last))
    return Reading(spans, ask) if spans else None


def opened(reading: Reading, way: str) -> Reading | None:
    """What "since" and "until" make of a day, or of a span, of which "until" may mean either end."""
    values: list[Certain] = []
    for value in reading.values:
        if isinstance(value, Moment):
            return None
        first, last = _ends(value)
        if way == "since":
            values.append(Span(first, None))
        elif first and last and first < last:
            values += [Span(None, first - timedelta(days=1)), Span(None, last)]
        else:
            values.append(Span(None, last))
    found = tuple(dict.fromkeys(values))
    return Reading(found, reading.ask or (say.which if len(found) > 1 else None))


def _ends(value: Day | Week | Span) -> tuple[date | None, date | None]:
    match value:
        case Day(day):
            return day, day
        case Week(monday):
            return monday, monday + timedelta(days=6)
        case Span(first, last):
            return first, last
