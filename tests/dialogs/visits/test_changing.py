"""What was understood of a visit is put right in words, before it is saved; what isn't understood changes nothing."""

import pytest

from storage.db import Database
from tests.dialogs.visits.support import CARE, PLAN, WHOLE, chat, told

SIBLINGS = "saw the JK kids yesterday at 4, at home, all alone and spoken to, unannounced"


@pytest.mark.parametrize(
    ("says", "heard"),
    [
        ("it was at 4", "When: Monday 31 August 2026 at 4pm"),
        ("wasn't at 3 it was half 2", "When: Monday 31 August 2026 at 2:30pm"),
        ("not 3pm, 5ish", "When: Monday 31 August 2026 at 5pm"),
        ("no, on saturday", "When: Saturday 29 August 2026 at 3pm"),
        ("no, Tuesday", "“Tuesday” can mean more than one."),
        ("sorry, it was yesterday morning", "When: Monday 31 August 2026 Seen"),
        ("not alone", "AB 201: not seen alone, spoken to"),
        ("no, she was not really alone", "I don't know what to change of that."),
        ("not on Sunday, alone", "I don't know what to change of that."),
        ("mum was in the room", "AB 201: not seen alone, spoken to"),
        ("she didn't engage", "AB 201: seen alone, not spoken to"),
        ("actually at school", "Not seen at home or placement"),
        ("wasn't unannounced", "Announced"),
        ("no access", "Nobody was seen"),
        ("she wasn't at home", "Was the child seen at all?"),
        ("with Adele Vance", "Joint visit with Adele Vance"),
        ("no, tomorrow", "That is still to come."),
        ("not tuesday", "I don't know what to change of that."),
        ("no idea what his school thinks", "I don't know what to change of that."),
        ("that's wrong", "I don't know what to change of that."),
        ("incorrect", "I don't know what to change of that."),
    ],
)
def test_a_change_is_read_back(demo: Database, says: str, heard: str) -> None:
    alex = chat(demo)
    alex.hear(WHOLE)
    said = alex.hear(says)
    assert heard in said
    assert "AB 201" in said
    assert told(demo) == []


@pytest.mark.parametrize(
    ("says", "heard"),
    [
        ("208 wasn't alone", "JK 206: seen alone, spoken to JK 207: seen alone, spoken to JK 208: not seen alone"),
        ("JK 207 not spoken to", "JK 207: seen alone, not spoken to JK 208: seen alone, spoken to"),
        ("207 wasn't in", "Visit: JK 206, JK 208 When:"),
        ("it was friday", "When: Friday 28 August 2026 at 4pm"),
        (
            "206 and 207 both not spoken to",
            "JK 206: seen alone, not spoken to JK 207: seen alone, not spoken to JK 208: seen alone, spoken to",
        ),
        ("207 was not at home", "Visit: JK 206, JK 208 When: Monday 31 August 2026 at 4pm Seen at home"),
        ("207 not in", "Visit: JK 206, JK 208 When:"),
        ("none of them alone", "JK 206: not seen alone, spoken to JK 207: not seen alone, spoken to JK 208: not seen"),
        ("neither spoken to", "JK 206: seen alone, not spoken to JK 207: seen alone, not spoken to JK 208: seen alone"),
        ("none of them in", "Nobody was seen"),
        ("206 not alone, 207 alone", "I don't know what to change of that."),
        ("207 alone, not 208", "I don't know what to change of that."),
        ("207 spoken to, 208 not", "I don't know what to change of that."),
        ("206 wasn't there at 4", "I don't know what to change of that."),
        ("207 at 5pm", "I don't know what to change of that."),
        ("207 not at home", "I don't know what to change of that."),
        ("207 with Adele Vance", "I don't know what to change of that."),
        ("seen JK 207 on Saturday", "Visit: JK 207 When: Saturday 29 August 2026"),
        ("no, she was alone", "I don't know what to change of that."),
        ("only 206 was alone", "framework doesn't say"),
        ("no, only 206 was alone", "I don't know what to change of that."),
    ],
)
def test_of_brothers_and_sisters_only_those_who_are_named(demo: Database, says: str, heard: str) -> None:
    alex = chat(demo)
    alex.hear(SIBLINGS)
    assert heard in alex.hear(says)


