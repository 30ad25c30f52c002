"""Charts as PNG, by matplotlib: for `write` functions of documents alone, which run in a process of their own."""

import io
from collections.abc import Sequence
from typing import Final

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

_LINE: Final = "#1d70b8"
_TARGET: Final = "#505a5f"
_INCHES: Final = (2.4, 0.72)
_LOW, _HIGH = 0.15, 0.85  # of the picture's height, between which everything lies
_LEFT, _RIGHT = 0.05, 0.95


def small_line(values: Sequence[float | None], target: float | None) -> bytes:
    """A line from left to right, a dashed one where the target is; a gap where there is no value.

    Drawn on the figure itself: matplotlib's axes, of which nothing would be seen, take most of a chart's time."""
    figure = Figure(figsize=_INCHES, dpi=150)
    FigureCanvasAgg(figure)
    given = [value for value in (*values, target) if value is not None]
    least, most = min(given, default=0.0), max(given, default=0.0)

    def height(value: float) -> float:
        return _LOW + (_HIGH - _LOW) * ((value - least) / (most - least) if most > least else 0.5)

    step = (_RIGHT - _LEFT) / max(1, len(values) - 1)
    across = [_LEFT + step * place for place in range(len(values))]
    up = [height(value) if value is not None else float("nan") for value in values]
    if target is not None:
        at = height(target)
        figure.add_artist(Line2D((_LEFT, _RIGHT), (at, at), color=_TARGET, linestyle="--", linewidth=1.0))
    figure.add_artist(Line2D(across, up, color=_LINE, linewidth=1.8, marker="o", markersize=3.5))
    written = io.BytesIO()
    figure.savefig(written, format="png", transparent=True, metadata={"Software": None})
    return written.getvalue()
