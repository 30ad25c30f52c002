"""People's own calendars: what is taken there isn't offered; and a calendar that can't be read."""

import logging
from datetime import timedelta

import pytest
from aiohttp import web

from bot.calendars.graph import GraphFailed
from bot.calendars.keeper import JOB
from storage.db import Database
from storage.meetings import AGREED, Meeting
from tests.bot.calendars.rig import ALEXS, HOUR, PRIYAS, THURSDAY, Rig, keeping
from tests.dialogs.audit_meeting.support import (
    CARE,
    OMAR,
    add_audit,
    both,
    the_audit,
)
from tests.dialogs.support import NOW


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


@pytest.mark.parametrize("answer", [b"{", b'{"value": [{"scheduleItems": [{"status": "busy"}]}]}'])
def test_an_answer_that_makes_no_sense_is_a_failure(sqlite_database: Database, answer: bytes) -> None:
    @keeping
    async def test(rig: Rig) -> None:
        rig.graph.script.append(web.Response(body=answer))
        with pytest.raises(GraphFailed):
            await rig.client.taken([PRIYAS], NOW, NOW + HOUR)

    test(sqlite_database)
