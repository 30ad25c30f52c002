"""What a panel should notice in a return beside those before it: contradictions and gaps. Pure; counts too small to
leave the area are never told of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from standards_kb.returns import Better, Figure, Indicator, Template, Why, is_off_target, measure, needs_comment

MARGIN: Final = Decimal(10)  # points, or percent of the last figure
RUNNING: Final = 3  # sessions in which a target is missed, until it is noticed as such


class Kind(StrEnum):
    """What is noticed, the weightiest first."""

    DIFFERS = "differs"  # the figure as returned isn't the one computed
    MISSED = "missed"  # the target, session after session
    UNEXPLAINED = "unexplained"  # a figure off target or moved, and no comment
    OFF_TARGET = "off_target"  # with a comment
    EMPTY = "empty"  # a section
    NO_FIGURE = "no_figure"
    UNCHANGED = "unchanged"  # a section's text, word for word since last time


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
    """One thing. `times`: how many sessions running; `cites`: the passage or national rule that it is asked by."""

    kind: Kind
    name: str
    is_figure: bool
    cites: str
    times: int = 1


def noticed(template: Template, returns: Sequence[Told]) -> tuple[Noticed, ...]:
    """Everything in the last of these returns, which are those of one area, oldest first."""
    if not returns:
        return ()
    now, before = returns[-1], returns[-2] if len(returns) > 1 else None
    found = [*_figures(template, returns, now, before), *_texts(template, now, before)]
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


def _figures(template: Template, returns: Sequence[Told], now: Told, before: Told | None) -> Iterator[Noticed]:
    for name, indicator in template.indicators.items():
        figure, comment = now.figures.get(name), now.comments.get(name, "")
        if figure is None:
            if name not in now.held_back:
                yield Noticed(Kind.NO_FIGURE, name, True, indicator.cites)
            continue
        computed = now.computed.get(name)
        if computed is not None and measure(computed) != measure(figure):
            yield Noticed(Kind.DIFFERS, name, True, indicator.cites)
        times = missed_running(indicator, returns)
        why = needs_comment(indicator, figure, before.figures.get(name) if before else None, MARGIN)
        if times >= RUNNING:
            yield Noticed(Kind.MISSED, name, True, indicator.cites, times)
        if why and not comment:
            yield Noticed(Kind.UNEXPLAINED, name, True, indicator.cites)
        elif Why.OFF_TARGET in why and times < RUNNING:
            yield Noticed(Kind.OFF_TARGET, name, True, indicator.cites)


def _texts(template: Template, now: Told, before: Told | None) -> Iterator[Noticed]:
    for section in template.sections:
        if section.figures:
            continue
        text = _plain(now.texts.get(section.name, ""))
        if not text:
            yield Noticed(Kind.EMPTY, section.name, False, section.cites)
        elif before is not None and text == _plain(before.texts.get(section.name, "")):
            yield Noticed(Kind.UNCHANGED, section.name, False, section.cites)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
