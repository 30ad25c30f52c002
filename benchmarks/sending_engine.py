"""The same messages by procrastinate, the nearest existing engine: its rows in PostgreSQL, its workers, its retries."""

import asyncio
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import aiohttp
import procrastinate

from benchmarks.sending import PROCESSES, FakeTeams, _cpu
from bot.teams.http import pooled_session

BODY = {"type": "message", "summary": "A visit", "text": "x" * 900}


def made(url: str, session: list[aiohttp.ClientSession]) -> tuple[procrastinate.App, procrastinate.tasks.Task]:  # type: ignore[type-arg]
    """The application and its one task, which posts a message."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url))

    @app.task(name="post", queue="messages")
    async def post(number: int, service_url: str) -> None:
        where = f"{service_url}/v3/conversations/chat-{number}/activities"
        async with session[0].post(where, json=BODY) as response:
            await response.read()

    return app, post


async def prepared(url: str, number: int, service_url: str) -> float:
    """Make its tables and plan the messages, 500 a transaction; how many a second."""
    app, post = made(url, [])
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        begun = time.perf_counter()
        for start in range(0, number, 500):
            await post.batch_defer_async(
                *({"number": n, "service_url": service_url} for n in range(start, start + 500))
            )
        return number / (time.perf_counter() - begun)


async def retry_stalled(url: str) -> int:
    """Put what a dead worker left behind back; how many. Whoever uses it has to call this themselves."""
    app, _ = made(url, [])
    async with app.open_async():
        stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=0))
        for job in stalled:
            await app.job_manager.retry_job(job)
        return len(stalled)


@contextmanager
def worker(url: str) -> Iterator[tuple[BaseProcess, Connection]]:
    """A worker in a process of its own, with as many posts at once as our sender."""
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=_work, args=(url, theirs), daemon=True)
    process.start()
    ours.recv()
    try:
        yield process, ours
    finally:
        process.terminate()
        process.join(30)
        process.kill()


def _work(url: str, pipe: Connection) -> None:
    asyncio.run(_work_until_stopped(url, pipe))


async def _work_until_stopped(url: str, pipe: Connection) -> None:
    async with pooled_session() as session:
        app, _ = made(url, [session])
        async with app.open_async():
            at_first = _cpu()
            pipe.send("ready")
            work = asyncio.create_task(app.run_worker_async(concurrency=50, install_signal_handlers=False))
            stop = asyncio.Event()
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
            await stop.wait()
            work.cancel()
            await asyncio.wait([work])
            pipe.send(_cpu() - at_first)


def arrived(teams: FakeTeams, number: int, at_most: float = 300) -> list[float]:
    """Wait until so many messages have come; when they did."""
    begun, came = time.perf_counter(), list[float]()
    while len(came) < number:
        came += teams.arrivals()
        if time.perf_counter() - begun > at_most:
            raise TimeoutError("messages don't come")
        time.sleep(0.05)
    return came
