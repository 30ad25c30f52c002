"""Work that many ask for and that should happen once."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable, Iterator
from contextlib import contextmanager, suppress
from typing import Generic, TypeVar

from bot.teams.errors import Rejected

T = TypeVar("T")


class SingleFlight:
    """A refresh of which at most one runs at a time; it keeps its own result and never raises."""

    def __init__(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        self._work = work
        self._task: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """Whether a refresh is under way."""
        return self._task is not None and not self._task.done()

    def start(self) -> None:
        """Begin a refresh unless one is under way."""
        if not self.running:
            self._task = asyncio.create_task(self._work())

    async def join(self) -> None:
        """Wait for the refresh under way, if any; a caller that gives up doesn't stop it."""
        if self._task is not None:
            await asyncio.shield(self._task)


class Turns(Generic[T]):
    """The requests and turns in flight: a repeat joins the first turn, and closing waits for all."""

    def __init__(self) -> None:
        self._requests = 0
        self._tasks: dict[Hashable, asyncio.Task[T]] = {}
        self._ended = asyncio.Event()
        self._closed = False

    @contextmanager
    def request(self) -> Iterator[None]:
        """A request that is being read, checked or answered."""
        self._requests += 1
        try:
            yield
        finally:
            self._requests -= 1
            self._ended.set()

    async def share(self, key: Hashable, work: Callable[[], Coroutine[None, None, T]]) -> T:
        """Do the work, or wait for the same work already running; it goes on if the caller hangs up."""
        if self._closed:
            raise Rejected(503, "stopped before the turn began")
        task = self._tasks.get(key)
        if task is None:
            task = self._tasks[key] = asyncio.create_task(work())
            task.add_done_callback(lambda _: self._forget(key))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                raise Rejected(503, "stopped before the turn ended") from None
            raise

    async def drain(self, grace_seconds: float) -> None:
        """Let requests and turns end; after the grace no turn begins, and those that haven't ended are cancelled."""
        with suppress(TimeoutError):
            async with asyncio.timeout(grace_seconds):
                # A turn may outlive its request, and a request may still become a turn: until there is neither.
                while self._requests or self._tasks:
                    self._ended.clear()
                    await self._ended.wait()
        self._closed = True
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _forget(self, key: Hashable) -> None:
        self._tasks.pop(key, None)
        self._ended.set()
