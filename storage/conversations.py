"""Where people can be reached, and who has been welcomed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from storage.rows import value_of
from storage.tables import arrivals, conversations, turns
from storage.upsert import insert_or_update


@dataclass(frozen=True, slots=True)
class Reachable:
    """A conversation, and what Teams must be told to reach it."""

    id: str
    scope: str
    tenant_id: str
    service_url: str


_recent = (
    select(turns.c.reply, turns.c.received_at)
    .where(turns.c.conversation_id == bindparam("conversation"), turns.c.received_at >= bindparam("since"))
    .where(turns.c.reply.is_not(None))
    .order_by(turns.c.received_at.desc(), turns.c.activity_id.desc())
    .limit(bindparam("most"))
)
_TURNS = 30  # back to which a list is looked for


class Conversations:
    """The rows of `conversations`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def remember(self, conversation_id: str, scope: str, tenant_id: str, service_url: str) -> None:
        """Keep how to reach a conversation; the newest service URL wins."""
        row = {"id": conversation_id, "scope": scope, "tenant_id": tenant_id, "service_url": service_url}
        insert_or_update(self._connection, conversations, row)

    def find(self, conversation_id: str) -> Reachable | None:
        """A conversation that can be reached."""
        row = self._connection.execute(select(conversations).where(conversations.c.id == conversation_id)).one_or_none()
        return None if row is None else value_of(Reachable, row)

    def personal(self, object_id: str) -> Reachable | None:
        """Somebody's own personal chat with the bot, if it is still there."""
        theirs = (arrivals.c.object_id == object_id, conversations.c.scope == "personal")
        found = select(conversations).join(arrivals, arrivals.c.personal_chat_id == conversations.c.id).where(*theirs)
        row = self._connection.execute(found).one_or_none()
        return None if row is None else value_of(Reachable, row)

    def forget(self, conversation_id: str) -> None:
        """Keep nothing of a conversation that can't be reached any more; whoever returns is welcomed again."""
        self._connection.execute(delete(conversations).where(conversations.c.id == conversation_id))

    def welcome_once(self, conversation_id: str, at: datetime) -> bool:
        """Whether this remembered conversation has yet to be welcomed; from now on it has been."""
        statement = (
            update(conversations)
            .where(conversations.c.id == conversation_id, conversations.c.welcomed_at.is_(None))
            .values(welcomed_at=at)
        )
        return self._connection.execute(statement).rowcount == 1

    def list_shown(self, conversation_id: str, since: datetime) -> tuple[dict[str, Any], datetime] | None:
        """The list that was shown last in a conversation, as the reply's `paged` has it, and when it was asked for: of
        the replies that are kept nothing else is told."""
        values = {"conversation": conversation_id, "since": since, "most": _TURNS}
        rows = self._connection.execute(_recent, values)
        return next(((row.reply["paged"], row.received_at) for row in rows if row.reply.get("paged")), None)
