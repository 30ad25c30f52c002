"""A plain table for a terminal."""

from collections.abc import Iterator, Sequence

from bot.commands.text import printable


def as_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Its lines, in columns as wide as need be. What came from outside can't steer the terminal."""
    cells = [list(headings), *([printable(cell) for cell in row] for row in rows)]
    widths = [max(len(row[number]) for row in cells) for number in range(len(headings))]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
