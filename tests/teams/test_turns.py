"""One turn from Teams' request to Teams' response."""

import asyncio
import json
import logging

import pytest

from bot.teams.answers import APOLOGY
from dialogs.core.reply import Reply, Result
from tests.teams.support import Rig, Scripted, message, payload, rigged

CARD = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Every 20 days"}]}
REPLY = Reply("Every 20 days\nand more", card=CARD, summary="An answer", in_place=True)
CARD_TYPE = "application/vnd.microsoft.card.adaptive"
SENTENCES = {"type": "message", "text": "Every 20 days<br/>and more", "textFormat": "xml"}


def shown(body: dict) -> dict:
    """What of a sent activity is seen."""
    return {name: body[name] for name in ("type", "text", "textFormat", "summary", "attachments") if name in body}


@rigged
async def test_text(rig: Rig) -> None:
    rig.runner.reply = Reply("Every 20 *working* days, R&D <b>")
    response = await rig.post(message())
    assert (response.status, response.body) == (200, None)
    [request] = rig.connector.requests
    assert shown(request.body) == {
        "type": "message",
        "text": "Every 20 *working* days, R&D <b>",
        "textFormat": "plain",
    }
    assert request.body["replyToId"] == "1788253198123"
    assert request.path.endswith("/conversations/a%3A1pErSoNaLcOnVeRsAtIoN-alex/activities/1788253198123")
    assert rig.runner.delivered_turns == rig.runner.turns


@rigged
async def test_line_breaks_survive(rig: Rig) -> None:
    rig.runner.reply = Reply('one *two*\n\n- R&D <b> "x"')
    await rig.post(message())
    assert shown(rig.connector.bodies[0]) == {
        "type": "message",
        "text": 'one *two*<br/><br/>- R&amp;D &lt;b&gt; "x"',
        "textFormat": "xml",
    }


@rigged
async def test_a_card_goes_without_text(rig: Rig) -> None:
    rig.runner.reply = REPLY
    await rig.post(message())
    [body] = rig.connector.bodies
    attachment = {"contentType": CARD_TYPE, "content": CARD}
    assert shown(body) == {"type": "message", "summary": "An answer", "attachments": [attachment]}


@rigged
async def test_an_answer_in_a_channel_lands_in_the_thread(rig: Rig) -> None:
    await rig.post(payload("channel_mention"))
    [request] = rig.connector.requests
    assert "%3Bmessageid%3D1788253198000/activities/1788253198200" in request.path
    assert request.body["conversation"]["id"].endswith(";messageid=1788253198000")


@rigged
async def test_a_welcome_answers_no_message(rig: Rig) -> None:
    await rig.post(payload("bot_added_team"))
    [request] = rig.connector.requests
    assert request.path.endswith("/activities")
    assert "replyToId" not in request.body


@rigged
async def test_no_reply(rig: Rig) -> None:
    rig.runner.reply = None
    assert (await rig.post(message())).status == 200
    assert (await rig.post(payload("card_action"))).body["value"] == ""
    assert (await rig.post(payload("search_typed"))).body["composeExtension"]["attachments"] == []
    assert rig.connector.requests == []
    assert rig.runner.delivered_turns == []


@rigged
async def test_a_button_replaces_its_card(rig: Rig) -> None:
    rig.runner.reply = REPLY
    response = await rig.post(payload("card_action"))
    assert response.body == {"statusCode": 200, "type": CARD_TYPE, "value": CARD}
    assert response.headers["Content-Type"].startswith("application/json")
    assert rig.connector.requests == []


@pytest.mark.parametrize("reply", [Reply("done", card=CARD), Reply("done", in_place=True)])
@rigged
async def test_a_button_that_leaves_its_card(rig: Rig, reply: Reply) -> None:
    rig.runner.reply = reply
    response = await rig.post(payload("card_action"))
    assert response.body == {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "done"}


