"""The tick: plans what is due, and finds cards that are no longer true. One replica at a time; twice does no harm."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from bot.recheck import Recheck
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge
from storage.access import as_job
from storage.db import Database, is_unavailable
from storage.outbox import Entry
from storage.store import Store

TICK = timedelta(minutes=1)
LEASE = timedelta(minutes=5)
JOB = "tick"
SHOWN_FOR = timedelta(days=60)
PAGE = 200

_logger = logging.getLogger(__name__)


class TickWatch(Protocol):
    """Somebody who keeps the figures."""

    def ticked(self, at: datetime, counts: Mapping[str, int], overdue: timedelta, *, held: bool) -> None:
        """How many messages are in each state, how late the longest-due one is, whether all sending is stopped."""
        ...

    def silent(self, number: int) -> None:
        """How many should have heard and did not, by the last night's check."""
        ...


class Scheduler:
    """Ticks once a minute. Every page of work is a transaction of its own, so that nobody waits long for it. `chores`:
    what else is done then, after the planning: no message waits for one."""

    def __init__(
        self,
        database: Database,
        nudges: Iterable[Nudge],
        knowledge: Knowledge,
        recheck: Recheck,
        replica: str,
        now: Callable[[Store], datetime],
        watch: TickWatch,
        chores: Iterable[Callable[[datetime], object]] = (),
    ) -> None:
        self._database = database
        self._nudges = tuple(nudges)
        self._knowledge = knowledge
        self._recheck = recheck
        self._replica = replica
        self._now = now
        self._watch = watch
        self._chores = tuple(chores)
        self._asked: dict[str, datetime] = {}

    async def run(self) -> None:
        """Tick until cancelled."""
        while True:
            try:
                await asyncio.to_thread(self.tick)
            except Exception:  # the next minute tries again
                _logger.exception("a tick failed")
            await asyncio.sleep(TICK.total_seconds())

    def tick(self) -> bool:
        """One tick; false if another replica plans, and this one only looks."""
        plans = self._leased()
        if plans:
            self._plan_all()
            self._do_chores()
            self._sweep()
        self._look()
        return plans

    def _do_chores(self) -> None:
        with self._database.reading() as store:
            now = self._now(store)
        for chore in self._chores:
            try:
                chore(now)
            except Exception:  # one chore's bug must not silence the messages
                _logger.exception("a chore failed")

    def _plan_all(self) -> None:
        for nudge in self._nudges:
            try:
                self._plan(nudge)
            except Exception:  # one kind's bug must not silence the others
                _logger.exception("planning failed", extra={"kind": nudge.kind})

    def _look(self) -> None:
        with self._database.reading() as store:
            now, counts = self._now(store), store.outbox.counts()
            looked_at = store.planning.last_looked_at()
            due, held = store.sending.next_due(), store.sending.held_since() is not None
        self._watch.ticked(now, counts, max(now - due, timedelta(0)) if due else timedelta(0), held=held)
        if looked_at is not None and looked_at.silent is not None:
            self._watch.silent(looked_at.silent)

    def stopped(self) -> None:
        """Let another replica tick at once."""
        with self._database.transaction() as store:
            store.job_leases.give_back(JOB, self._replica, self._now(store))

    def _leased(self) -> bool:
        with self._database.transaction() as store:
            return store.job_leases.take(JOB, self._replica, self._now(store), LEASE)

    def _plan(self, nudge: Nudge) -> None:
        if nudge.due is None:
            return
        page, first = "", True
        while first or page:
            with self._database.transaction() as store:
                now = self._now(store)
                if first and now - self._asked.get(nudge.kind, datetime.min.replace(tzinfo=now.tzinfo)) < nudge.every:
                    return
                if not store.job_leases.take(JOB, self._replica, now, LEASE):
                    return
                planned = nudge.due(store, self._knowledge, now, page)
                new = store.outbox.add_all(planned.messages, now)
                if new:
                    children = {m.child_id for m in planned.messages if m.child_id}
                    as_job(store, JOB, now, f"{new} messages planned: {nudge.kind}", children)
            if first:
                self._asked[nudge.kind] = now
            page, first = planned.next_page, False

    def _is_over(self, entry: Entry, store: Store, now: datetime) -> bool:
        try:
            with store.apart():
                return self._recheck.is_over(entry, store, now)
        except Exception as error:  # one card's bug must not keep the others from being replaced
            if is_unavailable(error):
                raise
            _logger.exception("a card can't be checked", extra={"entry": entry.id, "kind": entry.kind})
            return False

    def _sweep(self) -> None:
        """Have cards replaced that Teams shows and that are no longer true, or no longer for their reader."""
        after = 0
        while True:
            with self._database.reading() as store:
                now = self._now(store)
                shown = store.sending.shown(after, now - SHOWN_FOR, PAGE)
                over = [entry.id for entry in shown if self._is_over(entry, store, now)]
            if over:
                with self._database.transaction() as store:
                    store.sending.replace_soon(over, now)
            if len(shown) < PAGE:
                return
            after = shown[-1].id
