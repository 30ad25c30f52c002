"""What a button of a meeting's card brings takes its place, with what can be pressed next."""

from typing import Any

import pytest

from storage.db import Database
from tests.dialogs.audit_meeting.support import both
from tests.dialogs.card_checks import nodes
from tests.dialogs.visits.support import Checked

OFFER = "offer Thursday 3 September at 2pm and Friday 4 September at 10am"


def pressed(chat: Checked, verb: str, **typed: str) -> list[str]:
    """The buttons of the card that takes the pressed one's place."""
    [button, *_] = [n for n in nodes(chat.say("when is the audit meeting?").card) if n.get("verb") == verb]
    reply = chat.press(verb, **{**button["data"], **typed})
    assert reply.card is not None
    return [node["title"] for node in nodes(reply.card) if node["type"].startswith("Action.")]


def test_none_suits_brings_others_to_offer(demo: Database) -> None:
    alex, priya = both(demo)
    priya.hear(OFFER)
    assert "Offer all of them" in pressed(alex, "audit_meeting.others")


def test_a_yes_that_came_too_late_shows_how_it_stands(demo: Database) -> None:
    alex, priya = both(demo)
    priya.hear(OFFER)
    [yes, *_] = [n for n in nodes(alex.say("audit meeting").card) if n.get("verb") == "audit_meeting.accept"]
    priya.hear("cancel the audit meeting because I am ill")
    assert "I am ill" in alex.push("audit_meeting.accept", **yes["data"])


@pytest.mark.parametrize("wish", ["move", "cancel"])
def test_the_reason_is_asked_beside_the_card_and_answered_in_its_place(demo: Database, wish: str) -> None:
    alex, priya = both(demo)
    priya.hear(OFFER)
    alex.hear("yes to the first")
    [ask] = [n for n in nodes(priya.say("when is the audit meeting?").card) if _asks(n, wish)]
    asked = priya.press(f"audit_meeting.{wish}", audit=ask["data"]["audit"])
    assert not asked.in_place
    [send] = [n for n in nodes(asked.card) if n.get("verb") == f"audit_meeting.{wish}"]
    reply = priya.press(send["verb"], **{**send["data"], "reason": "I am in court"})
    assert reply.card is not None


def _asks(node: dict[str, Any], wish: str) -> bool:
    """Whether it is a button that is answered with a new message."""
    return node["type"] == "Action.Submit" and node["data"]["action"] == f"audit_meeting.{wish}"
