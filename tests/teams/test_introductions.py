"""Who strangers are is asked of Teams, once, before their turn; and no turn fails because of it."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from bot.teams.file_drop import DROP_TYPE, FileDrops, Taking
from dialogs.core.turn import Turn
from tests.teams.support import Rig, Scripted, message, payload, rigged

ALEX = "00000000-0000-0000-0000-000000000020"
MEMBER = {"id": "29:alex", "aadObjectId": ALEX, "userPrincipalName": "alex@example.gov.uk", "name": "Alex"}


@rigged
async def test_a_stranger_is_looked_up_and_introduced_before_the_turn(rig: Rig) -> None:
    rig.registrar.strangers.add(ALEX)
    rig.connector.script.append(Scripted(body=MEMBER))
    said = message()
    assert (await rig.post(said)).status == 200

    lookup, reply = rig.connector.requests
    who = quote(said["from"]["id"], safe="")
    chat = quote(said["conversation"]["id"], safe="")
    assert (lookup.method, lookup.path) == ("GET", f"/uk/v3/conversations/{chat}/members/{who}")
    assert reply.method == "POST"
    assert rig.registrar.introductions == [(ALEX, "alex@example.gov.uk")]
    assert len(rig.runner.turns) == 1


@rigged
async def test_whoever_drops_a_file_is_introduced_before_it_is_known_whether_it_is_fetched(rig: Rig) -> None:
    rig.registrar.strangers.add(ALEX)
    rig.connector.script.append(Scripted(body=MEMBER))
    introduced: list[tuple[str, str]] = []

    def is_wanted_from(_turn: Turn) -> bool:
        introduced.extend(rig.registrar.introductions)
        return False

    running = rig.adapter._running
    assert running is not None
    taking = Taking(lambda _: True, is_wanted_from, lambda _: {}, "feature.act", 1)
    rig.adapter._running = replace(running, drops=FileDrops(running.session, taking))
    file = {"contentType": DROP_TYPE, "name": "return.xlsx", "content": {"downloadUrl": "https://x.sharepoint.com/1"}}
    await rig.post({**message(), "attachments": [file]})
    assert introduced == [(ALEX, "alex@example.gov.uk")]
    [acted] = rig.runner.turns
    assert acted.action == "feature.act"
    assert "refused" in acted.data


@rigged
async def test_whoever_installs_the_app_too(rig: Rig) -> None:
    rig.registrar.strangers.add(ALEX)
    rig.connector.script.append(Scripted(body=MEMBER))
    await rig.post(payload("installation_add"))
    assert rig.registrar.introductions == [(ALEX, "alex@example.gov.uk")]


@rigged
async def test_in_a_channel_the_channel_is_asked_not_the_thread(rig: Rig) -> None:
    rig.registrar.strangers.add(ALEX)
    rig.connector.script.append(Scripted(body=MEMBER))
    await rig.post(payload("channel_mention"))
    assert "messageid" not in rig.connector.requests[0].path
    assert rig.registrar.introductions == [(ALEX, "alex@example.gov.uk")]


@rigged
async def test_nobody_is_asked_about_who_is_known(rig: Rig) -> None:
    await rig.post(message())
    assert [request.method for request in rig.connector.requests] == ["POST"]
    assert rig.registrar.introductions == []


@rigged
@pytest.mark.parametrize("name", ["search_typed", "card_action", "card_submit"])
async def test_nor_for_a_search_or_a_button(rig: Rig, name: str) -> None:
    rig.registrar.strangers.add(ALEX)
    await rig.post(payload(name))
    assert rig.registrar.introductions == []


@rigged
async def test_nor_is_anybody_without_an_account(rig: Rig) -> None:
    rig.registrar.strangers.add("")
    await rig.post(message(**{"from": {"id": "29:guest", "name": "Guest"}}))
    assert rig.registrar.introductions == []


@rigged
@pytest.mark.parametrize(
    "body",
    [
        {**MEMBER, "aadObjectId": "00000000-0000-0000-0000-000000000021"},
        {**MEMBER, "aadObjectId": None},
        {**MEMBER, "userPrincipalName": None},
        {"id": "29:alex"},
    ],
)
async def test_an_answer_about_somebody_else_says_nothing(rig: Rig, body: dict[str, Any]) -> None:
    rig.registrar.strangers.add(ALEX)
    rig.connector.script.append(Scripted(body=body))
    await rig.post(message())
    assert rig.registrar.introductions == [(ALEX, "")]


@rigged
async def test_a_member_whom_teams_does_not_know(rig: Rig) -> None:
    rig.registrar.strangers.add(ALEX)
    rig.connector.script.append(Scripted(404, {"error": {"code": "MemberNotFoundInConversation"}}))
    assert (await rig.post(message())).status == 200
    assert rig.registrar.introductions == [(ALEX, "")]
    assert len(rig.runner.delivered_turns) == 1


@rigged
@pytest.mark.parametrize("answer", [Scripted(503), Scripted(429), Scripted(403)], ids=["503", "429", "403"])
async def test_the_turn_goes_on_if_teams_does_not_say(rig: Rig, answer: Scripted) -> None:
    rig.registrar.strangers.add(ALEX)
    rig.connector.script.append(answer)
    assert (await rig.post(message())).status == 200
    assert rig.registrar.introductions == []
    assert len(rig.runner.delivered_turns) == 1
    assert rig.time.slept == []


@rigged
async def test_the_turn_goes_on_if_the_registrar_fails(rig: Rig) -> None:
    rig.registrar.error = RuntimeError("the database is away")
    assert (await rig.post(message())).status == 200
    assert len(rig.runner.delivered_turns) == 1
