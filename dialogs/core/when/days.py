"""Days, weeks and spans of days: how they are typed."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from dateutil.easter import easter

from dialogs.core.when import say
from dialogs.core.when.patterns import (
    AFTER_DATE,
    DAY,
    MONTH,
    NUMBER,
    ORDINAL,
    PER,
    UNIT,
    VOUCHING,
    WEEKDAY,
    alternatives,
    is_whole,
    number,
    word_before,
)
from dialogs.core.when.settle import (
    Context,
    Reading,
    Written,
    days,
    months_on,
    on_the_right_side,
    qualified,
    settle,
    shifted,
    whole_year,
)
from dialogs.core.when.tables import (
    EASTER_FEASTS,
    FIXED_FEASTS,
    MONTHS,
    NAMED_DAYS,
    ORDINALS,
    RISKY_WEEKDAYS,
    UNITS,
    WEEKDAYS,
)
from dialogs.core.when.values import Day, Moment

Match: TypeAlias = re.Match[str]
Read: TypeAlias = Reading | Written | None
Rule: TypeAlias = tuple[re.Pattern[str], Callable[[Match, Context], Read]]

_YEAR = r"(?P<year>(?:last|this|next) year\b|(?:19|2[0-9])[0-9]{2}(?![0-9])(?! ?(?:hrs|hours|h)\b)|'?[0-9]{2}(?![0-9:./]))"


def _vouched(found: Match) -> bool:
    """Whether the words around make a date of what might be something else."""
    text = found.string
    return word_before(text, found.start()) in VOUCHING or is_whole(text, found.start(), found.end())


def _stands_alone(found: Match) -> bool:
    return AFTER_DATE.match(found.string, found.end()) is not None


def _named(found: Match, context: Context) -> Read:
    shift, part = NAMED_DAYS[found["name"]]
    shift += {"week": 7, "fortnight": 14}.get(found["after"] or "", 0)
    return Reading((Day(context.today + timedelta(days=shift), part),))


def _iso(found: Match, _: Context) -> Read:
    return Written(int(found["day"]), int(found["month"]), int(found["year"]))


def _iso_instant(found: Match, _: Context) -> Read:
    try:
        instant = datetime.fromisoformat(f"{found['day']}T{found['clock']}{found['zone'].strip().upper()}")
        return Reading((Moment(instant.astimezone(UTC)),))
    except (ValueError, OverflowError):
        return Reading((), say.no_date)


def _numeric(found: Match, context: Context) -> Read:
    day, month, mark, year = int(found["day"]), int(found["month"]), found["mark"], found["year"]
    if not year:
        fraction = (day, month) in ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4)) or mark in ".-"
        if (day, month) == (24, 7) or day > 31 or month > 12 or not day or (fraction and not _vouched(found)):
            return None
        if not found["weekday"] and found.string[found.end() : found.end() + 4] == " of ":
            return None
    return Written(day, month, whole_year(year, context.today) if year else None, _weekday(found))


def _weekday(found: Match) -> int | None:
    return WEEKDAYS[found["weekday"]] if found["weekday"] else None


def _textual(found: Match, context: Context) -> Read:
    """A day and a month in letters, in either order."""
    year = found["year"]
    if year and len(year) == 2 and not _stands_alone(found):
        return None
    is_plain = found["month"] in ("may", "march") or found["first"]
    if is_plain and not year and not _stands_alone(found) and not found.string.startswith(" of", found.end()):
        return None
    word = found["day"].split()[0].removesuffix("st").removesuffix("nd").removesuffix("rd").removesuffix("th")
    day = ORDINALS[found["day"]] if found["day"] in ORDINALS else int(word)
    return Written(
        day, MONTHS[found["month"]], whole_year(year, context.today) if year else None, _weekday(found)
    )


def _day_of_month(found: Match, context: Context) -> Read:
    """ "The 5th", "Friday the 18th", "the 9th of next month"."""
    day = int(re.sub(r"\D", "", found["day"]))
    if found["which"]:
        on = {"this": 0, "next": 1, "last": -1}[found["which"]]
        first = months_on(context.today.replace(day=1), on).values[0]
        return Written(day, first.date.month, first.date.year, _weekday(found)) if isinstance(first, Day) else None
    if not (found["the"] or found["weekday"] or word_before(found.string, found.start()) == "on"):
        return None
    return Written(day, weekday=_weekday(found)) if _stands_alone(found) else None


def _feast(found: Match, context: Context) -> Read:
    name, today = found["feast"], context.today
    year = whole_year(found["year"], today) if found["year"] else None
    if name in FIXED_FEASTS:
        day, month = FIXED_FEASTS[name]
        return Written(day, month, year)
    if year and not 1900 <= year <= 2200:
        return Reading((), lambda _: say.far_off(year))
    near = [
        easter(y) + timedelta(days=EASTER_FEASTS[name])
        for y in ([year] if year else range(today.year - 1, today.year + 2))
    ]
    return days(*on_the_right_side(near, None, context))


def _weekday_alone(found: Match, context: Context) -> Read:
    how, name, text = found["how"], found["weekday"], found.string
    weekday = WEEKDAYS[name]
    after = found["after"] or ""
    if name in RISKY_WEEKDAYS and not (how or after or _vouched(found) or _BESIDE.match(text, found.end())):
        return None
    if after in ("week", "fortnight"):
        return _later(settle(Written(weekday=weekday), _looking_ahead(context)), 7 if after == "week" else 14)
    if after in ("just gone", "gone", "past"):
        return qualified(weekday, "past", context)
    if after in ("before last", "after next"):
        nearest = qualified(weekday, "past" if after == "before last" else "coming", context)
        return _later(nearest, -7 if after == "before last" else 7)
    if after:  # "Monday next week"
        return _in_week(weekday, after.split()[-2], context)
    if how:
        return qualified(weekday, how.replace("this ", "") if how != "this" else how, context)
    return Written(weekday=weekday)


def _in_week(weekday: int, which: str, context: Context) -> Reading:
    by = {"this": 0, "next": 7, "last": -7}[which] + weekday - context.today.weekday()
    return shifted(context.today, by)


def _weekday_after_week(found: Match, context: Context) -> Read:
    return _in_week(WEEKDAYS[found["weekday"]], found["which"], context)


def _looking_ahead(context: Context) -> Context:
    return replace(context, lean="future")


def _later(reading: Reading, by: int) -> Reading:
    return Reading(tuple(Day(v.date + timedelta(days=by)) for v in reading.values if isinstance(v, Day)), reading.ask)


def _by(amount: int, unit: str, start: date) -> Reading:
    """So many days, weeks, months or years from a day."""
    match unit:
        case "days":
            return shifted(start, amount)
        case "weeks":
            return shifted(start, 7 * amount)
        case "fortnights":
            return shifted(start, 14 * amount)
        case "months":
            return months_on(start, amount)
    return months_on(start, 12 * amount)


def _elapsed(minutes: int, context: Context) -> Read:
    return Reading((Moment(context.now + timedelta(minutes=minutes)),))


_HALVES = ("half", "half_first", "and_a_half")


def _ago_or_in(found: Match, context: Context) -> Read:
    """ "3 days ago", "in half an hour", "in a fortnight's time"."""
    sign = -1 if found["ago"] else 1
    unit = UNITS[found["unit"]]
    amount = number(found["number"]) if found["number"] else 0
    if found.string.startswith("in ", found.start()) and (
        (found["number"] == "a" and word_before(found.string, found.start()) in PER)
        or (context.lean == "past" and context.is_hinted)
    ):
        return None  # "how many weeks in a month", "three assaults in a fortnight"
    if unit in ("hours", "minutes"):
        whole = 60 if unit == "hours" else 1
        minutes = amount * whole + (whole // 2 if any(found[half] for half in _HALVES) else 0)
        return Reading((Moment(context.now + timedelta(minutes=sign * minutes)),))
    return None if any(found[half] for half in _HALVES) else _by(sign * amount, unit, context.today)


def _working_days(found: Match, context: Context) -> Read:
    if context.add_working_days is None:
        return None
    return days(context.add_working_days(context.today, number(found["number"])))


def _boundary(found: Match, context: Context) -> Read:
    """The first or last day of a week, month or year: of a week Monday and Friday, on which people work."""
    is_end, which, today = found["end"] == "end", found["which"], context.today
    by = {"next": 1, "last": -1}.get(which or "", 0)
    if found["unit"] == "week":
        return _in_week(4 if is_end else 0, which or "this", context)
    if found["unit"] == "year":
        return shifted(date(today.year + by, 12, 31) if is_end else date(today.year + by, 1, 1), 0)
    if found["unit"] == "month":
        first = _first(months_on(today.replace(day=1), by))
        return days(_last_of(first) if is_end else first)
    month, year = MONTHS[found["month"]], whole_year(found["year"], today) if found["year"] else None
    if not is_end:
        return Written(1, month, year)
    reading = settle(Written(28, month, year), context)
    return Reading(tuple(Day(_last_of(v.date)) for v in reading.values if isinstance(v, Day)), reading.ask)


def _first(reading: Reading) -> date:
    (value,) = reading.values
    assert isinstance(value, Day)
    return value.date


def _last_of(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


_FEASTS = alternatives([*FIXED_FEASTS, *EASTER_FEASTS])
# What makes a day of "sat" or "sun" from the right: "sat 5 Dec", "Sun morning", "Wed 3pm".
_BESIDE = re.compile(
    r"\.?,? (?:the )?(?:[0-9]|(?:week|fortnight|morning|afternoon|evening|night|lunchtime|at [0-9]{1,2} ?[ap:.])\b)"
)
_ON_WEEKDAY = rf"(?:(?P<weekday>{WEEKDAY})\.?,? )?"
_SHORT_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"

RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (rf"(?:the )?(?P<name>{alternatives(NAMED_DAYS)})\b(?: (?P<after>week|fortnight)\b)?", _named),
        (r"(?:earlier|later) today\b", lambda _, context: days(context.today)),
        (r"just now\b|now(?=[ .?!]?$)(?<=^now)", lambda _, context: Reading((Moment(context.now),))),
        (
            r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}) ?t?(?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]{1,6})?"
            r"(?P<zone> ?z\b|[+-][0-9]{2}:?[0-9]{2})(?![0-9])",
            _iso_instant,
        ),
        (
            r"(?P<year>[0-9]{4})(?P<mark>[/.-])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})(?![0-9])"
            r"(?![/.-][0-9])(?: t(?=[0-9]))?",
            _iso,
        ),
        (
            rf"{_ON_WEEKDAY}(?P<day>[0-9]{{1,2}}) ?(?P<mark>[/.-]) ?(?P<month>[0-9]{{1,2}})"
            rf"(?:(?: ?(?P=mark) ?){_SHORT_YEAR}(?![0-9])|(?![0-9]))(?![/%]|[.:,-][0-9]| ?[ap]\.?m\b| ?{UNIT}|-?year)",
            _numeric,
        ),
        (
            rf"{_ON_WEEKDAY}(?:the )?(?P<day>{DAY}|{alternatives(ORDINALS)}\b)(?P<first>)(?: of)?"
            rf"(?: |-|\.|/|)(?P<month>{MONTH})\.?(?:,? ?-?/?{_YEAR})?",
            _textual,
        ),
        (
            rf"{_ON_WEEKDAY}(?P<month>{MONTH})\.? ?(?:the )?(?P<day>{DAY}|{alternatives(ORDINALS)}\b)"
            rf"(?! ?[:./]\d| ?[ap]\.?m\b)(?P<first>)(?:,? {_YEAR})?",
            _textual,
        ),
        (
            rf"{_ON_WEEKDAY}(?P<the>the )?(?P<day>{ORDINAL})(?: of (?P<which>this|next|last) month\b)?",
            _day_of_month,
        ),
        (rf"(?P<feast>{_FEASTS})\b(?:,? {_YEAR})?", _feast),
        (
            rf"(?:(?P<how>this coming|this past|last|this|next|coming|past) )?(?P<weekday>{WEEKDAY})"
            r"(?: (?P<after>week|fortnight|just gone|gone|before last|after next|(?:of )?(?:this|next|last) week)\b)?",
            _weekday_alone,
        ),
        (rf"(?P<which>this|next|last) week (?:on )?(?P<weekday>{WEEKDAY})", _weekday_after_week),
        (
            rf"(?:(?P<half>half an?)|(?P<number>{NUMBER})(?P<half_first> and a half)?) (?P<unit>{UNIT})(?P<and_a_half> and a half)? (?P<ago>ago)\b",
            _ago_or_in,
        ),
        (
            rf"in (?:(?P<half>half an?)|(?P<number>{NUMBER})(?P<half_first> and a half)?) (?P<unit>{UNIT})(?P<and_a_half> and a half)?"
            rf"(?: ?'? ?s?'? time\b)?(?P<ago>)",
            _ago_or_in,
        ),
        (
            rf"(?P<number>{NUMBER}) (?P<unit>{UNIT})(?:(?: ?'s?|'?) time| from (?:now|today))\b"
            rf"(?P<half>)(?P<half_first>)(?P<and_a_half>)(?P<ago>)",
            _ago_or_in,
        ),
        (rf"in (?P<number>{NUMBER}) working days(?:'? time)?\b", _working_days),
        (
            rf"(?:the )?(?P<end>end|beginning|start) of (?:(?:the|(?P<which>this|next|last)) )?"
            rf"(?:(?P<unit>week|month|year)\b|(?P<month>{MONTH})(?:,? {_YEAR})?)",
            _boundary,
        ),
    )
)

_OFFSET = re.compile(
    rf"(?:the|(?P<number>{NUMBER})) (?P<working>working )?(?P<unit>{UNIT})"
    r"(?: (?P<way>on|from|after|before|ago on|ago))? "
)


def day_at(text: str, start: int, context: Context) -> tuple[int, Reading | Written] | None:
    """The longest day that begins at a place, and where it ends."""
    best = _simple(text, start, context)
    found = _OFFSET.match(text, start)
    if found and (offset := _offset(found, context)) and (best is None or offset[0] > best[0]):
        return offset
    return best


def _simple(text: str, start: int, context: Context) -> tuple[int, Reading | Written] | None:
    best: tuple[int, Reading | Written] | None = None
    for pattern, make in RULES:
        found = pattern.match(text, start)
        if found and (best is None or found.end() > best[0]) and (read := make(found, context)):
            best = found.end(), read
    return best


def _offset(found: Match, context: Context) -> tuple[int, Reading] | None:
    """ "A week on Tuesday", "two days before Christmas Day", "a fortnight last Monday", "the day after the 5th"."""
    unit, way = UNITS[found["unit"]], found["way"] or ""
    amount = number(found["number"]) if found["number"] else 1
    if unit in ("hours", "minutes") or (not found["number"] and (unit != "days" or way not in ("after", "before"))):
        return None
    if way in ("", "on", "ago", "ago on") and unit == "days":
        return None
    inner = _simple(found.string, found.end(), context)
    if inner is None:
        return None
    end, anchor = inner
    said = found.string[found.end() : end]
    if isinstance(anchor, Written):
        is_weekday = anchor.day is None
        if way == "" and not is_weekday:
            return None
        ahead = is_weekday and way not in ("ago", "ago on")
        anchor = settle(anchor, replace(context, lean="future") if ahead else context)
    backwards = way in ("before", "ago", "ago on") or said.startswith(("last", "yesterday", "day before"))
    if not anchor.values or not all(isinstance(value, Day) for value in anchor.values):
        return None
    return end, _moved(anchor, -amount if backwards else amount, unit, bool(found["working"]), context)


def _moved(anchor: Reading, amount: int, unit: str, is_working: bool, context: Context) -> Reading:
    moved: list[Day] = []
    for value in anchor.values:
        assert isinstance(value, Day)
        if is_working:
            if context.add_working_days is None or amount < 0:
                return Reading((), say.no_date)
            moved.append(Day(context.add_working_days(value.date, amount)))
            continue
        reading = _by(amount, unit, value.date)
        if not reading.values:
            return reading
        moved.append(Day(_first(reading), value.part))
    return Reading(tuple(moved), anchor.ask)
