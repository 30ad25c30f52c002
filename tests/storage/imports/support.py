"""Small files to import, and what came of importing them."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import text

from storage.cases import Event, Situation
from storage.db import Database
from storage.demo.council import Cell, Council
from storage.demo.write import STYLES, Style, write_annex_a
from storage.imports.importer import How, import_file
from storage.imports.report import Report
from tests.storage.support import NOW

TODAY = date(2026, 9, 1)  # a Tuesday
WORKER = {"Allocated Team": "North", "Allocated Worker": "Sam Example"}
CHILD = "100001"
_IMPORTED = ("staff", "children", "situations", "events", "allocations", "supplied_streams")
Rows = Sequence[Mapping[str, Cell]]


def row(child: str | int = CHILD, **cells: Cell) -> dict[str, Cell]:
    """A row of an Annex A list; underscores of a name are its spaces."""
    named = {name.replace("_", " "): cell for name, cell in cells.items()}
    return {"Child Unique ID": child, "Date of Birth": date(2018, 5, 4), "Age of Child (Years)": 8, **WORKER, **named}


def need(child: str | int = CHILD, status: str | None = "c) Child in need plan", **cells: Cell) -> dict[str, Cell]:
    """A row of list 6."""
    return row(child, CIN_Start_Date=date(2026, 1, 5), Case_status=status, **cells)


def plan(
    child: str | int = CHILD,
    started: Cell = date(2026, 3, 2),
    visited: Cell = None,
    ended: Cell = None,
    alone: Cell = None,
    **cells: Cell,
) -> dict[str, Cell]:
    """A row of list 7."""
    own: dict[str, Cell] = {
        "Child Protection Plan Start Date": started,
        "Date of the Last Statutory Visit": visited,
        "Child Protection Plan End Date": ended,
        "Was the Child Seen Alone?": alone,
    }
    return {**row(child), **own, **cells}


def care(
    child: str | int = CHILD,
    placed: Cell = date(2026, 2, 2),
    placement: Cell = "f) U6: Foster placement - not FFA",
    legal: Cell = "C2: FCO",
    visited: Cell = None,
    ended: Cell = None,
    started: Cell = date(2025, 6, 2),
    order: Cell = date(2025, 6, 2),
) -> dict[str, Cell]:
    """A row of list 8."""
    own: dict[str, Cell] = {
        "Date Started to be Looked After": started,
        "Start date of current legal status": order,
        "Child's Legal Status": legal,
        "Date of Last Social Work Visit": visited,
        "Date Ceased to be Looked After ": ended,
        "Start Date of Most Recent Placement": placed,
        "Placement Type": placement,
    }
    return {**row(child), **own}


def annex(path: Path, lists: Mapping[int, Rows], style: Style = STYLES["official"], skip: int = 0) -> Path:
    """A workbook of all lists but one that may be left out; these have rows."""
    council = Council(TODAY, [])
    for number, rows in lists.items():
        council.lists[number] = [dict(its) for its in rows]
    council.lists.pop(skip, None)
    write_annex_a(council, path, style)
    return path


def table(path: Path, rows: Rows) -> Path:
    """A CSV file whose headings are the keys of its rows."""
    headings = list(dict.fromkeys(name for its in rows for name in its))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings)
        writer.writeheader()
        writer.writerows(rows)
    return path


def take_in(database: Database, path: Path, as_of: date | None = TODAY, **how: object) -> Report:
    """Import a file and apply it, unless told otherwise."""
    told: dict[str, object] = {"apply": True, "as_of": as_of, **how}
    return import_file(database, path, How(NOW, "os:tester", **told), lambda _words, _share: None)  # type: ignore[arg-type]


def take_in_lists(database: Database, tmp_path: Path, lists: Mapping[int, Rows], **how: object) -> Report:
    """Import a workbook with these lists."""
    return take_in(database, annex(tmp_path / "export.xlsx", lists), **how)  # type: ignore[arg-type]


def situations(database: Database, child: str = CHILD) -> list[Situation]:
    """What is kept of a child's situations."""
    with database.reading() as store:
        return store.situations.of_children([child])


def open_ones(database: Database, child: str = CHILD, on: date = TODAY) -> dict[str, date]:
    """A child's open situations: kind → start."""
    return {s.kind: s.started_on for s in situations(database, child) if s.is_open(on)}


def events(database: Database, child: str = CHILD) -> list[Event]:
    """What is kept of what happened to a child."""
    with database.reading() as store:
        return store.events.of_children([child])


def why(report: Report) -> list[tuple[str, int, str, str]]:
    """A report's problems: sheet, row, column letters, why."""
    return [(p.sheet, p.row, p.column.partition(" ")[0], p.why) for p in report.problems]


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row that an import may change."""
    with database.engine.connect() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))), key=repr)
            for name in _IMPORTED
        }
