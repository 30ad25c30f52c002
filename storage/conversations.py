"""Where people can be reached, and who has been welcomed."""

from datetime import datetime

from sqlalchemy import Connection, delete, update

from storage.tables import conversations
from storage.upsert import insert_or_update


class Conversations:
    """The rows of `conversations`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def remember(self, conversation_id: str, scope: str, tenant_id: str, service_url: str) -> None:
        """Keep how to reach a conversation; the newest service URL wins."""
        row = {"id": conversation_id, "scope": scope, "tenant_id": tenant_id, "service_url": service_url}
        insert_or_update(self._connection, conversations, row)

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
