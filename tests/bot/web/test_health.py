import asyncio
import threading
from collections.abc import Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.health import OUTDATED, SLOW, STOPPING, UNREACHABLE, Readiness, add_health_routes


def broken() -> bool:
    raise ConnectionError("postgresql://user:hunter2@host")


async def _get(path: str, readiness: Readiness) -> tuple[int, dict[str, object]]:
    app = web.Application()
    add_health_routes(app, readiness)
    async with TestClient(TestServer(app)) as client:
        response = await client.get(path)
        return response.status, await response.json()


def get(path: str, readiness: Readiness) -> tuple[int, dict[str, object]]:
    return asyncio.run(_get(path, readiness))


def test_ready() -> None:
    assert get("/readyz", Readiness(lambda: True, lambda: True)) == (200, {"status": "ready"})


@pytest.mark.parametrize(
    ("is_reachable", "is_current", "reason"),
    [
        (lambda: False, broken, UNREACHABLE),
        (broken, lambda: True, UNREACHABLE),
        (lambda: True, lambda: False, OUTDATED),
    ],
)
def test_not_ready_says_why(is_reachable: Callable[[], bool], is_current: Callable[[], bool], reason: str) -> None:
    expected = (503, {"status": "not ready", "reasons": [reason]})
    assert get("/readyz", Readiness(is_reachable, is_current)) == expected


def test_stopping_is_not_ready_and_says_nothing_about_the_database() -> None:
    readiness = Readiness(lambda: True, lambda: True)
    readiness.stopping()
    assert get("/readyz", readiness) == (503, {"status": "not ready", "reasons": [STOPPING]})
    assert get("/healthz", readiness) == (200, {"status": "ok"})


def test_alive_whatever_the_database_does() -> None:
    assert get("/healthz", Readiness(broken, broken)) == (200, {"status": "ok"})


def test_a_database_that_hangs_is_asked_once_and_every_probe_gets_an_answer() -> None:
    release = threading.Event()
    asked = []

    def hangs() -> bool:
        asked.append(1)
        return release.wait(10)

    async def probe() -> list[str]:
        readiness = Readiness(hangs, lambda: True, seconds=0.02)
        problems = [await readiness.problem(), *await asyncio.gather(readiness.problem(), readiness.problem())]
        release.set()
        while problem := await readiness.problem():
            assert problem == SLOW
        await readiness.close()
        return problems

    assert asyncio.run(probe()) == [SLOW, SLOW, SLOW]
    assert len(asked) == 1
