"""What goes wrong around a message: replicas that die, pause or stop, databases that go, children forgotten, bugs."""

import asyncio
from datetime import timedelta
from unittest.mock import patch

import pytest

from bot.app import shared_now
from bot.outcomes import GIVE_UP_AFTER
from bot.rounds import LEASE
from bot.scheduler import Scheduler
from bot.sender import BEGIN_WITHIN
from storage.db import Database, DatabaseUnavailable
from storage.forgetting import forget
from storage.outbox import Message, State
from storage.roles import Role
from tests.bot.sending import MESSAGE, READER, Sending, numbered, sending
from tests.bot.test_scheduler import Figures
from tests.dialogs.support import knowledge
from tests.fixed_clock import FixedClock
from tests.storage.council import OWN, STAFF
from tests.storage.support import NOW
from tests.teams.support import SERVICE_URL, TENANT_ID, Scripted

HOUR = timedelta(hours=1)
GONE = Scripted(404, {"error": {"code": "ConversationNotFound"}})


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

    @staticmethod
    @sending
    async def test_what_no_version_knows_within_a_day_is_a_dead_letter(rig: Sending) -> None:
        rig.plan(Message("future.kind", READER, "event:1", "new"))
        await rig.send()
        rig.wait(GIVE_UP_AFTER)
        await rig.send()
        assert (rig.entry.state, rig.paths) == (State.DEAD, [])
        assert "doesn't know messages of this kind" in rig.entry.reason
        with rig.database.transaction() as store:
            assert store.outbox.retry([rig.entry.id], rig.clock.now()) == 1
        await rig.send()
        assert rig.entry.state is State.PENDING

    @staticmethod
    @sending
    async def test_one_that_cant_be_made_for_a_day_is_a_dead_letter(rig: Sending) -> None:
        rig.notices.broken.add("event:1")
        rig.plan(MESSAGE)
        await rig.send()
        rig.wait(GIVE_UP_AFTER)
        await rig.send()
        assert (rig.entry.state, rig.entry.reason) == (State.DEAD, "it can't be made: ZeroDivisionError")


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


class TestForgottenOnTheWay:
    @staticmethod
    @sending
    async def test_a_childs_card_that_arrives_afterwards_gives_way_to_one_that_names_nobody(rig: Sending) -> None:
        rig.plan(MESSAGE)
        rig.connector.hold = asyncio.Event()
        await rig.sender.advance()
        await rig.at_teams(1)
        with rig.database.transaction() as store:
            forget(store, OWN, "somebody", NOW, None)
        assert (rig.entry.kind, rig.entry.child_id, rig.entry.facts) == ("", None, {})
        rig.connector.hold.set()
        await rig.sender.landed()
        await rig.sender.advance()
        assert (rig.entry.state, rig.entry.activity_id) == (State.SENT, "sent-1")
        await asyncio.to_thread(ticking(rig).tick)
        await rig.send()
        assert rig.paths[1:] == [f"PUT conversations/chat-{READER}/activities/sent-1"]
        assert OWN not in str(rig.connector.bodies[-1])

    @staticmethod
    @sending
    async def test_what_teams_did_not_take_is_not_tried_again(rig: Sending) -> None:
        rig.plan(MESSAGE)
        rig.connector.script.append(Scripted(503))
        rig.connector.hold = asyncio.Event()
        await rig.sender.advance()
        await rig.at_teams(1)
        with rig.database.transaction() as store:
            forget(store, OWN, "somebody", NOW, None)
        rig.connector.hold.set()
        await rig.sender.landed()
        await rig.sender.advance()
        rig.wait(HOUR)
        await rig.send()
        assert (rig.entry.state, len(rig.paths)) == (State.CANCELLED, 1)

    @staticmethod
    @sending
    async def test_nor_what_a_dead_replica_may_have_delivered(rig: Sending) -> None:
        rig.plan(MESSAGE)
        rig.connector.hold = asyncio.Event()
        await rig.sender.advance()
        await rig.at_teams(1)
        with rig.database.transaction() as store:
            forget(store, OWN, "somebody", NOW, None)
        other = rig.replica("replica-2")
        rig.wait(LEASE)
        assert (await other.advance()).postings == ()
        assert (rig.entry.state, rig.entry.due_at) == (State.UNKNOWN, None)
        rig.connector.hold.set()
        await other.stop(0)


