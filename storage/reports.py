"""What people tell the bot has happened: being told, saved, undone. Nothing of it is a case until it is saved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from storage.case_tables import report_children, reports
from storage.rows import insert_all, row_of, value_of

# The states of a report.
OPEN: Final = "open"  # questions are still to be answered, or what was understood is to be confirmed
SAVED: Final = "saved"
UNDONE: Final = "undone"
DROPPED: Final = "dropped"


@dataclass(frozen=True, slots=True)
class ReportedChild:
    """What was told of one child, and the event and situation that it became."""

    child_id: str
    told: Mapping[str, Any] = field(default_factory=dict)
    event_id: int | None = None
    situation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """`told`: what goes for every child of it, as JSON. `version` tells an old card from the current one."""

    staff_key: str
    kind: str
    told: Mapping[str, Any]
    children: tuple[ReportedChild, ...]
    opened_at: datetime
    changed_at: datetime
    state: str = OPEN
    saved_at: datetime | None = None
    id: int = 0
    version: int = 1


class Reports:
    """The rows of `reports` and `report_children`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, report_id: int) -> Report | None:
        """One report."""
        return next(iter(self._where(reports.c.id == report_id)), None)

    def add(self, report: Report) -> int:
        """Begin one; its id."""
        row = row_of(report, without=("id", "children"))
        key = self._connection.execute(insert(reports), row).inserted_primary_key
        assert key is not None
        self._set_children(int(key[0]), report.children)
        return int(key[0])

    def change(self, report: Report) -> bool:
        """Change one, unless this version of it has been changed already; whether it was."""
        row = {**row_of(report, without=("id", "children")), "version": report.version + 1}
        same = (reports.c.id == report.id, reports.c.version == report.version)
        if self._connection.execute(update(reports).where(*same).values(row)).rowcount != 1:
            return False
        self._set_children(report.id, report.children)
        return True

    def last(self, staff_key: str, state: str) -> Report | None:
        """Somebody's newest in a state."""
        newest = select(reports.c.id).where(reports.c.staff_key == staff_key, reports.c.state == state)
        found = self._connection.execute(newest.order_by(reports.c.id.desc()).limit(1)).scalar()
        return None if found is None else self.find(found)

    def saved_since(self, staff_key: str, since: datetime) -> list[Report]:
        """What somebody has told since then, oldest first."""
        c = reports.c
        return self._where(c.staff_key == staff_key, c.state == SAVED, c.saved_at >= since)

    def newest_of(self, child: ReportedChild) -> Report | None:
        """The newest saved report of an event or situation: the one that told of it, or the last that corrected it."""
        c = report_children.c
        same = c.event_id == child.event_id if child.event_id is not None else c.situation_id == child.situation_id
        its = select(c.report_id).where(same)
        found = self._where(reports.c.id.in_(its), reports.c.state == SAVED)
        return found[-1] if found else None

    def purge(self, before: datetime) -> int:
        """Forget those begun before an instant, not what came of them; how many."""
        return self._connection.execute(delete(reports).where(reports.c.opened_at < before)).rowcount

    def _set_children(self, report_id: int, children: Sequence[ReportedChild]) -> None:
        self._connection.execute(delete(report_children).where(report_children.c.report_id == report_id))
        rows = [{"report_id": report_id, "place": n, **row_of(child)} for n, child in enumerate(children)]
        insert_all(self._connection, report_children, rows)

    def _where(self, *conditions: ColumnElement[bool]) -> list[Report]:
        rows = list(self._connection.execute(select(reports).where(*conditions).order_by(reports.c.id)))
        children = self._children([row.id for row in rows])
        return [_report(row, children.get(row.id, [])) for row in rows]

    def _children(self, ids: Iterable[int]) -> dict[int, list[ReportedChild]]:
        found: dict[int, list[ReportedChild]] = {}
        wanted = report_children.c.report_id.in_(sorted(ids))
        for row in self._connection.execute(select(report_children).where(wanted).order_by(report_children.c.place)):
            found.setdefault(row.report_id, []).append(value_of(ReportedChild, row))
        return found


def _report(row: Any, children: Sequence[ReportedChild]) -> Report:
    return Report(
        row.staff_key,
        row.kind,
        row.told,
        tuple(children),
        row.opened_at,
        row.changed_at,
        row.state,
        row.saved_at,
        row.id,
        row.version,
    )
