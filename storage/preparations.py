"""Preparations for audits, and rehearsals: the rows, whoever asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, delete, or_, select, update

from storage.audit_tables import audits
from storage.audits import CLOSED, WITHDRAWN
from storage.preparation_tables import preparation_parts, preparations
from storage.rows import insert_all, row_of, value_of
from storage.upsert import insert_if_absent

# How ready somebody is for an area; empty: not looked at yet.
YES: Final = "yes"
PARTLY: Final = "partly"
NOT_YET: Final = "not_yet"
NOT_APPLICABLE: Final = "not_applicable"  # proposed; the auditor decides
# What the auditor decides about that.
AGREED: Final = "agreed"
WANTED: Final = "wanted"  # it is to be looked at all the same
GOOD_PRACTICE: Final = "good_practice"  # the part beside the areas; what is told stands in `talk`
TEXTS: Final = ("evidence", "impact", "talk", "reason")


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in one area."""

    preparation_id: int
    area: str
    ready: str = ""
    evidence: str = ""
    impact: str = ""
    talk: str = ""
    reason: str = ""
    by_on: date | None = None
    decision: str = ""
    decided_by: str = ""
    version: int = 1

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been said of it."""
        return not (self.ready or any(getattr(self, name) for name in TEXTS))

    def to_json(self) -> dict[str, Any]:
        """As it is kept when it is shared."""
        return {**row_of(self), "by_on": self.by_on.isoformat() if self.by_on else None}


@dataclass(frozen=True, slots=True)
class Preparation:
    """`audit_id` is None for a rehearsal; `shared`: the parts as they were shared, as JSON."""

    subject: str
    child_id: str
    practitioner_key: str
    audit_id: int | None
    kind: str
    changed_at: datetime
    shared_with: str = ""
    shared_at: datetime | None = None
    shared: tuple[Mapping[str, Any], ...] = ()
    ended_at: datetime | None = None
    id: int = 0
    version: int = 1

    def shared_parts(self) -> dict[str, Part]:
        """The parts as they were shared, by area."""
        return {part.area: part for part in map(_part, self.shared)}


def _part(kept: Mapping[str, Any]) -> Part:
    known = {field.name for field in fields(Part)}
    row = {name: value for name, value in kept.items() if name in known}
    return Part(**{**row, "by_on": date.fromisoformat(row["by_on"]) if row.get("by_on") else None})


class Preparations:
    """The rows of these tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, preparation_id: int) -> Preparation | None:
        """One."""
        return next(iter(self._where(preparations.c.id == preparation_id)), None)

    def of_subject(self, subject: str) -> Preparation | None:
        """The one for this."""
        return next(iter(self._where(preparations.c.subject == subject)), None)

    def of_practitioner(self, staff_key: str) -> list[Preparation]:
        """Everything that somebody prepares, oldest first."""
        return self._where(preparations.c.practitioner_key == staff_key)

    def shared_with(self, staff_key: str) -> list[Preparation]:
        """What was shared with somebody."""
        return self._where(preparations.c.shared_with == staff_key)

    def parts(self, preparation_id: int) -> dict[str, Part]:
        """What stands in one, by area."""
        found = select(preparation_parts).where(preparation_parts.c.preparation_id == preparation_id)
        parts = [value_of(Part, row) for row in self._connection.execute(found)]
        return {part.area: part for part in parts}

    def to_do(self, first: date, last: date) -> list[tuple[int, date]]:
        """The preparations, each with the days in question, with an area to be ready by then that isn't yet."""
        c = preparation_parts.c
        found = select(c.preparation_id, c.by_on).where(c.by_on.between(first, last), c.ready == NOT_YET).distinct()
        return [(row.preparation_id, row.by_on) for row in self._connection.execute(found.order_by(c.by_on))]

    def add(self, preparation: Preparation, areas: Iterable[str]) -> Preparation:
        """Begin one, or give the one that there is for the same."""
        is_new = insert_if_absent(self._connection, preparations, row_of(preparation, without=("id",)))
        found = self.of_subject(preparation.subject)
        assert found is not None, "it is there now"
        if is_new:
            insert_all(self._connection, preparation_parts, [row_of(Part(found.id, area)) for area in areas])
        return found

    def change(self, preparation: Preparation) -> bool:
        """Change one, unless anything of it has changed since this version; whether it was."""
        c = preparations.c
        row = row_of(replace(preparation, version=preparation.version + 1), without=("id",))
        changed = update(preparations).where(c.id == preparation.id, c.version == preparation.version).values(row)
        return self._connection.execute(changed).rowcount == 1

    def write(self, part: Part, at: datetime) -> bool:
        """Write one part, unless this version of it has been written already; whether it was."""
        c, p = preparations.c, preparation_parts.c
        row = row_of(replace(part, version=part.version + 1), without=("preparation_id", "area"))
        same = (p.preparation_id == part.preparation_id, p.area == part.area, p.version == part.version)
        with self._connection.begin_nested() as step:
            # The preparation's row comes first: who shares at the same moment shares what they have seen, or nothing.
            touched = update(preparations).where(c.id == part.preparation_id)
            self._connection.execute(touched.values(changed_at=at, version=c.version + 1))
            if self._connection.execute(update(preparation_parts).where(*same).values(row)).rowcount != 1:
                step.rollback()
                return False
        return True

    def remove(self, preparation_id: int) -> None:
        """Remove one with its parts."""
        self._connection.execute(delete(preparations).where(preparations.c.id == preparation_id))

    def note_ended(self, now: datetime) -> int:
        """Note of those whose audit is over that it is; how many."""
        over = select(audits.c.id).where(audits.c.state.in_((CLOSED, WITHDRAWN)))
        ended = update(preparations).where(preparations.c.audit_id.in_(over), preparations.c.ended_at.is_(None))
        return self._connection.execute(ended.values(ended_at=now)).rowcount

    def purge(self, before: datetime) -> int:
        """Forget those that ended before an instant, and rehearsals not touched since; how many."""
        c = preparations.c
        old = or_(c.ended_at < before, c.audit_id.is_(None) & (c.changed_at < before))
        return self._connection.execute(delete(preparations).where(old)).rowcount

    def _where(self, *conditions: ColumnElement[bool]) -> list[Preparation]:
        found = select(preparations).where(*conditions).order_by(preparations.c.id)
        return [value_of(Preparation, row) for row in self._connection.execute(found)]
