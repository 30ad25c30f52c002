"""The composition root: everything is constructed here, started here and stopped here."""

import asyncio
import logging
import os
import random
import secrets
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from aiohttp import web

from bot.calendar_feed import calendar_feed
from bot.clock import Clock
from bot.documents import Documents
from bot.errors import PlainError
from bot.files import SignedLinks
from bot.handed_over import begin_handovers
from bot.knowledge import build_knowledge
from bot.purge import purge
from bot.recheck import Recheck
from bot.registrar import StaffRegistrar
from bot.return_counts import count_returns
from bot.run_turn import TurnRunner
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.web.metrics import Metrics
from dialogs.core.catch_up import catch_up
from dialogs.core.document import Offer
from dialogs.core.knowledge import Knowledge, no_files
from dialogs.core.nudge import by_kind
from dialogs.registry import features
from storage.binding import bind_waiting
from storage.db import Database
from storage.rates import everybody
from storage.store import Store

if TYPE_CHECKING:
    from bot.sender import Sender
    from bot.teams.config import TeamsConfig
    from bot.teams.credentials import Credentials

GRACE_SECONDS = 20.0
SENDER_GRACE_SECONDS = 12.0  # a post takes up to ten
PURGE_EVERY = timedelta(hours=1)

_logger = logging.getLogger(__name__)


def _signed_links(settings: Settings) -> SignedLinks | None:
    """For files that people fetch; None where it isn't known how this server is reached, or it has no key."""
    if settings.is_local:
        return SignedLinks(f"http://127.0.0.1:{settings.port}", secrets.token_bytes(32))
    if settings.public_url and settings.link_key:
        return SignedLinks(settings.public_url, settings.link_key.get_secret_value().encode())
    return None


@dataclass(frozen=True, slots=True)
class Companion:
    """The product without its doors: terminal and Teams both run their turns here."""

    settings: Settings
    database: Database
    knowledge: Knowledge
    runner: TurnRunner
    metrics: Metrics
    clock: Clock
    recheck: Recheck
    scheduler: Scheduler
    replica: str
    documents: Documents
    links: SignedLinks | None = None

    @classmethod
    def build(
        cls, settings: Settings, database: Database, knowledge: Knowledge | None = None, clock: Clock | None = None
    ) -> "Companion":
        """Construct it, with the real framework and time if no others are given. PlainError if its data is wrong."""
        knowledge = knowledge or build_knowledge(settings)
        links = _signed_links(settings) if knowledge.publish is no_files else None
        if links is not None:
            knowledge = replace(knowledge, publish=links.publish, feed_address=links.feed_address)
        metrics, clock = Metrics(), clock or Clock()
        all_features = features()
        runner = TurnRunner(database, all_features, knowledge, partial(_turn_ended, metrics))
        documents = Documents(database, all_features, knowledge)
        declared = by_kind(nudge for feature in all_features for nudge in feature.nudges)
        nudges = by_kind([*declared.values(), catch_up(declared)])
        recheck = Recheck(nudges, knowledge, at_any_hour=settings.is_local)
        replica = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
        now = partial(shared_now, clock)
        chores = (partial(begin_handovers, database), partial(count_returns, database, knowledge, failed={}))
        scheduler = Scheduler(database, nudges.values(), knowledge, recheck, replica, now, metrics, chores)
        return cls(settings, database, knowledge, runner, metrics, clock, recheck, scheduler, replica, documents, links)

    def purge(self, now: datetime) -> int:
        """Forget what is older than it may be kept; how many rows."""
        return purge(self.database, self.settings, now)

    def link(self, offer: Offer, at: datetime) -> str:
        """Where an offered file can be fetched; empty if nowhere."""
        return self.links.offer(offer.id, offer.name, at) if self.links else ""

    def bind_waiting(self, now: datetime) -> None:
        """Bind those who had written before the staff file had them."""
        with self.database.transaction() as store:
            bound = bind_waiting(store, now)
        if bound:
            _logger.info("bound people to the staff file", extra={"count": bound})


def shared_now(clock: Clock, store: Store) -> datetime:
    """What leases and rates go by: the database's clock where several machines share it, else this one's."""
    return store.sending.shared_clock() or clock.now()


def _turn_ended(metrics: Metrics, kind: str, outcome: str, seconds: float) -> None:
    """Count a turn and log it; on the turn's own thread, whose context has the request's id."""
    metrics.turn(kind, outcome, seconds)
    _logger.info("turn", extra={"kind": kind, "outcome": outcome, "seconds": round(seconds, 4)})


