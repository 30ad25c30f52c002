"""Serious safeguarding concerns that an auditor found, whom they were sent to, and who has taken them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update

from storage.outcome_tables import concern_readers, concerns
from storage.rows import row_of, value_of
from storage.upsert import insert_if_absent


@dataclass(frozen=True, slots=True)
class Concern:
    """`action`: the corrective action that is needed. `heard_by`: the senior manager who has taken it."""

    audit_id: int
    number: int
    by_key: str
    by_name: str
    action: str
    raised_at: datetime
    heard_by: str = ""
    heard_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Reader:
    """To whom a concern was sent, as the how manyth."""

    concern_id: int
    place: int
    staff_key: str
    at: datetime


class Concerns:
    """The rows of `concerns` and `concern_readers`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, concern_id: int) -> Concern | None:
        """One."""
        return next(iter(self._where(concerns.c.id == concern_id)), None)

    def of_audit(self, audit_id: int) -> list[Concern]:
        """Those of an audit, oldest first."""
        return self._where(concerns.c.audit_id == audit_id)

    def unheard(self) -> list[Concern]:
        """Those that nobody has taken yet."""
        return self._where(concerns.c.heard_at.is_(None))

    def add(self, concern: Concern) -> Concern | None:
        """Raise one; None if that number of its audit is raised already."""
        if not insert_if_absent(self._connection, concerns, row_of(concern, without=("id",))):
            return None
        return next(one for one in self.of_audit(concern.audit_id) if one.number == concern.number)

    def hear(self, concern_id: int, by_name: str, at: datetime) -> bool:
        """Somebody takes it; false if another has."""
        free = update(concerns).where(concerns.c.id == concern_id, concerns.c.heard_at.is_(None))
        return self._connection.execute(free.values(heard_by=by_name, heard_at=at)).rowcount == 1

    def readers(self, concern_id: int) -> list[Reader]:
        """To whom it was sent, in order."""
        c = concern_readers.c
        found = select(concern_readers).where(c.concern_id == concern_id).order_by(c.place)
        return [value_of(Reader, row) for row in self._connection.execute(found)]

    def add_reader(self, reader: Reader) -> bool:
        """Note that it goes to somebody; false if that place is taken."""
        return insert_if_absent(self._connection, concern_readers, row_of(reader))

    def _where(self, *conditions: ColumnElement[bool]) -> list[Concern]:
        found = select(concerns).where(*conditions).order_by(concerns.c.id)
        return [value_of(Concern, row) for row in self._connection.execute(found)]
