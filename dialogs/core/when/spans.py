"""Weeks, months and spans of days."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from dialogs.core.when import say
from dialogs.core.when.days import Match, day_at
from dialogs.core.when.patterns import MONTH, NUMBER, UNIT, WEEKDAY, is_whole, number, word_before
from dialogs.core.when.settle import Ask, Context, Reading, Written, months_on, settle, whole_year
from dialogs.core.when.tables import MONTHS, UNITS, WEEKDAYS
from dialogs.core.when.values import Certain, Day, Lean, Moment, Span, Week

Found = tuple[int, Reading]
_WEEK = timedelta(days=7)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _week_from(day: date) -> Reading:
    return Reading((Span(day, day + timedelta(days=6)),))


def _month(first: date) -> Span:
    following = months_on(first, 1).values[0]
    assert isinstance(following, Day)
    return Span(first, following.date - timedelta(days=1))


def _named_week(found: Match, context: Context) -> Reading:
    by = {"this": 0, "next": 1, "coming": 1, "last": -1, "past": -1}[found["which"]]
    by += {"after next": 1, "before last": -1}.get(found["further"] or "", 0)
    return _week_from(_monday(context.today) + by * _WEEK)


def _far_week(found: Match, context: Context) -> Reading:
    return _week_from(_monday(context.today) + (2 if found["further"] == "after next" else -2) * _WEEK)


def _named_month(found: Match, context: Context) -> Reading:
    by = {"this": 0, "next": 1, "last": -1}[found["which"]]
    if found["unit"] == "year":
        year = context.today.year + by
        return Reading((Span(date(year, 1, 1), date(year, 12, 31)),))
    first = months_on(context.today.replace(day=1), by).values[0]
    return Reading((_month(first.date),)) if isinstance(first, Day) else Reading((), say.no_date)


def _month_by_name(found: Match, context: Context) -> Reading | None:
    text, year, which = found.string, found["year"], found["which"]
    is_ordinary = found["month"] in ("may", "march")
    is_said = text.startswith(("in ", "during ", "throughout "), found.start()) or word_before(text, found.start()) in (
        "since",
        "until",
    )
    if not (year or which or is_said or (is_whole(text, found.start(), found.end()) and not is_ordinary)):
        return None
    lean: Lean = {"last": "past", "next": "future"}.get(which or "", context.lean)  # type: ignore[assignment]
    written = Written(28, MONTHS[found["month"]], whole_year(year, context.today) if year else None)
    reading = settle(written, replace(context, lean=lean))
    return Reading(tuple(_month(v.date.replace(day=1)) for v in reading.values if isinstance(v, Day)), reading.ask)


def _rest(found: Match, context: Context) -> Reading:
    if found["unit"] == "month":
        return Reading((Span(context.today, _month(context.today.replace(day=1)).last),))
    return Reading((Span(context.today, _monday(context.today) + timedelta(days=6)),))


def _earlier(_: Match, context: Context) -> Reading:
    return Reading((Span(_monday(context.today), context.today),))


def _rolling(found: Match, context: Context) -> Reading | None:
    """ "In the last three weeks", "over the next 10 days"."""
    amount, unit = number(found["number"]) if found["number"] else 1, UNITS[found["unit"]]
    if unit in ("hours", "minutes"):
        return None
    sign = 1 if found["way"] == "next" else -1
    by = {"days": 1, "weeks": 7, "fortnights": 14}.get(unit)
    if by:
        other = context.today + timedelta(days=sign * amount * by)
    else:
        reading = months_on(context.today, sign * amount * (12 if unit == "years" else 1))
        if not reading.values or not isinstance(reading.values[0], Day):
            return None
        other = reading.values[0].date
    return Reading((Span(*sorted((context.today, other))),))


def _weekend(found: Match, context: Context) -> Reading:
    which = found["which"]
    present = _monday(context.today) + timedelta(days=5)
    is_on = context.today >= present
    last, coming = present - _WEEK, present + _WEEK if is_on else present
    if which in ("last", "next", "this", "coming"):
        by = {
            "last": [last] if is_on or not found["further"] else [last - _WEEK],
            "next": [coming] if is_on else [coming, coming + _WEEK],
            "this": [present],
            "coming": [coming],
        }
        chosen = by[which]
    elif is_on:
        chosen = [present]
    else:
        chosen = {"past": [last], "future": [coming]}.get(context.lean or "", [last, coming])
    return Reading(tuple(Span(day, day + timedelta(days=1)) for day in chosen), say.which if len(chosen) > 1 else None)


def _weekdays_of_week(found: Match, context: Context) -> Reading | None:
    """ "Monday to Wednesday next week"."""
    monday = _monday(context.today) + {"this": 0, "next": 1, "last": -1}[found["which"]] * _WEEK
    first, last = (monday + timedelta(days=WEEKDAYS[found[name]]) for name in ("first", "last"))
    return Reading((Span(first, last),)) if first < last else None


_RULES: tuple[tuple[re.Pattern[str], Callable[[Match, Context], Reading | None]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (r"(?P<which>this|next|last|coming) week(?P<further>)\b(?!-)", _named_week),
        (r"(?:the )?week (?P<further>after next|before last)\b", _far_week),
        (r"(?P<which>this|next|last) (?P<unit>month|year)\b", _named_month),
        (
            rf"(?:(?:in|during|throughout) )?(?:(?P<which>last|this|next) )?(?P<month>{MONTH})\b"
            r"(?: (?P<year>(?:19|2[0-9])[0-9]{2}|(?:last|this|next) year)\b)?",
            _month_by_name,
        ),
        (r"(?:the )?rest of (?:the|this) (?P<unit>week|month)\b", _rest),
        (r"later this (?P<unit>week|month)\b", _rest),
        (r"earlier this week\b", _earlier),
        (
            r"(?:(?:in|over|during|within|for) )?the (?P<way>last|past|next)"
            rf"(?: (?P<number>{NUMBER}))? (?P<unit>{UNIT})",
            _rolling,
        ),
        (rf"(?P<way>last|past|next) (?P<number>{NUMBER}) (?P<unit>{UNIT})", _rolling),
        (
            r"(?:(?:over|at|on|during) )?(?:the |(?P<which>this|last|next|coming) )(?:coming )?weekend\b"
            r"(?P<further> before last\b)?",
            _weekend,
        ),
        (
            rf"(?P<first>{WEEKDAY}) ?(?:-|to|until|till) ?(?P<last>{WEEKDAY}) (?:of )?(?P<which>this|next|last) week\b",
            _weekdays_of_week,
        ),
    )
)

_COMMENCING = re.compile(
    r"(?:the )?(?:w ?/ ?[cb]|wc|w ?/ ?(?P<ending>e)|week ?(?:commencing|beginning|starting|(?P<loose>of|ending)))\b"
    r"\.?:?,? (?:on )?"
)
_FROM = re.compile(r"(?:(?P<way>from|between)|on|over|during) ")
_TO = re.compile(r"(?: ?- ?| (?:to|until|till|til|through|thru|through to) |(?P<joins> and ))(?:on )?")
# "7 to 11 December", "the 7th to the 11th of December"
_DAY_ONLY = re.compile(
    r"(?:the )?(?P<day>[0-9]{1,2})(?: ?(?:st|nd|rd|th)\b)?(?= ?-| (?:to|until|till|til|through|thru|and) )"
)


def span_at(text: str, start: int, context: Context) -> Found | None:
    """The longest week or span that begins at a place, and where it ends."""
    best = _longer(_commencing(text, start, context), _from_to(text, start, context))
    for pattern, make in _RULES:
        found = pattern.match(text, start)
        if found and (best is None or found.end() >= best[0]) and (reading := make(found, context)):
            best = found.end(), reading
    return best


def _longer(one: Found | None, other: Found | None) -> Found | None:
    return max((found for found in (one, other) if found), key=lambda found: found[0], default=None)


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
        monday = _monday(value.date)
        weeks.append(Week(monday))
        if value.date != monday and not (opening["loose"] or opening["ending"]):
            weeks.append(Week(monday + _WEEK))
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
        if not read or not to or bool(to["joins"]) != bool(opening and opening["way"] == "between"):
            continue
        last = day_at(text, to.end(), context)
        if last and needs_month and not (isinstance(last[1], Written) and last[1].day):
            continue
        if last and (reading := _between(read[1], last[1], context)):
            best = _longer(best, (last[0], reading))
    return best


def _day_only(text: str, start: int) -> tuple[int, Written] | None:
    found = _DAY_ONLY.match(text, start)
    return (found.end(), Written(int(found["day"]))) if found else None


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
