"""From what Teams sends to what Teams gets, over HTTP; only Teams itself is ours."""

import asyncio
import io
import json
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

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
from tests.dialogs.card_checks import faults, nodes, texts
from tests.dialogs.support import LONG_AGO, NOW
from tests.scenarios.product import LOCAL, PRODUCTION, Product, Q, served
from tests.teams.support import IssuedKey, payload, rsa_key


@served()
async def test_a_question_gets_a_card_in_the_same_chat(bot: Product) -> None:
    asked = payload("personal_message", text=Q)
    assert await bot.post(asked) == (200, None)
    [request] = bot.connector.requests
    assert request.method == "POST"
    assert request.path == f"/connector/v3/conversations/{quote(asked['conversation']['id'])}/activities/{asked['id']}"
    assert "At least every 10 working days thereafter." in " ".join(texts(bot.card()))
    assert faults(bot.card()) == []
    assert bot.connector.bodies[0]["summary"] == "Visits: Child Protection Plan"
    assert bot.kept() == [Q]


@served()
async def test_sent_again_it_is_answered_once(bot: Product) -> None:
    for _ in range(3):
        assert await bot.post(payload("personal_message", text=Q)) == (200, None)
    assert len(bot.connector.requests) == 1
    assert bot.kept() == [Q]


@served()
async def test_a_follow_up_in_the_same_chat(bot: Product) -> None:
    await bot.post(payload("personal_message", text=Q))
    await bot.post(payload("personal_message", text="who does that?", id="2"))
    assert "Responsible: Social Worker" in texts(bot.card())


@served()
async def test_feedback_replaces_the_card_in_place(bot: Product) -> None:
    await bot.post(payload("personal_message", text=Q))
    yes = bot.card()["actions"][0]
    pressed = payload("card_action", value={"action": {k: yes[k] for k in ("type", "title", "verb", "data")}})
    status, answer = await bot.post(pressed)
    assert (status, answer["statusCode"], answer["type"]) == (200, 200, "application/vnd.microsoft.card.adaptive")
    assert "Thank you. I have noted that this helped." in texts(answer["value"])
    assert faults(answer["value"]) == []
    assert len(bot.connector.requests) == 1
    with bot.database.transaction() as store:
        assert store.questions.since(LONG_AGO)[0].helpful is True


@served()
async def test_feedback_on_an_older_client_replaces_the_card_too(bot: Product) -> None:
    await bot.post(payload("personal_message", text=Q))
    data = bot.card()["actions"][0]["fallback"]["data"]
    assert await bot.post(payload("card_submit", value=data, replyToId="sent-1")) == (200, None)
    update = bot.connector.requests[-1]
    assert update.method == "PUT"
    assert update.path.endswith("/activities/sent-1")
    assert "Thank you. I have noted that this helped." in texts(bot.card())


@served()
async def test_an_example_of_the_welcome_is_answered_with_a_new_card(bot: Product) -> None:
    await bot.post(payload("installation_add"))
    example = next(n["data"] for n in nodes(bot.card()) if n["type"] == "Action.Submit")
    await bot.post(payload("card_submit", value=example, text=example["question"], id="2"))
    assert [r.method for r in bot.connector.requests] == ["POST", "POST"]
    assert "Visits: Child Protection Plan" in texts(bot.card())


@served()
async def test_an_old_button_is_explained(bot: Product) -> None:
    old = {"action": {"type": "Action.Execute", "verb": "visits.of_last_year", "data": {}}}
    status, answer = await bot.post(payload("card_action", value=old))
    assert (status, answer["type"]) == (200, "application/vnd.microsoft.activity.message")
    assert "older card" in answer["value"]


@served()
async def test_a_search_from_the_compose_box(bot: Product) -> None:
    search = payload("search_typed")
    search["value"]["parameters"][0]["value"] = "visits"
    status, answer = await bot.post(search)
    found = answer["composeExtension"]
    assert (status, found["type"], len(found["attachments"])) == (200, "result", 1)
    assert found["attachments"][0]["preview"]["content"]["title"] == "Visits: Child Protection Plan"
    assert all(faults(hit["content"], schema=False) == [] for hit in found["attachments"])
    assert bot.connector.requests == []
    assert bot.kept() == []


