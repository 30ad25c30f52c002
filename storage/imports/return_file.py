"""A return's figures as a workbook: written to be filled in, and read again; values only, never a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from storage.imports.read import CannotRead, lines_of
from storage.imports.sheets import Cell, Sheet, workbook

COLUMNS: Final = (
    "Part",
    "Indicator",
    "Definition",
    "Unit",
    "Target",
    "Last time",
    "Computed",
    "Figure",
    "Out of",
    "Comment",
    "Version",
)
_WIDTHS: Final = (26, 30, 50, 9, 8, 14, 14, 9, 9, 50, 8)
_CUT: Final = 500  # at which the reader cuts a cell off
_BOOK: Final = "Return"
_MOST_FILLED: Final = 500  # rows; a return has some dozens
_SECONDS: Final = 20.0


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator as it is written into the file; `version` tells what stood there then."""

    name: str
    title: str
    definition: str
    unit: str
    target: str
    last: str
    computed: str
    value: str
    out_of: str
    comment: str
    version: int


@dataclass(frozen=True, slots=True)
class Filled:
    """One row as it was filled in, with its number in the sheet."""

    row: int
    name: str
    value: str
    out_of: str
    comment: str
    version: int


def written(number: int, about: Sequence[str], lines: Sequence[Line]) -> bytes:
    """The file: lines about it, the return's number, and a row for each indicator."""
    head: list[list[Cell]] = [[_BOOK, number], [*COLUMNS]]
    head[:0] = [[text] for text in about]
    rows: list[list[Cell]] = [
        [
            one.name,
            one.title,
            one.definition,
            one.unit,
            one.target,
            one.last,
            one.computed,
            _number(one.value),
            _number(one.out_of),
            one.comment,
            one.version,
        ]
        for one in lines
    ]
    sheet = Sheet("Figures", [*head, *rows], len(head), title_rows=len(about), widths=_WIDTHS)
    return workbook([sheet], f"Practice Companion: return {number}")


def read_figures(path: Path) -> tuple[int, list[Filled]]:
    """The return's number and the rows that are filled in. CannotRead if it isn't such a file, or says why a cell
    can't be used."""
    number, found = 0, []
    places: dict[str, int] = {}
    with lines_of(path, _SECONDS) as lines:
        for line in lines:
            if isinstance(line, dict):
                if "refused" in line:
                    raise CannotRead(line["refused"])
                continue
            row, cells = line
            if not places and cells[0] == _BOOK and len(cells) > 1:
                number = _whole(cells[1])
            elif not places and "Part" in cells and "Figure" in cells:
                places = {str(name): n for n, name in enumerate(cells) if name in COLUMNS}
            elif places and (filled := _filled(row, cells, places)) is not None:
                found.append(filled)
                if len(found) > _MOST_FILLED:
                    raise CannotRead(
                        f"it has more than {_MOST_FILLED} rows that are filled in, so it isn't a return's file"
                    )
    if not number or not places:
        raise CannotRead("it isn't a return's file, as the bot and companion returns template give it")
    return number, found


def _filled(row: int, cells: list[Any], places: dict[str, int]) -> Filled | None:
    def cell(name: str) -> Any:
        place = places.get(name, len(cells))
        return cells[place] if place < len(cells) else None

    name = str(cell("Part") or "")
    value, out_of, comment = (_text(cell(column), row, column) for column in ("Figure", "Out of", "Comment"))
    if not name or not (value or out_of or comment):
        return None
    return Filled(row, name, value, out_of, comment, _whole(cell("Version")))


def _text(cell: Any, row: int, column: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, list | bool):
        raise CannotRead(f"row {row}, {column}: it isn't a number or a text")
    said = str(cell).strip()
    if len(said) >= _CUT:
        raise CannotRead(f"row {row}, {column}: it is too long for a cell; write it in the chat")
    return said


def _whole(cell: Any) -> int:
    return cell if isinstance(cell, int) and not isinstance(cell, bool) else 0


def _number(said: str) -> Cell:
    """As a number where a spreadsheet has it as one; with decimals as text, the same on every machine."""
    return int(said) if said.isdecimal() else said or None
