"""A file's tables, read in a process of its own that a hostile file can't use up this one with."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any, Final, TypeAlias

from storage.imports.layouts import Found, Layout, recognise
from storage.imports.problems import NOTED, Problem, Problems, letters

SECONDS = 150.0
ROWS = 600_000
_HEADINGS_WITHIN = 12  # rows
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LANG")  # and none of our secrets
_READER = Path(__file__).with_name("reader.py")
Progress: TypeAlias = Callable[[str, float], None]  # what is being done, and which share of the whole is done
READING: Final = 0.5  # the share that reading is


class CannotRead(Exception):
    """Nothing of the file can be used; the message says why, in plain English."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number in the sheet and its cells, as the reader gives them, by column."""

    number: int
    cells: tuple[Any, ...]


@dataclass(slots=True)
class Table:
    """One table that was recognised: only the columns that its layout knows are kept."""

    sheet: str
    layout: Layout
    columns: Mapping[str, str]  # a column's name → its letters and heading, as a problem tells it
    rows: list[Row] = field(default_factory=list)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the columns, in the order of a row's cells."""
        return tuple(self.columns)


@dataclass(frozen=True, slots=True)
class Reading:
    """The tables of a file, and the sheets in which none was recognised."""

    tables: tuple[Table, ...]
    others: tuple[str, ...]


def sha256_of(path: Path) -> str:
    """Which file this is, whatever it is called. CannotRead if it can't be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise CannotRead(f"it can't be opened: {error.strerror}") from None


def read(path: Path, problems: Problems, progress: Progress) -> Reading:
    """The tables of a file. CannotRead if it can't be read, or has none."""
    found = _Tables(problems, progress)
    with lines_of(path) as lines:
        for line in lines:
            if not isinstance(line, dict):
                found.row(*line)
            elif "refused" in line:
                raise CannotRead(line["refused"])
            else:
                found.begin(str(line["sheet"]), int(line["of"]), is_readable="unreadable" not in line)
        found.end_sheet()
    if not found.tables:
        raise CannotRead(
            "it isn't a file that can be imported: no sheet has the headings of an Annex A list, or of the visits, "
            "situations, staff or supervision file (companion template writes those)"
        )
    return Reading(tuple(found.tables), tuple(found.others))


def kind_of(path: Path, problems: Problems) -> str:
    """The kind of file that its first table is of. CannotRead if it can't be read, or has none."""
    found = _Tables(problems, lambda _words, _share: None)
    with lines_of(path) as lines:
        for line in lines:
            if not isinstance(line, dict):
                found.row(*line)
            elif "refused" in line:
                raise CannotRead(line["refused"])
            if found.tables:
                return found.tables[0].layout.kind
    raise CannotRead("it has no table that is known")


class _Tables:
    """What has been found so far, sheet by sheet."""

    def __init__(self, problems: Problems, progress: Progress) -> None:
        self.tables: list[Table] = []
        self.others: list[str] = []
        self._problems, self._progress = problems, progress
        self._sheet, self._sheets, self._rows, self._before = "", 0, 0, 0
        self._taken: tuple[int, ...] | None = None

    def begin(self, sheet: str, of: int, *, is_readable: bool) -> None:
        """A sheet begins."""
        self.end_sheet()
        self._sheet, self._taken, self._before = sheet, None, 0
        if not is_readable:
            self._problems.add(Problem(sheet, 0, "", "this sheet can't be read", NOTED))
        self._progress(f"reading {sheet}".strip(), READING * self._sheets / of)
        self._sheets += 1

    def end_sheet(self) -> None:
        """It was another sheet if it had rows and no headings that we know."""
        if self._before and self._taken is None:
            self.others.append(self._sheet)

    def row(self, number: int, cells: list[Any]) -> None:
        """A row of the sheet: what comes before its headings, those, or what we are after."""
        self._rows += 1
        if self._rows > ROWS:
            raise CannotRead(f"it has more than {ROWS} rows")
        if self._taken is not None:
            width = len(cells)
            row = Row(number, tuple(cells[n] if n < width else None for n in self._taken))
            self.tables[-1].rows.append(row)
        elif self._before < _HEADINGS_WITHIN:
            self._before += 1
            found = recognise(self._sheet, cells)
            if found is not None:
                self.tables.append(_table(self._sheet, number, found, self._problems))
                self._taken = tuple(found.columns.values())


def _table(sheet: str, row: int, found: Found, problems: Problems) -> Table:
    def named(n: int) -> str:
        return f"{letters(n)} ({' '.join(found.headings[n].split())[:60]})"

    for n in found.unknown:
        problems.add(Problem(sheet, row, named(n), "this column isn't known, and isn't read", NOTED))
    return Table(sheet, found.layout, {name: named(n) for name, n in found.columns.items()})


@contextmanager
def lines_of(path: Path, seconds: float = SECONDS) -> Iterator[Iterator[Any]]:
    """What the reader prints, ended whenever we have had enough."""
    command = [sys.executable, "-I", str(_READER), str(path.absolute())]
    environ = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=nothing, stdout=pipe, stderr=nothing, env=environ) as reader:  # noqa: S603 - our own script
        timer = Timer(seconds, reader.kill)
        timer.start()
        try:
            assert reader.stdout is not None
            yield _until_end(reader.stdout)
        finally:
            timer.cancel()
            reader.kill()


def _until_end(output: Any) -> Iterator[Any]:
    for line in output:
        said = json.loads(line)
        if isinstance(said, dict) and "end" in said:
            return
        yield said
    raise CannotRead("it takes too much memory or time to read, so it is damaged or not what it looks like")
