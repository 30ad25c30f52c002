"""Dates as they are written: with numbers, months, feasts, and first and last days."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from dateutil.easter import easter

from dialogs.core.when import say
from dialogs.core.when.patterns import (
    AFTER_DATE,
    DAY,
    MONTH,
    ORDINAL,
    UNIT,
    VOUCHING,
    WEEKDAY,
    alternatives,
    is_whole,
    word_before,
)
from dialogs.core.when.settle import (
    Context,
    Reading,
    Written,
    days,
    in_week,
    months_on,
    on_the_right_side,
    settle,
    shifted,
    whole_year,
)
from dialogs.core.when.tables import (
    EASTER_FEASTS,
    FIXED_FEASTS,
    FRACTIONS,
    MONTHS,
    ORDINALS,
    WEEKDAYS,
)
from dialogs.core.when.values import Day, Moment

Match: TypeAlias = re.Match[str]
Read: TypeAlias = Reading | Written | None
Rule: TypeAlias = tuple[re.Pattern[str], Callable[[Match, Context], Read]]

_YEAR = r"(?P<year>(?:last|this|next) year\b|(?:19|2[0-9])[0-9]{2}(?![0-9])(?! ?(?:hrs|hours|h)\b)|'[0-9]{2}\b"
_YEAR += rf"|[0-9]{{2}}(?:{AFTER_DATE.pattern}))"

_MAY_VERB = re.compile(
    r" (?:be|not|have|need|also|still|only|never|want|wish|go|come|well|visit|see|attend|apply|use|require|ask|say)\b"
)
_COUNTED = re.compile(rf" ?(?:{UNIT}|working\b|calendar\b|school\b|full\b|children\b|visits\b|other\b|more\b)")


def vouched(found: Match) -> bool:
    """Whether the words around make a date of what might be something else."""
    text = found.string
    return word_before(text, found.start()) in VOUCHING or is_whole(text, found.start(), found.end())


def _stands_alone(found: Match) -> bool:
    return AFTER_DATE.match(found.string, found.end()) is not None


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
        is_fraction = (day, month) in FRACTIONS
        if (day, month) == (24, 7) or day > 31 or month > 12 or not day or (is_fraction and not vouched(found)):
            return None
        is_likely = mark == "/" or (mark == "." and found["weekday"])
        if not is_likely and word_before(found.string, found.start()) not in VOUCHING:
            return None
        if found.string.startswith((" of ", "-"), found.end()) and (mark == "-" or found.string[found.end()] == " "):
            return None
    elif month > 12 and (day > 12 or month > 31 or mark != "/"):
        return None
    return Written(day, month, whole_year(year, context.today) if year else None, _weekday(found))


def _weekday(found: Match) -> int | None:
    return WEEKDAYS[found["weekday"]] if found["weekday"] else None


def _day_first(found: Match, context: Context) -> Read:
    """ "5 December": but "section 20 may be used" and "the 3rd may not come" name no day."""
    is_verb = found["month"] == "may" and not found["year"] and _MAY_VERB.match(found.string, found.end())
    if is_verb and word_before(found.string, found.start()) not in ("on", "since", "until", "from"):
        return None
    return _textual(found, context)


def _month_first(found: Match, context: Context) -> Read:
    """ "December 5": but "in December 10 working days" and "march 3 miles" name no day."""
    if not found["year"] and found["day"].isdigit():
        if _COUNTED.match(found.string, found.end()):
            return None
        if found["month"] in ("may", "march") and not vouched(found) and not _stands_alone(found):
            return None
    return _textual(found, context)


def _textual(found: Match, context: Context) -> Read:
    year = whole_year(found["year"], context.today) if found["year"] else None
    day = ORDINALS.get(found["day"]) or int(re.sub(r"\D", "", found["day"]))
    return Written(day, MONTHS[found["month"]], year, _weekday(found))


def _day_of_month(found: Match, context: Context) -> Read:
    """ "The 5th", "Friday the 18th", "the 9th of next month"."""
    day = int(re.sub(r"\D", "", found["day"]))
    if found["which"]:
        on = {"this": 0, "next": 1, "last": -1}[found["which"]]
        first = months_on(context.today.replace(day=1), on).values[0]
        return Written(day, first.date.month, first.date.year, _weekday(found)) if isinstance(first, Day) else None
    text, is_alone = found.string, is_whole(found.string, found.start(), found.end())
    if found["weekday"]:
        return Written(day, weekday=_weekday(found))
    if not (found["the"] or word_before(text, found.start()) in VOUCHING or is_alone or not found.start()):
        return None
    return Written(day) if _stands_alone(found) else None


def _nth_of_month(found: Match, context: Context) -> Read:
    """ "First Monday in December", "last day of the month"."""
    year = whole_year(found["year"], context.today) if found["year"] else None
    if found["month"]:
        months = settle(Written(28, MONTHS[found["month"]], year), context)
    else:
        months = months_on(context.today.replace(day=1), {"next": 1, "last": -1}.get(found["which"] or "", 0))
    nth = ORDINALS.get(found["nth"]) or int(found["nth"][0]) if found["nth"] else 0
    fits: list[date] = []
    for value in months.values:
        assert isinstance(value, Day)
        first = value.date.replace(day=1)
        month = [first + timedelta(days=i) for i in range(last_of(first).day)]
        same = month if found["weekday"] == "day" else [d for d in month if d.weekday() == WEEKDAYS[found["weekday"]]]
        if nth > len(same):
            return None
        fits.append(same[nth - 1])
    return Reading(tuple(map(Day, fits)), months.ask)


def _feast(found: Match, context: Context) -> Read:
    name, today = found["feast"], context.today
    year = whole_year(found["year"], today) if found["year"] else None
    if name == "christmas" and word_before(found.string, found.start()) not in VOUCHING:
        return None
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


def _boundary(found: Match, context: Context) -> Read:
    """The first or last day of a week, month or year: of a week Monday and Friday, on which people work."""
    is_end, which, today = found["end"] == "end", found["which"], context.today
    by = {"next": 1, "last": -1}.get(which or "", 0)
    if found["unit"] == "week":
        return in_week(4 if is_end else 0, which or "this", context)
    if found["unit"] == "year":
        return shifted(date(today.year + by, 12, 31) if is_end else date(today.year + by, 1, 1), 0)
    if found["unit"] == "month":
        first = first_of(months_on(today.replace(day=1), by))
        return days(last_of(first) if is_end else first)
    month, year = MONTHS[found["month"]], whole_year(found["year"], today) if found["year"] else None
    if not is_end:
        return Written(1, month, year)
    reading = settle(Written(28, month, year), context)
    return Reading(tuple(Day(last_of(v.date)) for v in reading.values if isinstance(v, Day)), reading.ask)


def first_of(reading: Reading) -> date:
    (value,) = reading.values
    assert isinstance(value, Day)
    return value.date


def last_of(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


_FEASTS = alternatives([*FIXED_FEASTS, *EASTER_FEASTS])
_ON_WEEKDAY = rf"(?:(?P<weekday>{WEEKDAY})\.?,? )?"
_SHORT_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"

WRITTEN_RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
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
            rf"(?:(?: ?(?P=mark) ?){_SHORT_YEAR}(?![0-9])|(?![0-9]))"
            rf"(?![/%]|[.:,][0-9]| ?[ap]\.?m\b| ?{UNIT}|-?year| ?{MONTH}\b| old\b| ago\b)",
            _numeric,
        ),
        (
            rf"{_ON_WEEKDAY}(?:the )?(?P<day>{DAY}|{alternatives(ORDINALS)}\b)(?: of)?"
            rf"(?: |-|\.|/|)(?P<month>{MONTH})\.?(?:,? ?-?/?{_YEAR})?",
            _day_first,
        ),
        (
            rf"{_ON_WEEKDAY}(?P<month>{MONTH})\.? ?(?:the )?(?P<day>{DAY}|{alternatives(ORDINALS)}\b)"
            rf"(?! ?[:./]\d| ?[ap]\.?m\b)(?:,? {_YEAR})?",
            _month_first,
        ),
        (
            rf"{_ON_WEEKDAY}(?P<the>the )?(?P<day>{ORDINAL})(?: of (?P<which>this|next|last) month\b)?",
            _day_of_month,
        ),
        (
            rf"(?:the )?(?:(?P<nth>first|second|third|fourth|fifth|[1-5] ?(?:st|nd|rd|th))|(?P<last>last)) "
            rf"(?P<weekday>{WEEKDAY}|day) (?:of|in) (?:(?:the|this|(?P<which>next|last)) month\b|(?P<month>{MONTH})"
            rf"(?:,? {_YEAR})?)",
            _nth_of_month,
        ),
        (rf"(?P<feast>{_FEASTS})\b(?:,? {_YEAR})?", _feast),
        (
            rf"(?:the )?(?P<end>end|beginning|start) of (?:(?:the|(?P<which>this|next|last)) )?"
            rf"(?:(?P<unit>week|month|year)\b|(?P<month>{MONTH})(?:,? {_YEAR})?)",
            _boundary,
        ),
    )
)
