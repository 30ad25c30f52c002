"""A keeper of calendars between a database and a stand-in for Microsoft Graph."""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from bot.calendars.graph import Graph
from bot.calendars.keeper import CalendarKeeper
from bot.teams.http import pooled_session
from storage.calendar_events import CalendarEvent
from storage.db import Database
from storage.meetings import AGREED, OFF, Meeting
from tests.bot.calendars.graph_stand_in import GraphStandIn
from tests.dialogs.audit_meeting.support import (
    OMAR,
    PRIYA,
    fill_audit,
    the_audit,
)
from tests.dialogs.support import ALEX, NOW

ALEXS, PRIYAS, OMARS = "alex@example.gov.uk", "priya@example.gov.uk", "omar@example.gov.uk"
THURSDAY = datetime(2026, 9, 3, 13, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Token:
    async def token(self) -> str:
        return "graph-token"


class Rig:
    """The audit of PLAN by Priya, all with addresses, a stand-in for Graph, and a keeper."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.graph = GraphStandIn()
        self.now = NOW
        fill_audit(database)
        with database.transaction() as store:
            for who, address in ((ALEX, ALEXS), (PRIYA, PRIYAS), (OMAR, OMARS)):
                person = store.people.find(who.object_id)
                assert person is not None
                store.people.save(replace(person, principal_name=address))
                self.graph.calendars[address] = []

    async def __aenter__(self) -> Self:
        await self.graph.start()
        self.session = pooled_session()
        self.client = Graph(self.session, Token(), self.graph.root)
        self.keeper = self.replica("one")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.session.close()
        await self.graph.close()

    def replica(self, name: str) -> CalendarKeeper:
        return CalendarKeeper(self.database, self.client, name, lambda _: self.now)

    def agree(self, at: datetime = THURSDAY) -> Meeting:
        """The meeting, agreed for then: made, or moved there."""
        with self.database.transaction() as store:
            audit = the_audit(store)
            whose = (audit.id, audit.auditor_key, audit.practitioner_key, audit.auditor_key, self.now)
            agreed = Meeting(*whose, state=AGREED, starts_at=at, ends_at=at + HOUR)
            before = store.meetings.of_audit(audit.id)
            if before is None:
                assert store.meetings.add(agreed)
            else:
                assert store.meetings.change(replace(agreed, id=before.id, version=before.version))
        return self.meeting

    def call_off(self) -> None:
        with self.database.transaction() as store:
            assert store.meetings.change(replace(self.meeting, state=OFF))

    @property
    def meeting(self) -> Meeting:
        with self.database.reading() as store:
            found = store.meetings.of_audit(the_audit(store).id)
        assert found is not None
        return found

    @property
    def known(self) -> list[CalendarEvent]:
        with self.database.reading() as store:
            return store.calendar_events.all()

    def starts(self) -> list[str]:
        return [event["start"]["dateTime"] for event in self.graph.events.values()]


def keeping(test: Callable[[Rig], Awaitable[None]]) -> Any:
    """Run an async test on SQLite and on PostgreSQL."""

    @functools.wraps(test)
    def run(database: Database) -> None:
        async def main() -> None:
            async with Rig(database) as rig:
                await test(rig)

        asyncio.run(main())

    del run.__dict__["__wrapped__"]
    return run
