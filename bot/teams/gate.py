"""From an HTTP request to an activity that may be acted upon: cheap checks first, parsing after the signature."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import aiohttp
from aiohttp import web

from bot.teams.auth import TokenValidator, bearer_token, check_activity, check_service_url
from bot.teams.config import TeamsConfig
from bot.teams.errors import Rejected
from bot.teams.fields import JsonObject, object_at, parse_object, text_at
from bot.teams.http import TooMuchError, read_bounded
from bot.teams.keys import KeyCache


class Gate:
    """Lets in what Teams sent to this bot; everything else is Rejected."""

    def __init__(self, config: TeamsConfig, session: aiohttp.ClientSession, clock: Callable[[], datetime]) -> None:
        self._config = config
        self._validator = TokenValidator(config, KeyCache(config.openid_url, session, clock), clock)

    async def admit(self, request: web.Request) -> tuple[JsonObject, bytes]:
        """The activity and the bytes that it was sent in."""
        token = "" if self._config.local_mode else bearer_token(request.headers.get("Authorization"))
        if (request.content_length or 0) > self._config.max_body_bytes:
            raise Rejected(413, "the body is too large")
        if request.content_type != "application/json":
            raise Rejected(415, "the body isn't JSON")
        claims = None if self._config.local_mode else await self._validator.claims(token)
        body = await self._read(request)
        try:
            activity = parse_object(body)
        except ValueError:
            raise Rejected(400, "the body isn't a JSON object") from None
        if claims is None:
            check_service_url(activity, self._config)
        else:
            check_activity(activity, claims, self._config)
        if not text_at(activity, "type") or not text_at(object_at(activity, "conversation"), "id"):
            raise Rejected(400, "the body isn't an activity in a conversation")
        return activity, body

    async def _read(self, request: web.Request) -> bytes:
        try:
            async with asyncio.timeout(self._config.read_seconds):
                return await read_bounded(request.content, self._config.max_body_bytes)
        except TooMuchError:
            raise Rejected(413, "the body is too large") from None
        except TimeoutError:
            raise Rejected(408, "the body didn't arrive") from None
        except (web.RequestPayloadError, aiohttp.ClientError, web.HTTPException, ValueError):
            raise Rejected(400, "the body can't be read") from None
