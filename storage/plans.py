"""Visits that somebody means to make: one at a time for a child and a worker. They meet no deadline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, select

from storage.case_tables import planned_visits
from storage.nudge_tables import postponements
from storage.rows import row_of, value_of
from storage.upsert import insert_if_absent, insert_or_update


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A day, and the time of it if one was said."""

    child_id: str
    staff_key: str
    day: date
    at: datetime | None = None


class Plans:
    """The rows of `planned_visits`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, child_id: str, staff_key: str) -> PlannedVisit | None:
        """What somebody means to do for a child."""
        c = planned_visits.c
        row = self._connection.execute(
            select(planned_visits).where(c.child_id == child_id, c.staff_key == staff_key)
        ).one_or_none()
        return None if row is None else value_of(PlannedVisit, row)

    def of_staff(self, staff_key: str) -> list[PlannedVisit]:
        """Everything that somebody means to do, soonest first."""
        rows = self._connection.execute(select(planned_visits).where(planned_visits.c.staff_key == staff_key))
        return sorted((value_of(PlannedVisit, row) for row in rows), key=lambda p: (p.day, p.child_id))

    def save(self, plan: PlannedVisit) -> None:
        """Plan one, in place of what was planned for the child; a later day is noted as put off."""
        before = self.find(plan.child_id, plan.staff_key)
        if before is not None and plan.day > before.day:
            put_off = {"child_id": plan.child_id, "staff_key": plan.staff_key}
            row = {**put_off, "from_day": before.day, "to_day": plan.day}
            insert_if_absent(self._connection, postponements, row)
        insert_or_update(self._connection, planned_visits, row_of(plan))

    def remove(self, child_ids: Iterable[str], staff_key: str) -> None:
        """They are made, or not meant any more."""
        c = planned_visits.c
        self._connection.execute(
            delete(planned_visits).where(c.child_id.in_(sorted(child_ids)), c.staff_key == staff_key)
        )