@rigged
async def test_a_button_without_a_verb(rig: Rig) -> None:
    response = await rig.post(payload("card_action", value={}))
    assert response.status == 200
    assert response.body["statusCode"] == 400
    assert response.body["type"] == "application/vnd.microsoft.error"
    assert rig.runner.turns == []


@rigged
async def test_a_submitted_card_is_replaced(rig: Rig) -> None:
    rig.runner.reply = REPLY
    await rig.post(payload("card_submit"))
    [request] = rig.connector.requests
    assert request.method == "PUT"
    assert request.path.endswith("/activities/1788253197000")
    assert request.body["attachments"][0]["content"] == CARD
    assert len(rig.runner.delivered_turns) == 1


@pytest.mark.parametrize("status", [400, 403, 404])
@rigged
async def test_a_submitted_card_that_cannot_be_replaced_is_answered_anew(rig: Rig, status: int) -> None:
    rig.runner.reply = REPLY
    rig.connector.script.append(Scripted(status))
    assert (await rig.post(payload("card_submit"))).status == 200
    assert [request.method for request in rig.connector.requests] == ["PUT", "POST"]
    assert len(rig.runner.delivered_turns) == 1


@rigged
async def test_a_submitted_card_that_stays(rig: Rig) -> None:
    rig.runner.reply = Reply("t", card=CARD)
    await rig.post(payload("card_submit"))
    rig.runner.reply = REPLY
    await rig.post(payload("card_submit", replyToId=None))
    assert [request.method for request in rig.connector.requests] == ["POST", "POST"]


@rigged
async def test_search_results(rig: Rig) -> None:
    rig.runner.reply = Reply("one", results=(Result("Supervision", "Monthly", CARD),))
    response = await rig.post(payload("search_typed"))
    preview = {
        "contentType": "application/vnd.microsoft.card.thumbnail",
        "content": {"title": "Supervision", "text": "Monthly"},
    }
    hit = {"contentType": CARD_TYPE, "content": CARD, "preview": preview}
    assert response.body == {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": [hit]}}


@rigged
async def test_a_search_that_finds_nothing(rig: Rig) -> None:
    rig.runner.reply = Reply("Nothing found")
    response = await rig.post(payload("search_initial"))
    assert response.body == {"composeExtension": {"type": "message", "text": "Nothing found"}}


@pytest.mark.parametrize(
    ("name", "status"),
    [("reaction", 200), ("installation_remove", 200), ("member_added_team", 200), ("unknown_invoke", 501)],
)
@rigged
async def test_what_is_no_turn(rig: Rig, name: str, status: int) -> None:
    response = await rig.post(payload(name))
    assert (response.status, response.body) == (status, None)
    assert rig.runner.turns == []


@rigged
async def test_a_message_already_answered_is_not_answered_again(rig: Rig) -> None:
    rig.runner.already_delivered = True
    assert (await rig.post(message())).status == 200
    assert rig.connector.requests == []


@rigged
async def test_a_button_already_answered_gets_the_same_body(rig: Rig) -> None:
    rig.runner.reply = REPLY
    first = await rig.post(payload("card_action"))
    rig.runner.already_delivered = True
    assert (await rig.post(payload("card_action"))).body == first.body


PERSONAL = "Alex Wilber lives at 5 Elm Road"


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
    assert "support.py" in caplog.text
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
async def test_a_welcome_that_fails_disturbs_nobody(rig: Rig) -> None:
    rig.runner.reply = ValueError()
    assert (await rig.post(payload("bot_added_team"))).status == 500
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
        _ = rig.adapter.connector


@rigged
async def test_closing_does_not_wait_for_ever(rig: Rig) -> None:
    rig.runner.hold = asyncio.Event()
    turn = asyncio.create_task(rig.post(message()))
    await rig.runner.entered.wait()
    await rig.adapter.close(grace_seconds=0)
    assert (await turn).status == 503
    assert rig.connector.requests == []


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
    activity = message()
    await rig.post(activity, rig.issuer.headers(activity, aud="other"))
    assert "request refused with 401: wrong audience" in caplog.text
    assert json.dumps(activity)[:40] not in caplog.text
