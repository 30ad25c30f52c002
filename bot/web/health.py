"""Whether the process lives (/healthz) and can serve (/readyz)."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from aiohttp import web

_SECONDS = 5.0

UNREACHABLE = "the database can't be reached"
OUTDATED = "the database's tables aren't up to date: run `companion db upgrade`"
SLOW = "the database didn't answer in time"
STOPPING = "the bot is stopping"


class Readiness:
    """Asks the database; probes that come while it is being asked share the answer.

    A thread of its own, so that probes of a database that hangs never take the turns' threads."""

    def __init__(
        self, is_reachable: Callable[[], bool], is_current: Callable[[], bool], *, seconds: float = _SECONDS
    ) -> None:
        self._is_reachable = is_reachable
        self._is_current = is_current
        self._seconds = seconds
        self._thread = ThreadPoolExecutor(1, "readiness")
        self._running: asyncio.Future[str] | None = None
        self._stopping = False

    def stopping(self) -> None:
        """From now on the process can't serve, whatever the database says."""
        self._stopping = True

    async def problem(self) -> str:
        """Why the process can't serve, empty if it can."""
        return STOPPING if self._stopping else await self.database_problem()

    async def database_problem(self) -> str:
        """Why the database can't be used, empty if it can."""
        if self._running is None or self._running.done():
            self._running = asyncio.get_running_loop().run_in_executor(self._thread, self._ask)
        try:
            return await asyncio.wait_for(asyncio.shield(self._running), self._seconds)
        except TimeoutError:
            return SLOW

    async def close(self) -> None:
        """Let the thread go."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _ask(self) -> str:
        try:
            if not self._is_reachable():
                return UNREACHABLE
            return "" if self._is_current() else OUTDATED
        except Exception:  # whatever a driver raises, a probe wants an answer
            return UNREACHABLE


def add_health_routes(app: web.Application, readiness: Readiness) -> None:
    """Serve /healthz and /readyz; the readiness is closed with the application."""

    async def live(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def ready(_request: web.Request) -> web.Response:
        problem = await readiness.problem()
        if problem:
            return web.json_response({"status": "not ready", "reasons": [problem]}, status=503)
        return web.json_response({"status": "ready"})

    async def close(_app: web.Application) -> None:
        await readiness.close()

    app.router.add_get("/healthz", live)
    app.router.add_get("/readyz", ready)
    app.on_cleanup.append(close)
