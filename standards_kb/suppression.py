"""Counts that may be told: none from which one to four people can be, be it by itself or from the sums beside it."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from standards_kb.returns import FEWEST_SHOWN

Place: TypeAlias = tuple[int, int]


class Held(StrEnum):
    """Why a count isn't told."""

    FEW = "few"  # one to four
    WITHHELD = "withheld"  # enough, but with it a smaller one could be worked out


Told: TypeAlias = int | Held


def told(table: Sequence[Sequence[int]], *, sums_last: bool = False) -> list[list[Told]]:
    """The counts of a table whose last column is the sum of the others; `sums_last`: so is its last row."""
    hidden = {(r, c) for r, row in enumerate(table) for c, count in enumerate(row) if _is_few(count)}
    lines = _lines(table, sums_last=sums_last)
    while True:
        open_to_all = _worked_out(lines, hidden, table) or _told_together(lines, hidden, table)
        free = [place for line in open_to_all for place in line if place not in hidden]
        if not free:
            break
        hidden.add(min(free, key=lambda place: _worth(place, table, lines)))
    return [
        [
            count if (r, c) not in hidden else Held.FEW if _is_few(count) else Held.WITHHELD
            for c, count in enumerate(row)
        ]
        for r, row in enumerate(table)
    ]


def part_of(part: int, whole: int) -> tuple[Told, Told]:
    """A count that is part of another: with both, the rest is told, too."""
    [[first, _, last]] = told([[part, whole - part, whole]])
    return first, last


def _is_few(count: int) -> bool:
    return 0 < count < FEWEST_SHOWN


def _worth(place: Place, table: Sequence[Sequence[int]], lines: list[list[Place]]) -> tuple[bool, bool, int, Place]:
    """What is lost by holding it back, least first. A nought comes last: that it is one can often be guessed."""
    count = table[place[0]][place[1]]
    return not count, any(place == line[-1] for line in lines), count, place


def _lines(table: Sequence[Sequence[int]], *, sums_last: bool) -> list[list[Place]]:
    """The places of each row and column with a sum, which is its last."""
    width = len(table[0]) if table else 0
    rows = [[(r, c) for c in range(width)] for r in range(len(table))]
    return rows + ([[(r, c) for r in range(len(table))] for c in range(width)] if sums_last else [])


def _told_together(lines: list[list[Place]], hidden: set[Place], table: Sequence[Sequence[int]]) -> list[list[Place]]:
    """The lines whose hidden counts would be known to be one to four together."""
    return [
        line
        for *parts, whole in lines
        if whole not in hidden and _is_few(sum(table[r][c] for r, c in parts if (r, c) in hidden))
        for line in [[*parts, whole]]
    ]


def _worked_out(lines: list[list[Place]], hidden: set[Place], table: Sequence[Sequence[int]]) -> list[list[Place]]:
    """The lines of the hidden counts that follow from what is told, if one of them is of one to four. Each line says
    that its parts less its sum are nought; solving them all leaves such a count alone in its equation."""
    unknown = sorted(hidden)
    equations = [[Fraction((place in parts) - (place == whole)) for place in unknown] for *parts, whole in lines]
    solved: list[list[Fraction]] = []
    for column in range(len(unknown)):
        pivot = next((row for row in equations if row[column]), None)
        if pivot is None:
            continue
        equations.remove(pivot)
        pivot = [value / pivot[column] for value in pivot]
        equations = [_less(row, pivot, column) for row in equations]
        solved = [_less(row, pivot, column) for row in solved] + [pivot]
    alone = [unknown[row.index(Fraction(1))] for row in solved if sum(map(bool, row)) == 1]
    if not any(_is_few(table[r][c]) for r, c in alone):
        return []
    return [line for line in lines if not set(alone).isdisjoint(line)]


def _less(row: list[Fraction], pivot: list[Fraction], column: int) -> list[Fraction]:
    times = row[column]
    return [value - times * other for value, other in zip(row, pivot, strict=True)] if times else row
