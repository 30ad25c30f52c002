"""Who has written or installed the app, and binding them to the staff: once, by what Teams says they sign in with."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, delete, exists, select, update

from storage.case_tables import staff
from storage.rows import value_of
from storage.tables import arrivals, conversations
from storage.upsert import insert_or_update

LONGEST_SIGN_IN: Final = 320


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody by Entra object id; `principal_name` is casefolded, and empty if Teams didn't say it."""

    object_id: str
    name: str = ""
    principal_name: str = ""
    personal_chat_id: str | None = None
    asked_at: datetime | None = None


class Binding(StrEnum):
    """What came of matching somebody with the staff."""

    BOUND = "bound"  # just now
    KNOWN = "known"  # they were already
    UNKNOWN = "unknown"  # nobody on the staff signs in so
    CONFLICT = "conflict"  # one of the two belongs to somebody else


class Arrivals:
    """The rows of `arrivals`, and the object ids of `staff`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, object_id: str) -> Arrival | None:
        """Somebody who has written or installed the app."""
        row = self._connection.execute(select(arrivals).where(arrivals.c.object_id == object_id)).one_or_none()
        return None if row is None else value_of(Arrival, row)

    def all(self) -> list[Arrival]:
        """Everybody who has, by object id."""
        rows = self._connection.execute(select(arrivals))
        return sorted((value_of(Arrival, row) for row in rows), key=lambda arrival: arrival.object_id)

    def remember_chat(self, object_id: str, name: str, personal_chat_id: str) -> None:
        """Keep who is reached by a personal chat."""
        row = {"object_id": object_id, "name": name, "principal_name": "", "personal_chat_id": personal_chat_id}
        insert_or_update(self._connection, arrivals, row, keep=("principal_name",))

    def moved(self, object_id: str, personal_chat_id: str) -> None:
        """Keep that somebody's personal chat had to be made again."""
        theirs = update(arrivals).where(arrivals.c.object_id == object_id)
        self._connection.execute(theirs.values(personal_chat_id=personal_chat_id))

    def introduce(self, object_id: str, name: str, principal_name: str, at: datetime) -> None:
        """Keep what Teams says of somebody; that it doesn't say it takes nothing back."""
        said = {"name": name, "principal_name": principal_name.casefold(), "asked_at": at}
        keep = () if principal_name else ("principal_name",)
        insert_or_update(self._connection, arrivals, {"object_id": object_id, **said}, keep)

    def bind(self, object_id: str) -> tuple[Binding, str]:
        """Give somebody who has arrived their row of the staff, once and for good; what came of it, and whose row."""
        mine = self._connection.execute(select(staff.c.key).where(staff.c.object_id == object_id)).scalar()
        arrival = self.find(object_id)
        name = arrival.principal_name if arrival else ""
        row = self._connection.execute(select(staff).where(staff.c.principal_name == name)).one_or_none()
        if mine is not None:
            taken = row is not None and row.key != mine
            return (Binding.CONFLICT if taken else Binding.KNOWN), mine
        if row is None or not name:
            return Binding.UNKNOWN, ""
        free = update(staff).where(staff.c.key == row.key, staff.c.object_id.is_(None)).values(object_id=object_id)
        return (Binding.BOUND if self._connection.execute(free).rowcount else Binding.CONFLICT), row.key

    def unbound(self) -> list[str]:
        """Who has arrived and can be bound by now, as the staff file came later."""
        free = (staff.c.principal_name == arrivals.c.principal_name, staff.c.object_id.is_(None))
        taken = exists().where(staff.c.object_id == arrivals.c.object_id)
        found = select(arrivals.c.object_id).where(exists().where(*free), ~taken).order_by(arrivals.c.object_id)
        return list(self._connection.execute(found).scalars())

    def purge(self, before: datetime) -> int:
        """Forget those not on the staff about whom Teams was last asked before an instant; how many."""
        on_staff = exists().where(
            (staff.c.object_id == arrivals.c.object_id) | (staff.c.principal_name == arrivals.c.principal_name)
        )
        return self._connection.execute(delete(arrivals).where(arrivals.c.asked_at < before, ~on_staff)).rowcount

    def release(self, staff_key: str) -> bool:
        """Take the identity from a row of the staff, so that the right one can be bound; whether it had one."""
        bound = update(staff).where(staff.c.key == staff_key, staff.c.object_id.is_not(None))
        return self._connection.execute(bound.values(object_id=None)).rowcount == 1

    def reachable(self) -> frozenset[str]:
        """The object ids of those who have a personal chat in which the app still is."""
        there = exists().where(conversations.c.id == arrivals.c.personal_chat_id)
        return frozenset(self._connection.execute(select(arrivals.c.object_id).where(there)).scalars())
