"""Charts as PNG, by matplotlib: for `write` functions of documents alone, which run in a process of their own."""

import io
import textwrap
from collections.abc import Sequence
from typing import Final

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

_LINE: Final = "#1d70b8"
_TARGET: Final = "#505a5f"
_INCHES: Final = (2.4, 0.72)
_LOW, _HIGH = 0.15, 0.85  # of the picture's height, between which everything lies
_LEFT, _RIGHT = 0.05, 0.95

# Of parts of a bar, with the colour of the number on it: told apart in grey, and by people who see colours otherwise.
_PARTS: Final = (("#00543a", "white"), ("#8fc3e8", "black"), ("#f0803c", "black"), ("#6f5ba7", "white"))
_HIDDEN: Final = "#b1b4b6"
_HIDDEN_LENGTH: Final = 0.06  # of the longest bar
_WIDE, _BAR, _ROW, _HEAD = 6.7, 0.22, 0.36, 0.34  # inches
_NAMES_WIDE: Final = 0.36  # of the picture's width
_NAME_CHARACTERS: Final = 40


def small_line(values: Sequence[float | None], target: float | None, reaches: float = 0) -> bytes:
    """A line from left to right, a dashed one where the target is; a gap where there is no value. The scale is from
    nought to the greatest of all and `reaches`: a small change must not look like a great one.

    Drawn on the figure itself: matplotlib's axes, of which nothing would be seen, take most of a chart's time."""
    figure = Figure(figsize=_INCHES, dpi=150)
    FigureCanvasAgg(figure)
    given = [value for value in (*values, target) if value is not None]
    least, most = min(0.0, *given), max(reaches, *given)

    def height(value: float) -> float:
        return _LOW + (_HIGH - _LOW) * ((value - least) / (most - least) if most > least else 0.5)

    step = (_RIGHT - _LEFT) / max(1, len(values) - 1)
    across = [_LEFT + step * place for place in range(len(values))]
    up = [height(value) if value is not None else float("nan") for value in values]
    if target is not None:
        at = height(target)
        figure.add_artist(Line2D((_LEFT, _RIGHT), (at, at), color=_TARGET, linestyle="--", linewidth=1.0))
    figure.add_artist(Line2D(across, up, color=_LINE, linewidth=1.8, marker="o", markersize=3.5))
    return _png(figure)


def bars(names: Sequence[str], labels: Sequence[str], parts: Sequence[Sequence[int | None]], hidden: str) -> bytes:
    """A bar for each label, made of a part for each name with its number on it. Of a part that is None only that it is
    there is shown, hatched, which the key calls `hidden`."""
    figure = Figure(figsize=(_WIDE, _HEAD + _ROW * max(1, len(labels))), dpi=200)
    FigureCanvasAgg(figure)
    tall = figure.get_figheight()
    longest = max((sum(part or 0 for part in its) for its in parts), default=0) or 1
    most = (
        max(sum(part / longest if part is not None else _HIDDEN_LENGTH for part in its) for its in parts)
        if parts
        else 1
    )
    any_hidden = any(part is None for its in parts for part in its)
    _key(figure, [*names, *([hidden] if any_hidden else [])], 1 - _HEAD / 2 / tall)
    for row, (label, its) in enumerate(zip(labels, parts, strict=True)):
        middle = 1 - (_HEAD + _ROW * (row + 0.5)) / tall
        name = textwrap.fill(label, _NAME_CHARACTERS)
        figure.text(_NAMES_WIDE - 0.015, middle, name, ha="right", va="center", fontsize=7.5, linespacing=1.0)
        left = _NAMES_WIDE
        for place, part in enumerate(its):
            width = (1 - _NAMES_WIDE - 0.02) * (part / longest if part is not None else _HIDDEN_LENGTH) / most
            _part(figure, (left, middle - _BAR / 2 / tall, width, _BAR / tall), place, part)
            left += width
    return _png(figure)


def _part(figure: Figure, at: tuple[float, float, float, float], place: int, part: int | None) -> None:
    left, low, width, height = at
    fill, ink = _PARTS[place % len(_PARTS)]
    if part is None:
        figure.add_artist(_box(at, "white", fill, "////"))
    elif part:
        figure.add_artist(_box(at, fill, "white"))
        figure.text(left + width / 2, low + height / 2, str(part), ha="center", va="center", fontsize=7, color=ink)


def _box(at: tuple[float, float, float, float], fill: str, edge: str, hatch: str | None = None) -> Rectangle:
    left, low, width, height = at
    return Rectangle((left, low), width, height, facecolor=fill, edgecolor=edge, hatch=hatch, linewidth=0.6)


def _key(figure: Figure, names: Sequence[str], middle: float) -> None:
    """What the parts are, above the bars."""
    side, left = 0.11, 0.02
    for place, name in enumerate(names):
        size = (left, middle - side / 2 / figure.get_figheight(), side / _WIDE, side / figure.get_figheight())
        fill = _PARTS[place][0] if place < 3 else "white"
        figure.add_artist(_box(size, fill, "white" if place < 3 else _HIDDEN, None if place < 3 else "////"))
        figure.text(left + side / _WIDE + 0.008, middle, name, ha="left", va="center", fontsize=7.5)
        left += side / _WIDE + 0.03 + 0.0095 * len(name)


def _png(figure: Figure) -> bytes:
    written = io.BytesIO()
    figure.savefig(written, format="png", transparent=True, metadata={"Software": None})
    return written.getvalue()
