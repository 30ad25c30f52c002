"""Which failure means what, and what is tried again."""

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.teams.connector import Connector
from bot.teams.errors import (
    Blocked,
    ConversationGone,
    NotInstalled,
    RateLimited,
    Refused,
    SendFailure,
    TooLarge,
    Unavailable,
    Unknown,
)
from bot.teams.retry import INTERACTIVE, ONCE, Pace, Patience
from tests.ports import dead_port
from tests.teams.connector_bench import TEXT, Bench, bench, failure
from tests.teams.support import (
    SERVICE_URL,
    Clock,
    FakeCredentials,
    FakeTime,
    Scripted,
)


@pytest.mark.parametrize("status", [412, 502, 503, 504])
def test_a_passing_failure_is_retried(status: int) -> None:
    async def test(b: Bench) -> None:
        b.answers(failure(status), failure(status))
        assert await b.send() == "sent-3"
        assert b.time.slept == [0.5, 1.0]

    bench(test)


def test_three_tries_are_the_most() -> None:
    async def test(b: Bench) -> None:
        b.answers(*[failure(503)] * 5)
        with pytest.raises(Unavailable) as caught:
            await b.send()
        assert caught.value.status == 503
        assert len(b.fake.requests) == 3

    bench(test)


def test_the_outbox_can_ask_for_one_try() -> None:
    async def test(b: Bench) -> None:
        b.answers(failure(503), Scripted(429, headers={"Retry-After": "2"}))
        with pytest.raises(Unavailable):
            await b.connector.send(SERVICE_URL, "a:1", TEXT, ONCE)
        with pytest.raises(RateLimited) as caught:
            await b.connector.send(SERVICE_URL, "a:1", TEXT, ONCE)
        assert caught.value.retry_after == 2
        assert len(b.fake.requests) == 2
        assert b.time.slept == []

    bench(test)


def test_retry_after_is_honoured() -> None:
    async def test(b: Bench) -> None:
        b.answers(
            Scripted(429, headers={"Retry-After": "3"}),
            Scripted(429, headers={"Retry-After": "Tue, 01 Sep 2026 09:00:04 GMT"}),
        )
        assert await b.send() == "sent-3"
        assert [int(wait) for wait in b.time.slept] == [3, 4]

    bench(test)


@pytest.mark.parametrize(("header", "seconds"), [("60", 60), ("Tue, 01 Sep 2026 09:01:00 GMT", 60)])
def test_a_wait_beyond_a_persons_patience_is_left_to_the_caller(header: str, seconds: float) -> None:
    async def test(b: Bench) -> None:
        b.answers(Scripted(429, headers={"Retry-After": header}))
        with pytest.raises(RateLimited) as caught:
            await b.send()
        assert caught.value.retry_after == seconds
        assert b.time.slept == []

    bench(test)


@pytest.mark.parametrize("header", [None, "soon"])
def test_a_429_that_says_nothing_waits_a_second(header: str | None) -> None:
    async def test(b: Bench) -> None:
        b.answers(Scripted(429, headers={"Retry-After": header} if header else {}))
        assert await b.send() == "sent-2"
        assert [int(wait) for wait in b.time.slept] == [1]

    bench(test)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (403, "MessageWritesBlocked", Blocked),
        (403, "ConversationBlockedByUser", Blocked),
        (403, "BotDisabledByAdmin", Blocked),
        (403, "BotNotInConversationRoster", NotInstalled),
        (403, "SomethingNew", Refused),
        (403, "", Refused),
        (404, "ConversationNotFound", ConversationGone),
        (404, "", ConversationGone),
        (404, "ActivityNotFoundInConversation", Refused),
        (400, "BadSyntax", Refused),
        (401, "", Refused),
        (413, "MessageSizeTooBig", TooLarge),
        (500, "ServiceError", Refused),
        (302, "", Refused),
    ],
)
def test_other_failures_are_told_apart_and_not_retried(status: int, code: str, kind: type[SendFailure]) -> None:
    async def test(b: Bench) -> None:
        b.answers(failure(status, code, Location="http://127.0.0.1:9/"))
        with pytest.raises(SendFailure) as caught:
            await b.send()
        assert type(caught.value) is kind
        assert (caught.value.status, caught.value.code) == (status, code)
        assert "Alex" not in str(caught.value)
        assert len(b.fake.requests) == 1

    bench(test)


def test_a_post_that_may_have_arrived_is_not_repeated() -> None:
    async def test(b: Bench) -> None:
        b.answers(Scripted(reset=True))
        with pytest.raises(Unknown):
            await b.send()
        assert len(b.fake.requests) == 1

    bench(test)


def test_what_may_be_repeated_is() -> None:
    async def test(b: Bench) -> None:
        b.answers(Scripted(reset=True), Scripted(reset=True))
        await b.connector.update(SERVICE_URL, "a:1", "9", TEXT)
        assert len(b.fake.requests) >= 3  # the HTTP client repeats a PUT on a stale connection by itself

    bench(test)


def test_a_connection_that_never_stood_is_retried() -> None:
    async def main() -> None:
        time = FakeTime()
        with dead_port() as port:
            async with aiohttp.ClientSession() as session:
                connector = Connector(session, FakeCredentials(), time.pace, Clock(), local_mode=True)
                with pytest.raises(Unavailable, match="no connection"):
                    await connector.send(f"http://127.0.0.1:{port}/connector", "a:1", TEXT)
        assert time.slept == [0.5, 1.0]

    asyncio.run(main())


class Unreachable(asyncio.SelectorEventLoop):
    """A loop that finds no address and makes no connection; each try takes so many seconds, which are over at once."""

    def __init__(self, *waits: float) -> None:
        super().__init__()
        self.waits = list(waits)
        self.ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead

    async def getaddrinfo(self, *_: object, **__: object) -> Any:
        await self._in_vain()

    async def sock_connect(self, *_: object) -> None:
        await self._in_vain()

    async def sleep(self, seconds: float) -> None:
        self.ahead += seconds

    async def _in_vain(self) -> None:
        self.ahead += self.waits.pop(0)
        await self.create_future()


@pytest.mark.parametrize(
    ("host", "patience", "waits"),
    [
        # The second try has 4 seconds: its connecting must end before them, or nobody knows that nothing was sent.
        ("127.0.0.1", INTERACTIVE, [5.5, 3.5]),
        ("localhost", ONCE, [5.5]),
    ],
)
def test_a_connection_that_takes_too_long_never_stood(host: str, patience: Patience, waits: list[float]) -> None:
    loop = Unreachable(*waits)

    async def main() -> None:
        pool = aiohttp.TCPConnector(resolver=aiohttp.ThreadedResolver())
        async with aiohttp.ClientSession(connector=pool) as session:
            pace = Pace(loop.time, loop.sleep, jitter=lambda: 0.5)
            connector = Connector(session, FakeCredentials(), pace, Clock(), local_mode=True)
            with pytest.raises(Unavailable, match="no connection"):
                await connector.send(f"http://{host}:9/", "a:1", TEXT, patience)

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(main())
    assert loop.waits == []


def test_an_unreadable_answer_after_success_is_success() -> None:
    async def test(b: Bench) -> None:
        b.answers(Scripted(200, ["not", "an", "object"]), Scripted(200, "nor this"))
        assert await b.send() == ""
        with pytest.raises(Unavailable):
            await b.connector.member(SERVICE_URL, "a:1", "x", ONCE)

    bench(test)
