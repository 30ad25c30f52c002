"""POST /api/messages: from Teams' request to its response, from start to graceful stop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import aiohttp
from aiohttp import web
from pydantic_core import to_json

from bot.documents import Documents
from bot.teams import answers
from bot.teams.config import TeamsConfig
from bot.teams.connector import Connector
from bot.teams.credentials import Credentials, NoCredentials
from bot.teams.errors import Rejected
from bot.teams.fields import text_at
from bot.teams.file_consent import FileConsents, read_consent
from bot.teams.file_drop import FileDrops, Taking, read_drop
from bot.teams.flight import Turns
from bot.teams.gate import Gate
from bot.teams.http import pooled_session
from bot.teams.introductions import Introductions, Registrar
from bot.teams.post import TeamsPost
from bot.teams.request_log import describe, log, new_request_id, request_id
from bot.teams.retry import Pace
from bot.teams.runner import NobodyWatches, TurnRunner, Watch
from bot.teams.sdk import SdkAdapter
from bot.teams.translate import MalformedInvokeError, read
from bot.teams.turns import Answer, Link, TurnFlow
from dialogs.core.turn import Json
from dialogs.core.words import words_of

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Running:
    session: aiohttp.ClientSession
    connector: Connector
    gate: Gate
    flow: TurnFlow
    turns: Turns[Answer]
    consents: FileConsents | None
    drops: FileDrops | None


class TeamsAdapter:
    """The bot's end of Teams: start it, give it the requests, close it."""

    def __init__(
        self,
        config: TeamsConfig,
        credentials: Credentials,
        runner: TurnRunner,
        clock: Callable[[], datetime],
        *,
        open_session: Callable[[], aiohttp.ClientSession] = pooled_session,
        pace: Pace | None = None,
        watch: Watch | None = None,
        registrar: Registrar | None = None,
        documents: Documents | None = None,
        link: Link | None = None,
        taking: Taking | None = None,
    ) -> None:
        if isinstance(credentials, NoCredentials) and not config.local_mode:
            raise ValueError("the credentials are missing; only local mode works without them")
        self._config = config
        self._credentials = credentials
        self._runner = runner
        self._clock = clock
        self._open_session = open_session
        self._pace = pace
        self._watch = watch or NobodyWatches()
        self._registrar = registrar
        self._documents = documents
        self._link = link
        self._taking = taking
        self._running: _Running | None = None
        self._refuses = False

    async def start(self) -> None:
        """Open the pool; requests before this get 503."""
        session = self._open_session()
        pace = self._pace or Pace(asyncio.get_running_loop().time, asyncio.sleep)
        connector = Connector(session, self._credentials, pace, self._clock, local_mode=self._config.local_mode)
        gate = Gate(self._config, session, self._clock)
        introductions = None if self._registrar is None else Introductions(connector, self._registrar)
        sdk, asks_consent = SdkAdapter(connector), not self._config.local_mode  # its look-alike has no OneDrive
        flow = TurnFlow(sdk, self._runner, self._watch, introductions, self._link, asks_consent=asks_consent)
        consents = FileConsents(sdk, session, self._documents, self._clock) if self._documents else None
        drops = FileDrops(session, self._taking) if self._taking else None
        self._running = _Running(session, connector, gate, flow, Turns(), consents, drops)

    async def refuse(self) -> None:
        """Take no new requests; what is in flight goes on, and the connector serves until `close`."""
        self._refuses = True

    async def close(self, grace_seconds: float) -> None:
        """Refuse new requests, let those in flight end, close the pool."""
        running, self._running = self._running, None
        if running is not None:
            await running.turns.drain(grace_seconds)
            await running.session.close()

    @property
    def post(self) -> TeamsPost:
        """For what the bot says unasked; only between start and close."""
        if self._running is None:
            raise RuntimeError("the Teams adapter isn't started")
        return TeamsPost(self._running.connector, self._credentials, self._config.app_id)

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request of Teams."""
        name = new_request_id(request.headers.get("X-Request-Id"))
        token = request_id.set(name)
        try:
            answer = await self._answer(request)
        except Rejected as rejected:
            log(_logger, logging.WARNING, "request refused with %d: %s", rejected.status, rejected.reason)
            self._watch.refused(rejected.status)
            answer = Answer(rejected.status)
        except Exception as error:
            log(_logger, logging.ERROR, "request failed: %s", describe(error))
            answer = Answer(500)
        finally:
            request_id.reset(token)
        return _response(answer, name)

    async def _answer(self, request: web.Request) -> Answer:
        running = self._running
        if running is None or self._refuses:
            raise Rejected(503, "not running")
        with running.turns.request():
            return await self._serve(running, request)

    async def _serve(self, running: _Running, request: web.Request) -> Answer:
        activity, body = await running.gate.admit(request)
        consent = read_consent(activity)
        if consent is not None and (consents := running.consents) is not None:
            of = text_at(activity, "id") or consent.offer_id
            given = consent
            return await running.turns.share(
                (consent.object_id, of, "consent"), lambda: _served(consents.serve(activity, given))
            )
        try:
            inbound = read(activity, body, self._clock(), local_mode=self._config.local_mode)
        except MalformedInvokeError:
            return Answer(body=answers.error_answer(400, words_of("home")("not_our_button")))
        if inbound is None:
            return Answer(501 if text_at(activity, "type") == "invoke" else 200)
        turn = inbound.turn
        key = turn.conversation.id, turn.activity_id, turn.kind
        drop, known = read_drop(activity), inbound
        become = partial(running.drops.as_turn, drop=drop) if drop and running.drops else None
        return await running.turns.share(key, lambda: running.flow.serve(activity, known, become))


async def _served(body: Awaitable[Json]) -> Answer:
    return Answer(body=await body)


def _response(answer: Answer, name: str) -> web.Response:
    headers = {"X-Request-Id": name}
    if answer.body is None:
        return web.Response(status=answer.status, headers=headers)
    body = to_json(answer.body)
    return web.Response(status=answer.status, body=body, content_type="application/json", headers=headers)
