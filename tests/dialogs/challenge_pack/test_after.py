"""In a session and after it: who keeps questions and gives actions, who is told, what the next one starts from."""

from datetime import date, timedelta

import pytest

from storage.db import Database
from tests.dialogs.challenge_pack.test_pack import PEOPLE, TODAY, add, made, morning, planned, service, who
from tests.dialogs.support import NOW
from tests.dialogs.unasked import delivered
from tests.dialogs.visits.support import chat

__all__ = ["service"]
GIVES = (
    "challenge 3 action: weekly supervision, owner Anne Example, by 30 October 2026, measured by all of it held,"
    " so that plans don't drift, for standard 6"
)


@pytest.mark.parametrize("key", PEOPLE)
def test_only_the_panel_and_who_convenes_keep_questions_and_give_actions(service: Database, key: str) -> None:
    sits = key in {"lead", "director", "panel"}
    said = chat(service, who(key)).hear("challenge 3 question: Why did it fall? answer: The summer.")
    assert ("The question is kept" in said and "Answer: The summer." in said) is sits
    assert ("Anne Example is told" in chat(service, who(key)).hear(GIVES)) is sits


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (GIVES.replace("Anne Example", "Nobody"), "one person called “Nobody”"),
        (GIVES.replace("30 October 2026", "Pancake Day"), "a day to come"),
        (GIVES.replace("standard 6", "the moon"), "I know none called “the moon”"),
        (GIVES.replace(", measured by all of it held", ""), "An action needs"),
    ],
)
def test_what_an_action_lacks_is_said(service: Database, said: str, answer: str) -> None:
    assert answer in chat(service, who("lead")).hear(said)
    assert len(made(service).actions[1][1]) == 0


def test_an_action_is_told_gets_on_is_closed_with_evidence_and_the_next_session_starts_from_it(
    service: Database,
) -> None:
    chat(service, who("director")).hear(GIVES)
    [told] = delivered(service, "anne", NOW)
    assert "weekly supervision" in told.text
    assert "Kept." in chat(service, who("anne")).hear("challenge action 2: half of it is held")
    assert "is yours" in chat(service, who("other")).hear("challenge action 2: nonsense")
    number = add(service, TODAY + timedelta(days=60), {})
    assert "half of it is held" in str(made(service, number).actions[0])
    assert "Action 2: weekly supervision (Open)" in chat(service, who("lead")).hear(f"challenge {number}")
    assert "say what has changed" in chat(service, who("anne")).hear("close challenge action 2: better")
    said = chat(service, who("anne")).hear("close challenge action 2: plans are on time, evidence: the last audit")
    assert "Closed." in said
    assert "Done: plans are on time Evidence: the last audit" in said
    [told] = delivered(service, "lead", NOW)
    assert "the last audit" in told.text
    assert "Nothing was kept" in chat(service, who("anne")).hear("challenge action 2: more")


@pytest.mark.parametrize(
    ("day", "owner", "head"),
    [
        (date(2026, 10, 15), 0, 0),
        (date(2026, 10, 16), 1, 0),  # ten working days before
        (date(2026, 10, 28), 1, 0),
        (date(2026, 10, 30), 1, 0),
        (date(2026, 11, 2), 1, 0),
        (date(2026, 11, 3), 1, 1),
        (date(2026, 11, 4), 0, 0),
        (date(2026, 11, 10), 1, 1),
        (date(2026, 11, 14), 0, 0),  # a Saturday
    ],
)
def test_an_action_is_chased_and_goes_up(service: Database, day: date, owner: int, head: int) -> None:
    chat(service, who("anne")).hear("close challenge action 1: less drift, evidence: the log")
    chat(service, who("lead")).hear(GIVES)
    for key in ("anne", "head"):
        delivered(service, key, NOW)
    planned(service, morning(day))
    for key, number in (("anne", owner), ("head", head)):
        told = delivered(service, key, morning(day))
        assert len(told) == number
        assert all("Action 2: weekly supervision" in one.text for one in told)
