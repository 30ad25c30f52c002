"""A sender between a database and a connector of ours, with messages that are as true as a test says."""

import asyncio
import functools
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

from bot.recheck import Recheck
from bot.rounds import Rounds
from bot.sender import Sender
from bot.teams.connector import Connector
from bot.teams.post import TeamsPost
from bot.teams.retry import Pace
from dialogs.core.nudge import Nudge, by_kind
from dialogs.core.reply import Reply
from storage.db import Database
from storage.outbox import Attempt, Entry, Message, State
from storage.rates import Rate
from storage.roles import Action
from storage.store import Store
from tests.dialogs.support import knowledge
from tests.fixed_clock import FixedClock
from tests.storage.council import OWN, STAFF, add_council
from tests.storage.support import NOW
from tests.teams.support import APP_ID, SERVICE_URL, TENANT_ID, FakeConnector, FakeCredentials

KIND = "test.notice"
READER = "practitioner"
MESSAGE = Message(KIND, READER, "event:1", "recorded", {"event": 1}, OWN)
ABOUT_ALL = Message("test.general", READER, "event:1", "general")
A_SECOND = timedelta(seconds=1)


class Notices:
    """What a feature would declare: true until it is settled, and broken, or past telling, if a test says so."""

    def __init__(self) -> None:
        self.settled: set[str] = set()
        self.broken: set[str] = set()
        self.unsure: set[str] = set()
        self.outdated: set[str] = set()

    def nudges(self) -> Mapping[str, Nudge]:
        return by_kind(
            [
                Nudge(KIND, Action.VIEW, self._is_true, self._words),
                Nudge("test.general", Action.VIEW, self._is_true, self._words, settled=lambda *_: Reply("It is done.")),
                Nudge("test.urgent", Action.VIEW, self._is_true, self._words, at_any_hour=True),
                Nudge(
                    "test.list", Action.VIEW, self._is_true, self._words, anew=self._words, outdated=self._is_outdated
                ),
            ]
        )

    def _is_true(self, entry: Entry, _store: Store, _now: datetime) -> bool:
        if entry.about in self.unsure:
            raise ZeroDivisionError
        return entry.about not in self.settled

    def _is_outdated(self, entry: Entry, _store: Store, _now: datetime) -> bool:
        return entry.about in self.outdated

    def _words(self, entry: Entry, *_: object) -> Reply:
        if entry.about in self.broken:
            raise ZeroDivisionError
        return Reply(f"Words for {entry.about}", summary="Something was recorded")


class Counted:
    """What the sender says came of its tries."""

    def __init__(self) -> None:
        self.tries: list[str] = []

    def tried(self, outcome: str) -> None:
        self.tries.append(outcome)


class Sending:
    """Use it as `async with`."""

    def __init__(self, database: Database, rate: Rate | None = None) -> None:
        self.database = database
        self.clock = FixedClock(NOW)
        self.notices = Notices()
        self.connector = FakeConnector()
        self.watch = Counted()
        self.recheck = Recheck(self.notices.nudges(), knowledge())
        self.rate = rate
        with database.transaction() as store:
            add_council(store)

    async def __aenter__(self) -> Self:
        await self.connector.start()
        self.session = self.connector.open_session()
        self.sender = self.replica("replica-1")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.sender.stop(0)
        await self.session.close()
        await self.connector.close()

    def rounds(self, name: str = "replica-1", database: Database | None = None) -> Rounds:
        return Rounds(database or self.database, self.recheck, name, self.rate, lambda _: self.clock.now(), lambda: 0.5)

    def replica(self, name: str, database: Database | None = None) -> Sender:
        """Another sender on the same outbox."""
        pace = Pace(lambda: self.clock.now().timestamp(), asyncio.sleep, lambda: 0.5)
        connector = Connector(self.session, FakeCredentials(), pace, self.clock.now)
        post = TeamsPost(connector, FakeCredentials(), APP_ID)
        return Sender(self.rounds(name, database), post, pace, self.clock.now, self.watch)

    def install(self, *readers: str) -> None:
        """Give people a personal chat with the bot."""
        with self.database.transaction() as store:
            for key in readers:
                person = store.people.by_key(key)
                assert person is not None
                assert person.object_id
                store.conversations.remember(f"chat-{key}", "personal", TENANT_ID, SERVICE_URL)
                store.arrivals.remember_chat(person.object_id, person.name, f"chat-{key}")

    def plan(self, *messages: Message) -> None:
        with self.database.transaction() as store:
            store.outbox.add_all(messages, self.clock.now())

    async def send(self) -> None:
        """Send what is due, and write down what came of it."""
        await self.sender.advance()
        await self.sender.landed()
        await self.sender.advance()
        await self.sender.landed()

    async def at_teams(self, number: int) -> None:
        """Wait until so many requests have come."""
        async with asyncio.timeout(60):
            while len(self.connector.requests) < number:
                await asyncio.sleep(0)

    def entries(self) -> list[Entry]:
        with self.database.reading() as store:
            return store.outbox.in_states(list(State))

    @property
    def entry(self) -> Entry:
        [entry] = self.entries()
        return entry

    def attempts(self, entry: Entry | None = None) -> list[Attempt]:
        with self.database.reading() as store:
            return store.outbox.attempts((entry or self.entry).id)

    def wait(self, by: timedelta) -> None:
        self.clock.move(by)

    @property
    def paths(self) -> list[str]:
        """Where requests went."""
        return [f"{request.method} {request.path.partition('/v3/')[2]}" for request in self.connector.requests]


def sending(test: Callable[[Sending], Awaitable[None]]) -> Any:
    """Run an async test with a sender, on SQLite and on PostgreSQL; its one reader can be reached."""

    @functools.wraps(test)
    def run(database: Database) -> None:
        async def main() -> None:
            async with Sending(database) as rig:
                rig.install(READER)
                await test(rig)

        asyncio.run(main())

    del run.__dict__["__wrapped__"]
    return run


def numbered(number: int, recipient: str = READER) -> list[Message]:
    """Several messages."""
    return [replace(ABOUT_ALL, about=f"event:{n}", recipient=recipient) for n in range(1, number + 1)]


__all__ = ["ABOUT_ALL", "A_SECOND", "KIND", "MESSAGE", "READER", "STAFF", "Sending", "numbered", "sending"]
