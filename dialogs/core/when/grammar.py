"""Finds the expressions of a sentence: the longest at each word, left to right."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, auto

from dialogs.core.when import say
from dialogs.core.when.days import day_at
from dialogs.core.when.patterns import (
    AFTER_TIME,
    BEFORE_TIMES,
    COUNTING,
    ENDS_HERE,
    NUMBERED,
    WEEKDAY,
    alternatives,
    is_whole,
    word_before,
)
from dialogs.core.when.ranges import opened, span_at
from dialogs.core.when.settle import AddWorkingDays, Context, Reading, Written, in_week, settle
from dialogs.core.when.tables import (
    ALIASES,
    EASTER_FEASTS,
    FIXED_FEASTS,
    HOURS,
    MONTHS,
    NAMED_DAYS,
    NUMBERS,
    ORDINALS,
    PARTS,
    STOPS,
    UNITS,
    WEEKDAYS,
)
from dialogs.core.when.text import Sentence, plain, sentence_of, words_in
from dialogs.core.when.times import AFTER_AT, BARE, DIGITS, STRONG, WEAK, Clock, on_day, time_at, without_day
from dialogs.core.when.values import Ambiguous, Day, Found, Lean, Moment, Part, Value, WhenError
from standards_kb.working_days import LONDON

_ABOUT = "(?:about|around|approx|approximately|roughly|just before|just after)"
_OPENING = re.compile(rf"(?:on|in the|(?P<at>at)|around|about)(?: {_ABOUT})? ")
_WEEK_AFTER = re.compile(r",? (?:of )?(?P<which>this|next|last) week\b")
_LINK = re.compile(rf",? ?(?:[(-] ?)?(?:(?:on|of|in the|for|from) |(?P<at>at) )?(?:{_ABOUT} )?")
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
    previous coming half quarter just now week weeks wk noon midday midnight twenty w wc wb earlier later rest
    end beginning start throughout"""
_STARTERS = frozenset(
    word.split()[0]
    for words in (NAMED_DAYS, WEEKDAYS, MONTHS, NUMBERS, ORDINALS, PARTS, FIXED_FEASTS, EASTER_FEASTS)
    for word in words
) | set(_OTHER_STARTERS.split())
# An expression has a mark as _MARK or one of these: what else may begin one is nothing by itself, as "the" or "first"
# is. Of a name with several words the last is enough: "first thing", "close of play".
_TELLING = (
    {
        words_in(name)[-1]
        for words in (NAMED_DAYS, WEEKDAYS, MONTHS, UNITS, NUMBERS, PARTS, FIXED_FEASTS, EASTER_FEASTS)
        for name in words
    }
    | {"now", "noon", "midday", "midnight", "weekend", *ALIASES.values()}
) - {"a", "an", "of", "m", "next"}
_MARK = re.compile(r"\d|\b[ap]\.m\b", re.I)


def find(
    text: str, now: datetime, lean: Lean = None, add_working_days: AddWorkingDays | None = None
) -> tuple[Found, ...]:
    """Every expression of date or time in a sentence, left to right. `now` is aware; `lean` says which way the caller
    looks where the sentence leaves it open. "In 10 working days" is read if `add_working_days` is given."""
    if not _may_tell(text):
        return ()
    sentence = sentence_of(text)
    today = now.astimezone(LONDON).date()
    found: list[Found] = []
    end, named = 0, None
    for start in sentence.starts:
        if start < end:
            continue
        hint = None if lean else _hint(sentence, start)
        if sentence.text[start] in STOPS or sentence.text.startswith(". ", start):
            named = None
        context = Context(now, today, lean or hint, add_working_days, hint is not None, named)
        best = expression_at(sentence.text, start, context)
        if best:
            end, named = best[0], _day_of(best[1]) or named
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


def _may_tell(text: str) -> bool:
    """Whether there can be an expression in it. Most sentences have none, and this takes far less than reading them."""
    words = words_in(text.lower())
    return bool(_MARK.search(text)) or not _TELLING.isdisjoint(words) or any(plain(w) in _TELLING for w in words)


def _day_of(reading: Reading) -> date | None:
    """The day that later times of the sentence may be on."""
    value = reading.values[0] if len(reading.values) == 1 else None
    if isinstance(value, Moment):
        return value.at.astimezone(LONDON).date()
    return value.date if isinstance(value, Day) else None


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


class _Needs(Enum):
    """What a time still needs after it to be one."""

    NOTHING = auto()
    COMPANY = auto()  # a day or a part of one
    PART = auto()  # a part of a day: "9 last night"
    MORE = auto()  # it is none


