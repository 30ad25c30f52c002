"""What a check-and-challenge return asks of a service area, and when a figure has to be explained."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

FEWEST_SHOWN = 5  # a smaller count may let somebody recognise a child


class Unit(StrEnum):
    """How an indicator is given."""

    PERCENT = "percent"
    COUNT = "count"
    DAYS = "days"


class Better(StrEnum):
    """Which way an indicator should go."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class By(StrEnum):
    """How the bot counts a figure itself."""

    IN_TIME = "in_time"  # children in these situations with nothing overdue in this stream, of all with data of it
    SEEN_ALONE = "seen_alone"  # children in these situations seen alone at their last visit, of all
    OVER_TWO_YEARS = "over_two_years"  # children who have been in these situations for longer
    SUPERVISION = "supervision"  # workers whose supervision isn't overdue, of all with data of it
    CASELOAD = "caseload"  # children for each worker who has some
    AUDITS_DONE = "audits_done"  # audits of the area's children due since the last session that are done, of all
    AUDITS_GOOD = "audits_good"  # audits of the area's children graded since then that are good at least, of all
    ACTIONS_OVERDUE = "actions_overdue"  # actions agreed in audits of the area's children, open, their day passed


class Fault(StrEnum):
    """Why a figure can't be taken."""

    NEGATIVE = "negative"
    NOT_WHOLE = "not_whole"
    NO_DENOMINATOR = "no_denominator"
    NEEDLESS_DENOMINATOR = "needless_denominator"
    MORE_THAN_ALL = "more_than_all"


class Why(StrEnum):
    """Why a figure needs a comment."""

    OFF_TARGET = "off_target"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Counting:
    """How the bot counts an indicator, where its own data can tell."""

    by: By
    situations: tuple[str, ...] = ()
    stream: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure that is asked for; `cites` is a passage or a national rule. Without `target` the council sets its own;
    `to_confirm`: nobody has yet said that the area measures it, and in this way."""

    name: str
    title: str
    definition: str
    unit: Unit
    better: Better
    cites: str
    target: Decimal | None
    to_confirm: bool
    computed: Counting | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a return, with what is asked in it; `figures`: the indicators stand there; `actions`: it begins with
    the open actions of earlier sessions. `group`: what it belongs to; parts of one are themes that name nobody."""

    name: str
    title: str
    asks: str
    cites: str
    figures: bool = False
    actions: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """What one service area is asked for: `cites` is the passage that names the area."""

    area: str
    title: str
    cites: str
    sections: tuple[Section, ...]
    indicators: Mapping[str, Indicator]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as given: of a percentage, `value` is the numerator and `out_of` the denominator."""

    value: Decimal
    out_of: Decimal | None = None


def fault_of(indicator: Indicator, figure: Figure) -> Fault | None:
    """What is wrong with a figure; a percentage of nobody (0 out of 0) is right, and has no measure."""
    if figure.value < 0 or (figure.out_of is not None and figure.out_of < 0):
        return Fault.NEGATIVE
    if indicator.unit is not Unit.PERCENT:
        if figure.out_of is not None:
            return Fault.NEEDLESS_DENOMINATOR
        return Fault.NOT_WHOLE if indicator.unit is Unit.COUNT and not _whole(figure.value) else None
    if figure.out_of is None:
        return Fault.NO_DENOMINATOR
    if not (_whole(figure.value) and _whole(figure.out_of)):
        return Fault.NOT_WHOLE
    return Fault.MORE_THAN_ALL if figure.value > figure.out_of else None


def measure(figure: Figure) -> Decimal | None:
    """The number that is compared: the percentage, or the figure itself; None for a percentage of nobody."""
    if figure.out_of is None:
        return figure.value
    return figure.value * 100 / figure.out_of if figure.out_of else None


def needs_comment(indicator: Indicator, now: Figure, before: Figure | None, margin: Decimal) -> tuple[Why, ...]:
    """Why a figure has to be explained: off target, or moved by more than `margin` since the last session (in points
    for a percentage, otherwise in percent of the last figure), whichever way it went."""
    current = measure(now)
    if current is None:
        return ()
    found = [Why.OFF_TARGET] if is_off_target(indicator, now) else []
    previous = measure(before) if before else None
    if previous is not None and moved_by(indicator.unit, current, previous) > margin:
        found.append(Why.MOVED)
    return tuple(found)


def may_leave_the_area(indicator: Indicator, figure: Figure) -> bool:
    """Whether a figure may be shown outside its area: none from which a count of one to four people can be told,
    be it those counted, those left over, or all of them."""
    if indicator.unit is Unit.DAYS:
        return True
    counts = [figure.value]
    if figure.out_of is not None:
        counts += [figure.out_of, figure.out_of - figure.value]
    return not any(0 < count < FEWEST_SHOWN for count in counts)


def is_off_target(indicator: Indicator, figure: Figure | None) -> bool:
    """Whether a figure falls short of its target; none does where there is no figure, or no target."""
    value = measure(figure) if figure is not None else None
    if indicator.target is None or value is None:
        return False
    if indicator.better is Better.HIGHER:
        return value < indicator.target
    return indicator.better is Better.LOWER and value > indicator.target


def moved_by(unit: Unit, current: Decimal, previous: Decimal) -> Decimal:
    """By how much: points of a percentage, else percent; from nothing to something is more than any margin."""
    difference = abs(current - previous)
    if unit is Unit.PERCENT or not difference:
        return difference
    return difference * 100 / previous if previous else Decimal("Infinity")


def _whole(value: Decimal) -> bool:
    return value == value.to_integral_value()
