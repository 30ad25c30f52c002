"""The year's quality assurance beside sessions and audits, and people's calendar feeds; nothing is about one child."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from storage.rows import row_of, value_of
from storage.schedule_tables import calendar_feeds, qa_activities
from storage.upsert import insert_or_update

PLANNED: Final = "planned"
DONE: Final = "done"
CANCELLED: Final = "cancelled"


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity on one day, with why now. `area`: of one service area, else of the whole service."""

    kind: str
    title: str
    why_now: str
    on_day: date
    by_name: str
    changed_at: datetime
    area: str = ""
    state: str = PLANNED
    reason: str = ""
    id: int = 0
    version: int = 1


class Schedule:
    """The rows of `qa_activities` and `calendar_feeds`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, activity_id: int) -> Activity | None:
        """One activity."""
        return next(iter(self._where(qa_activities.c.id == activity_id)), None)

    def between(self, first: date, last: date) -> list[Activity]:
        """Those on these days that are planned or done, soonest first."""
        c = qa_activities.c
        return self._where(c.on_day >= first, c.on_day <= last, c.state != CANCELLED)

    def add(self, activity: Activity) -> int:
        """Add one; its id."""
        made = insert(qa_activities).values(row_of(activity, without=("id",)))
        key = self._connection.execute(made).inserted_primary_key
        assert key is not None
        return int(key[0])

    def change(self, activity: Activity) -> bool:
        """Change one, unless somebody has changed this version of it; whether it was changed."""
        c = qa_activities.c
        row = row_of(replace(activity, version=activity.version + 1), without=("id",))
        changed = update(qa_activities).where(c.id == activity.id, c.version == activity.version).values(row)
        return self._connection.execute(changed).rowcount == 1

    def open_feed(self, staff_key: str, secret: str, at: datetime) -> None:
        """Give somebody's feed this address; the one before is over."""
        row = {"staff_key": staff_key, "secret_hash": _hash(secret), "made_at": at}
        insert_or_update(self._connection, calendar_feeds, row)

    def close_feed(self, staff_key: str) -> bool:
        """Nobody can fetch somebody's feed any more; False if nobody could."""
        gone = delete(calendar_feeds).where(calendar_feeds.c.staff_key == staff_key)
        return self._connection.execute(gone).rowcount == 1

    def feed_of(self, staff_key: str) -> datetime | None:
        """Since when somebody has a feed."""
        found = select(calendar_feeds.c.made_at).where(calendar_feeds.c.staff_key == staff_key)
        return self._connection.execute(found).scalar()

    def whose_feed(self, secret: str) -> str | None:
        """The staff key of whose feed has this secret."""
        found = select(calendar_feeds.c.staff_key).where(calendar_feeds.c.secret_hash == _hash(secret))
        return self._connection.execute(found).scalar()

    def _where(self, *conditions: ColumnElement[bool]) -> list[Activity]:
        found = select(qa_activities).where(*conditions).order_by(qa_activities.c.on_day, qa_activities.c.id)
        return [value_of(Activity, row) for row in self._connection.execute(found)]


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
