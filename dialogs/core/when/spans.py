"""Weeks, weekends, months and the like that are named from today, and months by name."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from dialogs.core.when import say
from dialogs.core.when.patterns import MONTH, NUMBER, UNIT, WEEKDAY, is_whole, number, word_before
from dialogs.core.when.settle import Context, Reading, Written, months_on, settle, whole_year
from dialogs.core.when.tables import MONTHS, UNITS, WEEKDAYS
from dialogs.core.when.values import Day, Lean, Span
from dialogs.core.when.written import Match, first_of, last_of

Found = tuple[int, Reading]
WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _week_from(day: date) -> Reading:
    return Reading((Span(day, day + timedelta(days=6)),))


def _month(first: date) -> Span:
    return Span(first, last_of(first))


def _named_week(found: Match, context: Context) -> Reading:
    by = {"this": 0, "next": 1, "coming": 1, "last": -1}[found["which"]]
    return _week_from(monday_of(context.today) + by * WEEK)


def _far_week(found: Match, context: Context) -> Reading:
    return _week_from(monday_of(context.today) + (2 if found["further"] == "after next" else -2) * WEEK)


def _named_month(found: Match, context: Context) -> Reading:
    by = {"this": 0, "next": 1, "last": -1}[found["which"]]
    if found["unit"] == "year":
        year = context.today.year + by
        return Reading((Span(date(year, 1, 1), date(year, 12, 31)),))
    return Reading((_month(first_of(months_on(context.today.replace(day=1), by))),))


def _month_by_name(found: Match, context: Context) -> Reading | None:
    text, year, which = found.string, found["year"], found["which"]
    is_ordinary = found["month"] in ("may", "march")
    before = word_before(text, found.start())
    is_said = text.startswith(("in ", "during ", "throughout "), found.start()) or before in ("since", "until")
    if before in UNITS:
        return None  # "the second week in January"
    if not (year or which or is_said or (is_whole(text, found.start(), found.end()) and not is_ordinary)):
        return None
    lean: Lean = {"last": "past", "next": "future"}.get(which or "", context.lean)  # type: ignore[assignment]
    written = Written(28, MONTHS[found["month"]], whole_year(year, context.today) if year else None)
    reading = settle(written, replace(context, lean=lean))
    return Reading(tuple(_month(v.date.replace(day=1)) for v in reading.values if isinstance(v, Day)), reading.ask)


def _rest(found: Match, context: Context) -> Reading:
    if found["unit"] == "month":
        return Reading((Span(context.today, _month(context.today.replace(day=1)).last),))
    return Reading((Span(context.today, monday_of(context.today) + timedelta(days=6)),))


def _earlier(_: Match, context: Context) -> Reading:
    return Reading((Span(monday_of(context.today), context.today),))


def _rolling(found: Match, context: Context) -> Reading | None:
    """ "In the last three weeks", "over the next 10 days"."""
    amount, unit = number(found["number"]) if found["number"] else 1, UNITS[found["unit"]]
    if unit in ("hours", "minutes") or (unit == "days" and not found["number"]):
        return None
    sign = 1 if found["way"] == "next" else -1
    by = {"days": 1, "weeks": 7, "fortnights": 14}.get(unit)
    if by:
        other = context.today + timedelta(days=sign * amount * by)
    else:
        reading = months_on(context.today, sign * amount * (12 if unit == "years" else 1))
        if not reading.values:
            return None
        other = first_of(reading)
    return Reading((Span(*sorted((context.today, other))),))


def _weekend(found: Match, context: Context) -> Reading:
    which = found["which"]
    present = monday_of(context.today) + timedelta(days=5)
    is_on = context.today >= present
    last, coming = present - WEEK, present + WEEK if is_on else present
    if which:
        next_one = [coming] if is_on else [coming, coming + WEEK]
        chosen = {"last": [last], "next": next_one, "this": [present], "coming": [coming]}[which]
    elif is_on:
        chosen = [present]
    else:
        chosen = {"past": [last], "future": [coming]}.get(context.lean or "", [last, coming])
    return Reading(tuple(Span(day, day + timedelta(days=1)) for day in chosen), say.which if len(chosen) > 1 else None)


def _weekdays_of_week(found: Match, context: Context) -> Reading | None:
    """ "Monday to Wednesday next week"."""
    monday = monday_of(context.today) + {"this": 0, "next": 1, "last": -1}[found["which"]] * WEEK
    first, last = (monday + timedelta(days=WEEKDAYS[found[name]]) for name in ("first", "last"))
    return Reading((Span(first, last),)) if first < last else None


_RULES: tuple[tuple[re.Pattern[str], Callable[[Match, Context], Reading | None]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (r"(?P<which>this|next|last|coming) week\b(?!-)", _named_week),
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
            r"(?:(?:over|at|on|during) )?(?:the |(?P<which>this|last|next|coming) )(?:coming )?weekend\b",
            _weekend,
        ),
        (
            rf"(?P<first>{WEEKDAY}) ?(?:-|to|until|till) ?(?P<last>{WEEKDAY}) (?:of )?(?P<which>this|next|last) week\b",
            _weekdays_of_week,
        ),
    )
)


def named_span_at(text: str, start: int, context: Context) -> Found | None:
    """The longest span with a name that begins at a place, and where it ends."""
    best: Found | None = None
    for pattern, make in _RULES:
        found = pattern.match(text, start)
        if found and (best is None or found.end() > best[0]) and (reading := make(found, context)):
            best = found.end(), reading
    return best
