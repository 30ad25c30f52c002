"""From the outbox to Teams: what each of Teams' answers leads to, and that nothing is sent to the wrong reader."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.outcomes import GIVE_UP_AFTER
from bot.rounds import LEASE
from storage.db import Database
from storage.outbox import State
from tests.bot.sending import ABOUT_ALL, MESSAGE, READER, Sending, numbered, sending
from tests.storage.council import OWN, STAFF
from tests.storage.support import NOW
from tests.teams.support import Scripted

HOUR = timedelta(hours=1)
GONE = Scripted(404, {"error": {"code": "ConversationNotFound"}})


def said(status: int, code: str = "", **headers: str) -> Scripted:
    return Scripted(status, {"error": {"code": code}} if code else None, headers)


@sending
async def test_a_message_arrives_once_with_its_notification(rig: Sending) -> None:
    rig.plan(MESSAGE)
    rig.plan(MESSAGE)
    await rig.send()
    await rig.send()
    assert rig.paths == [f"POST conversations/chat-{READER}/activities"]
    assert rig.connector.bodies == [{"type": "message", "text": "Words for event:1", "textFormat": "plain"}]
    entry = rig.entry
    assert (entry.state, entry.activity_id, entry.due_at, entry.ended_at) == (State.SENT, "sent-1", None, NOW)
    assert [(a.outcome, a.status, a.replica) for a in rig.attempts()] == [("sent", 200, "replica-1")]
    assert rig.watch.tries == ["sent"]


@sending
async def test_who_is_told_of_a_child_is_in_the_audit_log(rig: Sending) -> None:
    rig.plan(MESSAGE, replace(ABOUT_ALL, about="event:2"))
    await rig.send()
    with rig.database.reading() as store:
        [event] = store.audit_log.search(action="told")
    assert (event.who, event.child_ids) == (f"person:{STAFF[READER].object_id}", (OWN,))  # type: ignore[index]


@sending
async def test_it_is_on_its_way_in_the_database_before_it_is_at_teams(rig: Sending) -> None:
    rig.plan(MESSAGE)
    rig.connector.hold = asyncio.Event()
    await rig.sender.advance()
    assert (rig.entry.state, rig.entry.due_at, rig.entry.chat_id) == (State.POSTING, NOW + LEASE, f"chat-{READER}")
    rig.connector.hold.set()
    await rig.sender.landed()


@pytest.mark.parametrize("status", [412, 502, 503, 504])
def test_what_may_pass_is_tried_again_later_and_later(database: Database, status: int) -> None:
    @sending
    async def test(rig: Sending) -> None:
        rig.connector.script.extend([said(status)] * 3)
        rig.plan(MESSAGE)
        waits = []
        for _ in range(3):
            await rig.send()
            assert rig.entry.state is State.PENDING
            assert rig.entry.due_at is not None
            waits.append(rig.entry.due_at - rig.clock.now())
            rig.wait(waits[-1])
        await rig.send()
        assert waits == [timedelta(seconds=s) for s in (1, 2, 4)]
        assert rig.entry.state is State.SENT
        assert [a.status for a in rig.attempts()] == [status, status, status, 200]

    test(database)


@sending
async def test_after_a_day_of_trying_it_is_a_dead_letter_that_can_be_retried(rig: Sending) -> None:
    rig.connector.script.extend([said(503)] * 2)
    rig.plan(MESSAGE)
    await rig.send()
    rig.wait(GIVE_UP_AFTER)
    await rig.send()
    assert rig.entry.state is State.DEAD
    with rig.database.transaction() as store:
        assert store.outbox.retry([rig.entry.id], rig.clock.now()) == 1
    await rig.send()
    assert rig.entry.state is State.SENT


@pytest.mark.parametrize("status", [400, 401, 413, 500])
def test_what_teams_will_never_take_is_not_tried_again(database: Database, status: int) -> None:
    @sending
    async def test(rig: Sending) -> None:
        rig.connector.script.append(said(status, "Whatever"))
        rig.plan(MESSAGE)
        await rig.send()
        rig.wait(timedelta(days=2))
        await rig.send()
        assert (rig.entry.state, rig.entry.reason) == (State.DEAD, f"Teams answered {status} Whatever")
        assert len(rig.paths) == 1

    test(database)


@pytest.mark.parametrize(
    "code", ["MessageWritesBlocked", "ConversationBlockedByUser", "BotDisabledByAdmin", "BotNotInConversationRoster"]
)
def test_who_shut_the_bot_out_is_left_alone_until_they_are_back(database: Database, code: str) -> None:
    @sending
    async def test(rig: Sending) -> None:
        rig.connector.script.append(said(403, code))
        rig.plan(MESSAGE)
        await rig.send()
        rig.wait(timedelta(days=2))
        await rig.send()
        assert (rig.entry.state, len(rig.paths)) == (State.UNREACHABLE, 1)
        with rig.database.transaction() as store:
            store.outbox.reached([READER], rig.clock.now())
        await rig.send()
        assert rig.entry.state is State.SENT

    test(database)


class TestAskedToWait:
    @staticmethod
    @sending
    async def test_a_chat_waits_as_long_as_teams_asks_and_others_go_on(rig: Sending) -> None:
        rig.install("manager")
        rig.connector.script.append(said(429, **{"Retry-After": "7"}))
        rig.plan(MESSAGE)
        await rig.send()
        assert (rig.entry.state, rig.entry.tries) == (State.PENDING, 0)
        rig.plan(*numbered(2), *numbered(1, "manager"))
        await rig.send()
        assert rig.paths[1:] == ["POST conversations/chat-manager/activities"]
        rig.wait(timedelta(seconds=6.9))
        await rig.send()
        assert len(rig.paths) == 2
        rig.wait(timedelta(seconds=1))
        await rig.send()
        assert [e.state for e in rig.entries()] == [State.SENT] * 4

    @staticmethod
    @sending
    async def test_in_two_chats_at_once_it_is_about_everybody(rig: Sending) -> None:
        rig.install("manager", "southern")
        rig.connector.script.extend([said(429, **{"Retry-After": "9"})] * 2)  # the two come in any order
        rig.plan(*numbered(1), *numbered(1, "manager"))
        await rig.send()
        rig.plan(*numbered(1, "southern"))
        rig.wait(timedelta(seconds=8.9))
        await rig.send()
        assert len(rig.paths) == 2
        rig.wait(timedelta(seconds=1))
        await rig.send()
        assert [e.state for e in rig.entries()] == [State.SENT] * 3


class TestMayHaveArrived:
    @staticmethod
    @sending
    async def test_it_is_sent_once_more_and_then_known(rig: Sending) -> None:
        rig.connector.script.append(Scripted(reset=True))
        rig.plan(MESSAGE)
        await rig.send()
        assert (rig.entry.state, rig.entry.unknowns) == (State.UNKNOWN, 1)
        rig.wait(timedelta(minutes=1))
        await rig.send()
        assert rig.entry.state is State.SENT
        assert [a.outcome for a in rig.attempts()] == ["unknown", "sent"]

    @staticmethod
    @sending
    async def test_twice_it_is_left_to_somebody(rig: Sending) -> None:
        rig.connector.script.extend([Scripted(reset=True)] * 2)
        rig.plan(MESSAGE)
        for _ in range(3):
            await rig.send()
            rig.wait(HOUR)
        assert (rig.entry.state, rig.entry.due_at, len(rig.paths)) == (State.UNKNOWN, None, 2)

    @staticmethod
    @sending
    async def test_it_is_not_repeated_if_it_is_true_no_longer(rig: Sending) -> None:
        rig.connector.script.append(Scripted(reset=True))
        rig.plan(MESSAGE)
        await rig.send()
        rig.notices.settled.add("event:1")
        rig.wait(HOUR)
        await rig.send()
        assert (rig.entry.state, rig.entry.due_at, len(rig.paths)) == (State.UNKNOWN, None, 1)


class TestGoneChat:
    @staticmethod
    @sending
    async def test_it_is_made_again_once(rig: Sending) -> None:
        rig.connector.script.extend([GONE, Scripted(body={"id": "chat-new"})])
        rig.plan(MESSAGE)
        await rig.send()
        assert rig.paths == [
            f"POST conversations/chat-{READER}/activities",
            "POST conversations",
            "POST conversations/chat-new/activities",
        ]
        assert rig.connector.bodies[1]["members"] == [{"id": STAFF[READER].object_id}]  # type: ignore[index]
        await rig.send()
        assert (rig.entry.state, rig.entry.chat_id, rig.entry.recreate) == (State.SENT, "chat-new", None)
        rig.plan(*numbered(1, READER))
        await rig.send()
        assert rig.paths[3:] == ["POST conversations/chat-new/activities"]

    @staticmethod
    @sending
    async def test_what_came_due_meanwhile_isnt_lost(rig: Sending) -> None:
        rig.connector.script.extend([GONE, Scripted(body={"id": "chat-new"})])
        rig.plan(MESSAGE)
        await rig.sender.advance()
        await rig.sender.landed()
        rig.plan(*numbered(1))
        await rig.sender.advance()  # the chat is gone, and not made again yet
        assert [e.state for e in rig.entries()] == [State.POSTING, State.UNREACHABLE]
        await rig.sender.landed()
        await rig.send()
        await rig.send()
        assert [e.state for e in rig.entries()] == [State.SENT] * 2

    @staticmethod
    @sending
    async def test_not_twice(rig: Sending) -> None:
        rig.connector.script.extend([GONE, Scripted(body={"id": "chat-new"}), GONE])
        rig.plan(MESSAGE)
        for _ in range(3):
            await rig.send()
        assert (rig.entry.state, len(rig.paths)) == (State.UNREACHABLE, 3)


@sending
async def test_a_card_that_names_children_is_brought_up_to_date_again_and_again_and_then_replaced(rig: Sending) -> None:
    rig.plan(replace(ABOUT_ALL, kind="test.list"))
    await rig.send()
    with rig.database.transaction() as store:
        store.planning.told(rig.entry.id, [OWN])
        store.sending.show_anew(["somebody else"], rig.clock.now())
    await rig.send()
    assert len(rig.paths) == 1
    for number in (2, 3):
        with rig.database.transaction() as store:
            store.sending.show_anew([OWN], rig.clock.now())
        await rig.send()
        await rig.send()
        assert rig.paths[1:] == [f"PUT conversations/chat-{READER}/activities/sent-1"] * (number - 1)
        assert (rig.entry.state, rig.entry.due_at, rig.entry.replaced_at) == (State.SENT, None, None)
    rig.notices.settled.add("event:1")
    with rig.database.transaction() as store:
        store.sending.show_anew([OWN], rig.clock.now())
    await rig.send()
    assert rig.entry.replaced_at is not None
    with rig.database.transaction() as store:
        store.sending.show_anew([OWN], rig.clock.now())
    await rig.send()
    assert len(rig.paths) == 4


@sending
async def test_a_change_while_the_card_is_on_its_way_brings_it_up_to_date_once_more(rig: Sending) -> None:
    rig.plan(replace(ABOUT_ALL, kind="test.list"))
    await rig.send()
    with rig.database.transaction() as store:
        store.planning.told(rig.entry.id, [OWN])
        store.sending.show_anew([OWN], rig.clock.now())
    await rig.sender.advance()
    with rig.database.transaction() as store:
        store.sending.show_anew([OWN], rig.clock.now())
    await rig.sender.landed()
    await rig.send()
    assert len(rig.paths) == 3
    assert rig.entry.due_at is None
