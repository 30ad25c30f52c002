"""Times of day: how they are typed, and which instants they are on a day."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias

from dialogs.core.when import say
from dialogs.core.when.patterns import AFTER_TIME, alternatives, number
from dialogs.core.when.settle import Ask, Context, Reading
from dialogs.core.when.tables import HALVES, NUMBERS, SMALL_HOURS
from dialogs.core.when.values import Moment, Part
from standards_kb.working_days import LONDON

# A time is one whatever stands around it; or beside any day or after "at"; or after a day or "at"; or after "at" and
# before nothing that could be counted; or only after "at".
STRONG, WEAK, DIGITS, BARE, AFTER_AT = range(5)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as typed; `half_open`: from 1 to 12, without am or pm."""

    hour: int
    minute: int
    half_open: bool = False
    strength: int = STRONG
    is_midnight: bool = False
    is_start: bool = False  # of "2-3pm"


_HOURS = {
    word: number for word, number in NUMBERS.items() if number <= 12 and word not in ("a", "an") and " " not in word
}
_HOUR = rf"(?P<hour>1[0-2]|0?[1-9]|{alternatives(_HOURS)})"
_AMPM = r"(?P<half>[ap])(?:m\b|\.m\.?)"
_MINUTES = {
    "half": 30,
    "quarter": 15,
    "a quarter": 15,
    "five": 5,
    "ten": 10,
    "twenty": 20,
    "twenty-five": 25,
    "twenty five": 25,
}


def _with_half(found: re.Match[str]) -> Clock | None:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if not 1 <= hour <= 12:
        return _exact(found) if 12 < hour < 24 and found["half"] == "p" else None
    return Clock(hour % 12 + (12 if found["half"] == "p" else 0), minute) if minute < 60 else None


def _exact(found: re.Match[str], strength: int = STRONG) -> Clock | None:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if hour > 23 or minute > 59:
        return None
    return Clock(hour, minute, half_open=1 <= hour <= 12 and not found["hour"].startswith("0"), strength=strength)


def _on_24_hours(found: re.Match[str], strength: int = STRONG) -> Clock | None:
    hour, minute = int(found["hour"]), int(found["minute"])
    return Clock(hour, minute, strength=strength) if hour < 24 and minute < 60 else None


def _range(found: re.Match[str]) -> Clock | None:
    """Of "2-3pm" its beginning."""
    hour, end = int(found["hour"]), int(found["end"])
    if not (1 <= hour <= 12 and 1 <= end <= 12 and int(found["minute"] or 0) < 60):
        return None
    same_half = hour % 12 < end % 12
    after_noon = found["first_half"] == "p" if found["first_half"] else (found["half"] == "p") == same_half
    return Clock(hour % 12 + (12 if after_noon else 0), int(found["minute"] or 0), is_start=True)


def _past_or_to(found: re.Match[str]) -> Clock:
    hour, minute = number(found["hour"]), _MINUTES.get(found["minutes"]) or int(found["minutes"])
    if found["way"] == "past":
        return Clock(hour, minute, half_open=True)
    # "10 to 4" without "at" may be from ten to four.
    strength = AFTER_AT if found["minutes"].isdigit() else WEAK if found["minutes"] in NUMBERS else STRONG
    return Clock((hour - 2) % 12 + 1, 60 - minute, half_open=True, strength=strength)


def _by_noon(found: re.Match[str]) -> Clock:
    """ "Quarter past midnight", "ten to noon"."""
    hour = 12 if found["hour"] in ("noon", "midday") else 24
    minutes = _MINUTES.get(found["minutes"]) or int(found["minutes"])
    since = 60 * hour + (minutes if found["way"] == "past" else -minutes)
    return Clock(since // 60 % 24, since % 60)


def _bare_range(found: re.Match[str]) -> Clock | None:
    """Of "9.30-11" its beginning."""
    clock = _exact(found, WEAK)
    stands_alone = AFTER_TIME.match(found.string, found.end())
    return replace(clock, is_start=True) if clock and int(found["end"]) < 24 and stands_alone else None


_Maker: TypeAlias = Callable[[re.Match[str]], Clock | None]
_RULES: tuple[tuple[re.Pattern[str], _Maker], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (
            rf"(?P<between>between )?(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))?(?: ?(?P<first_half>[ap])m)?"
            rf"(?(between) and |(?: ?- ?| to ))(?P<end>\d{{1,2}})(?:[:.]\d\d)? ?{_AMPM}",
            _range,
        ),
        (rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d)(?::\d\d)?)? ?{_AMPM}(?: ?-? ?ish\b)?", _with_half),
        (
            r"(?:(?P<between>between)|(?P<from>from)|) ?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?"
            r"(?(between) (?:and|to|till|until) |(?: ?- ?| (?:till|until) |(?(from) to | until )))"
            r"(?P<end>\d{1,2})(?:[:.]\d\d)?(?![\d/:.])",
            _bare_range,
        ),
        (r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)?(?: ?(?:hrs|hours|h)\b)?(?![\d:])", _exact),
        (r"(?P<hour>\d\d)[.:]?(?P<minute>\d\d) ?(?:hrs|hours|h)\b", _on_24_hours),
        (r"(?P<hour>\d{1,2})\.(?P<minute>\d\d)(?![\d%]|\.\d)", lambda found: _exact(found, WEAK)),
        (r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?![\d/.:-])", lambda found: _on_24_hours(found, DIGITS)),
        (r"(?:12 )?(?:noon|midday)\b", lambda _: Clock(12, 0)),
        (r"(?:12 )?midnight\b", lambda _: Clock(0, 0, is_midnight=True)),
        (
            rf"(?P<minutes>{alternatives(_MINUTES)}|5|10|20|25)(?: minutes?)?[ -](?P<way>past|to) {_HOUR}\b(?![:/.]\d)",
            _past_or_to,
        ),
        (
            rf"(?P<minutes>{alternatives(_MINUTES)}|5|10|20|25)(?: minutes?)?[ -](?P<way>past|to) "
            r"(?P<hour>midnight|noon|midday)\b",
            _by_noon,
        ),
        (
            rf"half[ -]{_HOUR}\b(?![:/.]\d)",
            lambda found: Clock(number(found["hour"]), 30, half_open=True, strength=WEAK),
        ),
        (rf"{_HOUR} ?o ?'? ?clock\b", lambda found: Clock(number(found["hour"]), 0, half_open=True)),
        (
            rf"(?!one with){_HOUR}(?: ?ish)?\b(?![/:%£]|[.,-]\d|-\w)",
            lambda found: Clock(number(found["hour"]), 0, half_open=True, strength=BARE),
        ),
    )
)


