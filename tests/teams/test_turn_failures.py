"""What the person is told, and Teams, when a turn or its reply fails."""

import logging

import pytest

from dialogs.core.reply import Reply
from dialogs.core.words import words_of
from tests.teams.support import Rig, Scripted, message, payload, rigged

CARD = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Every 20 days"}]}
REPLY = Reply("Every 20 days\nand more", card=CARD, summary="An answer", in_place=True)
SENTENCES = {"type": "message", "text": "Every 20 days<br/>and more", "textFormat": "xml"}


def shown(body: dict) -> dict:
    """What of a sent activity is seen."""
    return {name: body[name] for name in ("type", "text", "textFormat", "summary", "attachments") if name in body}


PERSONAL = "Alex Wilber lives at 5 Elm Road"
APOLOGY = words_of("home").says["sorry"]


@rigged
async def test_a_message_that_fails_is_apologised_for(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    rig.runner.reply = ValueError(PERSONAL)
    response = await rig.post(message())
    assert response.status == 200
    assert [body["text"] for body in rig.connector.bodies] == [APOLOGY]
    assert rig.runner.delivered_turns == []
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.request_id == response.headers["X-Request-Id"]  # type: ignore[attr-defined]
    assert "ValueError" in caplog.text
    assert "fakes.py" in caplog.text
    assert PERSONAL not in caplog.text


@rigged
async def test_an_invoke_that_fails_says_so(rig: Rig) -> None:
    rig.runner.reply = ValueError(PERSONAL)
    button, search = await rig.post(payload("card_action")), await rig.post(payload("search_typed"))
    assert button.status == search.status == 200
    value = {"code": "InternalServerError", "message": APOLOGY}
    assert button.body == {"statusCode": 500, "type": "application/vnd.microsoft.error", "value": value}
    assert search.body == {"composeExtension": {"type": "message", "text": APOLOGY}}


@rigged
async def test_a_welcome_or_a_removal_that_fails_disturbs_nobody(rig: Rig) -> None:
    rig.runner.reply = ValueError()
    for name in ("bot_added_team", "bot_removed_team"):
        assert (await rig.post(payload(name))).status == 500
    assert rig.connector.requests == []


@rigged
async def test_a_failure_that_nobody_can_be_told_of(rig: Rig) -> None:
    rig.runner.reply = ValueError()
    rig.connector.script.append(Scripted(400))
    assert (await rig.post(message())).status == 500


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ([Scripted(503)] * 3, 503),
        ([Scripted(429, headers={"Retry-After": "99"})], 503),
        ([Scripted(reset=True)], 200),
        ([Scripted(403, {"error": {"code": "MessageWritesBlocked"}})], 200),
        ([Scripted(404)], 200),
    ],
)
@rigged
async def test_a_reply_that_does_not_arrive(rig: Rig, answers: list[Scripted], status: int) -> None:
    rig.connector.script.extend(answers)
    assert (await rig.post(message())).status == status
    assert rig.runner.delivered_turns == []
    assert len(rig.connector.requests) == len(answers)  # and no apology: the act is done


@pytest.mark.parametrize("status", [400, 413])
@rigged
async def test_a_card_that_teams_does_not_take_goes_as_text(rig: Rig, status: int) -> None:
    rig.runner.reply = REPLY
    rig.connector.script.append(Scripted(status))
    assert (await rig.post(message())).status == 200
    assert shown(rig.connector.bodies[1]) == SENTENCES
    assert len(rig.runner.delivered_turns) == 1


@rigged
async def test_a_card_that_is_too_large_goes_as_text(rig: Rig) -> None:
    rig.runner.reply = Reply("short", card={**CARD, "fallbackText": "x" * 50_000})
    assert (await rig.post(message())).status == 200
    assert [body["text"] for body in rig.connector.bodies] == ["short"]


@rigged
async def test_a_reply_that_arrived_counts_although_it_could_not_be_noted(rig: Rig) -> None:
    async def broken(turn: object) -> None:
        raise OSError

    rig.runner.delivered = broken  # type: ignore[method-assign]
    assert (await rig.post(message())).status == 200
    assert len(rig.connector.requests) == 1


@rigged
async def test_a_bug_after_the_act_does_not_claim_that_nothing_changed(rig: Rig) -> None:
    rig.runner.reply = Reply("text", card={"not json": object()})  # type: ignore[dict-item]
    assert (await rig.post(message())).status == 500
    assert rig.connector.requests == []
