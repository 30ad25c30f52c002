"""What a panel should notice in a return beside those before it: the contradictions that its Head of Service was asked
about, what is off target, and gaps. Pure; counts too small to leave the area are never told of."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from standards_kb.contradictions import NOTICED, Clash, Contradiction, Filled, contradictions
from standards_kb.returns import Better, Figure, Indicator, Template, is_off_target, measure


class Kind(StrEnum):
    """What is noticed, the weightiest first."""

    DIFFERS = "differs"  # the figure as returned isn't the one computed
    MISSED = "missed"  # the target, session after session
    UNEXPLAINED = "unexplained"  # a figure that has moved, and no comment, or last time's
    OFF_TARGET = "off_target"  # with a comment
    EMPTY = "empty"  # a section
    NO_FIGURE = "no_figure"
    UNCHANGED = "unchanged"  # a section's text, word for word since last time


# Word for word the same: of a section UNCHANGED, of a figure's comment as good as none.
_KINDS: Final = {
    Clash.COMPUTED_DIFFERS: Kind.DIFFERS,
    Clash.TARGET_MISSED: Kind.MISSED,
    Clash.UNEXPLAINED: Kind.UNEXPLAINED,
    Clash.EMPTY: Kind.EMPTY,
}


@dataclass(frozen=True, slots=True)
class Told:
    """What one session's return says, without the figures that may not leave the area: `held_back` has their names."""

    held_on: date
    figures: Mapping[str, Figure] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    held_back: frozenset[str] = frozenset()
    computed: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Noticed:
    """One thing. `times`: how many sessions running; `cites`: the passage or national rule that it is asked by; `key`:
    what an answer to it belongs to, empty if nobody was asked."""

    kind: Kind
    name: str
    is_figure: bool
    cites: str
    times: int = 1
    key: str = ""


def noticed(template: Template, returns: Sequence[Told], margin: Decimal = NOTICED) -> tuple[Noticed, ...]:
    """Everything in the last of these returns, which are those of one area, oldest first. `margin`: by how much a
    figure moves before that is one (`contradictions`)."""
    if not returns:
        return ()
    now, *earlier = (_filled(told) for told in reversed(returns))
    clashes = contradictions(template, now, earlier, margin)
    found = [_clash(one, template, returns) for one in clashes]
    found += _others(template, returns, {one.name for one in found if one.kind is Kind.MISSED})
    order = list(Kind)
    return tuple(sorted(found, key=lambda one: order.index(one.kind)))


def missed_running(indicator: Indicator, returns: Sequence[Told]) -> int:
    """In how many sessions, up to the last, the target was missed one after the other; a session without a figure that
    may be shown ends the count."""
    times = 0
    for told in reversed(returns):
        figure = told.figures.get(indicator.name)
        if figure is None or not is_off_target(indicator, figure):
            break
        times += 1
    return times


def has_worsened(indicator: Indicator, now: Figure, before: Figure) -> bool | None:
    """Whether it went the wrong way; None if it stayed, or neither way is wrong."""
    new, old = measure(now), measure(before)
    if new is None or old is None or new == old or indicator.better is Better.NEITHER:
        return None
    return (new < old) is (indicator.better is Better.HIGHER)


def _clash(one: Contradiction, template: Template, returns: Sequence[Told]) -> Noticed:
    if not one.is_figure:
        cites = next(section.cites for section in template.sections if section.name == one.name)
        return Noticed(_KINDS.get(one.clash, Kind.UNCHANGED), one.name, False, cites, key=one.key)
    indicator = template.indicators[one.name]
    times = missed_running(indicator, returns) if one.clash is Clash.TARGET_MISSED else 1
    return Noticed(_KINDS.get(one.clash, Kind.UNEXPLAINED), one.name, True, indicator.cites, times, one.key)


def _others(template: Template, returns: Sequence[Told], missed: Collection[str]) -> Iterator[Noticed]:
    """What is no contradiction, and yet for a panel: no figure, or one off target with its comment."""
    now = returns[-1]
    for name, indicator in template.indicators.items():
        figure = now.figures.get(name)
        if figure is None and name not in now.held_back:
            yield Noticed(Kind.NO_FIGURE, name, True, indicator.cites)
        elif figure is not None and name not in missed and is_off_target(indicator, figure):
            yield Noticed(Kind.OFF_TARGET, name, True, indicator.cites)


def _filled(told: Told) -> Filled:
    return Filled(told.figures, told.comments, told.texts, told.computed)
