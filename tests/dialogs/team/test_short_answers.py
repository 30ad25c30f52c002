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


def test_of_two_things_it_is_neither(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    megan.hear(SET)
    megan.hear(f"set {PLAN} to every 3 days because of the risk")
    megan.hear("yes")
    with demo.reading() as store:
        assert decisions(store, NEED) == decisions(store, PLAN) == []


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
