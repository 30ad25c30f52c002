"""One turn from Teams' request to Teams' response."""

import pytest

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


@pytest.mark.parametrize("reply", [REPLY, Reply("Every 20 days", card=CARD)])
@rigged
async def test_a_button_replaces_its_card(rig: Rig, reply: Reply) -> None:
    """Whatever the feature says: beside the pressed card Teams would show the text alone."""
    rig.runner.reply = reply
    response = await rig.post(payload("card_action"))
    assert response.body == {"statusCode": 200, "type": CARD_TYPE, "value": CARD}
    assert response.headers["Content-Type"].startswith("application/json")
    assert rig.connector.requests == []


@pytest.mark.parametrize("reply", [Reply("done"), Reply("done", in_place=True)])
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
    assert response.body["value"]["message"] == "That button isn't one of mine. Please ask again."
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
    [("reaction", 200), ("member_added_team", 200), ("unknown_invoke", 501)],
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
