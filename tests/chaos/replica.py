"""A sender in a process of its own, to be killed."""

import asyncio
import logging
import random
import signal
from contextlib import closing
from dataclasses import replace
from datetime import datetime

from bot.recheck import Recheck
from bot.rounds import Rounds
from bot.sender import Sender
from bot.teams.connector import Connector
from bot.teams.credentials import NoCredentials
from bot.teams.http import pooled_session
from bot.teams.post import TeamsPost
from bot.teams.retry import Pace
from dialogs.core.reply import Reply
from storage.conversations import Reachable
from storage.db import Database
from storage.rates import everybody
from tests.chaos.clock import SPEED, FastClock
from tests.chaos.town import nudge
from tests.dialogs.support import knowledge

KNOWN = knowledge()  # loaded once, before the processes part


class Nobody:
    """Counts nothing."""

    def tried(self, outcome: str) -> None:
        """Nothing."""


class Stamped(TeamsPost):
    """Says with each message when its post was begun: on a busy machine it comes later, even after a pause."""

    def __init__(self, connector: Connector, clock: FastClock) -> None:
        super().__init__(connector, NoCredentials(), "")
        self._clock = clock

    async def send(self, chat: Reachable, reply: Reply) -> str:
        """The same, stamped."""
        return await super().send(chat, replace(reply, text=f"{reply.text} {self._clock.now().isoformat()}"))


def run(url: str, name: str, begun: datetime, seed: int) -> None:
    """Send until SIGTERM, which stops gracefully, or SIGKILL, which doesn't."""
    logging.disable(logging.CRITICAL)
    random.seed(seed)
    with closing(Database(url)) as database:
        asyncio.run(_send(database, name, FastClock(begun)))


async def _send(database: Database, name: str, clock: FastClock) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    loop = asyncio.get_running_loop()
    async with pooled_session() as session:
        real = Pace(loop.time, asyncio.sleep)
        connector = Connector(session, NoCredentials(), real, clock.now, local_mode=True)
        recheck = Recheck({nudge().kind: nudge()}, KNOWN)
        rounds = Rounds(database, recheck, name, everybody(20), lambda _: clock.now(), random.random)
        fast = Pace(lambda: loop.time() * SPEED, lambda seconds: asyncio.sleep(seconds / SPEED))
        sender = Sender(rounds, Stamped(connector, clock), fast, clock.now, Nobody())
        sender.start()
        await stop.wait()
        await sender.stop(20)
