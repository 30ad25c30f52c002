"""Writes workbooks of plain values: the same values give the same bytes; no text becomes a formula or a link."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeAlias

import xlsxwriter

Cell: TypeAlias = str | int | float | date | datetime | None
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_WIDTH = 20
_A4 = 9


@dataclass(frozen=True, slots=True)
class Sheet:
    """A name and rows; the first `heading_rows` are set in bold and stay in sight, and the first `title_rows` of these
    are lines as long as they like. `widths`: the columns', for a sheet that is read and printed, across the page."""

    name: str
    rows: Sequence[Sequence[Cell]]
    heading_rows: int = 0
    title_rows: int = 0
    widths: Sequence[int] = ()


def workbook(sheets: Sequence[Sheet], title: str) -> bytes:
    """The same as bytes."""
    written = io.BytesIO()
    write_workbook(written, sheets, title)
    return written.getvalue()


def write_workbook(path: Path | io.BytesIO, sheets: Sequence[Sheet], title: str) -> None:
    """Write them as .xlsx."""
    text_only = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(
        path if isinstance(path, io.BytesIO) else str(path), {"constant_memory": True, **text_only}
    ) as book:
        book.set_properties({"title": title, "created": _CREATED})
        formats = {
            date: book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
            datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
        }
        bold = book.add_format({"bold": True, "text_wrap": True})
        line = book.add_format({"bold": True})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            if sheet.heading_rows:
                page.freeze_panes(sheet.heading_rows, 0)
                page.set_column(0, max(map(len, sheet.rows), default=1), _WIDTH)
            for column, width in enumerate(sheet.widths):
                page.set_column(column, column, width)
            if sheet.widths:
                page.set_landscape()
                page.set_paper(_A4)
                page.fit_to_pages(1, 0)
                page.repeat_rows(0, max(0, sheet.heading_rows - 1))
            for number, row in enumerate(sheet.rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        page.write_datetime(number, column, cell, formats[type(cell)])
                    elif isinstance(cell, int | float):
                        page.write_number(number, column, cell)
                    elif cell is not None:
                        heading = line if number < sheet.title_rows else bold if number < sheet.heading_rows else None
                        page.write_string(number, column, cell, heading)
