"""A made-up council as files: an Annex A workbook in the layouts that councils use, and the documented CSV files."""

import csv
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from io import StringIO
from pathlib import Path
from random import Random
from typing import Final

from storage.demo.council import Cell, Council
from storage.imports.layouts import columns_of
from storage.imports.sheets import Sheet, write_workbook
from storage.people import Person

MADE_UP: Final = "MADE UP by Practice Companion: no child, worker or council in this file exists"
_ALIASES: Final = {
    "Child Unique ID": "ChildUniqueID",
    "Date of the Last Statutory Visit": "DateOfLastStatutoryVisit",
    "Was the Child Seen Alone?": "ChildSeenAlone",
    "Date of Last Social Work Visit": "LastSocialWorkVisitDate",
    "Date Child Was Last Seen": "DateChildLastSeen",
}


@dataclass(frozen=True, slots=True)
class Style:
    """How an export looks: how its sheets are called, whether a title stands above the headings, whose headings they
    are, and how many of a hundred cells are dirty."""

    sheet: str = "List_{}"
    has_title: bool = True
    headings: str = "official"
    dirt: int = 0


STYLES: Final[Mapping[str, Style]] = {
    "official": Style(),
    "plain": Style("List {}", has_title=False, headings="also"),
    "sql": Style("List_{}", has_title=False, headings="sql", dirt=5),
    "dirty": Style("List {} ", headings="also", dirt=15),
}


def write_annex_a(council: Council, path: Path, style: Style, seed: int = 0) -> None:
    """The lists that it has."""
    chance = Random(seed)
    sheets = [Sheet("Front_Sheet", [[MADE_UP]])]
    for number, title, official, also in official_lists():
        if number not in council.lists:
            continue
        headings = {"official": official, "also": also, "sql": tuple(map(_as_sql, official))}[style.headings]
        rows = [[_dirty(row.get(name), name, style.dirt, chance) for name in official] for row in council.lists[number]]
        above: list[list[Cell]] = [[title]] if style.has_title else []
        heads: list[Cell] = [h + " " if style.dirt and chance.random() < 0.2 else h for h in headings]
        # Real workbooks mix the two ways to write a sheet's name.
        name = "List {}" if style.has_title and number == 3 else style.sheet
        sheets.append(Sheet(name.format(number), [*above, heads, *rows], heading_rows=len(above) + 1))
    write_workbook(path, sheets, MADE_UP)


def write_documented(council: Council, folder: Path) -> list[Path]:
    """Staff, situations, visits and supervision."""
    rows: dict[str, Sequence[Mapping[str, Cell]]] = {
        "staff": [_staff_row(person) for person in council.staff],
        "situations": council.situations,
        "visits": council.visits,
        "supervision": council.supervision,
    }
    written = []
    for kind, its in rows.items():
        path = folder / f"made-up-{kind}.csv"
        path.write_text(_csv(kind, its), encoding="utf-8")
        written.append(path)
    return written


def _csv(kind: str, rows: Sequence[Mapping[str, Cell]]) -> str:
    columns = {name: column.heading for name, column in columns_of(kind).items() if any(row.get(name) for row in rows)}
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(columns.values())
    writer.writerows([_written(row.get(name)) for name in columns] for row in rows)
    return out.getvalue()


def _written(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else "" if cell is None else str(cell)


def _staff_row(person: Person) -> dict[str, Cell]:
    hours = "; ".join(f"{day.title()} {begin}-{end}" for day, (begin, end) in person.working_hours.items())
    return {
        "key": person.key,
        "name": person.name,
        "object_id": person.object_id,
        "principal_name": person.principal_name,
        "roles": "; ".join(person.roles),
        "job": person.job,
        "team": person.team,
        "manager": person.manager_key,
        "deputy": person.deputy_key,
        "service_area": person.service_area,
        "working_days": hours,
        "newly_qualified": person.newly_qualified_on,
    }


def _dirty(cell: Cell, heading: str, share: int, chance: Random) -> Cell:
    """Now and then as bad exports write it; what it says stays the same, save that a worker may be missing."""
    if not share or chance.randrange(100) >= share:
        return cell
    if heading == "Allocated Worker":
        first, _, last = str(cell).partition(" ")
        return chance.choice(("#N/A", f"{last}, {first}", str(cell).replace(" ", "\xa0"), str(cell).upper(), ""))
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if cell is None:
        return "''"
    if heading == "Child Unique ID":
        return str(cell)
    if isinstance(cell, str) and cell[1:3] == ") ":
        return cell[3:]
    return cell


def _as_sql(heading: str) -> str:
    return _ALIASES.get(heading) or "".join(word[0].upper() + word[1:] for word in heading.replace("/", " ").split())


@cache
def official_lists() -> tuple[tuple[int, str, tuple[str, ...], tuple[str, ...]], ...]:
    """Number, title, official headings, another council's headings."""
    data = tomllib.loads(Path(__file__).with_name("annex_a_headings.toml").read_text(encoding="utf-8"))
    return tuple(
        (
            table["number"],
            table["title"],
            tuple(heading["official"] for heading in table["headings"]),
            tuple(heading.get("also", heading["official"]) for heading in table["headings"]),
        )
        for table in data["list"]
    )
