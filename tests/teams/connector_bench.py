"""A connector on its own, against the fake one."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.teams.connector import Connector
from tests.teams.support import (
    SERVICE_URL,
    Clock,
    FakeConnector,
    FakeCredentials,
    FakeTime,
    Scripted,
)

TEXT = {"type": "message", "text": "hello"}


class Bench:
    """A connector and the fake that it talks to."""

    def __init__(self, fake: FakeConnector, connector: Connector, time: FakeTime) -> None:
        self.fake = fake
        self.connector = connector
        self.time = time

    def answers(self, *scripted: Scripted) -> None:
        self.fake.script.extend(scripted)

    async def send(self) -> str:
        return await self.connector.send(SERVICE_URL, "a:1", TEXT)


def bench(test: Callable[[Bench], Awaitable[None]], credentials: object = None) -> None:
    async def main() -> None:
        fake, time = FakeConnector(), FakeTime()
        await fake.start()
        try:
            async with fake.open_session() as session:
                connector = Connector(session, credentials or FakeCredentials(), time.pace, Clock())  # type: ignore[arg-type]
                await test(Bench(fake, connector, time))
        finally:
            await fake.close()

    asyncio.run(main())


def failure(status: int, code: str = "", **headers: str) -> Scripted:
    return Scripted(status, {"error": {"code": code, "message": "Alex Wilber can't"}} if code else None, headers)
