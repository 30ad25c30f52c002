"""Which tables there may be in a file, and how their columns are told by their headings."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from storage.imports.known import facts as known_facts

ANNEX_A: Final = "annex_a"
VISITS: Final = "visits"
SITUATIONS: Final = "situations"
STAFF: Final = "staff"
SUPERVISION: Final = "supervision"
DOCUMENTED: Final = (VISITS, SITUATIONS, STAFF, SUPERVISION)
_WRITTEN: Final = {
    "day": "a day",
    "instant": "a day with its time, as 02/03/2026 14:30",
    "days": "a number of days from 1 to 366",
    "yes_no": "yes or no",
    "settings": "as: Mum from 02/03/2026; Dad from 01/06/2026 to 01/08/2026",
}
_HERE = Path(__file__).parent
_NOT_COMPARED = re.compile(r"[^a-z0-9]")
_NUMBERED = re.compile(r"list(\d+)")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Strict):
    """A column of a file whose columns are ours."""

    heading: str
    also: tuple[str, ...] = ()
    needed: bool = False
    example: str
    meaning: str


class _Documented(_Strict):
    title: str
    told_by: tuple[str, ...]
    columns: dict[str, Column]


class _DocumentedFile(_Strict):
    visits: _Documented
    situations: _Documented
    staff: _Documented
    supervision: _Documented
    roles: dict[str, tuple[str, ...]]


class _List(_Strict):
    number: int
    title: str
    told_by: tuple[str, ...]
    ignored: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]


class PlacementIs(_Strict):
    """Which situation a child is in by the group of their legal status and of their placement."""

    legal: str
    placement: str
    situation: str


class Supplies(_Strict):
    """The streams, as "situation.stream", that a column of a list gives data for."""

    list: int
    column: str
    streams: tuple[str, ...]


class _AnnexAFile(_Strict):
    ignored: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    list: tuple[_List, ...]
    codes: dict[str, dict[str, tuple[str, ...]]]
    placement_is: tuple[PlacementIs, ...]
    supplies: tuple[Supplies, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A table that may be in a file: its kind of file, its number if it is one of Annex A's lists, its columns."""

    kind: str
    number: int
    title: str
    told_by: frozenset[str]
    fields: Mapping[str, str]  # a heading, made comparable → its column's name
    ignored: frozenset[str]


def comparable(heading: str) -> str:
    """A heading without case, spaces, punctuation and accents."""
    return _NOT_COMPARED.sub("", unicodedata.normalize("NFKD", heading).casefold())


@cache
def documented() -> _DocumentedFile:
    """What documented.toml says."""
    return _DocumentedFile.model_validate(tomllib.loads((_HERE / "documented.toml").read_text(encoding="utf-8")))


@cache
def annex_a() -> _AnnexAFile:
    """What annex_a.toml says."""
    return _AnnexAFile.model_validate(tomllib.loads((_HERE / "annex_a.toml").read_text(encoding="utf-8")))


def columns_of(kind: str) -> dict[str, Column]:
    """The columns of a file of ours; of the situations file with one a fact."""
    table: _Documented = getattr(documented(), kind)
    if kind != SITUATIONS:
        return table.columns
    facts = {fact: Column(heading=fact, example="", meaning=_WRITTEN[sort]) for fact, sort in known_facts().items()}
    return {**table.columns, **facts}


@cache
def layouts() -> tuple[Layout, ...]:
    """Every table that is known."""
    return (*_of_annex_a(), *(_of_ours(kind) for kind in DOCUMENTED))


def _of_annex_a() -> Iterable[Layout]:
    spec = annex_a()
    for table in spec.list:
        fields = _fields({**spec.columns, **table.columns})
        ignored = frozenset(map(comparable, (*spec.ignored, *table.ignored)))
        yield Layout(
            ANNEX_A, table.number, f"List {table.number}: {table.title}", frozenset(table.told_by), fields, ignored
        )


def _of_ours(kind: str) -> Layout:
    table: _Documented = getattr(documented(), kind)
    fields = _fields({name: (column.heading, *column.also) for name, column in columns_of(kind).items()})
    return Layout(kind, 0, table.title, frozenset(table.told_by), fields, frozenset())


def _fields(headings: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {comparable(heading): field for field, names in headings.items() for heading in names}


@dataclass(frozen=True, slots=True)
class Found:
    """A table found by its headings: where each column is, and headings that mean nothing or come twice."""

    layout: Layout
    columns: Mapping[str, int]
    headings: Mapping[int, str]
    unknown: tuple[int, ...]


def recognise(sheet: str, cells: Sequence[object]) -> Found | None:
    """The table that this row is the headings of; None if it isn't a row of headings."""
    headings = {n: cell for n, cell in enumerate(cells) if isinstance(cell, str)}
    if len(headings) < 2:
        return None
    compared = {n: comparable(heading) for n, heading in headings.items()}
    found = [one for layout in layouts() if (one := _as(layout, headings, compared)) is not None]
    numbered = _NUMBERED.match(comparable(sheet))
    number = int(numbered.group(1)) if numbered else None
    # Most columns known; among equals, as the sheet's name says.
    return max(found, key=lambda f: (-len(f.unknown), len(f.columns), f.layout.number == number), default=None)


def _as(layout: Layout, headings: Mapping[int, str], compared: Mapping[int, str]) -> Found | None:
    columns: dict[str, int] = {}
    unknown = []
    for n, heading in compared.items():
        field = layout.fields.get(heading)
        if field is not None and field not in columns:
            columns[field] = n
        elif heading not in layout.ignored:
            unknown.append(n)
    return Found(layout, columns, headings, tuple(unknown)) if layout.told_by <= columns.keys() else None