class TestPurge:
    @staticmethod
    @sending
    async def test_what_is_on_its_way_is_kept_however_old(rig: Sending) -> None:
        rig.plan(MESSAGE)
        rig.connector.hold = asyncio.Event()
        await rig.sender.advance()
        await rig.at_teams(1)
        with rig.database.transaction() as store:
            assert store.outbox.purge(NOW + timedelta(days=999)) == 0
        rig.connector.hold.set()
        await rig.sender.landed()
        await rig.sender.advance()
        assert rig.entry.state is State.SENT
        with rig.database.transaction() as store:
            assert store.outbox.purge(NOW + timedelta(days=999)) == 1


class TestOutage:
    @staticmethod
    @sending
    async def test_ten_minutes_without_the_database_lose_and_repeat_nothing(rig: Sending) -> None:
        rig.plan(*numbered(3))
        await rig.sender.advance()
        await rig.sender.landed()
        down = patch.object(rig.database, "transaction", side_effect=DatabaseUnavailable("restarting"))
        with down:
            for _ in range(10):
                rig.wait(timedelta(minutes=1))
                with pytest.raises(DatabaseUnavailable):
                    await rig.sender.advance()
        await rig.send()
        assert [e.state for e in rig.entries()] == [State.SENT] * 3
        assert len(rig.paths) == 3


class TestNewChat:
    @staticmethod
    @sending
    async def test_who_installs_again_meanwhile_gets_it_in_the_new_chat(rig: Sending) -> None:
        rig.plan(MESSAGE)
        rig.connector.script.append(GONE)
        rig.connector.hold = asyncio.Event()
        await rig.sender.advance()
        await rig.at_teams(1)
        person = STAFF[Role.PRACTITIONER]
        with rig.database.transaction() as store:
            store.conversations.remember("chat-new", "personal", TENANT_ID, SERVICE_URL)
            store.arrivals.remember_chat(str(person.object_id), person.name, "chat-new")
        rig.connector.hold.set()
        await rig.sender.landed()
        await rig.send()
        await rig.send()
        assert rig.paths == [
            f"POST conversations/chat-{READER}/activities",
            "POST conversations/chat-new/activities",
        ]
        assert (rig.entry.state, rig.entry.chat_id) == (State.SENT, "chat-new")


class TestClocks:
    @staticmethod
    def test_replicas_go_by_the_databases_clock(database: Database) -> None:
        with database.reading() as store:
            shared = store.sending.shared_clock()
            slow, fast = FixedClock(NOW - timedelta(days=1)), FixedClock(NOW + timedelta(days=1))
            read = [shared_now(slow, store), shared_now(fast, store)]
        if shared is None:  # SQLite: one machine, one clock
            assert read == [slow.now(), fast.now()]
        else:
            assert abs(read[0] - read[1]) < timedelta(minutes=1)


@sending
async def test_one_card_that_cant_be_checked_keeps_no_other_from_being_replaced(rig: Sending) -> None:
    rig.plan(*numbered(2))
    await rig.send()
    rig.notices.unsure.add("event:1")
    rig.notices.settled.add("event:2")
    [settled] = [entry.activity_id for entry in rig.entries() if entry.about == "event:2"]
    await asyncio.to_thread(ticking(rig).tick)
    await rig.send()
    assert rig.paths[2:] == [f"PUT conversations/chat-{READER}/activities/{settled}"]


def ticking(rig: Sending) -> Scheduler:
    return Scheduler(rig.database, (), knowledge(), rig.recheck, "r", lambda _: rig.clock.now(), Figures())
