"""What the benchmarks of sending share: a council of readers, a connector of 10 ms, and senders as processes."""

import asyncio
import multiprocessing
import random
import resource
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from aiohttp import web

from bot.recheck import Recheck
from bot.rounds import Rounds
from bot.sender import Sender
from bot.teams.connector import Connector
from bot.teams.credentials import NoCredentials
from bot.teams.http import pooled_session
from bot.teams.post import TeamsPost
from bot.teams.retry import Pace
from dialogs.core import cards
from dialogs.core.nudge import Nudge
from dialogs.core.reply import Reply
from storage.allocations import Allocation
from storage.children import Child
from storage.db import Database
from storage.outbox import Entry, Message
from storage.people import Person
from storage.rates import everybody
from storage.roles import SOCIAL_WORKER, Action, Role
from storage.store import Store
from tests.dialogs.support import knowledge

KIND = "bench.notice"
DAY = date(2026, 3, 2)
LATENCY = 0.010
PROCESSES = multiprocessing.get_context("spawn")


def nudge() -> Nudge:
    """A notice about a child, as a card, for whoever may see the child."""
    return Nudge(KIND, Action.VIEW, lambda *_: True, _card, at_any_hour=True)


def _card(entry: Entry, *_: object) -> Reply:
    lines = ["A visit was recorded for a child of yours.", f"It is number {entry.facts['event']}.", "Nothing to do."]
    says = "\n\n".join(["A visit was recorded", *lines])
    body = [cards.heading("A visit was recorded"), *(cards.paragraph(line) for line in lines)]
    return Reply(says, cards.card(body, [cards.execute("Show", "visits.show", {"id": entry.id})], says), "A visit")


def people(database: Database, number: int, service_url: str) -> None:
    """So many practitioners who can be reached, with a child each."""
    with database.transaction() as store:
        staff = [
            Person(f"s{n}", f"Worker {n}", object_id=f"oid-{n}", roles=(Role.PRACTITIONER,), team=f"Team {n % 40}")
            for n in range(number)
        ]
        store.people.add_all(staff)
        store.children.add_all([Child(f"{n}", "AB") for n in range(number)])
        store.allocations.add_all(
            [Allocation(f"{n}", SOCIAL_WORKER, f"Worker {n}", f"s{n}", "", DAY, source="bench") for n in range(number)]
        )
        for n in range(number):
            store.conversations.remember(f"chat-{n}", "personal", "tenant", service_url)
            store.arrivals.remember_chat(f"oid-{n}", f"Worker {n}", f"chat-{n}")


def messages(number: int) -> list[Message]:
    """One for each of them."""
    return [Message(KIND, f"s{n}", f"event:{n}", "recorded", {"event": n}, f"{n}") for n in range(number)]


def plan(database: Database, planned: Sequence[Message]) -> float:
    """Plan them, a page a transaction; how many a second."""
    begun = time.perf_counter()
    for start in range(0, len(planned), 500):
        with database.transaction() as store:
            store.outbox.add_all(planned[start : start + 500], datetime.now(UTC))
    return len(planned) / (time.perf_counter() - begun)


@dataclass
class FakeTeams:
    """A connector in a process of its own; it remembers when each message came."""

    url: str
    _pipe: Connection

    def arrivals(self) -> list[float]:
        """When messages have come since it was last asked, by the monotonic clock."""
        self._pipe.send("arrivals")
        found: list[float] = self._pipe.recv()
        return found


@contextmanager
def fake_teams() -> Iterator[FakeTeams]:
    """One, for as long as it is needed."""
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield FakeTeams(ours.recv(), ours)
    finally:
        process.kill()
        process.join()


def _serve(pipe: Connection) -> None:
    asyncio.run(_serve_until_killed(pipe))


async def _serve_until_killed(pipe: Connection) -> None:
    came: list[float] = []

    async def take(request: web.Request) -> web.Response:
        await request.read()
        came.append(time.monotonic())
        await asyncio.sleep(LATENCY)
        return web.json_response({"id": f"sent-{len(came)}"}, status=201)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    pipe.send(f"http://127.0.0.1:{runner.addresses[0][1]}/connector")
    while True:
        await asyncio.to_thread(pipe.recv)
        pipe.send(came.copy())
        came.clear()


@contextmanager
def sender(url: str, name: str, rate: float | None) -> Iterator[Connection]:
    """A sender in a process of its own; at its end it says through the pipe how much processor time it took."""
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=_send, args=(url, name, rate, theirs), daemon=True)
    process.start()
    ours.recv()
    try:
        yield ours
    finally:
        _end(process)


def killed_sender(url: str, until: Callable[[], object]) -> None:
    """A sender that is killed at some point."""
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=_send, args=(url, "killed", None, theirs), daemon=True)
    process.start()
    ours.recv()
    until()
    process.kill()
    process.join()


def _end(process: BaseProcess) -> None:
    process.terminate()
    process.join(30)
    process.kill()


def _send(url: str, name: str, rate: float | None, pipe: Connection) -> None:
    with closing(Database(url)) as database:
        asyncio.run(_send_until_stopped(database, name, rate, pipe))


async def _send_until_stopped(database: Database, name: str, rate: float | None, pipe: Connection) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)

    def now(store: Store) -> datetime:
        return store.sending.shared_clock() or datetime.now(UTC)

    async with pooled_session() as session:
        pace = Pace(loop.time, asyncio.sleep)
        connector = Connector(session, NoCredentials(), pace, lambda: datetime.now(UTC), local_mode=True)
        recheck = Recheck({KIND: nudge()}, knowledge())
        rounds = Rounds(database, recheck, name, everybody(rate) if rate else None, now, random.random)
        post = TeamsPost(connector, NoCredentials(), "")
        made = Sender(rounds, post, pace, lambda: datetime.now(UTC), _Nobody())
        at_first = _cpu()
        pipe.send("ready")
        made.start()
        await stop.wait()
        await made.stop(20)
        pipe.send(_cpu() - at_first)


class _Nobody:
    def tried(self, outcome: str) -> None:
        """Counts nothing."""


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
