"""A team's list as a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from storage.imports.sheets import Sheet, workbook

_WIDTHS = (24, 12, 60, 18, 12, 18, 48)


@dataclass(frozen=True, slots=True)
class TeamList:
    """`about`: lines above the table, *data as of* among them."""

    title: str
    about: Sequence[str]
    header: Sequence[str]
    rows: Sequence[Sequence[str | date]]


def write(found: TeamList) -> bytes:
    """The file, .xlsx."""
    head = [[found.title], *([line] for line in found.about), list(found.header)]
    return workbook(
        [Sheet(found.title, [*head, *found.rows], len(head), title_rows=len(head) - 1, widths=_WIDTHS)], found.title
    )
