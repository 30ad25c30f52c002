"""An export's lists, taken in one after the other."""

from datetime import date, timedelta
from pathlib import Path

from storage.db import Database
from storage.demo.council import Cell
from storage.imports.report import Report
from tests.storage.imports.support import (
    CHILD,
    TODAY,
    open_ones,
    take_in_lists,
)

PLAN, CARE = date(2026, 3, 2), date(2026, 2, 2)
ON_PLAN, IN_CARE, CLOSED = "b) Child Protection plan", "a) Looked after child", "e) Closed episode"
ASSESSED = "d) Open assessment"


class Export:
    """Imports one workbook after the other."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder, self._as_of = database, folder, TODAY

    def __call__(self, lists: dict[int, list[dict[str, Cell]]], days_later: int = 0, **how: object) -> Report:
        self._as_of += timedelta(days=days_later)
        report = take_in_lists(self.database, self.folder, lists, as_of=self._as_of, confirmed=True, **how)
        assert report.outcome == "applied", report.why
        return report

    def open(self, child: str = CHILD) -> dict[str, date]:
        return open_ones(self.database, child, self._as_of)

    def status(self, child: str = CHILD) -> str:
        with self.database.reading() as store:
            found = store.children.find(child)
            return found.case_status if found else "not kept"
