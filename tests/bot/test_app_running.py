"""The bot as it runs: health, stopping, its log, what it purges."""

import asyncio
import io
import json
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import aiohttp
import pytest

from bot.app import Server
from bot.errors import PlainError
from bot.logs import set_up_logs
from bot.teams.adapter import TeamsAdapter
from storage.children import Child
from storage.db import Database
from storage.people import Person
from storage.preparations import Preparation
from tests.dialogs.support import NOW
from tests.scenarios.product import LOCAL, Product, Q, served
from tests.teams.support import payload


@served()
async def test_health_readiness_and_metrics(bot: Product) -> None:
    await bot.post(payload("personal_message", text=Q))
    assert await bot.get("/healthz") == (200, '{"status": "ok"}')
    assert await bot.get("/readyz") == (200, '{"status": "ready"}')
    status, figures = await bot.get("/metrics", bot.settings.metrics_port)
    assert status == 200
    assert 'companion_turns_total{kind="message",outcome="done"} 1.0' in figures
    assert "companion_database_up 1.0" in figures
    assert Q not in figures
    assert (await bot.get("/metrics"))[0] == 404


async def accepts_connections(bot: Product) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", bot.settings.port)
        writer.close()
        await writer.wait_closed()
    except ConnectionError:
        return False
    return True


@served()
async def test_stopping_waits_for_the_turn_in_flight(bot: Product) -> None:
    not_ready = '{"status": "not ready", "reasons": ["the bot is stopping"]}'
    bot.connector.hold = asyncio.Event()
    asking = asyncio.create_task(bot.post(payload("personal_message", text=Q)))
    async with asyncio.timeout(60):
        while not bot.connector.requests:
            await asyncio.sleep(0)
    await bot.get("/healthz")  # its connection stays open, as a proxy's do
    stopping = asyncio.create_task(bot.server.stop())
    # A stop that didn't wait would close the open connections, and these couldn't be answered any more.
    async with asyncio.timeout(60):
        while await accepts_connections(bot):
            await asyncio.sleep(0)
        for _ in range(3):
            assert await bot.get("/readyz") == (503, not_ready)
            assert (await bot.post(payload("personal_message", text=Q, id="2")))[0] == 503
    assert not stopping.done()
    bot.connector.hold.set()
    assert await asking == (200, None)
    await stopping
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.get("/healthz")
    assert bot.kept() == [Q]


@served()
async def test_a_step_of_stopping_that_fails_keeps_no_other_from_being_taken(bot: Product) -> None:
    close_teams, close_runner = TeamsAdapter.close, bot.companion.runner.close
    closed: list[str] = []

    async def closes_badly(adapter: TeamsAdapter, grace: float) -> None:
        await close_teams(adapter, grace)
        raise RuntimeError

    async def closes() -> None:
        closed.append("runner")
        await close_runner()

    with patch.object(TeamsAdapter, "close", closes_badly), patch.object(bot.companion.runner, "close", closes):
        await bot.server.stop()
    assert closed == ["runner"]
    assert not await accepts_connections(bot)
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.get("/metrics", bot.settings.metrics_port)


@served()
async def test_a_turn_leaves_one_line_with_the_responses_request_id(bot: Product) -> None:
    written = io.StringIO()
    set_up_logs("INFO", stream=written)
    response, _ = await bot.send(payload("personal_message", text=Q))
    proxied, _ = await bot.send(payload("personal_message", text=Q), {"X-Request-Id": "from-the-proxy"})
    assert Q not in written.getvalue()
    every: list[dict[str, Any]] = [json.loads(line) for line in written.getvalue().splitlines()]
    lines = [line for line in every if line["message"] == "turn"]
    assert all(0 < line.pop("seconds") < 60 and line.pop("time") for line in lines)
    turn = {"level": "INFO", "logger": "bot.app", "message": "turn", "kind": "message"}
    assert proxied.headers["X-Request-Id"] == "from-the-proxy"
    assert lines == [
        {**turn, "outcome": "done", "request_id": response.headers["X-Request-Id"]},
        {**turn, "outcome": "repeat", "request_id": "from-the-proxy"},
    ]


def test_a_taken_port_is_said_in_plain_english(sqlite_database: Database) -> None:
    async def start_two() -> None:
        async with Product(sqlite_database, LOCAL) as first:
            for taken in ("COMPANION_PORT", "COMPANION_METRICS_PORT"):
                port = first.settings.port if taken == "COMPANION_PORT" else first.settings.metrics_port
                second = Product(sqlite_database, {**LOCAL, taken: str(port)})
                with pytest.raises(PlainError, match=rf"{port}.* is Practice Companion running already\?") as error:
                    await Server(second.companion).start()
                assert error.value.exit_code == 1

    asyncio.run(start_two())


def test_old_rows_are_purged(sqlite_database: Database) -> None:
    bot = Product(sqlite_database, {**LOCAL, "COMPANION_QUESTIONS_KEPT_DAYS": "30"})
    with sqlite_database.transaction() as store:
        for days in (29, 31):
            store.questions.add(NOW - timedelta(days=days), f"{days} days old", "answered", "", [], "April 2021")
        store.turns.claim("chat", "old", NOW - timedelta(days=3))
    assert bot.companion.purge(NOW) == 2
    assert bot.kept() == ["29 days old"]
    asyncio.run(bot.companion.runner.close())


def test_closed_cases_and_old_audit_events_are_purged(sqlite_database: Database) -> None:
    kept = {"COMPANION_CLOSED_CASES_KEPT_DAYS": "200", "COMPANION_AUDIT_LOG_KEPT_DAYS": "100"}
    bot = Product(sqlite_database, {**LOCAL, **kept})
    with sqlite_database.transaction() as store:
        for child, days in (("kept", 200), ("gone", 201)):
            gone_on = (NOW - timedelta(days=days)).date()
            store.children.add_all([Child(child, missing_from_export_since=gone_on)])
        for days in (100, 101):
            store.audit_log.add(NOW - timedelta(days=days, seconds=-1), "person:1", "view", f"{days}")
    assert bot.companion.purge(NOW) == 2
    with sqlite_database.reading() as store:
        assert [child.id for child in store.children.all()] == ["kept"]
        assert [(e.who, e.child_ids) for e in store.audit_log.search()] == [
            ("person:1", ()),
            ("job:retention", ("gone",)),
        ]
    asyncio.run(bot.companion.runner.close())


def test_preparations_go_as_long_after_as_is_set(sqlite_database: Database) -> None:
    bot = Product(sqlite_database, {**LOCAL, "COMPANION_PREPARATIONS_KEPT_DAYS": "10"})
    with sqlite_database.transaction() as store:
        store.people.save(Person("worker", "Sam Example"))
        store.children.add_all([Child("100001")])
        for number, days in enumerate((9, 11)):
            touched = NOW - timedelta(days=days)
            store.preparations.add(Preparation(str(number), "100001", "worker", None, "case_file", touched), ["one"])
    assert bot.companion.purge(NOW) == 1
    with sqlite_database.reading() as store:
        assert [one.subject for one in store.preparations.of_practitioner("worker")] == ["0"]
    asyncio.run(bot.companion.runner.close())
