"""What does not fit together in a return, for its area to answer before the panel asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from standards_kb.returns import Figure, Indicator, Template, is_off_target, measure, moved_by

NOTICED: Final = Decimal(5)  # half of what has to be explained; less is no change worth a question
SESSIONS_MISSED: Final = 3
_NOTHING: Final = frozenset({"", "none", "nil", "nothing", "na", "not applicable", "tbc", "to follow", "as before"})


class Clash(StrEnum):
    """What doesn't fit."""

    UNEXPLAINED = "unexplained"  # a figure has changed, and no comment says why
    SAME_TEXT = "same_text"  # word for word what was written last time
    TARGET_MISSED = "target_missed"  # three sessions running
    COMPUTED_DIFFERS = "computed_differs"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Filled:
    """What a return says, by the names of indicators and sections. `computed`: what the bot counted itself."""

    figures: Mapping[str, Figure] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    computed: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One, about an indicator or a section. `now` is the figure returned; `other` the one it is held against: last
    time's, or the computed one."""

    clash: Clash
    name: str
    is_figure: bool
    now: Figure | None = None
    other: Figure | None = None

    @property
    def key(self) -> str:
        """What an answer to it belongs to: once another figure stands there, it is another one."""
        shown = [f"{f.value}/{f.out_of}" if f.out_of is not None else str(f.value) for f in (self.now, self.other) if f]
        return " ".join([self.clash, self.name, *shown])


def contradictions(
    template: Template, now: Filled, earlier: Sequence[Filled], noticed: Decimal = NOTICED
) -> tuple[Contradiction, ...]:
    """All in a return, indicators first, in the template's order; `earlier`: the area's returns before it, newest
    first. `noticed`: by how much a figure moves (in points for a percentage, else in percent) before that is one."""
    last = earlier[0] if earlier else Filled()
    found: list[Contradiction] = []
    for indicator in template.indicators.values():
        found += _of_figure(indicator, now, last, earlier, noticed)
    for section in template.sections:
        text = now.sections.get(section.name, "")
        if not section.figures and _is_nothing(text):
            found.append(Contradiction(Clash.EMPTY, section.name, is_figure=False))
        elif not _is_nothing(text) and _plain(text) == _plain(last.sections.get(section.name, "")):
            found.append(Contradiction(Clash.SAME_TEXT, section.name, is_figure=False))
    return tuple(found)


def _of_figure(
    indicator: Indicator, now: Filled, last: Filled, earlier: Sequence[Filled], noticed: Decimal
) -> list[Contradiction]:
    name, found = indicator.name, []
    figure, before, computed = now.figures.get(name), last.figures.get(name), now.computed.get(name)
    if figure is None:
        return []
    comment = now.comments.get(name, "")
    has_moved = before is not None and _moved(indicator, figure, before) > noticed
    if has_moved and _is_nothing(comment):
        found.append(Contradiction(Clash.UNEXPLAINED, name, is_figure=True, now=figure, other=before))
    elif has_moved and _plain(comment) == _plain(last.comments.get(name, "")):
        found.append(Contradiction(Clash.SAME_TEXT, name, is_figure=True, now=figure, other=before))
    series = [figure, *(one.figures.get(name) for one in earlier[: SESSIONS_MISSED - 1])]
    if len(series) == SESSIONS_MISSED and all(is_off_target(indicator, one) for one in series):
        found.append(Contradiction(Clash.TARGET_MISSED, name, is_figure=True, now=figure, other=before))
    if computed is not None and computed != figure:
        found.append(Contradiction(Clash.COMPUTED_DIFFERS, name, is_figure=True, now=figure, other=computed))
    return found


def _moved(indicator: Indicator, now: Figure, before: Figure) -> Decimal:
    current, previous = measure(now), measure(before)
    return Decimal(0) if current is None or previous is None else moved_by(indicator.unit, current, previous)


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _is_nothing(text: str) -> bool:
    return _plain(text).replace("n a", "na") in _NOTHING
