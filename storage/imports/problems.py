"""What is wrong with a file, by sheet, row and column. Never quotes a cell that isn't a code."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

REFUSED: Final = "refused"  # the row isn't imported
UNREADABLE: Final = "unreadable"  # the cell counts as empty, the rest of the row is imported
NOTED: Final = "noted"  # nothing is left out
_MOST = 5_000  # more are counted, and not listed


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` is 0 where it is about a whole sheet; `column` is its letters and heading, empty where it's about a row."""

    sheet: str
    row: int
    column: str
    why: str
    what: str = UNREADABLE


@dataclass(slots=True)
class Problems:
    """Collected while a file is read."""

    listed: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, problem: Problem) -> None:
        """Note one."""
        self.counts[problem.what] += 1
        if len(self.listed) < _MOST:
            self.listed.append(problem)


def letters(column: int) -> str:
    """The spreadsheet's name of a column, counted from 0: A, B, … Z, AA."""
    name, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
