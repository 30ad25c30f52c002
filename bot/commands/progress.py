"""How far something has come: a bar on standard error if that is a terminal, else nothing."""

import sys
from types import TracebackType

_WIDTH = 30


class Bar:
    """Call it with what is being done and which share of the whole is done."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, _kind: type[BaseException] | None, _it: BaseException | None, _at: TracebackType | None) -> None:
        self._draw("")

    def __call__(self, words: str, share: float) -> None:
        """Draw it again."""
        done = round(_WIDTH * min(max(share, 0.0), 1.0))
        self._draw(f"[{'#' * done}{'.' * (_WIDTH - done)}] {words[:40]}")

    def _draw(self, line: str) -> None:
        if self._is_shown:
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()
