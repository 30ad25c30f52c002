"""What is typed on a phone, between two visits: short, in small letters, with slips, and understood all the same."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dialogs.core.spelling import spelt_out
from dialogs.core.turn import Scope, Sender
from storage.allocations import Allocation
from storage.children import Child
from storage.db import Database
from storage.roles import SOCIAL_WORKER
from tests.dialogs.support import ALEX, MEGAN
from tests.dialogs.visits import day
from tests.dialogs.visits.support import NEED, chat

TABLE = tomllib.loads((Path(__file__).parent / "phone.toml").read_text(encoding="utf-8"))
PEOPLE = {"alex": ALEX, "megan": MEGAN}


@pytest.mark.parametrize(("who", "says"), [(who, says) for who in TABLE for says in TABLE[who]])
def test_it_is_understood(demo: Database, who: str, says: str) -> None:
    assert TABLE[who][says] in chat(demo, PEOPLE[who]).hear(says)


@pytest.mark.parametrize(
    "says", ["how often do i visit", "im 201", "wk 201", "what's due", "saw TIL 203 today", "two weeks"]
)
def test_what_is_spelt_out_already_and_initials_stay(says: str) -> None:
    assert spelt_out(says) == says


def test_a_new_report_is_no_answer_to_the_one_before(demo: Database) -> None:
    alex = chat(demo)
    alex.hear("saw ab 201")
    assert "Visit: CD 202 When: Tuesday 1 September 2026" in alex.hear("saw cd202 today at home")


def test_it_is_something_else_when_the_framework_was_talked_about(demo: Database) -> None:
    alex = chat(demo)
    alex.hear("how often do I visit a child on a child protection plan?")
    assert "Whom did you visit?" not in alex.hear("how do i record it")


def test_initials_that_are_a_word_are_a_child_of_ones_own_who_is_called_so(demo: Database) -> None:
    with demo.transaction() as store:
        store.children.change_all([replace(child, initials="AS") for child in store.children.all() if child.id == NEED])
    alex = chat(demo)
    for called in ("AS 209", "as 209"):
        heard = alex.hear(f"saw {called} yesterday at 3pm at home, seen alone")
        assert "Visit: AS 209 When: Monday 31 August 2026 at 3pm" in heard
        assert "Planned AS 209: Friday 4 September 2026" in alex.hear(f"plan {called} for Friday")
    assert "Visit: AB 201 When: Monday 31 August 2026" in alex.hear("SAW 201 YESTERDAY")


@pytest.mark.parametrize("says", ["999", "101", "111", "999 now", "call 999", "Call 999 now!", "ring 101"])
@pytest.mark.parametrize("person", [ALEX, MEGAN], ids=["alex", "megan"])
def test_the_number_of_the_emergency_services_is_no_child(demo: Database, person: Sender, says: str) -> None:
    with demo.transaction() as store:
        for child in ("100999", "100101", "100111"):
            store.children.add_all([Child(child, "ZZ", date(2015, 1, 15))])
            worker = (day.ALEX.name, day.ALEX.key, day.ALEX.team, date(2026, 1, 5))
            store.allocations.add_all([Allocation(child, SOCIAL_WORKER, *worker, source=day.SOURCE)])
    assert "What is due for 100999" in chat(demo, person).hear("zz 999")
    assert "Example Council first response: 01632 960001" in chat(demo, person).hear(says)


def test_there_are_sentences_enough() -> None:
    assert sum(map(len, TABLE.values())) >= 60


@pytest.mark.parametrize(
    "said", ["12345 is missing from my list", "12345 is missing a visit", "12345 missing return interview"]
)
def test_what_a_list_lacks_is_no_missing_child(demo: Database, said: str) -> None:
    assert "call 999" not in chat(demo).hear(said)


def test_a_missing_child_is_answered_in_a_channel_too_without_an_id(demo: Database) -> None:
    heard = chat(demo, scope=Scope.CHANNEL).hear("LM 209 has gone missing")
    assert "call 999 now" in heard
    assert "209" not in heard


def test_an_instruction_is_no_answer_to_the_report_that_is_open(demo: Database) -> None:
    alex = chat(demo)
    alex.hear("100212 not in again")
    assert "Planned LM 209" in alex.hear("move 209 to fri 10am")


def test_an_id_with_a_space_tells_nothing_of_somebody_elses_child(demo: Database) -> None:
    for says in ("when is {} due", "{}", "saw {} yesterday"):
        one, other = (chat(demo).hear(says.format(called)) for called in ("100 203", "100 999"))
        assert one.replace("203", "999") == other
        assert "CD 202" not in one


@pytest.mark.parametrize("asks", ["what do I do?", "what now"])
def test_what_to_do_after_a_child_has_gone_missing_is_said_once_more(demo: Database, asks: str) -> None:
    alex = chat(demo)
    alex.hear("LM 209 has gone missing")
    heard = alex.hear(asks)
    assert "call 999 now" in heard
    assert "Example Council first response: 01632 960001" in heard
    assert "Strategy meetings will be held as per the missing protocol." in heard
    assert "209" not in heard
    alex.wait(minutes=1)
    assert "Returned from missing" in alex.hear("LM 209 came back at 2am")
    assert "Saved: Returned from missing" in alex.hear("yes")


def test_what_to_do_is_asked_back_where_nothing_was_talked_about(demo: Database) -> None:
    assert "I can't tell what that is about." in chat(demo).hear("what do I do?")