class Server:
    """The HTTP server: Teams' messages, health, metrics; `start` and `stop` on one event loop."""

    def __init__(self, companion: Companion) -> None:
        # Imported here: a terminal chat needs no Teams, and the SDK takes half a second.
        from bot.dropped import ACTION as DROPPED
        from bot.dropped import MOST_BYTES as MOST_DROPPED
        from bot.dropped import is_taken, is_wanted_from
        from bot.dropped import read as read_dropped
        from bot.teams.adapter import TeamsAdapter
        from bot.teams.file_drop import Taking
        from bot.web.health import Readiness
        from storage import schema

        self._companion = companion
        database = companion.database
        self._readiness = Readiness(database.is_reachable, lambda: schema.is_current(database))
        self._teams = TeamsAdapter(
            _teams_config(companion.settings),
            _credentials(companion.settings, companion.clock),
            companion.runner,
            companion.clock.now,
            watch=companion.metrics,
            # Local mode's people are made up and known already, and its look-alike of Teams knows no members.
            registrar=None if companion.settings.is_local else StaffRegistrar(database),
            documents=companion.documents,
            link=companion.link,
            taking=Taking(is_taken, partial(is_wanted_from, database=database), read_dropped, DROPPED, MOST_DROPPED),
        )
        self._doors: list[web.AppRunner] = []
        self._sender: Sender | None = None
        self._jobs: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Listen. PlainError if that can't be; if anything fails, nothing stays open."""
        settings = self._companion.settings
        try:
            await self._teams.start()
            await self._open_doors(settings)
        except BaseException:
            await self.stop()
            raise
        self._sender = self._start_sender(settings)
        jobs = [self._purge_hourly(), self._companion.scheduler.run()]
        if settings.graph_calendars:
            jobs.append(self._keep_calendars(settings))
        self._jobs = [asyncio.create_task(job) for job in jobs]
        _logger.info("listening", extra={"port": settings.port, "mode": settings.mode})

    def _start_sender(self, settings: Settings) -> "Sender":
        from bot.rounds import Rounds
        from bot.sender import Sender
        from bot.teams.retry import Pace

        companion = self._companion
        now, rate = partial(shared_now, companion.clock), everybody(settings.sends_per_second)
        rounds = Rounds(companion.database, companion.recheck, companion.replica, rate, now, random.random)
        pace = Pace(asyncio.get_running_loop().time, asyncio.sleep)
        sender = Sender(rounds, self._teams.post, pace, companion.clock.now, companion.metrics)
        sender.start()
        return sender

    async def _open_doors(self, settings: Settings) -> None:
        from bot.web.calendar import add_calendar_route
        from bot.web.files import add_document_routes, add_file_routes
        from bot.web.health import add_health_routes
        from bot.web.listening import listen
        from bot.web.metrics import metrics_app

        app, now = web.Application(), self._companion.clock.now
        app.router.add_post("/api/messages", self._teams.handle)
        add_health_routes(app, self._readiness)
        if self._companion.links is not None:
            add_file_routes(app, self._companion.links, now)
            add_calendar_route(app, partial(calendar_feed, self._companion.database, self._companion.knowledge, now))
            add_document_routes(app, self._companion.links, self._companion.documents, now)
        self._doors.append(await listen(app, settings.host, settings.port, "COMPANION_PORT"))
        if settings.metrics_port:
            figures = metrics_app(self._companion.metrics, self._readiness)
            self._doors.append(await listen(figures, "127.0.0.1", settings.metrics_port, "COMPANION_METRICS_PORT"))

    async def stop(self) -> None:
        """Take nothing new, let the turns in flight end, save what is unsaved, close everything.

        A step that fails is logged, and the next are taken all the same."""
        from bot.web.listening import take_no_more

        self._readiness.stopping()  # for probes on connections that stay open
        for job in self._jobs:
            job.cancel()
        doors, self._doors = self._doors, []
        steps: list[Callable[[], Awaitable[None]]] = [
            *(partial(take_no_more, door) for door in doors),
            self._teams.refuse,
            self._stop_sending,
            partial(self._teams.close, GRACE_SECONDS),
            *(door.cleanup for door in doors),
            self._companion.runner.close,
        ]
        for step in steps:
            try:
                await step()
            except Exception:
                _logger.exception("a step of stopping failed")
        _logger.info("stopped")

    async def _stop_sending(self) -> None:
        if self._sender is not None:
            await self._sender.stop(SENDER_GRACE_SECONDS)
            await asyncio.to_thread(self._companion.scheduler.stopped)

    async def _keep_calendars(self, settings: Settings) -> None:
        from bot.calendars.graph import RESOURCE, Graph
        from bot.calendars.keeper import CalendarKeeper
        from bot.teams.http import pooled_session

        companion = self._companion
        async with pooled_session() as session:
            graph = Graph(session, _credentials(settings, companion.clock, RESOURCE))
            now = partial(shared_now, companion.clock)
            await CalendarKeeper(companion.database, graph, companion.replica, now).run()

    async def _purge_hourly(self) -> None:
        while True:
            for work in (self._companion.purge, self._companion.bind_waiting):
                try:
                    await asyncio.to_thread(work, self._companion.clock.now())
                except Exception:  # the next hour tries again
                    _logger.exception("hourly work failed")
            await asyncio.sleep(PURGE_EVERY.total_seconds())


def _teams_config(settings: Settings) -> "TeamsConfig":
    from bot.teams.config import TeamsConfig

    return TeamsConfig(settings.app_id, frozenset(settings.tenant_ids), local_mode=settings.is_local)


def _credentials(settings: Settings, clock: Clock, resource: str = "") -> "Credentials":
    """Who the bot is to the connector, or to another service of Microsoft's."""
    from bot.teams import credentials

    resource = resource or credentials.CONNECTOR
    if settings.is_local:
        return credentials.NoCredentials()
    if settings.client_secret is not None:
        secret = settings.client_secret.get_secret_value()
        return credentials.client_secret(settings.app_id, settings.home_tenant_id, secret, clock.now, resource=resource)
    if settings.certificate is not None:
        pem = settings.certificate.get_secret_value()
        try:
            return credentials.certificate(settings.app_id, settings.home_tenant_id, pem, clock.now, resource=resource)
        except ValueError as error:  # the settings have read both parts already, so this is about the pair
            raise PlainError(f"COMPANION_CERTIFICATE can't be used: {error}.") from None
    return credentials.managed_identity(settings.app_id, clock.now, resource=resource)
