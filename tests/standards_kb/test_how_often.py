"""How often a child is to be visited is answered with how often unannounced, too."""

import pytest

from standards_kb.answer import answer
from standards_kb.outcomes import Answer
from standards_kb.said import asks_how_often
from tests.standards_kb.support import (
    CIN,
    CIN_EVERY,
    CIN_UNANNOUNCED,
    CP,
    CP_EVERY,
    CP_FIRST,
    CP_UNANNOUNCED,
    FakeFinder,
    finder,
    framework,
)

HOW_OFTEN = "how often do I see them on a plan?"
CORE_GROUP = "assessment_and_planning.core_group"


@pytest.mark.parametrize(
    "question",
    [
        HOW_OFTEN,
        "CP visit frequency",
        "cin freq?",
        "visit intervals",
        "How frequently are they seen",
        "how many times",
        "how regularly",
        "how many visits a month",
    ],
)
def test_what_asks_how_often(question: str) -> None:
    assert asks_how_often(question)


@pytest.mark.parametrize(
    "question",
    [
        "how often unannounced",
        "frequency of announced visits",
        "first visit, then how often",
        "how soon and how often",
        "when is the next visit",
        "how often do I see the sleeping arrangements",
        "can I increase how often I see a CIN child",
        "who visits",
        "",
    ],
)
def test_what_asks_another_thing(question: str) -> None:
    assert not asks_how_often(question)


def asked(likelihoods: dict[str, float], question: str = HOW_OFTEN) -> Answer:
    return answer(framework(), FakeFinder({question: likelihoods}), question)


def ids(found: Answer) -> list[str]:
    return [passage.id for passage in found.citations]


def test_the_unannounced_visit_comes_with_it() -> None:
    assert ids(asked({CP_EVERY: 0.9})) == [CP_EVERY, CP_UNANNOUNCED]
    assert ids(asked({CIN_EVERY: 0.9})) == [CIN_EVERY, CIN_UNANNOUNCED]


def test_each_row_gets_its_own() -> None:
    assert ids(asked({CP_EVERY: 0.5, CIN_EVERY: 0.4})) == [CP_EVERY, CP_UNANNOUNCED, CIN_EVERY, CIN_UNANNOUNCED]


@pytest.mark.parametrize(
    "likelihoods", [{CP: 0.9}, {CORE_GROUP: 0.9}, {CP_UNANNOUNCED: 0.9}, {"visiting.care_leaver.every_3_months": 0.9}]
)
def test_nothing_comes_where_it_is_there_or_there_is_none(likelihoods: dict[str, float]) -> None:
    assert ids(asked(likelihoods)) == list(likelihoods)


def test_nor_when_the_first_visit_is_asked_for() -> None:
    assert ids(asked({CP_FIRST: 0.9}, "when is the first visit?")) == [CP_FIRST]


def test_a_question_that_leans_on_the_last_answer_gets_it_too() -> None:
    assert ids(answer(framework(), finder(), "how often?", (CIN,))) == [CIN_EVERY, CIN_UNANNOUNCED]
