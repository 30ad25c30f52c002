"""From the outbox to Teams: what each of Teams' answers leads to, and that nothing is sent to the wrong reader."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from unittest.mock import patch

import pytest

from bot.outcomes import GIVE_UP_AFTER
from bot.rounds import LEASE
from bot.sender import BEGIN_WITHIN
from storage.db import Database, DatabaseUnavailable
from storage.forgetting import forget
from storage.outbox import Message, State
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
        rig.connector.script.extend([said(429, **{"Retry-After": "7"}), said(429, **{"Retry-After": "9"})])
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


class TestNotForThemAnyMore:
    @staticmethod
    @sending
    async def test_what_is_true_no_longer_is_cancelled(rig: Sending) -> None:
        rig.notices.settled.add("event:1")
        rig.plan(MESSAGE)
        await rig.send()
        assert (rig.entry.state, rig.entry.reason) == (State.CANCELLED, "it is no longer true")
        assert rig.paths == []

    @staticmethod
    @sending
    async def test_after_a_reassignment_the_old_worker_hears_nothing(rig: Sending) -> None:
        rig.plan(MESSAGE)
        with rig.database.transaction() as store:
            [allocation] = store.allocations.of_child(OWN, NOW.date())
            store.allocations.change_all([replace(allocation, until_on=NOW.date())])
        await rig.send()
        assert (rig.entry.state, rig.entry.reason) == (State.CANCELLED, "it is no longer for its reader")
        assert rig.paths == []

    @staticmethod
    @sending
    async def test_who_has_left_hears_nothing(rig: Sending) -> None:
        rig.plan(MESSAGE)
        with rig.database.transaction() as store:
            store.people.save(replace(STAFF[READER], left_on=date(2026, 1, 1)))  # type: ignore[index]
        await rig.send()
        assert (rig.entry.state, rig.entry.reason) == (State.CANCELLED, "its reader works here no more")
        assert rig.paths == []

    @staticmethod
    @sending
    async def test_nothing_goes_into_a_group_chat(rig: Sending) -> None:
        with rig.database.transaction() as store:
            chat = store.conversations.find(f"chat-{READER}")
            assert chat is not None
            store.conversations.remember(chat.id, "group", chat.tenant_id, chat.service_url)
        rig.plan(MESSAGE)
        await rig.send()
        assert (rig.entry.state, rig.paths) == (State.UNREACHABLE, [])

    @staticmethod
    @sending
    async def test_nothing_goes_to_who_is_bound_to_no_account(rig: Sending) -> None:
        with rig.database.transaction() as store:
            store.arrivals.release(READER)
        rig.plan(MESSAGE)
        await rig.send()
        assert (rig.entry.state, rig.paths) == (State.UNREACHABLE, [])


class TestQuiet:
    @staticmethod
    @sending
    async def test_at_night_it_waits_for_the_morning_at_no_cost(rig: Sending) -> None:
        rig.wait(timedelta(hours=12))
        rig.plan(MESSAGE)
        await rig.send()
        assert (rig.entry.state, rig.entry.tries, rig.paths) == (State.PENDING, 0, [])
        assert rig.entry.due_at == NOW.replace(day=2, hour=7)  # eight in London's summer
        rig.wait(timedelta(hours=10))
        await rig.send()
        assert rig.entry.state is State.SENT

    @staticmethod
    @sending
    async def test_what_may_come_at_any_hour_doesnt_wait(rig: Sending) -> None:
        rig.wait(timedelta(hours=12))
        rig.plan(Message("test.urgent", READER, "event:1", "urgent"))
        await rig.send()
        assert rig.entry.state is State.SENT


class TestBugs:
    @staticmethod
    @sending
    async def test_one_message_that_cant_be_made_stops_no_other(rig: Sending) -> None:
        rig.notices.broken.add("event:1")
        rig.plan(*numbered(2))
        await rig.send()
        assert [e.state for e in rig.entries()] == [State.PENDING, State.SENT]
        rig.notices.broken.clear()
        rig.wait(HOUR)
        await rig.send()
        assert [e.state for e in rig.entries()] == [State.SENT] * 2

    @staticmethod
    @sending
    async def test_what_this_version_doesnt_know_waits_for_one_that_does(rig: Sending) -> None:
        rig.plan(Message("future.kind", READER, "event:1", "new"))
        await rig.send()
        assert (rig.entry.state, rig.paths) == (State.PENDING, [])
        assert rig.entry.due_at is not None
        assert rig.entry.due_at > NOW


class TestClaims:
    @staticmethod
    @sending
    async def test_what_a_dead_replica_was_posting_is_taken_over_after_its_lease(rig: Sending) -> None:
        rig.plan(MESSAGE)
        rig.connector.hold = asyncio.Event()
        await rig.sender.advance()
        await rig.at_teams(1)
        other = rig.replica("replica-2")
        rig.wait(LEASE - timedelta(seconds=1))
        assert (await other.advance()).postings == ()
        rig.wait(timedelta(seconds=1))
        [posting] = (await other.advance()).postings
        assert (posting.entry.unknowns, posting.entry.replica) == (1, "replica-2")
        rig.connector.hold.set()
        await rig.sender.landed()
        await rig.sender.advance()  # too late: its token is old
        assert (rig.entry.state, rig.entry.replica) == (State.POSTING, "replica-2")
        await other.landed()
        await other.advance()
        assert rig.entry.state is State.SENT
        assert [a.outcome for a in rig.attempts()] == ["unknown", "sent", "sent"]
        await other.stop(0)

    @staticmethod
    @sending
    async def test_a_replica_that_was_paused_begins_no_post_on_its_old_claim(rig: Sending) -> None:
        rig.plan(MESSAGE)
        await rig.sender.advance()  # the post begins at the next step of the event loop
        rig.wait(BEGIN_WITHIN + timedelta(seconds=1))
        await rig.sender.landed()
        assert rig.paths == []
        await rig.sender.advance()
        await rig.sender.landed()
        await rig.sender.advance()
        assert (rig.entry.state, len(rig.paths)) == (State.SENT, 1)

    @staticmethod
    @sending
    async def test_two_replicas_never_take_the_same(rig: Sending) -> None:
        rig.plan(*numbered(4))
        one, other = await asyncio.gather(rig.sender.advance(), (second := rig.replica("replica-2")).advance())
        taken = [p.entry.id for p in (*one.postings, *other.postings)]
        assert len(taken) == len(set(taken)) == 4
        await rig.sender.landed()
        await second.landed()
        await asyncio.gather(rig.sender.advance(), second.advance())
        assert len(rig.paths) == 4
        await second.stop(0)

    @staticmethod
    @sending
    async def test_what_came_is_written_when_the_database_is_back(rig: Sending) -> None:
        rig.plan(MESSAGE)
        await rig.sender.advance()
        await rig.sender.landed()
        down = patch.object(rig.database, "transaction", side_effect=DatabaseUnavailable("restarting"))
        with down, pytest.raises(DatabaseUnavailable):
            await rig.sender.advance()
        assert rig.entry.state is State.POSTING
        await rig.sender.advance()
        assert (rig.entry.state, len(rig.paths)) == (State.SENT, 1)

    @staticmethod
    @sending
    async def test_stopping_gives_back_what_hasnt_gone_and_waits_for_what_has(rig: Sending) -> None:
        rig.plan(MESSAGE)
        await rig.sender.advance()
        rig.sender._stopping.set()  # before the post has begun
        await rig.sender.landed()
        await rig.sender.stop(20)
        assert (rig.entry.state, rig.entry.due_at, rig.entry.tries, rig.paths) == (State.PENDING, NOW, 0, [])
        rig.sender = rig.replica("replica-2")
        rig.connector.hold = asyncio.Event()
        await rig.sender.advance()
        await rig.at_teams(1)
        stopping = asyncio.create_task(rig.sender.stop(20))
        await asyncio.sleep(0)
        rig.connector.hold.set()
        await stopping
        assert rig.entry.state is State.SENT


class TestInPlace:
    @staticmethod
    @sending
    async def test_a_card_that_is_settled_is_replaced(rig: Sending) -> None:
        rig.plan(ABOUT_ALL)
        await rig.send()
        rig.notices.settled.add("event:1")
        with rig.database.transaction() as store:
            store.sending.replace_soon([rig.entry.id], NOW)
        rig.connector.script.append(said(503))
        await rig.send()
        rig.wait(HOUR)
        await rig.send()
        assert rig.paths[1:] == [f"PUT conversations/chat-{READER}/activities/sent-1"] * 2
        assert rig.connector.bodies[-1]["text"] == "It is done."
        assert (rig.entry.state, rig.entry.due_at) == (State.SENT, None)
        assert rig.entry.replaced_at == rig.clock.now()

    @staticmethod
    @sending
    async def test_what_is_still_true_stays(rig: Sending) -> None:
        rig.plan(ABOUT_ALL)
        await rig.send()
        with rig.database.transaction() as store:
            store.sending.replace_soon([rig.entry.id], NOW)
        await rig.send()
        assert (len(rig.paths), rig.entry.due_at, rig.entry.replaced_at) == (1, None, None)

    @staticmethod
    @sending
    async def test_a_forgotten_childs_card_gives_way_to_one_that_names_nobody(rig: Sending) -> None:
        rig.plan(MESSAGE)
        await rig.send()
        with rig.database.transaction() as store:
            forget(store, OWN, "somebody", NOW, None)
        assert (rig.entry.child_id, rig.entry.facts) == (None, {})
        await rig.send()
        assert rig.paths[1:] == [f"PUT conversations/chat-{READER}/activities/sent-1"]
        assert rig.connector.bodies[-1]["text"] == "This is settled: nothing is left to do here."


class TestHold:
    @staticmethod
    @sending
    async def test_on_hold_nothing_is_taken(rig: Sending) -> None:
        rig.plan(MESSAGE)
        with rig.database.transaction() as store:
            store.sending.hold(NOW)
        await rig.send()
        assert (rig.entry.state, rig.paths) == (State.PENDING, [])
        with rig.database.transaction() as store:
            store.sending.hold(None)
        await rig.send()
        assert rig.entry.state is State.SENT
