"""Charts as PNG, by matplotlib: for `write` functions of documents alone, which run in a process of their own."""

import io
from collections.abc import Sequence
from typing import Final

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

_LINE: Final = "#1d70b8"
_TARGET: Final = "#505a5f"
_INCHES: Final = (1.7, 0.5)


def small_line(values: Sequence[float | None], target: float | None) -> bytes:
    """A line from left to right, a dashed one where the target is; a gap where there is no value."""
    figure = Figure(figsize=_INCHES, dpi=200)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.03, 0.1, 0.94, 0.8))
    given = [value if value is not None else float("nan") for value in values]
    axes.plot(range(len(given)), given, color=_LINE, linewidth=1.4, marker="o", markersize=2.5)
    if target is not None:
        axes.axhline(target, color=_TARGET, linestyle="--", linewidth=0.8)
    axes.set_xlim(-0.3, len(given) - 0.7)
    axes.margins(y=0.2)
    axes.set_axis_off()
    written = io.BytesIO()
    figure.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()
