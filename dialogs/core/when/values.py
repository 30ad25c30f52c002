"""What an expression of date or time comes to. Days are London's; instants are aware, in UTC."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, TypeAlias

Lean: TypeAlias = Literal["past", "future"] | None


class Part(StrEnum):
    """A part of a day that was named without a time of day; how it is named in an answer."""

    FIRST_THING = "first thing"
    MORNING = "morning"
    LUNCHTIME = "lunchtime"
    AFTERNOON = "afternoon"
    END_OF_DAY = "end of the day"
    EVENING = "evening"
    NIGHT = "night"  # the one that begins on the day: "last night" is yesterday's


@dataclass(frozen=True, slots=True)
class Day:
    """A day, and the part of it if one was named: never an invented time of day."""

    date: date
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant. `reading` says in a sentence what was assumed ("at 3" is taken as 3pm), or is empty."""

    at: datetime
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """The week of a "week commencing"."""

    monday: date


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; None is an open end ("since Friday", "until 14 December")."""

    first: date | None
    last: date | None


Certain: TypeAlias = Day | Moment | Week | Span


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things that may have been meant, and how to offer it."""

    label: str
    value: Certain


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Where a careful colleague asks. Without choices, what was typed can't be a date, and `question` says why."""

    choices: tuple[Choice, ...]
    question: str


Value: TypeAlias = Certain | Ambiguous


@dataclass(frozen=True, slots=True)
class Found:
    """An expression within a sentence: `text[start:end]`, its "on", "at" or "since" included."""

    start: int
    end: int
    value: Value


class WhenError(Exception):
    """Told to the person: the text is no date or time, or one that can't be."""
