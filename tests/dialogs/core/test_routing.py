from dataclasses import replace
from datetime import datetime
from inspect import unwrap
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.ask import flow as ask
from dialogs.core.feature import Feature
from dialogs.core.knowledge import Knowledge
from dialogs.core.routing import UnknownAction, bare, route
from dialogs.core.turn import Conversation, Kind, Scope, Turn
from dialogs.home import flow as home
from dialogs.registry import features
from storage.store import Store
from tests.dialogs.support import ALEX, NOW

TURN = Turn(Kind.MESSAGE, "1", Conversation("c", Scope.PERSONAL, "t", "s"), ALEX, NOW)


class NoReports:
    """A store in which nobody is known, and so nothing is being reported."""

    class people:  # noqa: N801
        @staticmethod
        def find(_object_id: str) -> None:
            return None


NOWHERE = cast(Store, NoReports)


def said(text: str) -> object:
    return route(features(), replace(TURN, text=text), NOWHERE)


@pytest.mark.parametrize("text", ["", "   ", "?", "help", "Help!", " HELP me ", "What can you do?", "menu", "…"])
def test_help_for_who_asks_for_it_or_says_nothing(text: str) -> None:
    assert said(text) is home.help_


@pytest.mark.parametrize("text", ["yes", "Yes.", "Yes, thank you!", "that helped"])
def test_yes(text: str) -> None:
    assert said(text) is ask.helped


@pytest.mark.parametrize("text", ["no", "No!", "that didn't help", "That didn’t help.", "that's not what I needed"])
def test_no(text: str) -> None:
    assert said(text) is ask.not_helped


@pytest.mark.parametrize("text", ["whole", "Show the whole standard", "the whole thing"])
def test_whole(text: str) -> None:
    assert said(text) is ask.whole


@pytest.mark.parametrize(
    "text", ["how often?", "yes or no: is it weekly?", "missing: the phone number", "help with a visit", "no visit?"]
)
def test_everything_else_is_a_question(text: str) -> None:
    assert unwrap(said(text)) is ask.ask


@pytest.mark.parametrize(
    ("action", "handler"),
    [
        ("ask.example", ask.example),
        ("ask.feedback", ask.feedback),
        ("ask.show", ask.show),
        ("ask.whole", ask.whole),
        ("home.help", home.help_),
    ],
)
def test_a_button_by_its_action(action: str, handler: object) -> None:
    assert route(features(), replace(TURN, kind=Kind.ACTION, action=action), NOWHERE) is handler


@pytest.mark.parametrize("action", ["", "ask", "ask.delete", "visits.delete", "ASK.SHOW"])
def test_a_button_that_nobody_answers(action: str) -> None:
    with pytest.raises(UnknownAction):
        route(features(), replace(TURN, kind=Kind.ACTION, action=action), NOWHERE)


def test_search_installation_and_removal() -> None:
    assert route(features(), replace(TURN, kind=Kind.SEARCH, text="help"), NOWHERE) is ask.search
    assert route(features(), replace(TURN, kind=Kind.INSTALLED), NOWHERE) is home.welcome
    assert route(features(), replace(TURN, kind=Kind.REMOVED), NOWHERE) is home.forget


def test_phrases_are_written_bare_reach_an_action_and_belong_to_one_feature() -> None:
    seen: dict[str, str] = {}
    for feature in features():
        for phrase, action in feature.phrases.items():
            assert phrase.replace("{", "").replace("}", "") == bare(phrase)
            assert action in feature.actions
            assert phrase not in seen
            seen[phrase] = action


@pytest.mark.parametrize(
    ("text", "child"),
    [
        ("find 12345", "12345"),
        ("Find child 12345.", "12345"),
        ("  who can see  A-123/4 ?", "A-123/4"),
        ("show me 100.001", "100.001"),
    ],
)
def test_a_childs_id_fills_its_place(text: str, child: str) -> None:
    given: list[Turn] = []

    def keep(turn: Turn, _store: object, _knowledge: object) -> None:
        given.append(turn)

    feature = Feature(
        "x",
        {"x.find": keep},
        {
            "find {child}": "x.find",
            "show me {child}": "x.find",
            "find child {child}": "x.find",
            "who can see {child}": "x.find",
        },
        otherwise=ask.ask,
    )
    turn = replace(TURN, text=text)
    route([feature], turn, NOWHERE)(turn, cast(Store, None), cast(Knowledge, None))
    assert [dict(turn.data) for turn in given] == [{"child": child}]


@pytest.mark.parametrize(
    "text",
    [
        "find s47",
        "find 12",
        "find the 12345 standard",
        "who can see the file?",
        "find",
        "show me 72 hours",
        "refind 12345",
        f"find {'1' * 60}",
        "match " + "to " * 300,
    ],
)
def test_what_is_no_childs_id_is_a_question(text: str) -> None:
    assert unwrap(said(text)) is ask.ask


def test_places_of_words_take_what_stands_between() -> None:
    given: list[Turn] = []

    def keep(turn: Turn, _store: object, _knowledge: object) -> None:
        given.append(turn)

    feature = Feature("x", {"x.match": keep}, {"match {name} to {person}": "x.match"}, otherwise=ask.ask)
    turn = replace(TURN, text="Match O’Example, Sam to Sam O'Example")
    route([feature], turn, NOWHERE)(turn, cast(Store, None), cast(Knowledge, None))
    assert [dict(turn.data) for turn in given] == [{"name": "O'Example, Sam", "person": "Sam O'Example"}]


def test_one_feature_takes_what_the_others_leave() -> None:
    for name in ("search", "installed", "removed", "otherwise"):
        assert sum(getattr(f, name) is not None for f in features()) == 1
    assert len({f.name for f in features()}) == len(features())
    assert all(action.startswith(f.name + ".") for f in features() for action in f.actions)


@given(st.text())
def test_bare_is_the_same_again(sentence: str) -> None:
    once = bare(sentence)
    assert bare(once) == once
    assert once == once.strip()


def test_a_turn_knows_when_it_happened() -> None:
    with pytest.raises(ValueError, match="aware"):
        replace(TURN, at=datetime(2026, 9, 1, 9, 0))  # noqa: DTZ001
