"""Bot Framework's token service on loopback, and the identities that the tests use."""

import asyncio
import base64
import functools
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.teams.config import ISSUER

APP_ID = "00000000-0000-0000-0000-000000000011"
TENANT_ID = "00000000-0000-0000-0000-000000000001"
SERVICE_URL = "https://smba.trafficmanager.net/uk/"
NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


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
        self.key_set: object = None  # in place of the one that holds `keys`
        self.hold: asyncio.Event | None = None
        self._server = loopback_server({"/openid": self._metadata, "/keys": self._key_set})

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
        return web.json_response(self.key_set or {"keys": [key.jwk() for key in self.keys]})


def segment(value: object) -> str:
    """A part of a token, encoded."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def loopback_server(routes: Mapping[str, Callable[[web.Request], Awaitable[web.StreamResponse]]]) -> TestServer:
    app = web.Application()
    for path, handler in routes.items():
        app.router.add_route("*", path, handler)
    return TestServer(app, host="127.0.0.1")
