"""Search from the compose box."""

import pytest

from dialogs.ask.flow import LONGEST_QUESTION, RESULTS_SHOWN
from standards_kb.answer import LISTED_AT_LEAST
from storage.db import Database
from tests.dialogs.card_checks import faults, nodes, texts
from tests.dialogs.support import Chat, knowledge
from tests.standards_kb.support import CIN_EVERY, CP_EVERY, DANGER, NOT_COVERED, SELF_HARM, FakeFinder, framework


@pytest.fixture
def chat(sqlite_database: Database) -> Chat:
    return Chat(sqlite_database, knowledge({"visits": {NOT_COVERED: 0.5, CP_EVERY: 0.3, CIN_EVERY: 0.2}}))


def test_what_is_typed_finds_the_likeliest_passages(chat: Chat) -> None:
    reply = chat.search("  visits ")
    assert [r.title for r in reply.results] == ["Visits: Child Protection Plan", "Visits: Child in Need"]
    assert reply.results[0].subtitle == "At least every 10 working days thereafter."


def test_what_is_inserted_quotes_and_has_nothing_to_press(chat: Chat) -> None:
    card = chat.search("visits").results[0].card
    assert faults(card) == []
    shown = texts(card)
    assert any("At least every 10 working days thereafter." in text for text in shown)
    assert any("Responsible: Social Worker" in text for text in shown)
    assert any("April 2021" in text for text in shown)
    assert not [node for node in nodes(card) if node["type"].startswith(("Action", "Input"))]


def test_with_nothing_typed_the_eight_practice_standards(chat: Chat) -> None:
    found = chat.search("")
    standards = [p.title for p in framework().passages.values() if p.is_row and p.id.startswith("practice_standards.")]
    assert [r.title for r in found.results] == standards
    assert len(standards) >= 8


def test_never_too_many(chat: Chat) -> None:
    rows = [p.id for p in framework().passages.values() if p.is_row][: RESULTS_SHOWN + 4]
    chat.knowledge = knowledge({"anything": dict.fromkeys(rows, 1 / len(rows))})
    assert len(chat.search("anything").results) == RESULTS_SHOWN


def test_what_is_hardly_likely_is_not_listed(chat: Chat) -> None:
    for likelihood, found in ((LISTED_AT_LEAST, 1), (LISTED_AT_LEAST - 0.001, 0)):
        chat.knowledge = knowledge({"mileage": {CP_EVERY: likelihood}})
        assert len(chat.search("mileage").results) == found
    assert chat.search("mileage").text == "Nothing in the framework matches that."


def test_whom_to_call_comes_first_in_danger(chat: Chat) -> None:
    chat.knowledge = knowledge({"he is hitting her": {DANGER: 0.9}, "i want to die": {SELF_HARM: 0.9}})
    calls, standard = chat.search("he is hitting her").results
    assert calls.title == "If a child is in danger now"
    assert calls.subtitle.startswith("If a child is in immediate danger, call 999 now.")
    assert any("01632 960001" in text for text in texts(calls.card))
    assert faults(calls.card) == []
    assert "Strategy discussion" in standard.title
    [self_harm] = chat.search("i want to die").results
    assert any("116 123" in text for text in texts(self_harm.card))


def test_a_search_keeps_nothing(chat: Chat) -> None:
    chat.search("visits to Kyle")
    assert chat.kept() == []
    assert "no recent answer" in chat.say("yes").text


def test_subtitles_are_one_short_line(chat: Chat) -> None:
    long = [p.id for p in framework().passages.values() if len(p.text) > 500][:RESULTS_SHOWN]
    chat.knowledge = knowledge({"long": dict.fromkeys(long, 0.12)})
    for result in chat.search("long").results:
        assert "\n" not in result.subtitle
        assert len(result.subtitle) <= 110
        assert result.subtitle.endswith("…")


def test_a_long_search_is_cut(chat: Chat) -> None:
    finder = FakeFinder({})
    chat.knowledge = knowledge(finder)
    chat.search("visit " * 10_000)
    assert max(map(len, finder.asked)) <= LONGEST_QUESTION
