"""Which replica runs a job that one is enough for."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, update

from storage.outbox_tables import job_leases
from storage.upsert import insert_if_absent


class JobLeases:
    """The rows of `job_leases`. A lease that its holder lets run out is anybody's."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, name: str, holder: str, now: datetime, lease: timedelta) -> bool:
        """Take a job, or keep it; false while somebody else has it."""
        row = {"name": name, "holder": holder, "until": now + lease}
        if insert_if_absent(self._connection, job_leases, row):
            return True
        free = or_(job_leases.c.holder == holder, job_leases.c.until <= now)
        mine = update(job_leases).where(job_leases.c.name == name, free).values(holder=holder, until=now + lease)
        return self._connection.execute(mine).rowcount == 1

    def give_back(self, name: str, holder: str, now: datetime) -> None:
        """Let somebody else have it at once."""
        mine = (job_leases.c.name == name, job_leases.c.holder == holder)
        self._connection.execute(update(job_leases).where(*mine).values(until=now))
