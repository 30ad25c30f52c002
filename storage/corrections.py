"""What people have corrected of what they had recorded in chat: what it was, what it is, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from storage.correction_tables import corrections
from storage.rows import row_of, value_of

_BATCH = 500  # below SQLite's limit of values in one statement


@dataclass(frozen=True, slots=True)
class Correction:
    """`before` and `after` by name, as JSON; an empty `after`: it is said not to have happened."""

    child_id: str
    kind: str
    day: date
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str
    by_key: str
    by_name: str
    made_at: datetime
    id: int = 0

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """What is said otherwise: the name, as it was and as it is."""
        names = dict.fromkeys((*self.before, *self.after))
        pairs = [(name, self.before.get(name), self.after.get(name)) for name in names]
        return [(name, was, now) for name, was, now in pairs if was != now] if self.after else []


class Corrections:
    """The rows of `corrections`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, correction: Correction) -> None:
        """Keep one."""
        self._connection.execute(insert(corrections), row_of(correction, without=("id",)))

    def of_children(self, child_ids: Iterable[str], since: datetime) -> list[Correction]:
        """Those of these children since an instant, newest first."""
        ids = sorted(set(child_ids))
        found: list[Correction] = []
        for start in range(0, len(ids), _BATCH):
            some = corrections.c.child_id.in_(ids[start : start + _BATCH])
            rows = self._connection.execute(select(corrections).where(some, corrections.c.made_at >= since))
            found += [value_of(Correction, row) for row in rows]
        return sorted(found, key=lambda one: (one.made_at, one.id), reverse=True)
