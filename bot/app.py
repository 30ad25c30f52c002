"""The composition root: everything is constructed here, started here and stopped here."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from bot.clock import Clock
from bot.errors import PlainError
from bot.run_turn import TurnRunner
from bot.settings import Settings
from bot.web.metrics import Metrics
from dialogs.core.knowledge import Council, Knowledge
from dialogs.registry import features
from standards_kb.load import DataError, load_finder, load_framework, load_phrasings, load_vocabulary
from storage.db import Database

if TYPE_CHECKING:
    from bot.teams.config import TeamsConfig
    from bot.teams.credentials import Credentials

GRACE_SECONDS = 20.0
PURGE_EVERY = timedelta(hours=1)
TURNS_KEPT = timedelta(days=2)
SUBJECTS_KEPT = timedelta(hours=1)

_logger = logging.getLogger(__name__)


def build_knowledge(settings: Settings) -> Knowledge:
    """The framework's current edition with its finder, and the council's contacts. PlainError if its data is wrong."""
    try:
        framework, phrasings = load_framework(), load_phrasings()
        finder = load_finder(framework, phrasings)
    except DataError as error:
        raise PlainError(f"The framework's data can't be used: {error}.", exit_code=1) from error
    council = Council(settings.council_name, settings.first_response, settings.emergency_duty, settings.who_to_ask)
    return Knowledge(framework, finder, load_vocabulary(framework, phrasings), council)


@dataclass(frozen=True, slots=True)
class Companion:
    """The product without its doors: terminal and Teams both run their turns here."""

    settings: Settings
    database: Database
    knowledge: Knowledge
    runner: TurnRunner
    metrics: Metrics
    clock: Clock

    @classmethod
    def build(cls, settings: Settings, database: Database) -> "Companion":
        """Construct it; PlainError if the framework's data is wrong."""
        knowledge = build_knowledge(settings)
        metrics = Metrics()
        runner = TurnRunner(database, features(), knowledge, metrics.turn)
        return cls(settings, database, knowledge, runner, metrics, Clock())

    def purge(self, now: datetime) -> int:
        """Forget what is older than it may be kept; how many rows."""
        kept = timedelta(days=self.settings.questions_kept_days)
        with self.database.transaction() as store:
            gone = store.questions.purge(now - kept, now - SUBJECTS_KEPT) + store.turns.purge(now - TURNS_KEPT)
        _logger.info("purged what was past its retention", extra={"count": gone})
        return gone


class Server:
    """The HTTP server: Teams' messages, health, metrics; `start` and `stop` on one event loop."""

    def __init__(self, companion: Companion) -> None:
        # Imported here: a terminal chat needs no Teams, and the SDK takes half a second.
        from bot.teams.adapter import TeamsAdapter
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
        )
        self._runners: list[web.AppRunner] = []
        self._purging: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen. PlainError if a port is taken."""
        from bot.web.health import add_health_routes
        from bot.web.metrics import serve_metrics

        settings = self._companion.settings
        app = web.Application()
        app.router.add_post("/api/messages", self._teams.handle)
        add_health_routes(app, self._readiness)
        await self._teams.start()
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        self._runners.append(runner)
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
            if settings.metrics_port:
                self._runners.append(
                    await serve_metrics(self._companion.metrics, self._readiness, settings.metrics_port)
                )
        except OSError as error:
            await self.stop()
            raise PlainError(
                f"Port {settings.port} or {settings.metrics_port} can't be listened at ({error.strerror}): is Practice "
                "Companion running already? Stop it, or set COMPANION_PORT and COMPANION_METRICS_PORT.",
                exit_code=1,
            ) from None
        self._purging = asyncio.create_task(self._purge_hourly())
        _logger.info("listening", extra={"port": settings.port, "mode": settings.mode})

    async def stop(self) -> None:
        """Refuse new requests, let the turns in flight end, save what is unsaved, close everything."""
        if self._purging is not None:
            self._purging.cancel()
        await self._teams.close(GRACE_SECONDS)
        for runner in self._runners:
            await runner.cleanup()
        await self._companion.runner.close()
        _logger.info("stopped")

    async def _purge_hourly(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self._companion.purge, self._companion.clock.now())
            except Exception:  # the next hour tries again
                _logger.exception("purging failed")
            await asyncio.sleep(PURGE_EVERY.total_seconds())


def _teams_config(settings: Settings) -> "TeamsConfig":
    from bot.teams.config import TeamsConfig

    return TeamsConfig(settings.app_id, frozenset(settings.tenant_ids), local_mode=settings.is_local)


def _credentials(settings: Settings, clock: Clock) -> "Credentials":
    from bot.teams import credentials

    if settings.is_local:
        return credentials.NoCredentials()
    if settings.client_secret is not None:
        secret = settings.client_secret.get_secret_value()
        return credentials.client_secret(settings.app_id, settings.home_tenant_id, secret, clock.now)
    if settings.certificate is not None:
        pem = settings.certificate.get_secret_value()
        return credentials.certificate(settings.app_id, settings.home_tenant_id, pem, clock.now)
    return credentials.managed_identity(settings.app_id, clock.now)
