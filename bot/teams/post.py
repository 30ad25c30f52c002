"""Unasked messages on their way to Teams: one try each, as repeating them is the outbox's."""

from typing import Protocol

from bot.teams.answers import message
from bot.teams.connector import Connector
from bot.teams.credentials import Credentials
from bot.teams.retry import ONCE
from dialogs.core.reply import Reply
from storage.conversations import Reachable


class Post(Protocol):
    """Somebody who takes messages to Teams; raises the SendFailures."""

    async def ready(self) -> None:
        """Have whatever the next message needs besides itself, so that it goes at once."""
        ...

    async def send(self, chat: Reachable, reply: Reply) -> str:
        """Send to a chat; the message's id."""
        ...

    async def replace(self, chat: Reachable, activity_id: str, reply: Reply) -> None:
        """Replace what was sent."""
        ...

    async def personal_chat(self, where: Reachable, object_id: str) -> str:
        """The id of the personal chat with somebody, made if it isn't there."""
        ...


class TeamsPost:
    """By the connector."""

    def __init__(self, connector: Connector, credentials: Credentials, app_id: str) -> None:
        self._connector = connector
        self._credentials = credentials
        self._bot_id = f"28:{app_id}"  # as Teams calls the bots

    async def ready(self) -> None:
        """Have a token: fetching one may take seconds."""
        await self._credentials.token()

    async def send(self, chat: Reachable, reply: Reply) -> str:
        """Send to a chat; the message's id."""
        return await self._connector.send(chat.service_url, chat.id, message(reply), ONCE)

    async def replace(self, chat: Reachable, activity_id: str, reply: Reply) -> None:
        """Replace what was sent."""
        await self._connector.update(chat.service_url, chat.id, activity_id, message(reply), ONCE)

    async def personal_chat(self, where: Reachable, object_id: str) -> str:
        """The id of the personal chat with somebody, made if it isn't there."""
        place = (where.service_url, where.tenant_id, self._bot_id, object_id)
        return await self._connector.create_personal(*place, ONCE)
