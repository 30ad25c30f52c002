"""People's own calendars: what is taken there isn't offered, and agreed meetings stand in them, once."""

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

import pytest
from aiohttp import web

from bot.calendars.graph import Graph, GraphFailed
from bot.calendars.keeper import JOB, CalendarKeeper
from bot.teams.http import pooled_session
from storage.calendar_events import CalendarEvent
from storage.db import Database
from storage.forgetting import forget
from storage.meetings import AGREED, OFF, Meeting
from tests.bot.calendars.graph_stand_in import GraphStandIn
from tests.dialogs.audit_meeting.support import (
    CARE,
    OMAR,
    PLAN,
    PRIYA,
    add_audit,
    both,
    fill_audit,
    hand_to,
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


@keeping
async def test_what_a_calendar_has_taken_is_not_offered(rig: Rig) -> None:
    rig.graph.calendars[PRIYAS] = [
        ("busy", THURSDAY, THURSDAY + HOUR),
        ("free", THURSDAY + HOUR, THURSDAY + 2 * HOUR),
        ("workingElsewhere", THURSDAY + HOUR, THURSDAY + 2 * HOUR),
    ]
    rig.graph.calendars[ALEXS] = [
        ("oof", THURSDAY - HOUR, THURSDAY),
        ("tentative", THURSDAY + 2 * HOUR, THURSDAY + 4 * HOUR),
    ]
    _, priya = both(rig.database)
    assert "2pm" in priya.hear("can we meet about AB 201 on Thursday at 2pm?")
    assert await rig.keeper.round()
    heard = priya.hear("can we meet about AB 201 on Thursday afternoon?")
    assert "Thursday 3 September 2026 at 3pm" in heard
    assert not any(f"Thursday 3 September 2026 at {taken}" in heard for taken in ("1pm", "2pm", "4pm", "Secret"))


@keeping
async def test_a_meeting_of_others_at_the_same_time_frees_nobody(rig: Rig) -> None:
    with rig.database.transaction() as store:
        add_audit(store, CARE, OMAR)
        audit = the_audit(store, CARE)
        assert store.meetings.add(
            Meeting(audit.id, "omar", audit.practitioner_key, "omar", NOW, (), AGREED, THURSDAY, THURSDAY + HOUR)
        )
    rig.graph.calendars[PRIYAS] = rig.graph.calendars[ALEXS] = [("busy", THURSDAY, THURSDAY + HOUR)]
    await rig.keeper.round()
    with rig.database.reading() as store:
        taken = store.meetings.taken(["alex", "priya", audit.practitioner_key], NOW, NOW + timedelta(days=30))
    assert [one.staff_key for one in taken] == ["priya"]


@keeping
async def test_what_was_read_last_takes_the_place_of_what_was_read_before(rig: Rig) -> None:
    rig.graph.calendars[PRIYAS] = [("busy", THURSDAY, THURSDAY + HOUR)]
    await rig.keeper.round()
    rig.graph.calendars[PRIYAS] = []
    await rig.keeper.round()
    _, priya = both(rig.database)
    assert "Thursday 3 September 2026 at 2pm" in priya.hear("can we meet about AB 201 on Thursday at 2pm?")


@keeping
async def test_a_calendar_that_cannot_be_read_leaves_what_was_known(rig: Rig) -> None:
    rig.graph.calendars[PRIYAS] = [("busy", THURSDAY, THURSDAY + HOUR)]
    await rig.keeper.round()
    del rig.graph.calendars[PRIYAS]
    await rig.keeper.round()
    rig.graph.script.append(web.Response(status=503))
    await rig.keeper.round()
    with rig.database.reading() as store:
        [taken] = store.meetings.taken(["priya"], NOW, NOW + timedelta(days=30))
    assert (taken.starts_at, taken.ends_at) == (THURSDAY, THURSDAY + HOUR)


@keeping
async def test_only_those_who_have_yet_to_agree_are_looked_up(rig: Rig) -> None:
    await rig.keeper.round()
    assert rig.graph.asked == [[ALEXS, PRIYAS]]
    rig.agree()
    await rig.keeper.round()
    assert len(rig.graph.asked) == 1


@keeping
async def test_an_agreed_meeting_stands_in_both_calendars_once_and_names_no_child(rig: Rig) -> None:
    rig.agree()
    await rig.keeper.round()
    await rig.keeper.round()
    [event] = rig.graph.events.values()
    assert event["organiser"] == PRIYAS
    assert [a["emailAddress"]["address"] for a in event["attendees"]] == [ALEXS]
    assert (event["start"]["dateTime"], event["end"]["dateTime"]) == ("2026-09-03T13:00:00", "2026-09-03T14:00:00")
    assert (event["subject"], event["sensitivity"], event["isOnlineMeeting"]) == ("Audit meeting", "private", True)
    assert PLAN not in str(event)
    assert "AB" not in event["body"]["content"]


@keeping
async def test_moved_it_stands_at_the_new_time_only(rig: Rig) -> None:
    rig.agree()
    await rig.keeper.round()
    rig.agree(THURSDAY + timedelta(days=1))
    await rig.keeper.round()
    assert rig.starts() == ["2026-09-04T13:00:00"]


@pytest.mark.parametrize("what", ["called off", "replaced", "forgotten"])
def test_what_does_not_stand_any_more_goes_out_of_the_calendars(database: Database, what: str) -> None:
    @keeping
    async def test(rig: Rig) -> None:
        rig.agree()
        await rig.keeper.round()
        if what == "called off":
            rig.call_off()
        elif what == "replaced":
            hand_to(rig.database, OMAR)
        else:
            with rig.database.transaction() as store:
                forget(store, PLAN, "test", rig.now, None)
        await rig.keeper.round()
        assert rig.graph.events == {}
        assert rig.known == []

    test(database)


@keeping
async def test_a_round_that_died_after_writing_does_not_write_it_twice(rig: Rig) -> None:
    meeting = rig.agree()
    await rig.keeper.round()
    with rig.database.transaction() as store:  # as if the answer had been lost
        store.calendar_events.drop(rig.known[0])
    await rig.keeper.round()
    assert len(rig.graph.events) == 1
    assert rig.known[0].event_id in rig.graph.events
    with rig.database.transaction() as store:
        store.calendar_events.drop(rig.known[0])
    rig.graph.refuses_twice = True
    await rig.keeper.round()
    assert [(e.meeting_id, e.event_id) for e in rig.known] == [(meeting.id, "")]


@keeping
async def test_what_fails_is_tried_again_and_keeps_nothing_else_back(rig: Rig) -> None:
    rig.agree()
    rig.graph.script.append(web.json_response({"error": {"code": "TooManyRequests"}}, status=429))
    assert await rig.keeper.round()
    assert rig.known == []
    await rig.keeper.round()
    assert len(rig.known) == len(rig.graph.events) == 1
    rig.graph.events.clear()  # somebody has deleted it by hand
    rig.call_off()
    await rig.keeper.round()
    assert rig.known == []


def test_why_a_calendar_could_not_be_kept_is_logged_without_addresses(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    @keeping
    async def test(rig: Rig) -> None:
        rig.graph.script.append(web.json_response({"error": {"code": "ErrorAccessDenied"}}, status=403))
        await rig.keeper.round()

    with caplog.at_level(logging.WARNING):
        test(sqlite_database)
    [line] = [r.getMessage() for r in caplog.records if r.name == "bot.calendars.keeper"]
    assert line == "a calendar can't be read: 403 ErrorAccessDenied"


@keeping
async def test_one_replica_keeps_them_until_its_lease_is_over(rig: Rig) -> None:
    other = rig.replica("two")
    assert await rig.keeper.round()
    assert not await other.round()
    with rig.database.transaction() as store:
        store.job_leases.give_back(JOB, "one", rig.now)
    assert await other.round()


@keeping
async def test_what_is_over_is_forgotten_and_left_in_the_calendars(rig: Rig) -> None:
    rig.agree()
    await rig.keeper.round()
    rig.now = THURSDAY + 2 * HOUR
    await rig.keeper.round()
    assert rig.known == []
    assert len(rig.graph.events) == 1


@keeping
async def test_without_an_address_nothing_is_written(rig: Rig) -> None:
    with rig.database.transaction() as store:
        alex = store.people.find(ALEX.object_id)
        assert alex is not None
        store.people.save(replace(alex, principal_name=None))
    rig.agree()
    await rig.keeper.round()
    assert rig.graph.events == {}


@pytest.mark.parametrize("answer", [b"{", b'{"value": [{"scheduleItems": [{"status": "busy"}]}]}'])
def test_an_answer_that_makes_no_sense_is_a_failure(sqlite_database: Database, answer: bytes) -> None:
    @keeping
    async def test(rig: Rig) -> None:
        rig.graph.script.append(web.Response(body=answer))
        with pytest.raises(GraphFailed):
            await rig.client.taken([PRIYAS], NOW, NOW + HOUR)

    test(sqlite_database)
