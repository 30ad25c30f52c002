"""A table's rows with typed columns; what can't be read is noted and counts as empty."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from storage.imports import cells
from storage.imports.problems import REFUSED, Problem, Problems
from storage.imports.read import Table


@dataclass(frozen=True, slots=True)
class Typed:
    """One row. `today` is the day that the file is as of: nothing can have happened later."""

    table: Table
    number: int
    values: Mapping[str, object]
    today: date
    problems: Problems

    def has(self, field: str) -> bool:
        """Whether something is written there."""
        return not cells.is_empty(self.values.get(field))

    def text(self, field: str, most: int = 200) -> str:
        """Its text; empty if too long."""
        try:
            return cells.text(self.values.get(field), most)
        except ValueError as wrong:
            self.note(field, str(wrong))
            return ""

    def id(self, field: str = "child", most: int = 50) -> str:
        """An id; without a usable one, empty, and the row is refused."""
        try:
            found = cells.identifier(self.values.get(field), most)
        except ValueError as wrong:
            self.refuse(field, str(wrong))
            return ""
        if not found:
            self.refuse(field, "it is empty")
        return found

    def day(self, field: str) -> date | None:
        """A day."""
        try:
            return cells.day(self.values.get(field), self.today)
        except ValueError as wrong:
            self.note(field, str(wrong))
            return None

    def past(self, field: str) -> date | None:
        """A day on which something has happened already."""
        found = self.day(field)
        if found is not None and found > self.today:
            self.note(field, "it lies after the day that the file is as of")
            return None
        return found

    def moment(self, field: str, clock: str = "") -> tuple[date, datetime | None] | None:
        """A local day, and the instant if there is a time."""
        try:
            return cells.moment(self.values.get(field), self.values.get(clock), self.today)
        except ValueError as wrong:
            self.note(field, str(wrong))
            return None

    def yes_no(self, field: str) -> bool | None:
        """Yes, no, or None where nobody recorded it."""
        try:
            return cells.yes_no(self.values.get(field))
        except ValueError as wrong:
            self.note(field, str(wrong))
            return None

    def code(self, field: str, groups: Mapping[str, Sequence[str]]) -> str:
        """The group of a code; empty if there is none, or it isn't known."""
        try:
            return cells.code(self.values.get(field), groups) or ""
        except ValueError as wrong:
            self.note(field, str(wrong))
            return ""

    def note(self, field: str, why: str, what: str = "unreadable") -> None:
        """Note that a cell is wrong."""
        where = self.table.columns.get(field, "")
        self.problems.add(Problem(self.table.sheet, self.number, where, why, what))

    def refuse(self, field: str, why: str) -> None:
        """Note that the row is refused for a cell."""
        self.note(field, why, REFUSED)


def typed(table: Table, today: date, problems: Problems) -> Iterator[Typed]:
    """The rows of a table."""
    for row in table.rows:
        yield Typed(table, row.number, dict(zip(table.fields, row.cells, strict=True)), today, problems)
