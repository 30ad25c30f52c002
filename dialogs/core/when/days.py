"""Days as they are named from today: weekdays, so long ago, so long from another day. Or as they are written."""

import re
from dataclasses import replace
from datetime import date, timedelta

from dialogs.core.when import say
from dialogs.core.when.patterns import (
    AFTER_DATE,
    EVERY,
    NUMBER,
    PER,
    UNIT,
    VAGUE,
    WEEKDAY,
    alternatives,
    number,
    word_before,
)
from dialogs.core.when.settle import (
    Context,
    Reading,
    Written,
    days,
    in_week,
    months_on,
    qualified,
    settle,
    shifted,
)
from dialogs.core.when.tables import (
    NAMED_DAYS,
    NUMBERS,
    PAST,
    RISKY_WEEKDAYS,
    UNITS,
    WEEKDAYS,
)
from dialogs.core.when.values import Day, Moment
from dialogs.core.when.written import WRITTEN_RULES, Match, Read, Rule, first_of, vouched


def _named(found: Match, context: Context) -> Read:
    shift, part = NAMED_DAYS[found["name"]]
    shift += {"week": 7, "fortnight": 14}.get(found["after"] or "", 0)
    return Reading((Day(context.today + timedelta(days=shift), part),))


_HOW = {"this coming": "coming", "this past": "past", "previous": "past"}


def _weekday_alone(found: Match, context: Context) -> Read:
    how, name, text = found["how"], found["weekday"], found.string
    weekday = WEEKDAYS[name]
    after = found["after"] or ""
    before = word_before(text, found.start())
    if before in ("every", "each", "following", "come") or _FROM_ANOTHER.match(text, found.end()):
        return None  # a day of another day
    # "Saw 12345 Sat." but not "the child sat."
    is_told = (before.isdigit() or before in PAST) and AFTER_DATE.match(text, found.end())
    is_beside = how or after or vouched(found) or _BESIDE.match(text, found.end())
    if name in RISKY_WEEKDAYS and not (is_told or is_beside):
        return None
    if "fortnight" in after or after.removeprefix("a ").startswith("week"):
        return _weeks_away(weekday, after, context)
    if after == "coming":
        return qualified(weekday, "coming", context)
    if after in ("just gone", "gone", "past"):
        return qualified(weekday, "past", context)
    if after in ("last", "next"):
        return qualified(weekday, after, context)
    if after in ("before last", "after next"):
        nearest = qualified(weekday, "past" if after == "before last" else "coming", context)
        return _later(nearest, -7 if after == "before last" else 7)
    if after:  # "Monday next week"
        return in_week(weekday, after.split()[-2], context)
    if how:
        return qualified(weekday, _HOW.get(how, how), context)
    return Written(weekday=weekday)


def _weeks_away(weekday: int, after: str, context: Context) -> Read:
    """ "Monday week", "Friday a fortnight ago"."""
    shift = 14 if "fortnight" in after else 7
    if after.endswith(" ago"):
        return _later(qualified(weekday, "past", context), -shift)
    return _later(settle(Written(weekday=weekday), replace(context, lean="future")), shift)


def _weekday_after_week(found: Match, context: Context) -> Read:
    return in_week(WEEKDAYS[found["weekday"]], found["which"], context)


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


_HALVES = ("half", "half_first", "and_a_half")


