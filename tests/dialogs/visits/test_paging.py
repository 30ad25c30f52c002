"""A page asked for without its list: of the last that was shown in the chat."""

import pytest

from storage.db import Database
from tests.dialogs.support import MEGAN, Chat, knowledge
from tests.dialogs.visits.support import chat

QUESTION = "how often do I visit a child on a child protection plan?"


@pytest.mark.parametrize(
    "says",
    ["page 2", "next page", "Next page please", "more", "show me the rest", "show more", "rest of the list", "pg 2"],
)
def test_it_is_of_the_list_shown_last(filled: Database, says: str) -> None:
    alex = chat(filled)
    second = alex.hear("my visits page 2")
    alex.hear("overdue")
    alex.hear("my visits")
    assert alex.hear(says) == second


def test_one_page_after_the_other_and_back(demo: Database) -> None:
    alex = chat(demo)
    pages = int(alex.hear("my visits").partition("Page 1 of ")[2].split(",")[0])
    assert pages > 2
    assert "Page 2 of" in alex.hear("next page")
    assert "Page 3 of" in alex.hear("more")
    assert "Page 2 of" in alex.hear("previous page")
    assert f"Page {pages} of" in alex.hear("last page")
    assert alex.hear("more").startswith("That was the last page.")
    assert "Page 1 of" in alex.hear("first page")
    assert alex.hear("page 99") == f'There is no such page: the list has {pages}. Type "page 1" for the first.'


def test_a_page_that_a_button_brought_counts_too(demo: Database) -> None:
    alex = chat(demo)
    alex.press("visits.list", ask="my visits", page=2)
    assert "Page 3 of" in alex.hear("next page")


def test_a_whole_list_has_no_more(demo: Database) -> None:
    alex = chat(demo)
    alex.hear("my visits")
    alex.hear("what's due tomorrow")
    assert alex.hear("more") == "That was the whole list: it has one page."


def test_without_a_list_it_says_so(demo: Database) -> None:
    alex = chat(demo)
    for says in ("more", "page 2", "next page", "show me more"):
        assert alex.hear(says).startswith("No list has been shown in this chat lately.")


def test_yesterdays_list_is_forgotten(demo: Database) -> None:
    alex = chat(demo)
    alex.hear("my visits")
    alex.wait(hours=25)
    assert alex.hear("more").startswith("No list has been shown")


def test_more_is_of_a_standard_that_was_talked_about_since(demo: Database) -> None:
    passages = {QUESTION: {"visiting.child_protection_plan.every_10_working_days": 1.0}}
    alex = Chat(demo, knowledge(passages), name="chat of Alex")
    alex.say("my visits")
    alex.wait(minutes=1)
    alex.say(QUESTION)
    for says in ("more", "show the rest"):
        assert "Page 2" not in alex.say(says).text
    assert "Page 2 of" in alex.say("page 2").text


def test_somebody_elses_chat_has_its_own(demo: Database) -> None:
    chat(demo).hear("my visits")
    assert chat(demo, MEGAN).hear("page 2").startswith("No list has been shown")


@pytest.mark.parametrize("says", ["page 201", "more than one visit", "rest break", "show me more about visits"])
def test_other_words_ask_for_no_page_of_it(demo: Database, says: str) -> None:
    alex = chat(demo)
    alex.hear("my visits")
    assert "Page 2 of" not in alex.hear(says)