def time_at(text: str, start: int) -> tuple[int, Clock] | None:
    """The longest time of day that begins at a place, and where it ends."""
    best: tuple[int, Clock] | None = None
    for pattern, make in _RULES:
        found = pattern.match(text, start)
        if found and (best is None or found.end() > best[0]) and (clock := make(found)):
            best = found.end(), clock
    return best


def on_day(day: date, part: Part | None, clock: Clock) -> Reading:
    """The instants that a time may be on a day."""
    times, ask = _times(clock, part)
    assumed = (clock.half_open and part is None and ask is None) or clock.is_start
    return _instants([(day + timedelta(days=later), at) for later, at in times], ask, [assumed] * len(times))


def without_day(part: Part | None, clock: Clock, context: Context) -> Reading:
    """The instants that a time may be where no day stands beside it: on the day that the sentence named last, or today
    unless that is the wrong side of now."""
    if context.named:
        there = on_day(context.named, part, clock)
        if context.lean and not context.is_hinted:
            return there
        here = without_day(part, clock, replace(context, named=None))
        either = {value.at: value for value in (*there.values, *here.values) if isinstance(value, Moment)}
        return Reading(tuple(either.values()), there.ask or here.ask or (say.which if len(either) > 1 else None))
    times, ask = _times(clock, part)
    assumed = clock.half_open and part is None
    if assumed and ask is None and _rolled(*times[0], context)[1]:
        # "It happened at 3", said at 2pm: 3am, or 3pm of the day before.
        times, ask = [(0, time(clock.hour % 12 + later, clock.minute)) for later in (0, 12)], say.half_of_day
    placed = [_rolled(later, at, context) for later, at in times]
    return _instants(
        [(day, at) for (day, _), (_, at) in zip(placed, times, strict=True)],
        ask,
        [assumed or clock.is_start or rolled for _, rolled in placed],
    )


def _times(clock: Clock, part: Part | None) -> tuple[list[tuple[int, time]], Ask | None]:
    """The times that may be meant, each with how many days later it is, and the question if they are several."""
    if clock.is_midnight:
        begins, ends = (0, time(0)), (1, time(0))
        return ([ends], None) if part in (Part.NIGHT, Part.EVENING) else ([begins, ends], say.midnight)
    at = time(clock.hour, clock.minute)
    if not clock.half_open:
        return [(int(part is Part.NIGHT and clock.hour < SMALL_HOURS), at)], None
    morning, later = time(clock.hour % 12, clock.minute), time(clock.hour % 12 + 12, clock.minute)
    match HALVES[part][clock.hour - 1]:
        case "a":
            return [(0, morning)], None
        case "p":
            return [(0, later)], None
        case "n":
            return [(1, morning)], None
    return [(0, morning), (0, later)], say.half_of_day


def _rolled(later: int, at: time, context: Context) -> tuple[date, bool]:
    """The day on which a time is on the right side of now, and whether that took moving."""
    day = context.today + timedelta(days=later)
    instant = datetime.combine(day, at, LONDON)
    if context.lean == "past" and instant > context.now:
        return day - timedelta(days=1), True
    if context.lean == "future" and instant < context.now:
        return day + timedelta(days=1), True
    return day, False


def _instants(local: list[tuple[date, time]], ask: Ask | None, assumed: list[bool]) -> Reading:
    """London's clocks as instants: one each, unless the clocks change."""
    found: dict[datetime, bool] = {}
    for (day, at), is_assumed in zip(local, assumed, strict=True):
        naive = datetime.combine(day, at)
        first, second = (naive.replace(fold=fold, tzinfo=LONDON).astimezone(UTC) for fold in (0, 1))
        if first != second:
            skipped = first.astimezone(LONDON).replace(tzinfo=None) != naive
            ask = say.clocks_forward if skipped else say.clocks_back
        found |= dict.fromkeys(sorted((first, second)), is_assumed)
    if len(found) == 1:
        ((instant, is_assumed),) = found.items()
        return Reading((Moment(instant, say.taken(instant) if is_assumed else ""),))
    return Reading(tuple(map(Moment, found)), ask)