@served()
async def test_opening_the_compose_box_shows_the_practice_standards(bot: Product) -> None:
    _status, answer = await bot.post(payload("search_initial"))
    assert len(answer["composeExtension"]["attachments"]) >= 8


@served()
async def test_a_welcome_when_installed_and_only_once(bot: Product) -> None:
    for number, name in enumerate(("bot_added_personal", "installation_add")):
        assert await bot.post(payload(name, id=f"install-{number}")) == (200, None)
    assert len(bot.connector.requests) == 1
    assert "Hello Alex." in " ".join(texts(bot.card()))


@served()
async def test_removed_and_added_again_it_says_nothing_and_then_hello(bot: Product) -> None:
    for number, name in enumerate(("installation_add", "installation_remove", "installation_remove")):
        assert await bot.post(payload(name, id=f"move-{number}")) == (200, None)
    assert len(bot.connector.requests) == 1
    await bot.post(payload("installation_add", id="again"))
    assert len(bot.connector.requests) == 2
    assert "Hello Alex." in " ".join(texts(bot.card()))


@served()
async def test_a_mention_in_a_channel_is_answered_in_its_thread(bot: Product) -> None:
    mention = payload("channel_mention", text=f"<at>Practice Companion</at> {Q}", attachments=[])
    await bot.post(mention)
    [request] = bot.connector.requests
    assert "messageid%3D1788253198000" in request.path or "messageid=1788253198000" in request.path
    assert bot.kept() == [Q]
    await bot.post({**mention, "id": "2", "text": "<at>Practice Companion</at>"})
    assert "What I can do" in texts(bot.card())


@served()
async def test_what_is_nothing_for_the_bot(bot: Product) -> None:
    for name in ("reaction", "member_added_team"):
        assert (await bot.post(payload(name)))[0] == 200
    assert (await bot.post(payload("unknown_invoke")))[0] == 501
    assert bot.connector.requests == []


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
    async with asyncio.timeout(20):
        while not bot.connector.requests:
            await asyncio.sleep(0)
    await bot.get("/healthz")  # its connection stays open, as a proxy's do
    stopping = asyncio.create_task(bot.server.stop())
    # A stop that didn't wait would close the open connections, and these couldn't be answered any more.
    async with asyncio.timeout(20):
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


class TestProduction:
    @staticmethod
    @served(PRODUCTION)
    async def test_teams_is_let_in_and_answered(bot: Product) -> None:
        assert await bot.post(payload("personal_message", text=Q)) == (200, None)
        [_lookup, request] = bot.connector.requests
        assert request.headers["Authorization"] == "Bearer bot-token"
        assert "At least every 10 working days thereafter." in " ".join(texts(bot.card()))

    @staticmethod
    @served(PRODUCTION)
    async def test_nobody_else_is(bot: Product) -> None:
        asked = payload("personal_message", text=Q)
        elsewhere = payload("personal_message", text=Q)
        for part in (elsewhere["conversation"], elsewhere["channelData"]["tenant"]):
            part["tenantId" if part is elsewhere["conversation"] else "id"] = "00000000-0000-0000-0000-00000000dead"
        stranger = IssuedKey("key-1", rsa_key(2))
        for activity, headers, status in (
            (asked, {}, 401),
            (asked, {"Authorization": "Bearer garbage"}, 401),
            (asked, bot.issuer.headers(asked, stranger), 401),
            (asked, bot.issuer.headers(asked, aud="another-app"), 401),
            (asked, bot.issuer.headers(asked, exp=1), 401),
            (elsewhere, bot.issuer.headers(elsewhere), 403),
        ):
            assert await bot.post(activity, headers) == (status, None)
        assert bot.connector.requests == []
        assert bot.kept() == []
        _status, figures = await bot.get("/metrics", bot.settings.metrics_port)
        assert 'companion_requests_refused_total{status="401"} 5.0' in figures
        assert 'companion_requests_refused_total{status="403"} 1.0' in figures
