"""From the outbox to Teams, until stopped: rounds in the database on one thread, posts at once on the event loop."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar

from bot.outcomes import Came, Outcome, outcome_of
from bot.rounds import LEASE, Finished, Posting, Round, Rounds
from bot.teams.errors import SendFailure
from bot.teams.post import Post
from bot.teams.retry import Pace
from storage.conversations import Reachable
from storage.outbox import State

T = TypeVar("T")

AT_ONCE = 50  # posts on their way
POLL = timedelta(seconds=2)
# What has not begun by then is given back: the post itself takes up to ten seconds, and the lease has to outlast it.
BEGIN_WITHIN = LEASE / 3
_BETWEEN_ROUNDS = 0.02  # so that what comes in the meantime is written in one transaction
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 10.0

_logger = logging.getLogger(__name__)


class SendWatch(Protocol):
    """Somebody who counts tries."""

    def tried(self, outcome: str) -> None:
        """A try came to this."""
        ...


class Sender:
    """Sends what is due. `clock`: beside `pace`, to notice that the process was stopped for a while."""

    def __init__(self, rounds: Rounds, post: Post, pace: Pace, clock: Callable[[], datetime], watch: SendWatch) -> None:
        self._rounds = rounds
        self._post = post
        self._pace = pace
        self._clock = clock
        self._watch = watch
        self._thread = ThreadPoolExecutor(1, "sender")
        self._finished: list[Finished] = []
        self._on_their_way: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Send from now on."""
        self._running = asyncio.create_task(self._run())

    async def stop(self, grace_seconds: float) -> None:
        """Take nothing new, give back what hasn't gone, let what has gone come back, and write it down."""
        self._stopping.set()
        self._wake.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(grace_seconds):
                if self._running is not None:
                    await asyncio.wait([self._running])
                await self.landed()
                while self._finished:
                    await self._keep_what_came()
        for task in [self._running, *self._on_their_way]:
            if task is not None:
                task.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def advance(self) -> Round:
        """One round, and its posts on their way. DatabaseUnavailable: nothing is lost, call it again."""
        finished, self._finished = self._finished, []
        room = 0 if self._stopping.is_set() else AT_ONCE - len(self._on_their_way)
        begun = self._moment()
        try:
            found = await self._in_thread(partial(self._rounds.run, finished, room))
        except BaseException:
            self._finished = [*finished, *self._finished]
            raise
        for posting in found.postings:
            task = asyncio.create_task(self._carry(posting, begun))
            self._on_their_way.add(task)
            task.add_done_callback(self._landed)
        return found

    async def landed(self) -> None:
        """Wait until nothing is on its way."""
        while self._on_their_way:
            await asyncio.wait(list(self._on_their_way))

    async def _run(self) -> None:
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                await self._wait(await self._next())
                pause = _FIRST_PAUSE
            except Exception as error:  # the database may be restarting
                _logger.error("a round of sending failed: %s", type(error).__name__)
                await self._until_woken(pause * (0.5 + self._pace.jitter()))
                pause = min(pause * 2, _LONGEST_PAUSE)

    async def _next(self) -> Round:
        """A round, if there is any reason for one."""
        if not self._finished:
            idle = await self._in_thread(self._rounds.is_idle)
            if idle is None or idle > timedelta(0):
                return Round(next_in=idle)
        return await self.advance()

    async def _wait(self, last: Round) -> None:
        """Until there is something to do: something came back, a message is due, or it is time to look again."""
        wait = POLL if last.next_in is None else min(last.next_in, POLL)
        full = len(self._on_their_way) >= AT_ONCE
        await self._until_woken(POLL.total_seconds() if full else wait.total_seconds())
        if self._on_their_way and not self._stopping.is_set():
            await self._pace.sleep(_BETWEEN_ROUNDS)

    async def _until_woken(self, seconds: float) -> None:
        if seconds > 0 and not self._finished:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), seconds)
        self._wake.clear()

    async def _keep_what_came(self) -> None:
        try:
            await self.advance()
        except Exception as error:
            _logger.error("what came of messages can't be written yet: %s", type(error).__name__)
            await self._pace.sleep(_FIRST_PAUSE)

    async def _carry(self, posting: Posting, begun: tuple[float, datetime]) -> None:
        outcome = Outcome(Came.UNSENT)
        try:
            outcome = await self._try(posting, begun)
        except SendFailure as failure:
            outcome = outcome_of(failure)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            _logger.exception("a message can't be posted", extra={"entry": posting.entry.id})
            outcome = Outcome(Came.UNKNOWN, reason=f"a bug: {type(error).__name__}")
        self._finished.append(Finished(posting, outcome))
        self._watch.tried(outcome.came.value)

    async def _try(self, posting: Posting, begun: tuple[float, datetime]) -> Outcome:
        await self._post.ready()
        elapsed = self._pace.monotonic() - begun[0]
        if not await self._may_go(posting.wait.total_seconds() - elapsed, begun):
            return Outcome(Came.UNSENT)
        chat = posting.chat
        if posting.entry.state is State.SENT:
            await self._post.replace(chat, posting.entry.activity_id or "", posting.reply)
            return Outcome(Came.SENT, 200)
        if not posting.recreate:
            return Outcome(Came.SENT, 200, activity_id=await self._post.send(chat, posting.reply))
        new = await self._post.personal_chat(chat, posting.object_id)
        if self._is_late(begun):
            return Outcome(Came.UNSENT, new_chat_id=new)
        there = Reachable(new, chat.scope, chat.tenant_id, chat.service_url)
        return Outcome(Came.SENT, 200, activity_id=await self._post.send(there, posting.reply), new_chat_id=new)

    async def _may_go(self, wait: float, begun: tuple[float, datetime]) -> bool:
        """At its slot, whether it still may: not when stopping, nor when the claim may be somebody else's by now."""
        if wait > 0 and not self._stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), wait)
        return not self._stopping.is_set() and not self._is_late(begun)

    def _is_late(self, begun: tuple[float, datetime]) -> bool:
        monotonic, at = self._moment()
        return max(monotonic - begun[0], (at - begun[1]).total_seconds()) > BEGIN_WITHIN.total_seconds()

    def _moment(self) -> tuple[float, datetime]:
        return self._pace.monotonic(), self._clock()

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._on_their_way.discard(task)
        self._wake.set()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