@dataclass(slots=True)
class _Clause:
    """The day, part of it and time that stand together, as far as they are read."""

    day: Reading | None = None
    weekday: int | None = None  # if that is all that names the day
    part: Part | None = None
    clock: Clock | None = None
    needs: _Needs = _Needs.NOTHING

    @property
    def is_other(self) -> bool:
        """Whether the "day" is an instant or a refusal, to which nothing can be added."""
        return self.day is not None and not (self.day.values and all(isinstance(v, Day) for v in self.day.values))

    def take(self, text: str, start: int, context: Context, *, at: bool) -> int | None:
        """Take the longest piece that begins at a place; where it ends. A part may come twice: the first counts, as in
        "first thing Monday morning"."""
        read = day_at(text, start, context) if self.day is None else None
        named = _PART.match(text, start)
        timed = time_at(text, start) if self.clock is None else None
        furthest = max(read[0] if read else 0, named.end() if named else 0, timed[0] if timed else 0)
        if read and read[0] == furthest:
            self._take_day(read[1], context)
        elif named and named.end() == furthest:
            self.part, self.needs = self.part or PARTS[named["part"] or "end of day"], _Needs.NOTHING
        elif timed and (needs := _needs(text, start, timed, at=at, after_day=self.day is not None)) is not _Needs.MORE:
            self.clock, self.needs = timed[1], needs
        else:
            return None
        return furthest

    def _take_day(self, read: Reading | Written, context: Context) -> None:
        self.day = settle(read, context) if isinstance(read, Written) else read
        self.weekday = read.weekday if isinstance(read, Written) and read.day is None else None
        names_part = any(isinstance(value, Day) and value.part for value in self.day.values)
        if self.needs is _Needs.COMPANY or names_part:
            self.needs = _Needs.NOTHING


def _clause(text: str, start: int, context: Context) -> tuple[int, Reading] | None:
    """A day, a part of it and a time, in any order."""
    opening = _OPENING.match(text, start)
    here = began = opening.end() if opening else start
    at = bool(opening and opening["at"])
    clause, end = _Clause(), start
    while (piece := clause.take(text, here, context, at=at)) is not None:
        end = piece
        if clause.is_other:
            return (end, clause.day) if clause.day and not (clause.clock or clause.part) else None
        link = _LINK.match(text, end)
        here, at = (link.end(), bool(link["at"])) if link else (end, False)
    if clause.needs is not _Needs.NOTHING and not (
        is_whole(text, start, end) and (clause.day or clause.needs is _Needs.COMPANY)
    ):
        return None
    if clause.weekday is not None and (week := _WEEK_AFTER.match(text, end)):  # "Friday at 2 next week"
        clause.day, end = in_week(clause.weekday, week["which"], context), week.end()
    if text.startswith(")", end) and "(" in text[began:end]:
        end += 1
    reading = _combined(text, began, end, clause, context)
    return (end, reading) if reading else None


def _needs(text: str, start: int, timed: tuple[int, Clock], *, at: bool, after_day: bool) -> _Needs:
    end, clock = timed
    if clock.strength == STRONG or ((at or after_day) and clock.strength in (WEAK, DIGITS)):
        return _Needs.NOTHING
    if clock.strength == AFTER_AT:
        return _Needs.NOTHING if at else _Needs.MORE
    if clock.strength == BARE and word_before(text, start) in BEFORE_TIMES:
        return _Needs.NOTHING if ENDS_HERE.match(text, end) else _Needs.COMPANY
    if clock.strength == WEAK:
        return _Needs.COMPANY
    if clock.strength == BARE and at:
        return _Needs.NOTHING if AFTER_TIME.match(text, end) else _Needs.COMPANY
    if clock.strength == BARE and not after_day and word_before(text, start) not in COUNTING:
        return _Needs.PART
    return _Needs.MORE


def _combined(text: str, start: int, end: int, clause: _Clause, context: Context) -> Reading | None:
    day, part, clock = clause.day, clause.part, clause.clock
    if day and clock:
        readings = [on_day(v.date, part or v.part, clock) for v in day.values if isinstance(v, Day)]
        values = tuple(dict.fromkeys(value for reading in readings for value in reading.values))
        return Reading(values, day.ask or next((reading.ask for reading in readings if reading.ask), None))
    if day:
        return Reading(tuple(replace(v, part=part or v.part) for v in day.values if isinstance(v, Day)), day.ask)
    if clock:
        return without_day(part, clock, context)
    return _part_alone(text, start, end, part, context) if part in HOURS else None


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
    begins, ends = HOURS[part]
    hour, day = context.now.astimezone(LONDON).hour, timedelta(days=1)
    today = context.today
    if context.lean == "past":
        found = [today if hour >= begins else today - day]
    elif context.lean == "future":
        found = [today if hour < ends else today + day]
    elif part is Part.FIRST_THING and hour >= ends:
        found = [today, today + day]
    else:
        found = [today]
    return Reading(tuple(Day(each, part) for each in found), say.which if len(found) > 1 else None)