def _ago_or_in(found: Match, context: Context) -> Read:
    """ "3 days ago", "in half an hour", "in a fortnight's time"."""
    sign = -1 if found["ago"] else 1
    unit = UNITS[found["unit"]]
    amount = number(found["number"]) if found["number"] else 0
    if word_before(found.string, found.start()) in VAGUE:
        return None
    if found.string.startswith("in ", found.start()) and (
        word_before(found.string, found.start()) in PER or (context.lean == "past" and not context.named)
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


# "The Friday before", but not "Friday before noon".
_FROM_ANOTHER = re.compile(r" (?:before|after)(?=\s?$|\s?[,.;?!])")
# What makes a day of "sat" or "sun" from the right: "sat 5 Dec", "Sun morning", "Wed 3pm".
_BESIDE = re.compile(
    r"\.?,? (?:the )?(?:[0-9]|(?:week|fortnight|morning|afternoon|evening|night|lunchtime|at [0-9]{1,2} ?[ap:.])\b)"
)
_RULES: tuple[Rule, ...] = WRITTEN_RULES + tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (rf"(?:the )?(?P<name>{alternatives(NAMED_DAYS)})(?!\w)(?: (?P<after>week|fortnight)\b)?", _named),
        (r"(?:earlier|later) today\b", lambda _, context: days(context.today)),
        (r"just now\b|now(?=[ .?!]?$)(?<=^now)", lambda _, context: Reading((Moment(context.now),))),
        (
            rf"(?:(?P<how>this coming|this past|last|this|next|coming|past|previous) )?(?P<weekday>{WEEKDAY})"
            r"(?: (?P<after>(?:a )?(?:week|fortnight) ago|week|fortnight"
            r"|just gone|gone|past(?! \w)|coming(?! \w)|before last|after next"
            r"|(?:of )?(?:this|next|last) week"
            r"|(?:last|next)(?! (?:week|month|year)))\b)?",
            _weekday_alone,
        ),
        (rf"(?P<which>this|next|last) week (?:on )?(?P<weekday>{WEEKDAY})", _weekday_after_week),
        (
            rf"(?:(?P<half>half an?)|(?P<number>{NUMBER})(?P<half_first> and a half)?) (?P<unit>{UNIT})"
            r"(?P<and_a_half> and a half)? (?P<ago>ago)\b",
            _ago_or_in,
        ),
        (
            rf"in (?:(?P<half>half an?)|(?P<number>{NUMBER})(?P<half_first> and a half)?) (?P<unit>{UNIT})"
            r"(?P<and_a_half> and a half)?(?: ?'? ?s?'? time\b)?(?P<ago>)",
            _ago_or_in,
        ),
        (
            rf"(?P<number>{NUMBER}) (?P<unit>{UNIT})(?:(?: ?'s?|'?) time| from (?:now|today))\b"
            rf"(?P<half>)(?P<half_first>)(?P<and_a_half>)(?P<ago>)",
            _ago_or_in,
        ),
        (rf"in (?P<number>{NUMBER}) working days(?:'? time)?\b", _working_days),
    )
)

_OFFSET = re.compile(
    rf"(?:(?P<the>the )|(?P<number>{NUMBER}) )?(?P<working>working )?(?P<unit>{UNIT})"
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
    for pattern, make in _RULES:
        found = pattern.match(text, start)
        if found and (best is None or found.end() > best[0]) and (read := make(found, context)):
            best = found.end(), read
    return best


def _offset(found: Match, context: Context) -> tuple[int, Reading] | None:
    """ "A week on Tuesday", "two days before Christmas Day", "a fortnight last Monday", "the day after the 5th"."""
    unit, way = UNITS[found["unit"]], found["way"] or ""
    amount = number(found["number"]) if found["number"] else 1
    before = word_before(found.string, found.start())
    if unit in ("hours", "minutes") or before in PER or before in VAGUE:
        return None
    if found["the"] and (unit != "days" or way not in ("after", "before")):
        return None
    if not found["number"] and not found["the"]:
        # Of "a week on Tuesday" the "a" may be missing, but "once a week on Tuesday" is another matter.
        is_short = way == "on" and unit in ("weeks", "fortnights") and before not in EVERY and before not in NUMBERS
        if not is_short:
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
    is_gone = said.startswith(("last", "yesterday", "day before"))
    backwards = way in ("before", "ago", "ago on") or (way in ("", "on") and is_gone)
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
        moved.append(Day(first_of(reading), value.part))
    return Reading(tuple(moved), anchor.ask)
