"""The keys that Bot Framework signs with, fetched when needed and kept while they serve."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import jwt

from bot.teams.errors import Rejected
from bot.teams.fields import JsonObject, objects_at, parse_object, text_at
from bot.teams.flight import SingleFlight
from bot.teams.http import TooMuchError, read_bounded
from bot.teams.request_log import describe, log

_OLD = timedelta(hours=24)
# An unknown key id asks for a refresh. Anybody can send one, so refreshes keep this distance.
_BETWEEN = timedelta(seconds=30)
_BETWEEN_WITHOUT_KEYS = timedelta(seconds=5)
_MAX_BYTES = 1024 * 1024
_MAX_KEYS = 200
_MIN_BITS = 2048

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key and the channels that may sign with it."""

    public_key: Any
    endorsements: frozenset[str]


class KeyCache:
    """Signing keys by key id; a rollover heals by itself, and old keys serve while the issuer can't be reached."""

    def __init__(self, openid_url: str, session: aiohttp.ClientSession, clock: Callable[[], datetime]) -> None:
        self._openid_url = openid_url
        self._session = session
        self._clock = clock
        self._keys: dict[str, SigningKey] = {}
        self._fetched_at = self._next_attempt = datetime.min.replace(tzinfo=UTC)
        self._refresh = SingleFlight(self._fetch)

    async def find(self, key_id: str) -> SigningKey | None:
        """The key, after a refresh if it is unknown; refuses with 503 while no keys at all could be fetched."""
        now = self._clock()
        known = self._keys.get(key_id)
        if (known is None or now - self._fetched_at > _OLD) and now >= self._next_attempt:
            self._next_attempt = now + (_BETWEEN if self._keys else _BETWEEN_WITHOUT_KEYS)
            self._refresh.start()
        if known is not None:
            return known
        if self._refresh.running:
            await self._refresh.join()
        if not self._keys:
            raise Rejected(503, "the signing keys can't be fetched")
        return self._keys.get(key_id)

    async def _fetch(self) -> None:
        try:
            metadata = await self._get(self._openid_url)
            jwks_uri = text_at(metadata, "jwks_uri")
            if self._openid_url.startswith("https://") and not jwks_uri.startswith("https://"):
                raise ValueError("the key set isn't served over https")
            keys = _read_keys(await self._get(jwks_uri))
        except (aiohttp.ClientError, TimeoutError, TooMuchError, ValueError) as error:
            log(_logger, logging.WARNING, "signing keys not refreshed: %s", describe(error))
            return
        self._keys, self._fetched_at = keys, self._clock()

    async def _get(self, url: str) -> JsonObject:
        async with self._session.get(url) as response:
            response.raise_for_status()
            return parse_object(await read_bounded(response.content, _MAX_BYTES))


def _read_keys(document: JsonObject) -> dict[str, SigningKey]:
    keys: dict[str, SigningKey] = {}
    for entry in objects_at(document, "keys")[:_MAX_KEYS]:
        kid = text_at(entry, "kid")
        if entry.get("kty") != "RSA" or entry.get("use", "sig") != "sig" or not kid:
            continue
        try:
            public_key = jwt.PyJWK(dict(entry), algorithm="RS256").key
        except (jwt.PyJWTError, ValueError, TypeError):
            continue  # one key that can't be read must not take the others down
        if public_key.key_size >= _MIN_BITS:
            keys[kid] = SigningKey(public_key, _endorsements(entry))
    if not keys:
        raise ValueError("the key set holds no usable key")
    return keys


def _endorsements(entry: JsonObject) -> frozenset[str]:
    named = entry.get("endorsements")
    return frozenset(name for name in named if isinstance(name, str)) if isinstance(named, list) else frozenset()
