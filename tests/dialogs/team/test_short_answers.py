"""A bare "yes", "no" or "cancel" is about the one thing that was read back just now, and about nothing else."""

from datetime import timedelta

import pytest

from storage.db import Database
from tests.dialogs.support import ALEX, MEGAN
from tests.dialogs.team.support import decisions, number
from tests.dialogs.visits.support import NEED, PLAN, chat

SET = f"set {NEED} to weekly because of the risk"


def test_yes_does_it(filled: Database) -> None:
    megan = chat(filled, MEGAN)
    megan.hear(SET)
    assert "Done: Visit more often" in megan.hear("yes")
    with filled.reading() as store:
        assert len(decisions(store, NEED)) == 1


@pytest.mark.parametrize("says", ["no", "cancel", "never mind"])
def test_no_leaves_it(demo: Database, says: str) -> None:
    megan = chat(demo, MEGAN)
    megan.hear(SET)
    assert megan.hear(says) == "Left as it was."
    with demo.reading() as store:
        assert decisions(store, NEED) == []


@pytest.mark.parametrize("says", ["yes", "no", "cancel"])
def test_of_two_things_it_is_asked_which(demo: Database, says: str) -> None:
    megan = chat(demo, MEGAN)
    first = megan.hear(SET)
    megan.hear(f"set {PLAN} to every 3 days because of the risk")
    heard = megan.hear(says)
    assert "Which one do you mean? Several things wait for your word, so nothing was done" in heard
    assert f"yes {number(first)}" in heard.replace(chr(34), "")
    assert "LM 209: a visit every 7 days" in heard
    assert "AB 201: a visit every 3 days" in heard
    with demo.reading() as store:
        assert decisions(store, NEED) == decisions(store, PLAN) == []


def test_one_of_two_is_done_by_its_number_and_the_other_is_left(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    first = megan.hear(SET)
    megan.hear(f"set {PLAN} to every 3 days because of the risk")
    megan.hear("no")
    assert "Done: Visit more often" in megan.hear(f"yes {number(first)}")
    assert megan.hear("no") == "Left as it was."
    with demo.reading() as store:
        assert (len(decisions(store, NEED)), decisions(store, PLAN)) == (1, [])


@pytest.mark.parametrize("says", ["no to all", "no to both", "none of them", "cancel all", "leave them all"])
def test_all_of_them_are_left(demo: Database, says: str) -> None:
    megan = chat(demo, MEGAN)
    first = megan.hear(SET)
    megan.hear(f"set {PLAN} to every 3 days because of the risk")
    left = megan.hear(says)
    assert left.startswith("Left as it was.")
    assert "LM 209" in left
    assert "AB 201" in left
    assert megan.hear(f"yes {number(first)}") == "Left as it was."
    with demo.reading() as store:
        assert decisions(store, NEED) == decisions(store, PLAN) == []


@pytest.mark.parametrize("says", ["none", "neither"])
def test_a_bare_none_leaves_nothing(demo: Database, says: str) -> None:
    megan = chat(demo, MEGAN)
    first = megan.hear(SET)
    megan.hear(f"set {PLAN} to every 3 days because of the risk")
    assert "Left" not in megan.hear(says)
    assert "Done: Visit more often" in megan.hear(f"yes {number(first)}")


def test_of_two_things_the_last_may_have_come_after_a_question(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    megan.hear(SET)
    megan.clock.move(timedelta(minutes=1))
    megan.hear("how often must a looked after child be visited?")
    megan.clock.move(timedelta(minutes=1))
    megan.hear(f"set {PLAN} to every 3 days because of the risk")
    assert "Which one do you mean?" in megan.hear("yes")


def test_after_a_question_it_is_about_that(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    said = megan.hear(SET)
    megan.hear("how often must a looked after child be visited?")
    assert "helped" in megan.hear("yes")
    assert "Done" in megan.hear(f"yes {number(said)}")


def test_a_report_that_came_after_is_meant(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    megan.hear(SET)
    megan.hear(f"core group for {PLAN} held on friday")
    assert "Saved: Core Group" in megan.hear("yes")


def test_later_the_number_is_needed(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    megan.hear(SET)
    megan.clock.move(timedelta(minutes=11))
    assert "Done" not in megan.hear("yes")


def test_nothing_is_open(demo: Database) -> None:
    for person in (ALEX, MEGAN):
        assert "Nothing is open that could be cancelled." in chat(demo, person).hear("cancel")


def test_what_still_asks_something_of_several_can_be_answered_or_left(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    first = megan.hear(SET)
    megan.hear("Alex is off sick tomorrow")
    heard = megan.hear("no").replace(chr(34), "")
    asks = number(first) + 1
    assert f"Type answer {asks} and the answer; no {asks} to leave it." in heard
    assert f"yes {asks}" not in heard
