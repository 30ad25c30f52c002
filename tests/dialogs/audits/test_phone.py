"""What is typed about audits on a phone: short, in small letters, with slips, and understood all the same."""

import tomllib
from pathlib import Path

import pytest

from dialogs.core.turn import Sender
from storage.db import Database
from tests.dialogs.audit_meeting.support import fill_people
from tests.dialogs.audit_outcome.support import (
    ALEX,
    KNOWN,
    MEGAN,
    OMAR,
    PRIYA,
    QUINN,
    chat,
    fill_outcome,
    final,
    written,
)
from tests.dialogs.support import knowledge
from tests.dialogs.visits.support import Checked
from tests.standards_kb.support import finder

TABLE = tomllib.loads((Path(__file__).parent / "phone.toml").read_text(encoding="utf-8"))
PEOPLE = {"alex": ALEX, "megan": MEGAN, "priya": PRIYA, "omar": OMAR, "quinn": QUINN}


def trained(database: Database, who: Sender) -> Checked:
    """A chat with the trained finder, which hears a danger."""
    return Checked(database, knowledge(finder()), who, name=f"trained chat of {who.name}")


def begun(database: Database, state: str) -> None:
    """The audit as far as it is when the first of these sentences is said."""
    if state == "allocated":
        fill_people(database)
        return
    fill_outcome(database)
    if state == "drafted":
        written(database)
    if state == "closed":
        final(database, "does not meet good")


@pytest.mark.parametrize("state", TABLE)
def test_it_is_understood(sqlite_database: Database, state: str) -> None:
    begun(sqlite_database, state)
    missed = {}
    for who, says, hears in TABLE[state]:
        talk = trained if hears == "CALL" else chat
        heard = talk(sqlite_database, PEOPLE[who]).hear(says)
        hears = KNOWN.council.first_response if hears == "CALL" else hears
        if hears not in heard:
            missed[f"{who}: {says}"] = heard[:300]
    assert missed == {}


GRADED_NOT = {
    "grade good, but I want to kill myself": "Samaritans",
    "overall good, but I want to kill myself": "Samaritans",
    "the overall grade of audit 1 is good, but I want to kill myself": "Samaritans",
    "grade good. she told me she is suicidal": "CALL",
    "grade is good, dad stabbed her": "CALL",
    "overall good because dad stabbed her": "CALL",
    "grade good, child is at risk": "CALL",
    "overall good, child is at risk": "CALL",
    "overall good because child is at risk": "CALL",
    "grade is good, isn't it": "",
    "grade is good, isnt it?": "",
    "overall good because isn't it": "",
    "the overall grade of audit 1 is good, isn't it": "",
    "overall good because he is heard, isnt it": "",
    "overall good because he is heard, isn’t it": "",
    "scale 7 because child is at risk": "CALL",
    "area 1 good, she is bleeding": "CALL",
    "grade good - dad stabbed her": "CALL",
    "grade good. he is seen weekly": "",
}


@pytest.mark.parametrize("says", GRADED_NOT)
def test_no_grade_is_kept_of_what_says_more_than_a_grade(sqlite_database: Database, says: str) -> None:
    begun(sqlite_database, "accepted")
    heard, hears = trained(sqlite_database, PRIYA).hear(says), GRADED_NOT[says]
    assert (KNOWN.council.first_response if hears == "CALL" else hears) in heard
    assert "Saved" not in heard
    with sqlite_database.reading() as store:
        assert store.outcomes.parts(1) == {}


def test_words_of_danger_in_what_is_kept_show_whom_to_call(sqlite_database: Database) -> None:
    begun(sqlite_database, "accepted")
    heard = chat(sqlite_database, PRIYA).hear("outcome 1 area 2 does not meet good, dad stabbed her")
    assert heard.index(KNOWN.council.first_response) < heard.index("Saved")


def test_an_audit_declined_for_ones_own_suicide_is_not_what_is_heard(sqlite_database: Database) -> None:
    begun(sqlite_database, "allocated")
    chat(sqlite_database, QUINN).hear("assign an audit of 100202 to priya")
    assert "Samaritans" in trained(sqlite_database, PRIYA).hear("cant do audit 1, i want to kill myself")
