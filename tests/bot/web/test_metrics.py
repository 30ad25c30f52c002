import asyncio

import pytest
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from bot.version import VERSION
from bot.web.health import Readiness
from bot.web.metrics import Metrics, metrics_app

Sample = tuple[str, tuple[tuple[str, str], ...]]


async def _read(metrics: Metrics, readiness: Readiness) -> dict[Sample, float]:
    async with TestClient(TestServer(metrics_app(metrics, readiness))) as client:
        response = await client.get("/metrics")
        assert response.status == 200
        assert response.content_type == "text/plain"
        text = await response.text()
    await readiness.close()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def read(metrics: Metrics, *, is_reachable: bool = True, is_current: bool = True) -> dict[Sample, float]:
    return asyncio.run(_read(metrics, Readiness(lambda: is_reachable, lambda: is_current)))


def test_every_figure_over_http() -> None:
    metrics = Metrics()
    metrics.turn("message", "answered", 0.02)
    metrics.turn("message", "answered", 0.2)
    metrics.reply_failed()
    metrics.refused(401)
    found = read(metrics)
    assert found["companion_turns_total", (("kind", "message"), ("outcome", "answered"))] == 2
    assert found["companion_turn_seconds_count", ()] == 2
    assert found["companion_turn_seconds_sum", ()] == pytest.approx(0.22)
    assert found["companion_replies_failed_total", ()] == 1
    assert found["companion_requests_refused_total", (("status", "401"),)] == 1
    assert found["companion_database_up", ()] == 1
    assert found["companion_build_info", (("version", VERSION),)] == 1


@pytest.mark.parametrize(("is_reachable", "is_current", "up"), [(False, True, 0), (True, False, 1)])
def test_the_database_is_asked_when_the_figures_are_read(is_reachable: bool, is_current: bool, up: int) -> None:
    assert read(Metrics(), is_reachable=is_reachable, is_current=is_current)["companion_database_up", ()] == up


def test_two_processes_worth_of_metrics_live_side_by_side() -> None:
    first, second = Metrics(), Metrics()
    first.reply_failed()
    assert read(second)["companion_replies_failed_total", ()] == 0


def test_stopping_is_no_fault_of_the_database() -> None:
    readiness = Readiness(lambda: True, lambda: True)
    readiness.stopping()
    assert asyncio.run(_read(Metrics(), readiness))["companion_database_up", ()] == 1
