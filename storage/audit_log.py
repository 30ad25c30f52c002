"""Who viewed or changed what, when, about which children."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from storage.case_tables import audit_log, audit_log_children
from storage.rows import insert_all


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One event; `who` as `person`, `job` or `command_line` name them."""

    id: int
    at: datetime
    who: str
    action: str
    about: str
    child_ids: tuple[str, ...] = ()


def person(object_id: str) -> str:
    """Somebody in chat, by Entra object id."""
    return f"person:{object_id}"


def job(name: str) -> str:
    """A job that runs by itself."""
    return f"job:{name}"


def command_line(user: str) -> str:
    """Somebody at the command line, by the operating system's name for them."""
    return f"os:{user}"


class AuditLog:
    """The rows of `audit_log` and `audit_log_children`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, at: datetime, who: str, action: str, about: str, child_ids: Iterable[str] = ()) -> int:
        """Write one event; its id."""
        row = {"at": at, "who": who, "action": action, "about": about}
        key = self._connection.execute(insert(audit_log), row).inserted_primary_key
        assert key is not None
        audit_id = int(key[0])
        children = [{"audit_id": audit_id, "child_id": child} for child in sorted(set(child_ids))]
        insert_all(self._connection, audit_log_children, children)
        return audit_id

    def search(
        self,
        *,
        child_id: str | None = None,
        who: Iterable[str] | None = None,
        since: datetime | None = None,
        before: datetime | None = None,
        action: str | None = None,
        limit: int = 1000,
    ) -> list[AuditEvent]:
        """The newest events that are all of this, oldest first."""
        found = select(audit_log)
        if child_id is not None:
            about_child = select(audit_log_children.c.audit_id).where(audit_log_children.c.child_id == child_id)
            found = found.where(audit_log.c.id.in_(about_child))
        if who is not None:
            found = found.where(audit_log.c.who.in_(tuple(who)))
        if since is not None:
            found = found.where(audit_log.c.at >= since)
        if before is not None:
            found = found.where(audit_log.c.at < before)
        if action is not None:
            found = found.where(audit_log.c.action == action)
        newest = found.order_by(audit_log.c.id.desc()).limit(limit)
        rows = list(self._connection.execute(newest))[::-1]
        children = self._children([row.id for row in rows])
        return [
            AuditEvent(row.id, row.at, row.who, row.action, row.about, tuple(children.get(row.id, ()))) for row in rows
        ]

    def purge(self, before: datetime) -> int:
        """Forget events older than an instant; how many."""
        return self._connection.execute(delete(audit_log).where(audit_log.c.at < before)).rowcount

    def _children(self, audit_ids: list[int]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for start in range(0, len(audit_ids), 500):  # below SQLite's limit of values in one statement
            some = audit_log_children.c.audit_id.in_(audit_ids[start : start + 500])
            chosen = select(audit_log_children).where(some).order_by(audit_log_children.c.child_id)
            for row in self._connection.execute(chosen):
                found.setdefault(row.audit_id, []).append(row.child_id)
        return found
