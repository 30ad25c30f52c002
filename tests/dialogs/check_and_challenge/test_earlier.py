"""A return begins from the open actions of the area's earlier sessions, and its themes name nobody."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.challenges import ChallengeAction, Update
from storage.db import Database
from storage.returns import ACCEPTED, Session
from tests.dialogs.check_and_challenge.test_returns import ANNE, HEAD, LEAD, TEMPLATE, service
from tests.dialogs.support import NOW, knowledge
from tests.dialogs.visits.support import chat

__all__ = ["service"]
TODAY = NOW.date()
PROGRESS = "progress on improvement priorities and earlier actions"


@pytest.fixture
def carried(service: Database) -> Database:
    """The session before gave two actions: one that is overdue and told of, one to come; a third is done."""
    before = Session("early_help", TODAY - timedelta(days=60), TODAY - timedelta(days=74), "jo", "Lead", NOW)
    with service.transaction() as store:
        number = store.returns.add(before, [], ["asks"], ["open_families"])
        old = store.returns.find(number)
        assert old is not None
        store.returns.change(replace(old, state=ACCEPTED))
        for text, days, state in (("Supervise weekly", -3, "open"), ("Train on neglect", 30, "open"), ("x", 1, "done")):
            due = TODAY + timedelta(days=days)
            given = ChallengeAction(
                number, text, "ben", due, "All held", "No drift", "Lead", NOW, "practice_standards.6"
            )
            key = store.challenges.give(replace(given, state=state, closed_on=TODAY if state == "done" else None))
            if days < 0:
                store.challenges.tell(Update(key, "Half are held", "Ben Two", NOW))
    return service


def test_the_return_shows_them_with_what_was_said_last(carried: Database) -> None:
    said = chat(carried, ANNE).hear("return 1")
    assert "Open actions of earlier sessions" in said
    assert "Action 1: Supervise weekly (Ben Two, by Saturday 29 August 2026, overdue) Last said: Half are held" in said
    assert "Action 2: Train on neglect (Ben Two, by" in said
    assert "Action 3" not in said
    assert "Open actions of earlier sessions" in chat(carried, LEAD).hear("return 1")


def test_the_part_about_them_is_begun_and_shows_what_was_written_once_it_is(carried: Database) -> None:
    card = chat(carried, ANNE).say(f"return 1 {PROGRESS}").card
    assert card is not None
    [field] = [part for part in card["body"] if part.get("id") == "text"]  # type: ignore[union-attr, index]
    begun = "Action 1, Supervise weekly: Half are held\nAction 2, Train on neglect: nothing said yet"
    assert field["value"] == begun  # type: ignore[index, call-overload]
    chat(carried, ANNE).hear(f"return 1 {PROGRESS}: Both go well.")
    card = chat(carried, ANNE).say(f"return 1 {PROGRESS}").card
    assert card is not None
    [field] = [part for part in card["body"] if part.get("id") == "text"]  # type: ignore[union-attr, index]
    assert field["value"] == "Both go well."  # type: ignore[index, call-overload]


def test_who_is_only_in_the_new_session_sees_the_action_and_its_head_moves_it(carried: Database) -> None:
    assert "Challenge action 1" in chat(carried, ANNE).hear("challenge action 1")
    assert "is yours" in chat(carried, ANNE).hear("challenge action 1: it goes on")
    assert "Kept." in chat(carried, HEAD).hear("challenge action 1: it goes on")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Ben Two was rude to a family", "it names Ben Two"),
        ("The family of 900123 waited", "“900123” may tell whom it is about"),
        ("A boy born on 3/4/2015 waited", "“3/4/2015” may tell whom it is about"),
        ("Three families of 40 waited for a call, in 2026", "Saved: Themes of complaints."),
    ],
)
def test_a_theme_names_nobody(service: Database, text: str, answer: str) -> None:
    said = chat(service, ANNE).hear(f"return 1 themes of complaints: {text}")
    assert answer in said
    assert ("Yours: " in said) is ("Saved" not in answer)  # what was typed isn't lost
    assert "Saved:" in chat(service, ANNE).hear("return 1 asks of the panel: A room for Ben Two")


def test_only_areas_with_reviewing_officers_are_asked_for_their_escalations() -> None:
    asked = {
        area for area, one in knowledge().returns.items() if "reviewing_officers" in {s.name for s in one.sections}
    }
    assert "early_help" not in asked
    assert {"care_and_disabilities", "help_and_protection_and_court", "reviewing_and_academy"} <= asked
    voice = [section.name for section in TEMPLATE.sections if section.group]
    assert voice == ["compliment_themes", "complaint_themes", "heard", "you_said_we_did"]
