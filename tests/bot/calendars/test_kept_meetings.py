"""Agreed meetings stand in people's own calendars, once, and go out of them again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web

from storage.db import Database
from storage.forgetting import forget
from tests.bot.calendars.rig import ALEXS, HOUR, PRIYAS, THURSDAY, Rig, keeping
from tests.dialogs.audit_meeting.support import (
    OMAR,
    PLAN,
    hand_to,
)
from tests.dialogs.support import ALEX


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
