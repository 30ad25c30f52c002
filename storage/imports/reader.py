"""Reads one spreadsheet or CSV file in a process of its own, and prints its cells as JSON Lines.

A script, started by `storage.imports.read`: what a hostile file does to it (memory, time, a crash) ends with it. Values
only: no formula, macro or link is ever evaluated. Imports nothing of the product, so that it starts quickly."""

import csv
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY = 768 * 2**20
SECONDS = 120
_LIMITS = (
    (resource.RLIMIT_AS, MEMORY),
    (resource.RLIMIT_CPU, SECONDS),
    (resource.RLIMIT_FSIZE, 0),  # it writes no file
    (resource.RLIMIT_CORE, 0),
)
FILE_BYTES = 100 * 2**20
UNZIPPED_BYTES = 400 * 2**20
UNZIPPED_FILES = 2_000
COLUMNS = 200
CHARACTERS = 500
_EXCEL, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class Refused(Exception):
    """Why the file isn't read, in plain English."""


def main() -> int:
    """Print {"sheet": name, "of": how many} for each sheet, [number, cells] for each row that isn't empty, {"end"}."""
    for limit, most in _LIMITS:
        resource.setrlimit(limit, (most, most))
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", write_through=False)
    try:
        for line in _lines(sys.argv[1]):
            out.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")
        out.write('{"end":true}\n')
    except Refused as refused:
        out.write(json.dumps({"refused": str(refused)}) + "\n")
    except MemoryError:
        return 3
    out.flush()
    return 0


def _lines(path: str) -> Iterator[Any]:
    with open(path, "rb") as file:  # noqa: PTH123 - pathlib takes a tenth of this process's time to import
        content = file.read(FILE_BYTES + 1)
    if len(content) > FILE_BYTES:
        raise Refused(f"it is larger than {FILE_BYTES // 2**20} MB")
    if not content.strip():
        raise Refused("it is empty")
    if content.startswith(_EXCEL):
        _check_zip(content)
        return _workbook(content)
    return _workbook(content) if content.startswith(_OLE) else _text(content)


def _check_zip(content: bytes) -> None:
    """Before anything is unzipped."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refused("it is damaged: open it in Excel and save it again") from None
    if len(parts) > UNZIPPED_FILES or sum(part.file_size for part in parts) > UNZIPPED_BYTES:
        raise Refused(
            f"unpacked it would be larger than {UNZIPPED_BYTES // 2**20} MB: delete the empty rows and columns that "
            "only look used, and sheets that aren't needed"
        )
    if not any(part.filename.lower() == "xl/workbook.xml" for part in parts):
        raise Refused("it isn't an Excel workbook (.xlsx or .xls) or a CSV file")


def _workbook(content: bytes) -> Iterator[Any]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = book.sheet_names
    except (CalamineError, ValueError, OSError):
        raise Refused("it can't be read as an Excel workbook: is it protected by a password, or damaged?") from None
    for name in names:
        try:
            sheet = book.get_sheet_by_name(name)
        except (CalamineError, ValueError, OSError):
            yield {"sheet": name, "of": len(names), "unreadable": True}
            continue
        yield {"sheet": name, "of": len(names)}
        row, column = sheet.start or (0, 0)
        before = [None] * column
        for number, cells in enumerate(sheet.to_python(), row + 1):
            values = [_plain(cell) for cell in (before + cells if column else cells)[:COLUMNS]]
            if any(value is not None for value in values):
                yield [number, values]


def _text(content: bytes) -> Iterator[Any]:
    text = _decoded(content)
    if "\0" in text:
        raise Refused("it isn't an Excel workbook (.xlsx or .xls) or a CSV file")
    yield {"sheet": "", "of": 1}
    csv.field_size_limit(1_000_000)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        number = 1
        for cells in reader:
            values = [_plain(cell) for cell in cells[:COLUMNS]]
            if any(value is not None for value in values):
                yield [number, values]
            number = reader.line_num + 1
    except csv.Error:
        raise Refused(f"line {reader.line_num} can't be read as CSV: a quotation mark may be missing") from None


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")  # what Excel on Windows writes


def _plain(cell: object) -> object:
    """A cell as JSON: a day as ["d", "2026-03-02"], a day with its time as ["t", …], an error value as its name."""
    if isinstance(cell, str):
        text = "".join(c for c in cell[:CHARACTERS] if c >= " " or c in "\t\n").strip(" \t\r\n\xa0\u200b\ufeff")
        return text or None
    if isinstance(cell, datetime):
        return ["t", cell.isoformat(timespec="seconds")]
    if isinstance(cell, date):
        return ["d", cell.isoformat()]
    if isinstance(cell, bool | int):
        return cell
    if isinstance(cell, float):
        if cell != cell or cell in (float("inf"), float("-inf")):
            return None
        return int(cell) if cell.is_integer() else cell
    return str(cell) if isinstance(cell, time | timedelta) else None


if __name__ == "__main__":
    sys.exit(main())
