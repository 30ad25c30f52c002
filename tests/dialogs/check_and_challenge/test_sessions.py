"""Sessions by a form, moved and cancelled by chat: people are told, and chasers follow the day or stop."""

from datetime import timedelta

import pytest

from storage.db import Database
from storage.returns import CANCELLED
from tests.dialogs.check_and_challenge.test_returns import ANNE, HEAD, LEAD, morning, planned, service, session
from tests.dialogs.support import NOW
from tests.dialogs.unasked import delivered
from tests.dialogs.visits.support import chat

__all__ = ["service"]
FORM = {
    "area": "send",
    "held": "12 October 2026",
    "due": "",
    "people": "Anne One, ben",
    "head": "Jo Head",
    "panel": "The Director",
    "weeks": "8",
    "priorities": "neglect; visits",
}


def test_the_form_creates_a_session(service: Database) -> None:
    assert "A new check-and-challenge session" in chat(service, LEAD).hear("new check and challenge session")
    said = chat(service, LEAD).push("check_and_challenge.create", **FORM)
    assert "Created." in said
    assert "Panel: The Director" in said
    with service.reading() as store:
        made = store.returns.find(2)
    assert made is not None
    assert (made.area, made.window_weeks, made.priorities) == ("send", 8, ("neglect", "visits"))


def test_the_form_keeps_what_was_typed(service: Database) -> None:
    reply = chat(service, LEAD).press("check_and_challenge.create", **{**FORM, "head": "Ann One"})
    assert "is no Head of Service" in reply.text or "I don't know who is meant: Ann One. Is it Anne One" in reply.text
    assert "'value': 'neglect; visits'" in str(reply.card)
    assert "created by QA leads" in chat(service, ANNE).hear("new check and challenge session")
    assert "created by QA leads" in chat(service, ANNE).push("check_and_challenge.create", **FORM)


def test_a_second_press_creates_no_second_session(service: Database) -> None:
    chat(service, LEAD).push("check_and_challenge.create", **FORM)
    assert "session on that day already: return 2" in chat(service, LEAD).push("check_and_challenge.create", **FORM)


def test_a_session_is_moved_and_its_chasers_follow(service: Database) -> None:
    delivered(service, "anne", NOW)
    said = chat(service, LEAD).hear("move session 1 to 19 October 2026 because the Director is away")
    assert "Moved. Everybody in it is told." in said
    assert (session(service).held_on.isoformat(), session(service).due_on.isoformat()) == ("2026-10-19", "2026-10-05")
    for key in ("anne", "jo"):
        texts = [reply.text for reply in delivered(service, key, NOW)]
        assert any("The session is moved" in text and "Why: the Director is away" in text for text in texts)
    planned(service, morning(14))  # ten working days before the old day
    assert delivered(service, "anne", morning(14)) == []
    planned(service, morning(21))
    assert len(delivered(service, "anne", morning(21))) == 1


def test_news_of_a_day_that_holds_no_longer_is_not_sent(service: Database) -> None:
    delivered(service, "anne", NOW)
    chat(service, LEAD).hear("move session 1 to 19 October 2026")
    chat(service, LEAD).hear("move session 1 to 20 October 2026, due 1 October 2026")
    (reply,) = delivered(service, "anne", NOW)
    assert "20 October 2026" in reply.text
    assert "1 October 2026" in reply.text


def test_a_cancelled_session_is_chased_no_more(service: Database) -> None:
    planned(service, morning(28))
    assert "Say why it is cancelled" in chat(service, LEAD).push(
        "check_and_challenge.cancel", **{"return": 1, "version": 1}
    )
    said = chat(service, LEAD).hear("cancel session 1 because it is merged with the next")
    assert "Cancelled." in said
    assert session(service).state == CANCELLED
    late = morning(29) + timedelta(hours=1)
    (reply,) = delivered(service, "anne", late)
    assert "Cancelled" in reply.text
    assert "merged with the next" in reply.text
    planned(service, morning(30))
    assert delivered(service, "anne", morning(30)) == []
    assert "handed in, so this isn't saved" in chat(service, ANNE).hear("return 1 families open: 30")
    assert "cancelled already" in chat(service, LEAD).hear("move session 1 to 20 October 2026")


@pytest.mark.parametrize("who", [ANNE, HEAD])
def test_only_who_convenes_moves_or_cancels(service: Database, who: object) -> None:
    assert "That step isn't yours" in chat(service, who).hear("cancel session 1 because I say so")  # type: ignore[arg-type]
    assert "That step isn't yours" in chat(service, who).hear("move session 1 to 19 October 2026")  # type: ignore[arg-type]


def test_an_old_card_moves_nothing(service: Database) -> None:
    chat(service, ANNE).hear("return 1 families open: 30")
    said = chat(service, LEAD).push(
        "check_and_challenge.move", **{"return": 1, "version": 1, "held": "19 October 2026"}
    )
    assert "nothing was done" in said
    assert session(service).held_on.isoformat() == "2026-10-12"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("move session 1 to 12 October 2026", "That is when it is already"),
        ("move session 1 to Pancake Day", "I can't tell a day to come"),
        ("move session 1 to 19 October 2026, due 20 October 2026", "no later than the session"),
        ("cancel session 9 because of rain", "no return by that number"),
        ("move or cancel session 1", "Move or cancel session 1: Early Help"),
    ],
)
def test_what_cannot_be_is_said(service: Database, said: str, answer: str) -> None:
    assert answer in chat(service, LEAD).hear(said)


def test_a_day_that_is_no_working_day_is_pointed_out(service: Database) -> None:
    lead = chat(service, LEAD)
    said = lead.hear("new session for SEND on 25 December 2026, contributors Anne One, signed off by Jo Head")
    assert "Created. Everybody in it is told. Check the day: Friday 25 December 2026 is no working day." in said
    assert "Check the day: Sunday" in lead.hear("move session 2 to 31 January 2027 as the panel is away")
    assert "Why: the panel is away" in lead.hear("return 2")
    assert "Check the day" not in lead.hear("postpone session 2 to 1 February 2027")
    said = lead.hear("check and challenge for SEND on 1 March 2027, contributors Anne, signed off by Jo Head")
    assert "I don't know who is meant: Anne. Is it Anne One?" in said
    who = "contributors Anne One, signed off by Jo Head"
    lead.hear(f"check and challenge for SEND on 2 March 2027, {who}, action window six wks")
    assert "Action window after the session, in weeks: 6" in lead.hear("return 3")


def test_a_step_that_comes_too_early_is_said_to(service: Database) -> None:
    for said in ("accept return 1", "send return 1 back: why did it fall?"):
        assert "Not yet: it isn't signed off." in chat(service, LEAD).hear(said)
