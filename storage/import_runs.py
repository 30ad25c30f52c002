"""Which files have been imported, held or refused, and which deadlines they give data for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, insert, select, text, update

from storage.case_tables import allocations, children, events, imports, situations, staff, supplied_streams
from storage.rows import row_of, value_of
from storage.upsert import insert_or_update

# The outcomes of an import.
APPLIED: Final = "applied"
HELD: Final = "held"  # until an administrator confirms it
FAILED: Final = "failed"  # nothing of it could be used


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One file's import: what came of it and, if it wasn't applied, why; `counts` name no child."""

    kind: str
    name: str
    sha256: str
    as_of: date | None
    tried_at: datetime
    tried_by: str
    outcome: str
    why: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    told_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class SuppliedStream:
    """Whether a situation's stream has a source, how fresh it is, and from which day its deadlines are relied on."""

    situation: str
    stream: str
    source: str = ""
    as_of: date | None = None
    on_from: date | None = None
    switched_by: str = ""


class ImportRuns:
    """The rows of `imports`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self) -> None:
        """Keep everybody else from importing, and from changing a case, until this transaction ends."""
        if self._connection.dialect.name == "postgresql":  # an SQLite transaction that writes is alone anyway
            names = ", ".join((imports.name, children.name, situations.name, events.name, allocations.name, staff.name))
            self._connection.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))

    def add(self, run: ImportRun) -> int:
        """Keep what came of a file; its id."""
        key = self._connection.execute(insert(imports), row_of(run, without=("id",))).inserted_primary_key
        assert key is not None
        return int(key[0])

    def find(self, run_id: int) -> ImportRun | None:
        """One import."""
        return next(iter(self._where(imports.c.id == run_id)), None)

    def last_applied(self, kind: str) -> ImportRun | None:
        """The last import of this kind that was applied."""
        found = self._where(imports.c.kind == kind, imports.c.outcome == APPLIED)
        return found[-1] if found else None

    def newest_id(self) -> int:
        """The last import that was applied, of any kind; 0 if none was."""
        newest = select(func.max(imports.c.id)).where(imports.c.outcome == APPLIED)
        return int(self._connection.execute(newest).scalar() or 0)

    def newest_days(self) -> dict[str, date]:
        """The day that the newest applied data of each kind is as of."""
        c = imports.c
        newest = select(c.kind, func.max(c.as_of)).where(c.outcome == APPLIED, c.as_of.is_not(None)).group_by(c.kind)
        return {row[0]: row[1] for row in self._connection.execute(newest)}

    def confirm(self, run_id: int, by: str, at: datetime) -> bool:
        """Let a held file in when it comes again; whether it was held and unconfirmed."""
        held = (imports.c.id == run_id, imports.c.outcome == HELD, imports.c.confirmed_by.is_(None))
        statement = update(imports).where(*held).values(confirmed_by=by, confirmed_at=at)
        return self._connection.execute(statement).rowcount == 1

    def is_confirmed(self, sha256: str) -> bool:
        """Whether an administrator lets this very file in."""
        return bool(self._where(imports.c.sha256 == sha256, imports.c.confirmed_by.is_not(None)))

    def untold(self) -> list[ImportRun]:
        """What was held or failed, and no administrator has been told of yet; oldest first."""
        return self._where(imports.c.outcome != APPLIED, imports.c.told_at.is_(None))

    def told(self, run_id: int, at: datetime) -> None:
        """An administrator has been told."""
        self._connection.execute(update(imports).where(imports.c.id == run_id).values(told_at=at))

    def recent(self, limit: int = 50) -> list[ImportRun]:
        """The last ones, newest first."""
        rows = self._connection.execute(select(imports).order_by(imports.c.id.desc()).limit(limit))
        return [value_of(ImportRun, row) for row in rows]

    def _where(self, *conditions: ColumnElement[bool]) -> list[ImportRun]:
        rows = self._connection.execute(select(imports).where(*conditions).order_by(imports.c.id))
        return [value_of(ImportRun, row) for row in rows]


class SuppliedStreams:
    """The rows of `supplied_streams`. A stream without a row, or not switched on, shows *no data supplied*."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[SuppliedStream]:
        """Every stream that a file supplies or somebody has switched on."""
        found = [value_of(SuppliedStream, row) for row in self._connection.execute(select(supplied_streams))]
        return sorted(found, key=lambda stream: (stream.situation, stream.stream))

    def save(self, stream: SuppliedStream) -> None:
        """Add one, or change it."""
        insert_or_update(self._connection, supplied_streams, row_of(stream))
