"""Finds the expressions of a sentence: the longest at each word, left to right."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum, auto

from dialogs.core.when import say
from dialogs.core.when.days import day_at
from dialogs.core.when.patterns import AFTER_TIME, COUNTING, NUMBERED, WEEKDAY, alternatives, is_whole, word_before
from dialogs.core.when.ranges import opened, span_at
from dialogs.core.when.settle import AddWorkingDays, Context, Reading, Written, in_week, settle
from dialogs.core.when.tables import (
    BEGINS,
    EASTER_FEASTS,
    ENDS,
    FIXED_FEASTS,
    MONTHS,
    NAMED_DAYS,
    NUMBERS,
    ORDINALS,
    PARTS,
    WEEKDAYS,
)
from dialogs.core.when.text import Sentence, sentence_of
from dialogs.core.when.times import BARE, DIGITS, STRONG, WEAK, Clock, on_day, time_at, without_day
from dialogs.core.when.values import Ambiguous, Day, Found, Lean, Part, Value, WhenError

_OPENING = re.compile(
    r"(?:on|in the|(?P<at>at)|around|about)(?: (?:about|around|approx|roughly|just (?:before|after)))? "
)
_WEEK_AFTER = re.compile(r",? (?:of )?(?P<which>this|next|last) week\b")
_LINK = re.compile(
    r",? ?(?:-? ?)(?:(?:on|of|in the|for) |(?P<at>at) )?(?:(?:about|around|approx|roughly|just (?:before|after)) )?"
)
_PART = re.compile(
    r"(?:the )?(?:(?:late|early|mid)[ -])?"
    rf"(?:(?P<part>{alternatives(PARTS)})(?!\w)(?! i\b)|end of (?=(?:today|tomorrow|yesterday|{WEEKDAY})\b))"
)
_OPEN = re.compile(r"(?P<way>since|until|till|til|up to and including|up to|up until|from) (?:about |around )?")
_LEAD_IN = frozenset(("it", "was", "by", "for", "before", "during", "about", "around", "on", "at", "the"))
_WORD = re.compile(r"[^\W_]{1,20}")
_HYPHEN = re.compile(r"\w-")
_FIRST_THING_ENDS = re.compile(r"\s?$|\s?[,.;?!]|\s(?:and|please|with|at)\b")
_OTHER_STARTERS = """the on in at around about over during from between since until till til up last this next past
    coming half quarter just now week weeks wk noon midday midnight twenty w wc wb earlier later rest
    end beginning start throughout"""
_STARTERS = frozenset(
    word.split()[0]
    for words in (NAMED_DAYS, WEEKDAYS, MONTHS, NUMBERS, ORDINALS, PARTS, FIXED_FEASTS, EASTER_FEASTS)
    for word in words
) | set(_OTHER_STARTERS.split())
# Parts of a day that name a time without one: "see her first thing", "by close of play".
_ALONE = (Part.FIRST_THING, Part.LUNCHTIME, Part.END_OF_DAY)


def find(
    text: str, now: datetime, lean: Lean = None, add_working_days: AddWorkingDays | None = None
) -> tuple[Found, ...]:
    """Every expression of date or time in a sentence, left to right. `now` is aware; `lean` says which way the caller
    looks where the sentence leaves it open. "In 10 working days" is read if `add_working_days` is given."""
    sentence = sentence_of(text)
    today = now.astimezone(say.LONDON).date()
    found: list[Found] = []
    end = 0
    for start in sentence.starts:
        if start < end:
            continue
        hint = None if lean else _hint(sentence, start)
        context = Context(now, today, lean or hint, add_working_days, is_hinted=hint is not None)
        best = expression_at(sentence.text, start, context)
        if best:
            end = best[0]
            first, last = sentence.slice(start, end)
            found.append(Found(first, last, _value(best[1], text[first:last])))
    return tuple(found)


def read(text: str, now: datetime, lean: Lean = None, add_working_days: AddWorkingDays | None = None) -> Value:
    """The one expression that the whole text is. WhenError, in words for the person, if it isn't one or can't be."""
    found = find(text, now, lean, add_working_days)
    if len(found) != 1 or not _is_rest_empty(text, found[0]):
        raise WhenError(say.not_understood())
    value = found[0].value
    if isinstance(value, Ambiguous) and not value.choices:
        raise WhenError(value.question)
    return value


def _hint(sentence: Sentence, start: int) -> Lean:
    """Which way the sentence looks there: "seen by Friday" is still to come, whatever its verb."""
    if word_before(sentence.text, start) in ("by", "before"):
        return "future"
    return sentence.lean_at(start)


def _is_rest_empty(text: str, found: Found) -> bool:
    return not text[found.end :].strip(" .,?!\n\t") and set(text[: found.start].lower().split()) <= _LEAD_IN


def _value(reading: Reading, said: str) -> Value:
    if reading.ask is None:
        return reading.values[0]
    return Ambiguous(tuple(map(say.choice, reading.values)), reading.ask(said))


def expression_at(text: str, start: int, context: Context) -> tuple[int, Reading] | None:
    """The longest expression that begins at a word, and where it ends."""
    word = _WORD.match(text, start)
    if word is None or not (word.group()[0].isdigit() or word.group() in _STARTERS):
        return None
    if start and (text[start - 1].isalnum() or text[start - 1] in "_/.:£$#+@'" or _HYPHEN.match(text, start - 2)):
        return None
    if word.group()[0].isdigit() and word_before(text, start) in NUMBERED:
        return None
    found = (span_at(text, start, context), _opened(text, start, context), _clause(text, start, context))
    return max((one for one in found if one), key=lambda one: one[0], default=None)


def _opened(text: str, start: int, context: Context) -> tuple[int, Reading] | None:
    """ "Since Friday", "until 14 December", "from Monday"."""
    opening = _OPEN.match(text, start)
    if not opening:
        return None
    way = opening["way"]
    if way == "from" and context.lean == "past":
        return None  # "the referral from Monday" is of that day
    lean: Lean = "past" if way == "since" or context.lean == "past" else "future"
    inner = replace(context, lean=lean, is_hinted=False)
    found = (span_at(text, opening.end(), inner), _clause(text, opening.end(), inner))
    best = max((one for one in found if one), key=lambda one: one[0], default=None)
    reading = best and opened(best[1], "since" if way in ("since", "from") else "until")
    return (best[0], reading) if best and reading else None


def _clause(text: str, start: int, context: Context) -> tuple[int, Reading] | None:
    """A day, a part of it and a time, in any order and each at most once."""
    opening = _OPENING.match(text, start)
    at = bool(opening and opening["at"])
    here = opening.end() if opening else start
    began, end = here, start
    day: Reading | None = None
    part: Part | None = None
    clock: Clock | None = None
    weekday: int | None = None
    needs = _Needs.NOTHING
    while True:
        read = day_at(text, here, context) if day is None else None
        named = _PART.match(text, here)
        timed = time_at(text, here) if clock is None else None
        furthest = max(read[0] if read else 0, named.end() if named else 0, timed[0] if timed else 0)
        if read and read[0] == furthest:
            weekday = read[1].weekday if isinstance(read[1], Written) and read[1].day is None else None
            day = settle(read[1], context) if isinstance(read[1], Written) else read[1]
            if not day.values or not all(isinstance(value, Day) for value in day.values):
                return (furthest, day) if clock is None and part is None else None
            if needs is _Needs.COMPANY or any(isinstance(value, Day) and value.part for value in day.values):
                needs = _Needs.NOTHING
        elif named and named.end() == furthest:
            part, needs = part or PARTS[named["part"] or "end of day"], _Needs.NOTHING  # "first thing Monday morning"
        elif timed:
            needs = _needs(text, here, timed, at=at, after_day=day is not None)
            if needs is _Needs.MORE:
                break
            clock = timed[1]
        else:
            break
        end = furthest
        link = _LINK.match(text, end)
        here, at = (link.end(), bool(link["at"])) if link else (end, False)
    if needs not in (_Needs.NOTHING, _Needs.MORE) and not (
        is_whole(text, start, end) and (day or needs is _Needs.COMPANY)
    ):
        return None
    if weekday is not None and (week := _WEEK_AFTER.match(text, end)):  # "Friday at 2 next week"
        day, end = in_week(weekday, week["which"], context), week.end()
    reading = _combined(text, began, end, day, part, clock, context)
    return (end, reading) if reading else None


class _Needs(Enum):
    """What a time still needs after it to be one."""

    NOTHING = auto()
    COMPANY = auto()  # a day or a part of one
    PART = auto()  # a part of a day: "9 last night"
    MORE = auto()  # it is none


def _needs(text: str, start: int, timed: tuple[int, Clock], *, at: bool, after_day: bool) -> _Needs:
    end, clock = timed
    if clock.strength is STRONG or ((at or after_day) and clock.strength in (WEAK, DIGITS)):
        return _Needs.NOTHING
    if clock.strength is WEAK:
        return _Needs.COMPANY
    if clock.strength is BARE and at:
        return _Needs.NOTHING if AFTER_TIME.match(text, end) else _Needs.COMPANY
    if clock.strength is BARE and not after_day and word_before(text, start) not in COUNTING:
        return _Needs.PART
    return _Needs.MORE


def _combined(
    text: str, start: int, end: int, day: Reading | None, part: Part | None, clock: Clock | None, context: Context
) -> Reading | None:
    if day and clock:
        readings = [on_day(v.date, part or v.part, clock) for v in day.values if isinstance(v, Day)]
        values = tuple(dict.fromkeys(value for reading in readings for value in reading.values))
        return Reading(values, day.ask or next((reading.ask for reading in readings if reading.ask), None))
    if day:
        return Reading(tuple(replace(v, part=part or v.part) for v in day.values if isinstance(v, Day)), day.ask)
    if clock:
        return without_day(part, clock, context)
    return _part_alone(text, start, end, part, context) if part in _ALONE else None


def _part_alone(text: str, start: int, end: int, part: Part, context: Context) -> Reading | None:
    """A part of today, or of the day beside it if that is the wrong side of now. "The first thing to do" and "at the
    end of the day" are no parts of days."""
    before = word_before(text, start)
    if part is Part.FIRST_THING:
        if before == "the" or text.startswith("the ", start) or not _FIRST_THING_ENDS.match(text, end):
            return None
    elif not (
        before in ("by", "before", "until", "till")
        or is_whole(text, 0 if before == "at" else start, end)
        or (part is Part.LUNCHTIME and before == "at" and text[start:end] != "lunch")
    ):
        return None
    hour, day = context.now.astimezone(say.LONDON).hour, timedelta(days=1)
    today = context.today
    if context.lean == "past":
        found = [today if hour >= BEGINS[part] else today - day]
    elif context.lean == "future":
        found = [today if hour < ENDS[part] else today + day]
    elif part is Part.FIRST_THING and hour >= ENDS[part]:
        found = [today, today + day]
    else:
        found = [today]
    return Reading(tuple(Day(each, part) for each in found), say.which if len(found) > 1 else None)
