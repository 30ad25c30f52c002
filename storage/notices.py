"""What somebody is to be told at their next look at their visits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from storage.case_tables import pending_notices
from storage.rows import row_of, value_of
from storage.upsert import insert_if_absent


@dataclass(frozen=True, slots=True)
class Notice:
    """One piece of news about a child for one person, once for each `occasion`."""

    recipient: str
    about: str
    occasion: str
    child_id: str
    facts: Mapping[str, Any]
    created_at: datetime


class Notices:
    """The rows of `pending_notices`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, notice: Notice) -> None:
        """Keep it until it is told; a second time is harmless."""
        insert_if_absent(self._connection, pending_notices, row_of(notice))

    def of(self, recipient: str) -> list[Notice]:
        """What somebody is yet to be told, oldest first."""
        found = self._connection.execute(select(pending_notices).where(pending_notices.c.recipient == recipient))
        return sorted((value_of(Notice, row) for row in found), key=lambda n: (n.created_at, n.about, n.occasion))

    def told(self, notice: Notice) -> None:
        """They have been told."""
        c, n = pending_notices.c, notice
        same = (c.recipient == n.recipient, c.about == n.about, c.occasion == n.occasion)
        self._connection.execute(delete(pending_notices).where(*same))

    def withdraw(self, about: str, occasion: str) -> None:
        """It is no longer so: whoever hasn't been told isn't."""
        same = (pending_notices.c.about == about, pending_notices.c.occasion == occasion)
        self._connection.execute(delete(pending_notices).where(*same))
