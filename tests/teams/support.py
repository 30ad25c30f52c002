"""A Teams of our own on loopback: an issuer that signs tokens, a connector that records, a runner that obeys.

    async with Rig() as rig:
        response = await rig.post(message("hello"))

`Rig` is the whole edge over real HTTP with real token checks. Service URLs are Teams' own (https, on the allow-list); a
client middleware takes the requests to the fake connector instead. Benchmarks use the parts: `message("…")` makes an
activity, `Issuer.headers(activity)` signs it, `FakeConnector.open_session` goes into the TeamsAdapter.
"""

import asyncio
import base64
import functools
import inspect
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
import jwt
from aiohttp import ClientRequest, ClientResponse, web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.teams.adapter import TeamsAdapter
from bot.teams.config import ISSUER, TeamsConfig
from bot.teams.http import pooled_session
from bot.teams.retry import Pace
from bot.teams.runner import Outcome
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn

APP_ID = "00000000-0000-0000-0000-000000000011"
TENANT_ID = "00000000-0000-0000-0000-000000000001"
SERVICE_URL = "https://smba.trafficmanager.net/uk/"
NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
PAYLOADS = Path(__file__).parent.parent / "payloads"

Activity = dict[str, Any]


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def payload(name: str, **changes: Any) -> Activity:
    """An activity from tests/payloads, with top-level fields changed."""
    return {**json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8")), **changes}


def message(text: str = "hello", **changes: Any) -> Activity:
    """A personal message."""
    return payload("personal_message", text=text, **changes)


@functools.cache
def rsa_key(number: int) -> rsa.RSAPrivateKey:
    """The same few keys for the whole session: making one takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class IssuedKey:
    """A signing key as the issuer publishes it."""

    kid: str
    private: rsa.RSAPrivateKey
    endorsements: list[str] | None = field(default_factory=lambda: ["msteams", "webchat"])

    def jwk(self) -> dict[str, Any]:
        entry = jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        entry |= {"kid": self.kid, "use": "sig"}
        return entry if self.endorsements is None else entry | {"endorsements": self.endorsements}


class Issuer:
    """Bot Framework's token service: metadata and keys over HTTP, and tokens."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.keys = [IssuedKey("key-1", rsa_key(1))]
        self.fetches = 0
        self.broken = False
        self.hold: asyncio.Event | None = None
        self._server = _server({"/openid": self._metadata, "/keys": self._key_set})

    @property
    def openid_url(self) -> str:
        return str(self._server.make_url("/openid"))

    async def start(self) -> None:
        await self._server.start_server()

    async def close(self) -> None:
        await self._server.close()

    def claims(self, **changes: Any) -> dict[str, Any]:
        """A good token's claims; a change to None leaves the claim out."""
        now = int(self.clock().timestamp())
        good = {"iss": ISSUER, "aud": APP_ID, "serviceurl": SERVICE_URL, "nbf": now - 60, "exp": now + 3600}
        return {name: value for name, value in (good | changes).items() if value is not None}

    def token(self, key: IssuedKey | None = None, headers: Mapping[str, Any] | None = None, **changes: Any) -> str:
        """A token signed with the issuer's key, or another."""
        key = key or self.keys[0]
        return jwt.encode(self.claims(**changes), key.private, "RS256", headers={"kid": key.kid, **(headers or {})})

    def headers(
        self, activity: Mapping[str, Any] | None = None, key: IssuedKey | None = None, **changes: Any
    ) -> dict[str, str]:
        """The headers that Teams would send with the activity: a token for its service URL, and the content type."""
        service_url = (activity or {}).get("serviceUrl", SERVICE_URL)
        token = self.token(key, **{"serviceurl": service_url, **changes})
        return {"Authorization": f"Bearer {token}", "Content-Type": "application/json; charset=utf-8"}

    async def _metadata(self, request: web.Request) -> web.Response:
        self.fetches += 1
        if self.hold:
            await self.hold.wait()
        if self.broken:
            return web.Response(status=500)
        return web.json_response({"issuer": ISSUER, "jwks_uri": str(self._server.make_url("/keys"))})

    async def _key_set(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": [key.jwk() for key in self.keys]})


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
        self._server = _server({"/{path:.*}": self._record})

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
        if self.hold:
            await self.hold.wait()
        answer = self.script.popleft() if self.script else Scripted(body={"id": f"sent-{len(self.requests)}"})
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


class FakeTime:
    """Time for retries: sleeping moves it and takes none."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.pace = Pace(lambda: sum(self.slept), self._sleep, jitter=lambda: 0.5)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


class Rig:
    """The edge between an issuer, a connector and a runner of ours, all on loopback."""

    def __init__(self, **config: Any) -> None:
        self.clock = Clock()
        self.issuer = Issuer(self.clock)
        self.connector = FakeConnector()
        self.runner = FakeRunner()
        self.time = FakeTime()
        self._config = config

    async def __aenter__(self) -> Self:
        await self.issuer.start()
        await self.connector.start()
        good = {"app_id": APP_ID, "tenant_ids": frozenset({TENANT_ID}), "openid_url": self.issuer.openid_url}
        self.adapter = TeamsAdapter(
            TeamsConfig(**(good | self._config)),
            FakeCredentials(),
            self.runner,
            self.clock,
            open_session=self.connector.open_session,
            pace=self.time.pace,
        )
        await self.adapter.start()
        self.server = _server({"/api/messages": self.adapter.handle})
        await self.server.start_server()
        self.client = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.client.close()
        await self.adapter.close(grace_seconds=0)
        await self.server.close()
        await self.connector.close()
        await self.issuer.close()

    async def post(self, activity: Activity, headers: Mapping[str, str] | None = None) -> "Response":
        """Send an activity as Teams would, signed unless headers are given."""
        return await self.send(
            json.dumps(activity).encode(), self.issuer.headers(activity) if headers is None else headers
        )

    async def send(self, body: Any, headers: Mapping[str, str]) -> "Response":
        """Send bytes (or chunks, from an async generator) with these headers."""
        url = self.server.make_url("/api/messages")
        async with self.client.post(url, data=body, headers=headers) as response:
            content = await response.read()
            return Response(response.status, json.loads(content) if content else None, response.headers.copy())


@dataclass(frozen=True)
class Response:
    """What the bot answered to Teams."""

    status: int
    body: Any
    headers: Mapping[str, str]


def rigged(*given: Callable[..., Awaitable[None]], **config: Any) -> Any:
    """Run an async test with a fresh Rig as its first argument: `@rigged`, or `@rigged(local_mode=True)`."""

    def decorate(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
        async def main(**arguments: Any) -> None:
            async with Rig(**config) as rig:
                await test(rig, **arguments)

        @functools.wraps(test)
        def run(**arguments: Any) -> None:
            asyncio.run(main(**arguments))

        # pytest takes the remaining parameters for fixtures.
        signature = inspect.signature(test)
        run.__signature__ = signature.replace(parameters=list(signature.parameters.values())[1:])  # type: ignore[attr-defined]
        return run

    return decorate(*given) if given else decorate


def segment(value: object) -> str:
    """A part of a token, encoded."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _server(routes: Mapping[str, Callable[[web.Request], Awaitable[web.StreamResponse]]]) -> TestServer:
    app = web.Application()
    for path, handler in routes.items():
        app.router.add_route("*", path, handler)
    return TestServer(app, host="127.0.0.1")
