"""Who is written to, when, and what becomes of a message that is no longer true or no longer theirs."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import text

from storage.forgetting import forget
from storage.outbox import Message, State
from tests.bot.sending import ABOUT_ALL, MESSAGE, READER, Sending, sending
from tests.storage.council import OWN, STAFF
from tests.storage.support import NOW
from tests.teams.support import Scripted

HOUR = timedelta(hours=1)


def said(status: int, code: str = "", **headers: str) -> Scripted:
    return Scripted(status, {"error": {"code": code}} if code else None, headers)


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

    @staticmethod
    @sending
    async def test_whoever_deletes_the_limits_stops_nothing(rig: Sending) -> None:
        rig.plan(MESSAGE)
        with rig.database.begun() as connection:
            connection.execute(text("DELETE FROM send_limits"))
        await rig.send()
        assert rig.entry.state is State.SENT
