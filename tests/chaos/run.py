"""The fault run: replicas are killed, paused and stopped while they send, and then everything is counted."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from threading import Semaphore

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage import schema
from storage.db import Database
from storage.outbox import Entry, State
from tests.chaos import replica
from tests.chaos.clock import SPEED, FastClock
from tests.chaos.connector import FaultyConnector, Post
from tests.chaos.town import Town

PATIENCE = 180.0  # seconds until a run that hangs fails
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.chaos.replica"])


@dataclass
class Counts:
    """What came of a run."""

    planned: int
    states: dict[str, int]
    lost: int
    duplicates: int
    in_flight: int  # posts that were on their way at a kill or pause
    reset: int  # posts that were taken and then cut off, which are sent once more by design
    after_pause: int  # posts that a resumed replica began on a claim that was somebody else's by then
    kills: int
    seconds: float
    answers: dict[str, int] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Whether nothing is lost, nothing is open, and nothing was repeated without reason."""
        open_ones = self.states["pending"] + self.states["posting"]
        whole = self.planned == sum(self.states.values())
        few = self.duplicates <= self.in_flight + self.reset
        return whole and few and not (open_ones or self.lost or self.after_pause)


class FaultRun:
    """One town on one database. `names`: the replicas that run at a time."""

    def __init__(self, url: str, town: Town, names: Sequence[str], seed: int) -> None:
        self._url = url
        self._town = town
        self._names = tuple(names)
        self._random = random.Random(seed)
        self._begun = datetime.now(UTC)
        self._clock = FastClock(self._begun)
        self._database = Database(url)
        self._running: dict[str, BaseProcess] = {}
        self._posts = Semaphore(0)
        self._started = 0
        self._kills = 0
        self._in_flight: set[tuple[int, int]] = set()
        self._old_claims: set[tuple[str, int]] = set()
        self._resumed_at = datetime.max.replace(tzinfo=UTC)
        self._late: list[Post] = []

    def run(self, kills: int, *, pause: bool = False, restart: Callable[[], None] | None = None) -> Counts:
        """Kill so many; with a `pause`, stop one past its lease and let one die for good; `restart` the database."""
        began = time.monotonic()
        with closing(self._database), FaultyConnector(self._random.randrange(10**9), self._came) as connector:
            schema.upgrade(self._database)
            self._town.fill(self._database, connector.url, self._clock.now())
            try:
                for name in self._names:
                    self._start(name)
                self._harm(kills, pause, restart)
                self._finish()
            finally:
                for process in self._running.values():
                    process.kill()
                    process.join()
            return self._counted(connector, time.monotonic() - began)

    def _harm(self, kills: int, pause: bool, restart: Callable[[], None] | None) -> None:
        for number in range(kills):
            self._wait_for_posts(self._random.randint(3, max(4, self._town.messages // (kills + 1))))
            self._kill(self._random.choice(sorted(self._running)))
            if pause and number == kills // 3:
                self._pause()
            if restart is not None and number == kills // 2:
                restart()
        if pause:
            self._kill(sorted(self._running)[0], for_good=True)

    def _finish(self) -> None:
        """Let what is running send the rest, and stop it as an operator does."""
        until = time.monotonic() + PATIENCE
        while True:
            with self._database.reading() as store:
                if store.sending.next_due() is None:
                    break
            if time.monotonic() > until:
                raise TimeoutError("the outbox never became empty")
            time.sleep(0.2)
        for process in self._running.values():
            process.terminate()
            process.join(PATIENCE)

    def _start(self, name: str) -> None:
        self._started += 1
        arguments = (self._url, f"{name}-{self._started}", self._begun, self._random.randrange(10**9))
        process = _PROCESSES.Process(target=replica.run, args=arguments, daemon=True)
        process.start()
        self._running[f"{name}-{self._started}"] = process

    def _kill(self, name: str, *, for_good: bool = False) -> None:
        process = self._running.pop(name)
        process.kill()
        process.join()
        self._kills += 1
        self._note_in_flight(name)
        if not for_good:
            self._start(name.rpartition("-")[0])

    def _pause(self) -> None:
        """Stop one amid its posts until the others have taken them over, as they do once its lease is past."""
        name = sorted(self._running)[0]
        pid = self._running[name].pid
        assert pid is not None
        self._stop_amid_posts(name, pid)
        claims = self._note_in_flight(name)
        until, taken = time.monotonic() + 4 * 60 / SPEED, set[tuple[str, int]]()
        while len(taken) < len(claims) and time.monotonic() < until:
            time.sleep(0.1)
            with self._database.reading() as store:
                now = [(c, store.outbox.find(c.id)) for c in claims]
            taken = {(c.about, c.token) for c, n in now if n is not None and n.token > c.token}
        self._old_claims, self._resumed_at = taken, self._clock.now()
        os.kill(pid, signal.SIGCONT)

    def _stop_amid_posts(self, name: str, pid: int) -> None:
        """Not amid a transaction, in which it would keep the others from their work, too."""
        until = time.monotonic() + 10
        os.kill(pid, signal.SIGSTOP)
        while (self._is_held_up() or not self._posting(name)) and time.monotonic() < until:
            os.kill(pid, signal.SIGCONT)
            time.sleep(0.05)
            os.kill(pid, signal.SIGSTOP)

    def _is_held_up(self) -> bool:
        try:
            with self._database.begun() as connection:
                connection.execute(text("SELECT name FROM send_limits FOR UPDATE NOWAIT"))
        except DBAPIError:
            return True
        return False

    def _note_in_flight(self, name: str) -> list[Entry]:
        posting = self._posting(name)
        self._in_flight |= {(entry.id, entry.token) for entry in posting}
        return posting

    def _posting(self, name: str) -> list[Entry]:
        with self._database.reading() as store:
            return [entry for entry in store.outbox.in_states([State.POSTING]) if entry.replica == name]

    def _came(self, post: Post) -> None:
        # One that was begun before the pause may still be on its way after it, which no sender can help.
        if post.begun >= self._resumed_at and (post.about, post.token) in self._old_claims:
            self._late.append(post)
        self._posts.release()

    def _wait_for_posts(self, number: int) -> None:
        for _ in range(number):
            if not self._posts.acquire(timeout=PATIENCE):
                raise TimeoutError("nothing is sent any more")

    def _counted(self, connector: FaultyConnector, seconds: float) -> Counts:
        with self._database.reading() as store:
            entries, states = store.outbox.in_states(list(State), limit=10**6), dict(store.outbox.counts())
        must = self._town.must_arrive()
        unsure = {entry.about for entry in entries if entry.state is State.UNKNOWN}
        claimed = {entry.about for entry in entries if entry.state is State.SENT}
        lost = (must | claimed) - set(connector.accepted) - unsure
        return Counts(
            planned=self._town.messages,
            states=states,
            lost=len(lost),
            duplicates=sum(number - 1 for number in connector.accepted.values()),
            in_flight=len(self._in_flight),
            reset=connector.answers["reset after accepting"],
            after_pause=len(self._late),
            kills=self._kills,
            seconds=seconds,
            answers=dict(connector.answers),
        )
