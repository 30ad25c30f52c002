"""The whole bot as it is served over HTTP, between an issuer and a connector of ours."""

import asyncio
import functools
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import time
from typing import Any, Self
from unittest.mock import patch

import aiohttp

from bot.app import Companion, Server
from bot.settings import load_settings
from bot.teams.adapter import TeamsAdapter
from bot.teams.config import TeamsConfig
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudging.policy import Policy
from storage.db import Database
from tests.dialogs.support import LONG_AGO, NOW, knowledge
from tests.fixed_clock import FixedClock
from tests.ports import port_settings
from tests.standards_kb.support import CP_EVERY, SMALL_TALK
from tests.teams.support import APP_ID, TENANT_ID, FakeConnector, FakeCredentials, Issuer

Q = "How often do I visit a child on a Child Protection Plan?"
TABLE = {Q: {CP_EVERY: 1.0}, "who does that?": {SMALL_TALK: 1.0}, "visits": {CP_EVERY: 1.0}}
LOCAL = {"COMPANION_MODE": "local"}
PRODUCTION = {
    "COMPANION_APP_ID": APP_ID,
    "COMPANION_TENANT_IDS": TENANT_ID,
    "COMPANION_CLIENT_SECRET": "secret",
    "COMPANION_COUNCIL_NAME": "Example Council",
    "COMPANION_FIRST_RESPONSE": "01234 567890",
    "COMPANION_EMERGENCY_DUTY": "01234 567891",
}


def _known() -> Knowledge:
    """By day nobody is written to unasked: a test's people hear only the answers to what they say."""
    late = Policy(digest_at=time(23), begins=time(23), ends=time(23, 30))
    return replace(knowledge(TABLE), nudging=late)


class Product:
    """Use it as `async with`. In production mode its tokens come from `issuer`, and Teams' hosts are `connector`."""

    def __init__(self, database: Database, environ: Mapping[str, str] = LOCAL, known: Knowledge | None = None) -> None:
        self.settings = load_settings({**port_settings(), **environ}, None)
        self.clock = FixedClock(NOW)
        self.issuer = Issuer(self.clock.now)
        self.connector = FakeConnector()
        self.database = database
        self.companion = Companion.build(self.settings, database, known or _known(), self.clock)

    async def __aenter__(self) -> Self:
        await self.issuer.start()
        await self.connector.start()
        with patch("bot.teams.adapter.TeamsAdapter", self._adapter):
            self.server = Server(self.companion)
        await self.server.start()
        self.client = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.client.close()
        await self.server.stop()
        await self.connector.close()
        await self.issuer.close()

    def _adapter(self, config: TeamsConfig, credentials: Any, *rest: Any, **more: Any) -> TeamsAdapter:
        """As the bot makes it, but for where Microsoft is."""
        if not config.local_mode:
            config, credentials = replace(config, openid_url=self.issuer.openid_url), FakeCredentials()
        return TeamsAdapter(config, credentials, *rest, open_session=self.connector.open_session, **more)

    async def post(self, activity: dict[str, Any], headers: Mapping[str, str] | None = None) -> tuple[int, Any]:
        """Send an activity as Teams would, in production signed unless headers are given; status and content."""
        response, content = await self.send(activity, headers)
        return response.status, content

    async def send(
        self, activity: dict[str, Any], headers: Mapping[str, str] | None = None
    ) -> tuple[aiohttp.ClientResponse, Any]:
        """The same, with the whole response."""
        if self.settings.is_local:
            activity = {**activity, "serviceUrl": self.connector.url}
        elif headers is None:
            headers = self.issuer.headers(activity)
        url = f"http://127.0.0.1:{self.settings.port}/api/messages"
        headers = {"Content-Type": "application/json", **(headers or {})}
        async with self.client.post(url, data=json.dumps(activity), headers=headers) as response:
            content = await response.read()
            return response, json.loads(content) if content else None

    async def get(self, path: str, port: int | None = None) -> tuple[int, str]:
        async with self.client.get(f"http://127.0.0.1:{port or self.settings.port}{path}") as response:
            return response.status, await response.text()

    @property
    def replies(self) -> list[Any]:
        """What Teams got as answers; reminders, which go out whenever they do, answer nothing."""
        return [body for body in self.connector.bodies if body and body.get("replyToId")]

    def card(self, nth: int = -1) -> Any:
        """A card of these."""
        [attachment] = self.replies[nth]["attachments"]
        assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
        return attachment["content"]

    def kept(self) -> list[str]:
        """The words of every question kept."""
        with self.database.transaction() as store:
            return [q.words for q in store.questions.since(LONG_AGO)]


def served(environ: Mapping[str, str] = LOCAL) -> Callable[[Callable[[Product], Awaitable[None]]], Any]:
    """Run an async test with the bot served with these settings, on SQLite."""

    def decorate(test: Callable[[Product], Awaitable[None]]) -> Any:
        @functools.wraps(test)
        def run(sqlite_database: Database) -> None:
            async def main() -> None:
                async with Product(sqlite_database, environ) as bot:
                    await test(bot)

            asyncio.run(main())

        del run.__dict__["__wrapped__"]  # pytest is to read the fixtures of `run`
        return run

    return decorate
