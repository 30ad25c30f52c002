"""Who is on duty, and whom it goes up to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from storage.nudge_tables import duties
from storage.rows import row_of, value_of


@dataclass(frozen=True, slots=True)
class Duty:
    """From an instant up to another; level 1 is on duty, 2 is whom it goes up to, and so on."""

    staff_key: str
    level: int
    from_at: datetime
    until_at: datetime
    by_name: str = ""
    id: int = 0


class Rota:
    """The rows of `duties`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def on_duty(self, at: datetime) -> list[Duty]:
        """Who is on duty at an instant, the lowest level first."""
        return [duty for duty in self.since(at) if duty.from_at <= at]

    def since(self, at: datetime) -> list[Duty]:
        """What isn't over at an instant, soonest first within a level."""
        found = select(duties).where(duties.c.until_at > at).order_by(duties.c.level, duties.c.from_at, duties.c.id)
        return [value_of(Duty, row) for row in self._connection.execute(found)]

    def add(self, duty: Duty) -> None:
        """Put somebody on duty."""
        self._connection.execute(insert(duties), row_of(duty, without=("id",)))

    def remove(self, staff_key: str, at: datetime) -> int:
        """Take somebody off duty from now on; how many duties that were."""
        theirs = (duties.c.staff_key == staff_key, duties.c.until_at > at)
        return self._connection.execute(delete(duties).where(*theirs)).rowcount

    def purge(self, before: datetime) -> int:
        """Forget what was over before an instant; how many."""
        return self._connection.execute(delete(duties).where(duties.c.until_at < before)).rowcount
