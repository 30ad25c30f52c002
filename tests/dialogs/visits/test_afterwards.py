"""What is added to a visit that has been recorded: before it is saved a change of it, and afterwards a correction."""

import pytest

from storage.db import Database
from tests.dialogs.visits.support import NEED, PLAN, SIBLINGS, Checked, chat, told

SAW = f"saw {PLAN} yesterday at 3pm, at home, spoke to her, unannounced"
BOTH = "saw JK 206 and 207 yesterday at 4pm at home, both spoken to, unannounced"


def saved(database: Database, says: str, *answers: str) -> Checked:
    alex = chat(database)
    alex.hear(says)
    for answer in (*answers, "yes"):
        heard = alex.hear(answer)
    assert "Saved" in heard
    alex.wait(minutes=2)
    return alex


@pytest.mark.parametrize(
    "says",
    ["forgot to add: 201 was seen alone", "also 201 seen alone", "forgot to say she was seen alone", "oh and alone"],
)
def test_of_what_is_open_it_is_a_change(demo: Database, says: str) -> None:
    alex = chat(demo)
    alex.hear(SAW)
    assert "AB 201: seen alone, spoken to" in alex.hear(says)
    assert told(demo) == []


@pytest.mark.parametrize(("says", "is_so"), [("both seen alone", True), ("neither seen alone", False)])
def test_of_several_it_is_said_of_each(demo: Database, says: str, is_so: bool) -> None:
    alex = chat(demo)
    alex.hear(BOTH)
    heard = alex.hear(says)
    for called in ("JK 206", "JK 207"):
        assert f"{called}: {'' if is_so else 'not '}seen alone, spoken to" in heard


def test_of_what_is_saved_it_is_a_correction_that_is_read_back(filled: Database) -> None:
    alex = saved(filled, SAW, "no")
    heard = alex.hear("forgot to add: 201 was seen alone")
    assert heard.startswith("Is this correction right? Nothing is changed yet. Visit: AB 201")
    assert "AB 201: seen alone, spoken to" in heard
    assert "Reason: forgot to add: 201 was seen alone" in heard
    assert [event.seen_alone for event in told(filled)] == [False]
    assert "Corrected: Visit" in alex.hear("yes")
    assert [event.seen_alone for event in told(filled)] == [True]


def test_a_reason_that_is_not_said_is_asked(demo: Database) -> None:
    alex = saved(demo, SAW, "no")
    assert "Why is it corrected?" in alex.hear("also 201 was seen alone")
    assert "Reason: I mixed it up" in alex.hear("I mixed it up")
    assert [event.seen_alone for event in told(demo)] == [False]


@pytest.mark.parametrize("says", ["both seen alone", "both were seen alone", "forgot to add both were seen alone"])
def test_just_after_saving_no_name_is_needed(demo: Database, says: str) -> None:
    alex = saved(demo, BOTH, "no to all")
    heard = alex.hear(says)
    assert "Visit: JK 206, JK 207" in heard
    assert "JK 206: seen alone" in heard
    assert all(event.seen_alone is False for child in SIBLINGS[:2] for event in told(demo, child))


def test_what_is_known_already_changes_nothing(demo: Database) -> None:
    alex = saved(demo, SAW, "no")
    assert alex.hear("forgot to add: 201 was not seen alone") == "That is what you recorded. Nothing was changed."


def test_without_such_a_visit_it_is_said_what_to_type(demo: Database) -> None:
    alex = saved(demo, SAW, "no")
    heard = alex.hear("forgot to add: 209 was seen alone")
    assert "Nothing was changed: I have no visit of yours to 209 of the last two days" in heard
    assert told(demo, NEED) == []


@pytest.mark.parametrize("says", ["seen alone", "201 was seen alone", "nobody in", "forgot to add 201 was left alone"])
def test_what_may_be_anything_else_corrects_nothing(demo: Database, says: str) -> None:
    assert "correction" not in saved(demo, SAW, "no").hear(says)


def test_later_the_child_has_to_be_named(demo: Database) -> None:
    alex = saved(demo, BOTH, "no to all")
    alex.wait(hours=2)
    assert "correction" not in alex.hear("both seen alone")
    assert "Visit: JK 206, JK 207" in alex.hear("forgot to add: 206 was seen alone")


def test_what_tells_of_a_danger_is_no_addition(demo: Database) -> None:
    heard = saved(demo, SAW, "no").hear("forgot to add: 201 was not seen alone, dad hit her")
    assert "correction" not in heard


def test_the_reason_of_a_correction_is_no_addition(demo: Database) -> None:
    alex = saved(demo, SAW, "no")
    alex.hear("also 201 was seen alone")
    assert "Reason: forgot to say she was seen alone" in alex.hear("forgot to say she was seen alone")


@pytest.mark.parametrize(
    "says",
    [
        "I didn't say she was not alone",
        "I didn't say it was at school",
        "I didn't say she was alone",
    ],
)
def test_what_was_not_said_may_be_a_denial_and_corrects_nothing(demo: Database, says: str) -> None:
    assert saved(demo, SAW, "no").hear(says).startswith("Of which visit? Nothing was changed")


@pytest.mark.parametrize(
    "says",
    [
        "I didn't say she was not alone",
        "I didn't say it was at school",
        "I didn't say she was alone",
    ],
)
def test_what_was_not_said_may_be_a_denial_and_changes_nothing(demo: Database, says: str) -> None:
    alex = chat(demo)
    alex.hear(SAW)
    heard = alex.hear(says)
    assert "seen alone, spoken" not in heard
    assert "Not seen at home" not in heard


def test_what_was_not_added_is_added(demo: Database) -> None:
    assert "Is this correction right?" in saved(demo, SAW, "no").hear("I didn't add that she was seen alone")


@pytest.mark.parametrize(
    "says",
    [
        "and nobody was in",
        "also no one was in",
        "nobody was in",
        "and they weren't in",
        "forgot to say nobody was home",
    ],
)
def test_nobody_in_may_be_the_next_house(demo: Database, says: str) -> None:
    assert saved(demo, SAW, "no").hear(says).startswith("Which child was that? Nothing was changed.")


def test_nobody_in_where_the_child_is_named_is_a_correction(demo: Database) -> None:
    assert "Nobody was seen" in saved(demo, SAW, "no").hear("forgot to add: 201 wasn't in")
