"""Turns already run, with their replies, so that a repeat acts once (design decision 8)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from storage.tables import turns
from storage.upsert import insert_if_absent

_key = (turns.c.conversation_id == bindparam("conversation"), turns.c.activity_id == bindparam("activity"))
_find = select(turns.c.reply, turns.c.delivered).where(*_key)
_set_reply = update(turns).where(*_key).values(reply=bindparam("new_reply", type_=turns.c.reply.type))
_set_delivered = update(turns).where(*_key).values(delivered=True)


@dataclass(frozen=True, slots=True)
class PastTurn:
    """What an earlier run of the same activity answered (JSON), and whether that has reached Teams."""

    reply: dict[str, Any] | None
    delivered: bool


class Turns:
    """The rows of `turns`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, conversation_id: str, activity_id: str, at: datetime) -> PastTurn | None:
        """None if this activity is new, and now ours; else what it came to. A concurrent claim waits for the first."""
        row = {"conversation_id": conversation_id, "activity_id": activity_id, "received_at": at, "delivered": False}
        if insert_if_absent(self._connection, turns, row):
            return None
        found = self._connection.execute(_find, {"conversation": conversation_id, "activity": activity_id}).one()
        return PastTurn(found.reply, found.delivered)

    def answered(self, conversation_id: str, activity_id: str, reply: dict[str, Any] | None) -> None:
        """Keep the reply of a claimed turn."""
        if reply is not None:
            values = {"conversation": conversation_id, "activity": activity_id, "new_reply": reply}
            self._connection.execute(_set_reply, values)

    def delivered(self, keys: list[tuple[str, str]]) -> None:
        """Note that the replies of these (conversation, activity) have reached Teams."""
        if keys:
            self._connection.execute(_set_delivered, [{"conversation": c, "activity": a} for c, a in keys])

    def purge(self, before: datetime) -> int:
        """Forget turns received before an instant; how many."""
        return self._connection.execute(delete(turns).where(turns.c.received_at < before)).rowcount
