"""The bots that `benchmarks.turn` measures: `serve` runs one in this process, which should hold nothing else.

Every bot checks real tokens and sends real HTTP. Three things are not as in production, because a benchmark needs no
internet: the signing keys come from the issuer given, loopback is an allowed service URL, and the token for what is
sent is a constant (for the SDK's bot, too, which would ask MSAL for one at every turn: this favours it)."""

import asyncio
import json
import resource
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias, cast

from aiohttp import web

from bot import app
from bot.clock import Clock
from bot.commands import serve as serve_command
from bot.logs import set_up_logs
from bot.run_turn import TurnRunner
from bot.settings import load_settings
from bot.teams import credentials, runner, service_urls
from bot.teams.adapter import TeamsAdapter
from bot.teams.config import TeamsConfig
from bot.web.metrics import Metrics
from dialogs.core.feature import Feature
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from storage import schema
from storage.db import Database
from storage.store import Store
from tests.teams.issuer import APP_ID, TENANT_ID

TOKEN = "a-constant-token"
PATH = "/api/messages"


@dataclass(frozen=True)
class Place:
    """Where a bot runs: its port, where the signing keys are, and a folder for its database."""

    port: int
    openid_url: str
    folder: str

    @property
    def database_url(self) -> str:
        """A database file of the bot's own."""
        return f"sqlite:///{self.folder}/companion.db"


Bot: TypeAlias = "Callable[[Place], AbstractAsyncContextManager[None]]"


@asynccontextmanager
async def stock(place: Place) -> AsyncIterator[None]:
    """The SDK's echo bot, as in its samples, on its stock aiohttp adapter."""
    from botbuilder.core import ActivityHandler, MessageFactory, TurnContext
    from botbuilder.core.integration import aiohttp_error_middleware
    from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
    from botframework.connector.auth import ChannelValidation, MicrosoftAppCredentials

    class Configuration:
        APP_ID = APP_ID
        APP_PASSWORD = "never-sent"
        APP_TYPE = "SingleTenant"
        APP_TENANTID = TENANT_ID

    class EchoBot(ActivityHandler):  # type: ignore[misc]  # the SDK has no types
        async def on_message_activity(self, turn_context: TurnContext) -> None:
            await turn_context.send_activity(MessageFactory.text(f"Echo: {turn_context.activity.text}"))

    ChannelValidation.open_id_metadata_endpoint = place.openid_url
    MicrosoftAppCredentials.get_access_token = lambda _self, _force_refresh=False: TOKEN
    adapter, bot = CloudAdapter(ConfigurationBotFrameworkAuthentication(Configuration())), EchoBot()

    async def messages(request: web.Request) -> web.Response:
        return cast(web.Response, await adapter.process(request, bot))

    async with _serving(place, messages, aiohttp_error_middleware):
        yield


@asynccontextmanager
async def echo(place: Place) -> AsyncIterator[None]:
    """An echo on our wiring, without database."""

    class Echo:
        async def run(self, turn: Turn) -> runner.Outcome:
            return runner.Outcome(Reply(f"Echo: {turn.text}"))

        async def delivered(self, turn: Turn) -> None:
            """Nothing to note."""

    async with _wired(place, Echo()):
        yield


@asynccontextmanager
async def echo_stored(place: Place) -> AsyncIterator[None]:
    """An echo on our wiring by our own runner: with its thread hop, its transaction and its line in the log."""

    def said(turn: Turn, _store: Store, _knowledge: Knowledge) -> Reply:
        return Reply(f"Echo: {turn.text}")

    database = Database(place.database_url)
    schema.upgrade(database)
    set_up_logs("INFO")
    ended = partial(app._turn_ended, Metrics())
    turns = TurnRunner(database, [Feature("echo", {}, otherwise=said)], cast(Knowledge, None), ended)
    async with _wired(place, turns):
        yield
    await turns.close()
    database.close()


@asynccontextmanager
async def full(place: Place) -> AsyncIterator[None]:
    """The application itself, in production mode."""
    settings = load_settings(
        {
            "COMPANION_DATABASE_URL": place.database_url,
            "COMPANION_PORT": str(place.port),
            "COMPANION_METRICS_PORT": "0",
            "COMPANION_APP_ID": APP_ID,
            "COMPANION_TENANT_IDS": TENANT_ID,
            "COMPANION_CLIENT_SECRET": "never-sent",
            "COMPANION_COUNCIL_NAME": "Benchmark Council",
            "COMPANION_FIRST_RESPONSE": "01632 960001",
            "COMPANION_EMERGENCY_DUTY": "01632 960002",
        },
        None,
    )
    set_up_logs(settings.log_level)
    configure, credentials.client_secret = app._teams_config, _constant_secret
    app._teams_config = lambda s: replace(configure(s), openid_url=place.openid_url)
    database = Database(settings.database_url)
    schema.upgrade(database)
    server = app.Server(app.Companion.build(settings, database))
    await serve_command.start(server)
    yield
    await server.stop()
    database.close()


BOTS: Mapping[str, Bot] = {"stock": stock, "echo": echo, "echo_stored": echo_stored, "full": full}


async def serve(name: str, place: Place) -> None:
    """Run a bot until standard input ends; each line on it gets the CPU seconds and MiB so far on standard output."""
    allowed = service_urls.is_allowed
    service_urls.is_allowed = lambda url, **_: allowed(url, local_mode=True)
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    async with BOTS[name](place):
        print("ready", flush=True)
        while await lines.readline():
            used = resource.getrusage(resource.RUSAGE_SELF)
            cpu = {"user": used.ru_utime, "system": used.ru_stime, "mib": used.ru_maxrss / 1024}
            print(json.dumps(cpu), flush=True)


@asynccontextmanager
async def _wired(place: Place, turns: runner.TurnRunner) -> AsyncIterator[None]:
    clock = Clock()
    config = TeamsConfig(APP_ID, frozenset({TENANT_ID}), openid_url=place.openid_url)
    adapter = TeamsAdapter(config, _constant_secret(APP_ID, TENANT_ID, "", clock.now), turns, clock.now)
    await adapter.start()
    async with _serving(place, adapter.handle):
        yield
    await adapter.close(grace_seconds=1)


@asynccontextmanager
async def _serving(place: Place, handler: Callable[[web.Request], Any], *middlewares: Any) -> AsyncIterator[None]:
    application = web.Application(middlewares=middlewares)
    application.router.add_post(PATH, handler)
    site = web.AppRunner(application, access_log=None)
    await site.setup()
    await web.TCPSite(site, "127.0.0.1", place.port).start()
    yield
    await site.cleanup()


def _constant_secret(_app_id: str, _tenant_id: str, _secret: str, clock: Any, **_: str) -> credentials.TokenSource:
    return credentials.TokenSource(lambda: credentials.Token(TOKEN, timedelta(hours=1)), clock)


if __name__ == "__main__":
    _, chosen, port, openid_url, folder = sys.argv
    Path(folder).mkdir(parents=True, exist_ok=True)
    asyncio.run(serve(chosen, Place(int(port), openid_url, folder)))
