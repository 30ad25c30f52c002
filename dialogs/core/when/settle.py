"""Which day is meant by a date with parts left out, or by a weekday, seen from today."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TypeAlias

from dialogs.core.when import say
from dialogs.core.when.tables import FAR, NEAR, SHORT_YEARS_AHEAD, YEARS_AHEAD, YEARS_BACK
from dialogs.core.when.values import Certain, Day, Lean

AddWorkingDays: TypeAlias = Callable[[date, int], date]
Ask: TypeAlias = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Context:
    """From where an expression is read."""

    now: datetime
    today: date
    lean: Lean
    add_working_days: AddWorkingDays | None
    is_hinted: bool = False  # the lean is only what the verbs say
    named: date | None = None  # the day that the sentence named last


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression may mean; `ask`, given what was typed, is the question if that isn't certain."""

    values: tuple[Certain, ...]
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written: any part may be missing, a weekday may stand alone."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None


def days(*found: date, ask: Ask | None = None) -> Reading:
    """One day, or several that may be meant."""
    distinct = tuple(dict.fromkeys(found))
    return Reading(tuple(map(Day, distinct)), ask or (say.which if len(distinct) > 1 else None))


def shifted(day: date, by: int) -> Reading:
    """So many days from a day."""
    try:
        return in_reach(day + timedelta(days=by), day)
    except OverflowError:
        return Reading((), say.no_date)


def months_on(day: date, by: int) -> Reading:
    """The same day of the month so many months on, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + by, 12)
    if not date.min.year <= year <= date.max.year:
        return Reading((), say.no_date)
    return in_reach(date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])), day)


def in_reach(day: date, today: date) -> Reading:
    """The day, unless it is so far off that it must be a slip."""
    if today.year - YEARS_BACK <= day.year <= today.year + YEARS_AHEAD:
        return days(day)
    return Reading((), lambda _: say.far_off(day.year))


def whole_year(written: str, today: date) -> int:
    """The year of "2026", "26", "'26" or "next year"."""
    if written.endswith("year"):
        return today.year + {"last": -1, "this": 0, "next": 1}[written.split()[0]]
    year = int(written.lstrip("'"))
    if len(written) == 4:
        return year
    latest = today.year + SHORT_YEARS_AHEAD
    return latest - (latest - year) % 100


def settle(written: Written, context: Context) -> Reading:
    """The days that may be meant."""
    if written.day is None:
        return _weekday(written.weekday or 0, context)
    if written.month and written.month > 12:
        return _american(written, context)
    if written.day > 31 or not written.day or written.month == 0:
        return Reading((), say.no_date)
    if written.year and not -YEARS_BACK <= written.year - context.today.year <= YEARS_AHEAD:
        return Reading((), partial(_far_off, written.year))
    found = on_the_right_side(_candidates(written, context.today), written.weekday, context)
    last_of_month = monthrange(found[0].year, found[0].month)[1]
    if written.day > last_of_month:
        last = found[0]
        return days(last, last + timedelta(days=1), ask=lambda _: say.short_month(written.day or 0, last))
    if written.weekday is not None and found[0].weekday() != written.weekday:
        wrong = found[0]
        after = wrong + timedelta(days=(written.weekday - wrong.weekday()) % 7)
        return days(wrong, after - timedelta(days=7), after, ask=lambda _: say.contradiction(wrong))
    return days(*found)


def _far_off(year: int, _: str) -> str:
    return say.far_off(year)


def _american(written: Written, context: Context) -> Reading:
    month = written.month or 0
    if month > 31 or (written.day or 99) > 12:
        return Reading((), say.no_date)
    swapped = settle(replace(written, day=month, month=written.day), context)
    if not swapped.values:
        return Reading((), say.no_date)
    return Reading(swapped.values, lambda _: say.no_month(month))


def _candidates(written: Written, today: date) -> list[date]:
    """The days around today that fit, at the month's end where the month is too short."""
    day, month = written.day or 1, written.month
    if written.year and month:
        return [_clamped(written.year, month, day)]
    if month:
        return [_clamped(year, month, day) for year in (today.year - 1, today.year, today.year + 1)]
    around = (divmod(today.year * 12 + today.month - 1 + by, 12) for by in range(-2, 3))
    return [date(year, month + 1, day) for year, month in around if monthrange(year, month + 1)[1] >= day]


def _clamped(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def on_the_right_side(found: list[date], weekday: int | None, context: Context) -> list[date]:
    """Of the days that fit, those meant: what leaning says, else the weekday, else nearness."""
    if len(found) == 1:
        return found
    last = max(day for day in found if day <= context.today)
    coming = min(day for day in found if day >= context.today)
    back, ahead = context.today - last, coming - context.today
    if last == coming:
        return [last]
    is_yearly = max(back, ahead) > NEAR
    fits = [day for day in (last, coming) if weekday in (None, day.weekday())]
    if len(fits) == 1 and (is_yearly or not context.lean):
        return fits
    if context.lean:
        chosen, distance = (last, back) if context.lean == "past" else (coming, ahead)
        # Verbs can mislead: said in November, "5 December … was" is rather no date of a year ago.
        return [last, coming] if context.is_hinted and distance > FAR else [chosen]
    if is_yearly and min(back, ahead) <= NEAR:
        return [last if back < ahead else coming]
    return [last, coming]


def _weekday(weekday: int, context: Context) -> Reading:
    last, coming = around(weekday, context.today)
    if weekday == context.today.weekday():
        found = {"past": (last, context.today), "future": (context.today, coming)}
        return days(*found.get(context.lean or "", (last, context.today, coming)))
    return days(*{"past": (last,), "future": (coming,)}.get(context.lean or "", (last, coming)))


def around(weekday: int, today: date) -> tuple[date, date]:
    """The last and the coming such day, today not among them."""
    back = (today.weekday() - weekday) % 7 or 7
    ahead = (weekday - today.weekday()) % 7 or 7
    return today - timedelta(days=back), today + timedelta(days=ahead)


def qualified(weekday: int, how: str, context: Context) -> Reading:
    """ "last", "this", "next", "coming" or "past" with a weekday."""
    today = context.today
    last, coming = around(weekday, today)
    this = today + timedelta(days=weekday - today.weekday())
    week = timedelta(days=7)
    match how:
        case "last":
            return days(*sorted({last, this - week}))
        case "next":
            return days(*sorted({coming, this + week}))
        case "coming":
            return days(coming)
        case "past":
            return days(last)
    if this >= today or context.lean == "past":
        return days(this)
    return days(coming) if context.lean == "future" else days(this, coming)


def in_week(weekday: int, which: str, context: Context) -> Reading:
    by = {"this": 0, "next": 7, "last": -7}[which] + weekday - context.today.weekday()
    return shifted(context.today, by)
