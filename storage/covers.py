"""Who stands in for whom while they are away: it begins and ends by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, func, select, update

from storage.rows import row_of, value_of
from storage.team_tables import covers
from storage.upsert import insert_if_absent

_BATCH = 500  # below SQLite's limit of values in one statement


@dataclass(frozen=True, slots=True)
class Cover:
    """Both days are included; one that ended before it began never was."""

    staff_key: str
    number: int
    deputy_key: str
    from_on: date
    until_on: date
    by_name: str
    made_at: datetime
    id: int = 0


class Covers:
    """The rows of `covers`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by(self, deputy_key: str, on: date) -> list[Cover]:
        """Whom somebody stands in for on a day."""
        return self._where(covers.c.deputy_key == deputy_key, *_on(on))

    def of(self, staff_keys: Iterable[str], since: date) -> list[Cover]:
        """Those of these people on a day and later, soonest first."""
        keys = sorted(set(staff_keys))
        batches = (keys[n : n + _BATCH] for n in range(0, len(keys), _BATCH))
        return [
            c
            for some in batches
            for c in self._where(covers.c.staff_key.in_(some), covers.c.until_on >= since, _IS_ANY)
        ]

    def ended(self, first: date, before: date) -> list[Cover]:
        """Those whose last day is `first` or later, and before another day."""
        return self._where(covers.c.until_on >= first, covers.c.until_on < before, _IS_ANY)

    def count(self, staff_key: str) -> int:
        """How often somebody has been covered."""
        found = select(func.count()).select_from(covers).where(covers.c.staff_key == staff_key)
        return int(self._connection.execute(found).scalar_one())

    def add(self, cover: Cover) -> bool:
        """Add one, unless somebody has arranged another meanwhile; whether it was added."""
        return insert_if_absent(self._connection, covers, row_of(cover, without=("id",)))

    def end(self, staff_key: str, last: date) -> None:
        """Somebody is back after this day: what would go on ends, what was still to come never is."""
        still = (covers.c.staff_key == staff_key, covers.c.until_on > last)
        self._connection.execute(update(covers).where(*still).values(until_on=last))

    def _where(self, *conditions: ColumnElement[bool]) -> list[Cover]:
        found = select(covers).where(*conditions).order_by(covers.c.from_on, covers.c.id)
        return [value_of(Cover, row) for row in self._connection.execute(found)]


_IS_ANY: ColumnElement[bool] = covers.c.from_on <= covers.c.until_on


def _on(day: date) -> tuple[ColumnElement[bool], ...]:
    return covers.c.from_on <= day, covers.c.until_on >= day
