"""The tick: plans once, on one replica at a time, and finds cards that are true no longer."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.recheck import Recheck
from bot.scheduler import LEASE, Scheduler
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, Planned
from dialogs.core.reply import Reply
from storage.db import Database
from storage.outbox import Message, State
from storage.roles import Action
from storage.store import Store
from tests.bot.sending import ABOUT_ALL, READER, Sending, sending
from tests.dialogs.support import knowledge
from tests.fixed_clock import FixedClock
from tests.storage.support import NOW


class Figures:
    """What a tick says."""

    def __init__(self) -> None:
        self.counts: Mapping[str, int] = {}
        self.overdue = timedelta(0)
        self.held = False

    def ticked(self, at: datetime, counts: Mapping[str, int], overdue: timedelta, *, held: bool) -> None:
        self.counts, self.overdue, self.held = counts, overdue, held

    def silent(self, number: int) -> None:
        self.number = number


class Planner:
    """Two pages of one message each, every time it is asked."""

    def __init__(self, every: timedelta = timedelta(0)) -> None:
        self.pages: list[str] = []
        self.nudge = Nudge("plan", Action.VIEW, lambda *_: True, lambda *_: Reply("words"), due=self.due, every=every)

    def due(self, _store: Store, _knowledge: Knowledge, _now: datetime, page: str) -> Planned:
        self.pages.append(page)
        return Planned((Message("plan", READER, f"page:{page}", "due"),), "" if page else "second")


def broken(_store: Store, _knowledge: Knowledge, _now: datetime, _page: str) -> Planned:
    raise ZeroDivisionError


def scheduler(
    database: Database, clock: FixedClock, *nudges: Nudge, name: str = "replica-1"
) -> tuple[Scheduler, Figures]:
    figures = Figures()
    recheck = Recheck({}, knowledge())
    return Scheduler(database, nudges, knowledge(), recheck, name, lambda _: clock.now(), figures), figures


def test_every_page_is_planned_and_none_of_it_twice(database: Database) -> None:
    clock, planner = FixedClock(NOW), Planner()
    tick, figures = scheduler(database, clock, planner.nudge)
    assert tick.tick()
    assert tick.tick()
    assert planner.pages == ["", "second", "", "second"]
    assert figures.counts["pending"] == 2
    with database.reading() as store:
        assert len(store.audit_log.search(action="run")) == 2


def test_no_message_waits_for_a_chore(database: Database) -> None:
    clock, planner = FixedClock(NOW), Planner()
    planned: list[int] = []

    def chore(_now: datetime) -> None:
        planned.append(len(planner.pages))

    now, recheck = clock.now, Recheck({}, knowledge())
    figures = Figures()
    with_chore = Scheduler(database, [planner.nudge], knowledge(), recheck, "r", lambda _: now(), figures, [chore])
    assert with_chore.tick()
    assert planned == [2]


def test_one_replica_plans_until_it_stops_or_dies(database: Database) -> None:
    clock, mine, other = FixedClock(NOW), Planner(), Planner()
    first, _ = scheduler(database, clock, mine.nudge)
    second, figures = scheduler(database, clock, other.nudge, name="replica-2")
    assert first.tick()
    assert not second.tick()
    assert (other.pages, figures.counts["pending"]) == ([], 2)
    clock.move(LEASE)
    assert second.tick()
    assert not first.tick()
    second.stopped()
    clock.move(timedelta(seconds=1))
    assert first.tick()


def test_what_need_not_be_asked_every_minute_isnt(database: Database) -> None:
    clock, planner = FixedClock(NOW), Planner(every=timedelta(hours=1))
    tick, _ = scheduler(database, clock, planner.nudge)
    for _ in range(3):
        tick.tick()
        clock.move(timedelta(minutes=25))
    tick.tick()
    assert planner.pages == ["", "second"] * 2


def test_one_kind_that_fails_keeps_no_other_from_being_planned(database: Database) -> None:
    planner = Planner()
    bad = Nudge("bad", Action.VIEW, lambda *_: True, lambda *_: Reply("words"), due=broken)
    tick, figures = scheduler(database, FixedClock(NOW), bad, planner.nudge)
    tick.tick()
    assert figures.counts["pending"] == 2


def test_how_late_it_is_and_that_it_is_held_are_seen(database: Database) -> None:
    clock = FixedClock(NOW)
    tick, figures = scheduler(database, clock, Planner().nudge)
    tick.tick()
    clock.move(timedelta(minutes=7))
    with database.transaction() as store:
        store.sending.hold(NOW)
    tick.tick()
    assert (figures.overdue, figures.held) == (timedelta(minutes=7), True)


@sending
async def test_cards_that_are_settled_are_replaced_after_a_tick(rig: Sending) -> None:
    rig.plan(ABOUT_ALL)
    await rig.send()
    tick = Scheduler(rig.database, (), knowledge(), rig.recheck, "r", lambda _: rig.clock.now(), Figures())
    await asyncio.to_thread(tick.tick)
    await rig.send()
    assert len(rig.paths) == 1
    rig.notices.settled.add("event:1")
    for _ in range(2):
        await asyncio.to_thread(tick.tick)
        await rig.send()
    assert rig.paths[1:] == [f"PUT conversations/chat-{READER}/activities/sent-1"]
    assert rig.entry.state is State.SENT


@sending
async def test_a_card_that_names_somebody_elses_child_is_shown_anew_after_a_tick(rig: Sending) -> None:
    rig.plan(replace(ABOUT_ALL, kind="test.list"))
    await rig.send()
    tick = Scheduler(rig.database, (), knowledge(), rig.recheck, "r", lambda _: rig.clock.now(), Figures())
    for outdated in (set[str](), {"event:1"}, set[str]()):
        rig.notices.outdated = outdated
        await asyncio.to_thread(tick.tick)
        await rig.send()
    assert rig.paths[1:] == [f"PUT conversations/chat-{READER}/activities/sent-1"]
    assert (rig.entry.state, rig.entry.due_at, rig.entry.replaced_at) == (State.SENT, None, None)
