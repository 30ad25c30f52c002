"""A Teams of our own on loopback: an issuer that signs tokens, a connector that records, a runner that obeys.

    async with Rig() as rig:
        response = await rig.post(message("hello"))

`Rig` is the whole edge over real HTTP with real token checks. Service URLs are Teams' own (https, on the allow-list); a
client middleware takes the requests to the fake connector instead. Benchmarks use the parts: `message("…")` makes an
activity, `Issuer.headers(activity)` signs it, `FakeConnector.open_session` goes into the TeamsAdapter.
"""

import asyncio
import functools
import inspect
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from bot.teams.adapter import TeamsAdapter
from bot.teams.config import TeamsConfig
from tests.teams.fakes import (
    FakeConnector,
    FakeCredentials,
    FakeRegistrar,
    FakeRunner,
    FakeTime,
    Recorded,
    Scripted,
)
from tests.teams.issuer import (
    APP_ID,
    NOW,
    SERVICE_URL,
    TENANT_ID,
    Clock,
    IssuedKey,
    Issuer,
    loopback_server,
    rsa_key,
    segment,
)

__all__ = [
    "APP_ID",
    "NOW",
    "PAYLOADS",
    "SERVICE_URL",
    "TENANT_ID",
    "Activity",
    "Clock",
    "FakeConnector",
    "FakeCredentials",
    "FakeRunner",
    "FakeTime",
    "IssuedKey",
    "Issuer",
    "Recorded",
    "Response",
    "Rig",
    "Scripted",
    "message",
    "payload",
    "rigged",
    "rsa_key",
    "segment",
]

PAYLOADS = Path(__file__).parent.parent / "payloads"

Activity = dict[str, Any]


def payload(name: str, **changes: Any) -> Activity:
    """An activity from tests/payloads, with top-level fields changed."""
    return {**json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8")), **changes}


def message(text: str = "hello", **changes: Any) -> Activity:
    """A personal message."""
    return payload("personal_message", text=text, **changes)


class Rig:
    """The edge between an issuer, a connector and a runner of ours, all on loopback."""

    def __init__(self, **config: Any) -> None:
        self.clock = Clock()
        self.issuer = Issuer(self.clock)
        self.connector = FakeConnector()
        self.runner = FakeRunner()
        self.registrar = FakeRegistrar()
        self.time = FakeTime()
        self.reached = asyncio.Event()  # set by every request, once the bot has begun with it
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
            registrar=self.registrar,
        )
        await self.adapter.start()
        self.server = loopback_server({"/api/messages": self._handle})
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

    async def _handle(self, request: web.Request) -> web.Response:
        self.reached.set()
        return await self.adapter.handle(request)

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
