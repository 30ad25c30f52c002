"""The connector, the runner, the credentials and the time, as the tests want them."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import ClientRequest, ClientResponse, web

from bot.teams.http import pooled_session
from bot.teams.retry import Pace
from bot.teams.runner import Outcome
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from tests.teams.issuer import loopback_server


@dataclass(frozen=True)
class Recorded:
    """A request that the connector got."""

    method: str
    path: str  # as sent, with its escapes
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True)
class Scripted:
    """An answer that the connector is told to give next; `reset` cuts the connection after reading the request."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    reset: bool = False


class FakeConnector:
    """Teams' connector: records what it gets, and answers as scripted, else with a new id."""

    def __init__(self) -> None:
        self.requests: list[Recorded] = []
        self.script: deque[Scripted] = deque()
        self.connections: set[object] = set()
        self.hold: asyncio.Event | None = None
        self._server = loopback_server({"/{path:.*}": self._record})

    @property
    def port(self) -> int:
        assert self._server.port is not None
        return self._server.port

    @property
    def url(self) -> str:
        """A service URL for local mode."""
        return str(self._server.make_url("/connector"))

    @property
    def bodies(self) -> list[Any]:
        return [request.body for request in self.requests]

    async def start(self) -> None:
        await self._server.start_server()

    async def close(self) -> None:
        await self._server.close()

    def open_session(self) -> aiohttp.ClientSession:
        """A session that takes requests for Teams' hosts here."""
        return pooled_session((self._to_here,))

    async def _to_here(
        self, request: ClientRequest, send: Callable[[ClientRequest], Awaitable[ClientResponse]]
    ) -> ClientResponse:
        if request.url.host == "smba.trafficmanager.net":
            request.url = request.url.with_scheme("http").with_host("127.0.0.1").with_port(self.port)
        return await send(request)

    async def _record(self, request: web.Request) -> web.StreamResponse:
        content = await request.read()
        body = json.loads(content) if content else None
        self.connections.add(request.transport)
        self.requests.append(Recorded(request.method, request.raw_path, request.headers.copy(), body))
        number = len(self.requests)  # by then, as others may come while this one is held
        if self.hold:
            await self.hold.wait()
        answer = self.script.popleft() if self.script else Scripted(body={"id": f"sent-{number}"})
        if answer.reset:
            assert request.transport is not None
            request.transport.abort()
        return web.json_response(answer.body, status=answer.status, headers=answer.headers)


class FakeCredentials:
    """A token that needs no fetching."""

    async def token(self) -> str:
        return "bot-token"


class FakeRunner:
    """Records turns and gives the reply it is told to; raises it if it is an exception."""

    def __init__(self, reply: Reply | Exception | None = None) -> None:
        self.reply: Reply | Exception | None = reply if reply is not None else Reply("an answer")
        self.turns: list[Turn] = []
        self.delivered_turns: list[Turn] = []
        self.already_delivered = False
        self.hold: asyncio.Event | None = None
        self.entered = asyncio.Event()

    async def run(self, turn: Turn) -> Outcome:
        self.turns.append(turn)
        self.entered.set()
        if self.hold:
            await self.hold.wait()
        if isinstance(self.reply, Exception):
            raise self.reply
        return Outcome(self.reply, self.already_delivered)

    async def delivered(self, turn: Turn) -> None:
        self.delivered_turns.append(turn)


class FakeRegistrar:
    """Knows everybody, until it is told that somebody is a stranger; fails if it is told to."""

    def __init__(self) -> None:
        self.strangers: set[str] = set()
        self.introductions: list[tuple[str, str]] = []
        self.error: Exception | None = None

    async def is_stranger(self, turn: Turn) -> bool:
        if self.error:
            raise self.error
        return turn.sender.object_id in self.strangers

    async def introduced(self, turn: Turn, principal_name: str) -> None:
        self.introductions.append((turn.sender.object_id, principal_name))


class FakeTime:
    """Time for retries: sleeping moves it and takes none."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.pace = Pace(lambda: sum(self.slept), self._sleep, jitter=lambda: 0.5)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
