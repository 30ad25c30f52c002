"""No ambush: who signs off sees everything that is flagged and answers it, or it isn't signed off."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.db import Database
from storage.returns import ACCEPTED, SUBMITTED, Session
from tests.dialogs.check_and_challenge.test_returns import ANNE, HEAD, LEAD, TEMPLATE, fill, service, session
from tests.dialogs.support import NOW
from tests.dialogs.visits.support import chat

__all__ = ["service"]


@pytest.fixture
def last_time(service: Database) -> Database:
    """The area's last two returns: the target missed in both, and one text."""
    with service.transaction() as store:
        for days in (60, 120):
            held = NOW.date() - timedelta(days=days)
            made = Session("early_help", held, held, "jo", "Quinn Lead", NOW)
            sections = [section.name for section in TEMPLATE.sections]
            number = store.returns.add(made, ["anne"], sections, list(TEMPLATE.indicators))
            parts = {(part.name, part.is_figure): part for part in store.returns.parts(number)}
            late = replace(parts["supervision_on_time", 1], value="8", out_of="10", text="Ill", by_name="Anne One")
            asks = replace(parts["asks", 0], text="We have looked, and it holds.", by_name="Anne One")
            opened = replace(parts["open_families", 1], value="19", by_name="Anne One")
            assert all(map(store.returns.write, (late, asks, opened)))
            written = store.returns.find(number)
            assert written is not None
            assert store.returns.change(replace(written, state=ACCEPTED))
    fill(service)
    chat(service, ANNE).hear("return 1 supervision on time: 9 of 10 because one was ill")
    chat(service, ANNE).hear("return 1 is ready")
    return service


def test_what_is_flagged_is_shown_to_everybody_in_it(last_time: Database) -> None:
    said = chat(last_time, ANNE).hear("return 1")
    assert "1. Supervision on time has missed its target of 100 in three sessions running; now it is 9 of 10." in said
    assert "2. Asks of the panel: the text is word for word last time's." in said
    assert "Families open" not in said.split("Flagged, as the panel will see it")[1]
    assert "Flagged in return 1" in chat(last_time, ANNE).hear("flagged in return 1")


def test_it_is_not_signed_off_before_all_is_answered(last_time: Database) -> None:
    said = chat(last_time, HEAD).hear("sign off return 1")
    assert "answer first what is flagged" in said
    assert "Some are still to be answered" in chat(last_time, HEAD).hear("return 1 answer 1: a post is vacant")
    assert "answer first what is flagged" in chat(last_time, HEAD).hear("sign off return 1")
    assert "All is answered." in chat(last_time, HEAD).hear("return 1 answer 2: the need is the same")
    assert "Signed off and submitted" in chat(last_time, HEAD).hear("sign off return 1")
    assert session(last_time).state == SUBMITTED
    assert "Answer of Jo Head: a post is vacant" in chat(last_time, LEAD).hear("return 1")


def test_all_on_one_card(last_time: Database) -> None:
    with last_time.reading() as store:
        one = store.returns.find(1)
    assert one is not None
    keys = ["target_missed supervision_on_time 9/10 8/10", "same_text asks"]
    given = {"return": 1, "version": one.version, "keys": keys, "answer_1": "a post is vacant", "answer_2": "the same"}
    assert keys == _keys(chat(last_time, HEAD).press("check_and_challenge.flagged", **{"return": 1}).card)
    assert "All is answered." in chat(last_time, HEAD).push("check_and_challenge.answer", **given)
    old = chat(last_time, HEAD).press("check_and_challenge.answer", **given)  # type: ignore[arg-type]
    assert "nothing was done" in old.text
    assert "'value': 'a post is vacant'" in str(old.card)


def _keys(card: object) -> object:
    import json

    return next(a["data"]["keys"] for a in json.loads(json.dumps(card))["actions"] if "keys" in a["data"])


def test_only_who_signs_off_answers(last_time: Database) -> None:
    assert "That step isn't yours" in chat(last_time, ANNE).hear("return 1 answer 1: never mind")
    assert "That step isn't yours" in chat(last_time, LEAD).hear("return 1 answer 1: never mind")


def test_another_figure_asks_again_and_what_is_put_right_is_flagged_no_more(last_time: Database) -> None:
    chat(last_time, HEAD).hear("return 1 answer 1: a post is vacant")
    chat(last_time, HEAD).hear("return 1 answer 2: the need is the same")
    chat(last_time, ANNE).hear("return 1 supervision on time: 7 of 10 because three were ill")
    chat(last_time, ANNE).hear("return 1 is ready")
    assert "answer first what is flagged" in chat(last_time, HEAD).hear("sign off return 1")
    chat(last_time, ANNE).hear("return 1 supervision on time: 10 of 10")
    assert "has missed its target" not in chat(last_time, ANNE).hear("return 1")


@pytest.mark.parametrize("said", ["return 1 answer 9: never mind", "return 1 answer 0: never mind"])
def test_a_number_that_is_not_there_answers_nothing(last_time: Database, said: str) -> None:
    assert "Say in a few words how it comes about" in chat(last_time, HEAD).hear(said)


def test_nothing_flagged_needs_no_answer(service: Database) -> None:
    fill(service)
    chat(service, ANNE).hear("return 1 is ready")
    assert "Nothing is flagged." in chat(service, HEAD).hear("flagged in return 1")
    assert "Signed off and submitted" in chat(service, HEAD).hear("sign off return 1")