def test_yes_after_something_without_an_answer_saves_nothing_yet(demo: Database) -> None:
    alex = chat(demo)
    alex.hear(WHOLE)
    alex.hear("what is a zebra crossing made of?")
    assert "This isn't saved yet." in alex.hear("yes")
    assert told(demo) == []
    alex.wait(minutes=1)
    alex.hear("ok")
    alex.hear("yes")


def test_the_wrong_child_is_not_saved(demo: Database) -> None:
    alex = chat(demo)
    alex.hear(WHOLE)
    assert "Nothing was saved." in alex.hear("sorry wrong child")
    assert (told(demo), told(demo, CARE)) == ([], [])


def test_another_childs_visit_is_no_change(demo: Database) -> None:
    alex = chat(demo)
    alex.hear(WHOLE)
    assert "Visit: CD 202" in alex.hear(f"saw {CARE} today at 9, not alone")
    assert told(demo, PLAN) == []


def test_a_second_worker_is_taken_off_again_and_nobody_else(demo: Database) -> None:
    alex = chat(demo)
    assert "Joint visit with Adele Vance" in alex.hear(f"{WHOLE}, with Adele Vance")
    heard = alex.hear("not with Sam")
    assert "Joint visit with Adele Vance" in heard
    assert "Sam" not in heard
    heard = alex.hear("no, it was not with Adele")
    assert "Is this right?" in heard
    assert "Joint visit" not in heard
    assert "Joint visit" not in alex.hear(f"{WHOLE}, not with Adele Vance")


def test_another_visit_or_a_plan_is_no_change_of_the_one_that_is_open(demo: Database) -> None:
    alex = chat(demo)
    alex.hear(WHOLE)
    assert "Planned AB 201: Friday 4 September 2026" in alex.hear("visit AB 201 Friday")
    assert "at 9am Nobody was seen" in alex.hear("tried to see AB 201 yesterday at 9am, no answer")
    alex.hear("cancel")
    assert "When: Monday 31 August 2026 at 4pm Seen at home" in alex.hear("it was at 4")
    alex.hear(f"{PLAN} seen alone at home on 28 August, spoken to, announced")
    alex.hear("yes")
    assert [visit.day.isoformat() for visit in told(demo)] == ["2026-08-28"]
    assert "When: Monday 31 August 2026 at 4pm" in alex.hear("it was at 4")


def test_none_of_several_children_is_said_of_each(demo: Database) -> None:
    alex = chat(demo)
    heard = alex.hear("saw 206 and 207 yesterday at 4 at home alone, neither spoken to")
    assert "JK 206: not spoken to JK 207: not spoken to" in heard
    assert "Was JK 206 seen alone?" in heard
    assert "JK 206: not seen alone, not spoken to JK 207: not seen alone" in alex.hear("none of them")


@pytest.mark.parametrize("says", ["save", "save it", "change it", "edit"])
def test_what_is_missing_is_asked_again_before_it_is_saved(demo: Database, says: str) -> None:
    alex = chat(demo)
    alex.hear("saw AB 201 today at home")
    assert "This isn't saved yet." in (heard := alex.hear(says))
    assert "Was AB 201 seen alone?" in heard
    assert told(demo) == []


def test_every_field_comes_to_be_changed_where_nothing_is_missing(demo: Database) -> None:
    alex = chat(demo)
    assert "Is this right?" in alex.hear(WHOLE)
    assert "When was it?" in alex.hear("change it")
    assert "Saved" in alex.hear("save")
