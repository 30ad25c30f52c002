"""The timescales as frozen values: the rows of an edition's timescales.toml, ready to be counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from standards_kb.case import Facts
from standards_kb.working_days import WorkingDays, add_months, at_local_time, local_day

MORNING = time(9)


class Unit(StrEnum):
    """What a span is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"
    MONTHS = "months"
    NEXT_MORNING = "09:00 next day"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as a rule has it; `words` as it is said."""

    unit: Unit
    number: int
    words: str
    _delta: timedelta = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by = "hours" if self.unit is Unit.HOURS else "days"
        object.__setattr__(self, "_delta", timedelta(**{by: self.number}))

    def after_day(self, day: date, calendar: WorkingDays) -> date:
        """The day on which a span that began on `day` ends (timescales are counted in standards_kb/working_days.py)."""
        if self.unit is Unit.DAYS:
            return day + self._delta
        if self.unit is Unit.WORKING_DAYS:
            return calendar.add(day, self.number)
        return add_months(day, self.number)

    def after(self, start: date | datetime, calendar: WorkingDays) -> date | datetime:
        """The same from a day or an instant; a UTC instant for hours, and for the next morning."""
        if self.unit is Unit.HOURS:
            assert isinstance(start, datetime), "checked at load: hours run from an instant"
            return start + self._delta
        day = local_day(start) if isinstance(start, datetime) else start
        if self.unit is Unit.NEXT_MORNING:
            return at_local_time(day + timedelta(days=1), MORNING)
        return self.after_day(day, calendar)


@dataclass(frozen=True, slots=True)
class Point:
    """A day that a rule names: the trigger's (`fact` empty) or a fact's, so many months on."""

    fact: str
    months: int = 0

    def day(self, facts: Facts, start: date) -> date | None:
        """The day; None where the fact isn't known."""
        day: date | None = getattr(facts, self.fact) if self.fact else start
        return add_months(day, self.months) if day is not None and self.months else day


@dataclass(frozen=True, slots=True)
class Step:
    """One length of a timescale: how long, the id of the passage that says so, and whether that is a reading of it.

    In force from the latest of `since`, always if there are none; `span_fact` names a fact that holds its days."""

    span: Span
    cites: str
    reading: bool = False
    since: tuple[Point, ...] = ()
    span_fact: str = ""


class Kind(StrEnum):
    """The closed set of ways in which a timescale works."""

    ONCE = "once"
    RECURRING = "recurring"
    REPEATED = "repeated"
    EACH_SETTING = "each_setting"
    UNRECORDED = "unrecorded"
    GIVEN_DAY = "given_day"


@dataclass(frozen=True, slots=True)
class WhoByAge:
    """Who does it by the child's age in years on the trigger's day; at exactly `from_age`, that may be a reading."""

    from_age: int
    older: tuple[str, ...]
    younger: tuple[str, ...]
    cites: str
    reading_at_that_age: bool


@dataclass(frozen=True, slots=True)
class Timescale:
    """One row: a stream of deadlines within a situation. `met_by`: the kinds of events that meet it; `by_own_worker`:
    whether the child's own worker must (True) or mustn't (False) do it; `trigger` says what `started` is, and
    `own_trigger` what the fact is from which it is counted if that is known."""

    situation: str
    stream: str
    title: str
    kind: Kind
    met_by: tuple[str, ...]
    who: tuple[str, ...]
    trigger: str
    own_trigger: str = ""
    first: Step | None = None
    second: Step | None = None
    then: tuple[Step, ...] = ()
    counted_from_fact: str = ""
    counted_from_event: str = ""
    first_if_fact: str = ""
    first_if: Step | None = None
    only_if: tuple[str, ...] = ()
    under_months: int = 0
    after_start_day: bool = False
    manager_may_shorten: bool = False
    first_chaired_by_manager: bool = False
    by_own_worker: bool | None = None
    who_by_age: WhoByAge | None = None
    records: str = ""
    also_in: tuple[str, ...] = ()

    @property
    def cites(self) -> frozenset[str]:
        """The ids of every passage that it cites, and of those that say the same elsewhere."""
        by_age = (self.who_by_age.cites,) if self.who_by_age else ()
        return frozenset((*(step.cites for step in self.steps), *by_age, *self.also_in))

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step, in the order in which they come into force."""
        return tuple(step for step in (self.first, self.first_if, self.second, *self.then) if step is not None)


@dataclass(frozen=True, slots=True)
class SituationRules:
    """A situation that has timescales: what starts it, in words, and whether that is an instant; when it ends."""

    name: str
    title: str
    trigger: str
    starts_at_instant: bool
    timescales: tuple[Timescale, ...]
    not_before: Point | None = None
    ends: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Timescales:
    """Every timescale of an edition by situation, and the titles of the streams."""

    edition: str
    situations: Mapping[str, SituationRules]
    streams: Mapping[str, str]
