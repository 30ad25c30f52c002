"""Many turns at once, stopping, and what is logged."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator

import pytest

from tests.teams.support import Response, Rig, message, payload, rigged

PERSONAL = "Alex Wilber lives at 5 Elm Road"


@pytest.mark.parametrize("name", ["personal_message", "card_action"])
@rigged
async def test_the_same_activity_at_the_same_time_is_done_once(rig: Rig, name: str) -> None:
    rig.runner.hold = asyncio.Event()
    first = asyncio.create_task(rig.post(payload(name)))
    await rig.runner.entered.wait()
    again = asyncio.create_task(rig.post(payload(name)))
    other = asyncio.create_task(rig.post(payload(name, id="another")))
    while len(rig.runner.turns) < 2:
        await asyncio.sleep(0)
    rig.runner.hold.set()
    responses = await asyncio.gather(first, again, other)
    assert [response.status for response in responses] == [200] * 3
    assert responses[0].body == responses[1].body
    assert len(rig.runner.turns) == 2
    assert len(rig.connector.requests) == (2 if name == "personal_message" else 0)


@rigged
async def test_a_slow_turn_holds_up_nobody(rig: Rig) -> None:
    rig.runner.hold = asyncio.Event()
    slow = asyncio.create_task(rig.post(message(id="slow")))
    await rig.runner.entered.wait()
    hold, rig.runner.hold = rig.runner.hold, None
    assert (await rig.post(message(id="fast"))).status == 200
    assert not slow.done()
    hold.set()
    assert (await slow).status == 200


@rigged
async def test_a_turn_goes_on_when_teams_hangs_up(rig: Rig) -> None:
    rig.runner.hold = asyncio.Event()
    hung_up = asyncio.create_task(rig.post(message()))
    await rig.runner.entered.wait()
    hung_up.cancel()
    rig.runner.hold.set()
    while not rig.runner.delivered_turns:
        await asyncio.sleep(0)
    assert len(rig.connector.requests) == 1


@rigged
async def test_closing_lets_turns_end_and_takes_no_new_ones(rig: Rig) -> None:
    rig.runner.hold = asyncio.Event()
    turn = asyncio.create_task(rig.post(message(id="1")))
    await rig.runner.entered.wait()
    closing = asyncio.create_task(rig.adapter.close(grace_seconds=60))
    await asyncio.sleep(0)
    assert (await rig.post(message(id="2"))).status == 503
    rig.runner.hold.set()
    await closing
    assert (await turn).status == 200
    assert len(rig.connector.requests) == 1
    with pytest.raises(RuntimeError):
        _ = rig.adapter.post


@rigged
async def test_closing_does_not_wait_for_ever(rig: Rig) -> None:
    rig.runner.hold = asyncio.Event()
    turn = asyncio.create_task(rig.post(message()))
    await rig.runner.entered.wait()
    await rig.adapter.close(grace_seconds=0)
    assert (await turn).status == 503
    assert rig.connector.requests == []


async def paused(rig: Rig) -> tuple[asyncio.Task[Response], asyncio.Event]:
    """A message that the bot has read half of; the event sends the rest."""
    assert (await rig.post(message(id="earlier"))).status == 200  # so that the keys are there
    rig.reached.clear()
    rest, body = asyncio.Event(), json.dumps(message()).encode()

    async def halves() -> AsyncIterator[bytes]:
        yield body[:50]
        await rest.wait()
        yield body[50:]

    sending = asyncio.create_task(rig.send(halves(), rig.issuer.headers()))
    await rig.reached.wait()
    return sending, rest


@rigged
async def test_closing_waits_for_a_request_that_is_still_coming_in(rig: Rig) -> None:
    sending, rest = await paused(rig)
    closing = asyncio.create_task(rig.adapter.close(grace_seconds=60))
    await asyncio.sleep(0)
    rest.set()
    assert (await sending).status == 200
    await closing
    assert len(rig.connector.requests) == 2


@rigged
async def test_a_request_that_came_in_after_the_end_is_not_acted_on(rig: Rig) -> None:
    sending, rest = await paused(rig)
    await rig.adapter.close(grace_seconds=0)
    rest.set()
    assert (await sending).status == 503
    assert [turn.activity_id for turn in rig.runner.turns] == ["earlier"]


@rigged
async def test_a_request_keeps_a_harmless_id_only(rig: Rig) -> None:
    activity = message()
    for offered, kept in (("abc-12345", True), ("x" * 65, False), ("a b c d e f", False), ("short", False)):
        response = await rig.post(activity, rig.issuer.headers(activity) | {"X-Request-Id": offered})
        assert (response.headers["X-Request-Id"] == offered) is kept


@rigged
async def test_a_bug_at_the_edge_is_logged_without_personal_data(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> object:
        raise ValueError(PERSONAL)

    await rig.post(message())
    rig.adapter._clock = broken  # type: ignore[assignment]
    assert (await rig.post(message())).status == 500
    assert PERSONAL not in caplog.text
    assert "request failed: ValueError" in caplog.text


@rigged
async def test_refusals_are_logged_with_their_reason(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    activity = message(PERSONAL)
    headers = rig.issuer.headers(activity, aud="other")
    await rig.post(activity, headers)
    assert "request refused with 401: wrong audience" in caplog.text
    for secret in (activity["from"]["name"], "5 Elm Road", headers["Authorization"].removeprefix("Bearer ")):
        assert secret not in caplog.text
