"""Teams, as `benchmarks.turn` plays it: signs tokens, sends activities, takes the replies, reads the CPU they took."""

import asyncio
import itertools
import json
import os
import random
import socket
import ssl
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from benchmarks.questions import questions
from tests.teams.support import FakeConnector, Issuer, message

WARM_UP, TURNS, AT_ONCE = 80, 250, 8
PEOPLE = 40  # each has a chat of their own, which the warm-up makes known
LEAST_CARDS = 0.95
START_SECONDS, TURN_SECONDS, STOP_SECONDS = 30, 20, 15
Request = tuple[bytes, dict[str, str]]


class BenchmarkFailed(Exception):
    """A bot didn't start or didn't answer as it should, so its figures would mean nothing."""


@dataclass(frozen=True)
class Measured:
    """What turns cost a bot: CPU of its process in ms a turn, and of that in the kernel; the same when every question
    has been asked before, one at a time and with several at once, and turns a second then (0 if not measured); each
    turn's latency in ms; MiB at most; of the replies the share that are cards, and the mean size."""

    cpu: float
    system: float
    cpu_again: float
    cpu_at_once: float
    rate_at_once: float
    latencies: Sequence[float]
    mib: float
    cards: float
    reply_bytes: float


class Teams:
    """An issuer, a connector, and people who ask. `tls` speaks for a connector over https, with its certificate."""

    def __init__(self, folder: Path, tls: ssl.SSLContext | None = None, environment: Mapping[str, str] = {}) -> None:
        self._folder = folder
        self._tls = tls
        self._environment = {**os.environ, **environment}
        self._issuer = Issuer(lambda: datetime.now(UTC))
        self._connector = _Connector()
        asked = [q["question"] for name in ("dev", "tuning") for q in questions(name) if q["expect"] == "answer"]
        self._asked = list(dict.fromkeys(asked))
        random.Random(2).shuffle(self._asked)
        if len(self._asked) < WARM_UP + TURNS:
            raise BenchmarkFailed("there are too few questions to ask another one at every turn")
        self._numbers = itertools.count(1)

    async def __aenter__(self) -> "Teams":
        await self._issuer.start()
        await self._connector.start(self._tls)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connector.close()
        await self._issuer.close()

    async def measure(self, name: str, *, also_again: bool = True) -> Measured:
        """Start a bot, ask it, stop it."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        asked = self._asked[WARM_UP : WARM_UP + TURNS]
        async with self._running(name, port) as bot, _client(port) as client:
            await self._ask(client, self._requests(self._asked[:WARM_UP]), 1)
            requests = self._requests(asked)
            self._connector.requests.clear()
            before = await bot.used()
            latencies = await self._ask(client, requests, 1)
            after = await bot.used()
            cards, reply_bytes = self._checked(name)
            again = at_once = rate = 0.0
            if also_again:
                requests, start = self._requests(asked), await bot.used()
                await self._ask(client, requests, 1)
                again = _cpu(start, await bot.used())
                requests, start, started = self._requests(asked), await bot.used(), time.perf_counter()
                await self._ask(client, requests, AT_ONCE)
                rate = TURNS / (time.perf_counter() - started)
                at_once = _cpu(start, await bot.used())
        system = 1000 * (after["system"] - before["system"]) / TURNS
        return Measured(_cpu(before, after), system, again, at_once, rate, latencies, after["mib"], cards, reply_bytes)

    def _requests(self, asked: Sequence[str]) -> list[Request]:
        """Requests ready to send: each a new activity id and a newly signed token, so that no cache can know them."""
        made = []
        for text in asked:
            number = next(self._numbers)
            person = number % PEOPLE
            activity = message(text, id=f"1788253{number:06d}", serviceUrl=self._connector.url)
            activity["conversation"] |= {"id": f"a:1pErSoNaLcOnVeRsAtIoN-{person}"}
            activity["from"] |= {"id": f"29:{person}", "aadObjectId": f"00000000-0000-0000-0000-0000000001{person:02d}"}
            activity["attachments"] = [{"contentType": "text/html", "content": f"<p>{text}</p>"}]
            made.append((json.dumps(activity).encode(), self._issuer.headers(activity, jti=str(number))))
        return made

    async def _ask(self, client: aiohttp.ClientSession, requests: Sequence[Request], at_once: int) -> list[float]:
        """Send them, so many at a time; how long each took, in ms."""
        left, latencies = iter(requests), []

        async def ask() -> None:
            for body, headers in left:
                started = time.perf_counter()
                async with client.post("/api/messages", data=body, headers=headers) as response:
                    await response.read()
                if response.status not in (200, 201):
                    raise BenchmarkFailed(f"a turn was answered with {response.status}")
                latencies.append(1000 * (time.perf_counter() - started))

        await asyncio.gather(*(ask() for _ in range(at_once)))
        return latencies

    def _checked(self, name: str) -> tuple[float, float]:
        """The share of cards among the replies and their mean size. Each turn must have sent one: an echo from the
        echoes; from the full bot a card, but for the few questions that its finder may take for small talk."""
        bodies = self._connector.bodies
        cards = sum(bool(body.get("attachments")) for body in bodies)
        echoes = sum(body.get("text", "").startswith("Echo: ") for body in bodies)
        right = cards >= LEAST_CARDS * TURNS if name == "full" else echoes == TURNS
        if len(bodies) != TURNS or not right:
            raise BenchmarkFailed(f"{TURNS} turns of {name} brought {cards} cards and {echoes} echoes")
        return cards / TURNS, sum(len(json.dumps(body, ensure_ascii=False).encode()) for body in bodies) / TURNS

    @asynccontextmanager
    async def _running(self, name: str, port: int) -> AsyncIterator["_Bot"]:
        folder = self._folder / f"{name}-{next(self._numbers)}"
        folder.mkdir(parents=True)
        arguments = ("-m", "benchmarks.turn_servers", name, str(port), self._issuer.openid_url, str(folder))
        pipe, log = asyncio.subprocess.PIPE, folder / "log"
        with log.open("wb") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable, *arguments, stdin=pipe, stdout=pipe, stderr=errors, env=self._environment
            )
        bot = _Bot(process)
        try:
            if await bot.line() != b"ready\n":
                raise BenchmarkFailed(f"{name} didn't start: {log.read_text()[-2000:]}")
            yield bot
            bot.end()
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


class _Connector(FakeConnector):
    async def start(self, tls: ssl.SSLContext | None = None) -> None:
        await self._server.start_server(ssl=tls)


@dataclass(frozen=True)
class _Bot:
    process: asyncio.subprocess.Process

    async def used(self) -> dict[str, float]:
        """What the process has used so far."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        used: dict[str, float] = json.loads(await self.line())
        return used

    async def line(self) -> bytes:
        assert self.process.stdout is not None
        return await asyncio.wait_for(self.process.stdout.readline(), START_SECONDS)

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()


def _client(port: int) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        f"http://127.0.0.1:{port}",
        connector=aiohttp.TCPConnector(limit=AT_ONCE),
        timeout=aiohttp.ClientTimeout(total=TURN_SECONDS),
    )


def _cpu(before: Mapping[str, float], after: Mapping[str, float]) -> float:
    return 1000 * sum(after[kind] - before[kind] for kind in ("user", "system")) / TURNS
