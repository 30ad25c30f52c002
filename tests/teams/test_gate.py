"""What is refused before anybody reads it."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator

import pytest

from bot.teams.config import TeamsConfig
from tests.teams.support import APP_ID, TENANT_ID, Rig, message, rigged

BIG = b'{"type":"message","text":"' + b"x" * (256 * 1024) + b'"}'


async def chunks(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 16384):
        yield content[start : start + 16384]


@rigged
async def test_a_large_body_is_refused(rig: Rig) -> None:
    assert (await rig.send(BIG, rig.issuer.headers())).status == 413
    assert rig.issuer.fetches == 0  # before the token was looked at


@rigged
async def test_a_large_body_in_chunks_is_refused(rig: Rig) -> None:
    assert (await rig.send(chunks(BIG), rig.issuer.headers())).status == 413


@rigged
async def test_a_large_body_without_a_token_is_refused_for_the_token(rig: Rig) -> None:
    assert (await rig.send(BIG, {"Content-Type": "application/json"})).status == 401


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/octet-stream"]
)
@rigged
async def test_another_content_type_is_refused(rig: Rig, content_type: str) -> None:
    assert (await rig.send(b"{}", rig.issuer.headers() | {"Content-Type": content_type})).status == 415


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b'{"a": NaN}',
        b'{"a": "\xed\xa0\x80"}',  # half a surrogate pair
        '{"a": 1}'.encode("utf-16"),
        b'{"a": "\\u0000", "b": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 40_000,
        b'{"type": "message"}',
    ],
    ids=lambda body: body[:10],
)
@rigged
async def test_what_is_no_activity_is_refused(rig: Rig, body: bytes) -> None:
    # Without a service URL the last one is refused earlier than for its missing conversation.
    assert (await rig.send(body, rig.issuer.headers())).status == (403 if body.startswith(b'{"type"') else 400)
    assert rig.runner.turns == []


@pytest.mark.parametrize("body", [b"{}", gzip.compress(b"{}")[:-9] + b"not zipped"], ids=["not zipped", "broken"])
@rigged
async def test_a_body_that_cannot_be_unpacked_is_refused(rig: Rig, body: bytes) -> None:
    assert (await rig.send(body, rig.issuer.headers() | {"Content-Encoding": "gzip"})).status == 400


@rigged(read_seconds=0)
async def test_a_body_that_does_not_arrive_is_refused(rig: Rig) -> None:
    answered = asyncio.Event()

    async def half() -> AsyncIterator[bytes]:
        yield b'{"type":'
        await answered.wait()

    assert (await rig.send(half(), rig.issuer.headers())).status == 408
    answered.set()


@rigged
async def test_an_activity_without_a_conversation_is_refused(rig: Rig) -> None:
    activity = message()
    del activity["conversation"]["id"]
    assert (await rig.post(activity)).status == 400


@rigged
async def test_an_invalid_token_is_refused_before_its_body_is_parsed(rig: Rig) -> None:
    assert (await rig.send(b"{", rig.issuer.headers(aud="another"))).status == 401


@rigged
async def test_characters_that_cannot_be_stored_are_replaced(rig: Rig) -> None:
    activity = message()
    body = json.dumps(activity)[:-1] + r', "text": "a\u0000b \ud83d\ude00 \udc00 \\u0000"}'
    assert (await rig.send(body.encode(), rig.issuer.headers(activity))).status == 200
    assert rig.runner.turns[0].text == "ab 😀 ? \\u0000"


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"app_id": APP_ID},
        {"tenant_ids": frozenset({TENANT_ID})},
        {"app_id": APP_ID, "tenant_ids": frozenset({""})},
    ],
    ids=str,
)
def test_a_start_without_authentication_is_refused(config: dict) -> None:
    with pytest.raises(ValueError, match="only local mode works without"):
        TeamsConfig(**config)


def local(rig: Rig, **changes: object) -> dict:
    activity = message(serviceUrl=rig.connector.url, **changes)
    activity["conversation"] = {"id": "personal-chat-id"}
    activity["channelData"] = {}
    return activity


@rigged(local_mode=True, app_id="", tenant_ids=frozenset())
async def test_local_mode_asks_for_no_token_and_no_tenant(rig: Rig) -> None:
    response = await rig.post(local(rig), {"Content-Type": "application/json"})
    assert response.status == 200
    assert rig.connector.bodies[0]["text"] == "an answer"


@rigged(local_mode=True)
async def test_local_mode_answers_nobody_but_this_machine(rig: Rig) -> None:
    response = await rig.post(message(), {"Content-Type": "application/json"})
    assert response.status == 403
    assert rig.runner.turns == []
