"""Who viewed or changed what, when, about which children."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, insert

from storage.case_tables import audit_log, audit_log_children
from storage.rows import insert_all


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
