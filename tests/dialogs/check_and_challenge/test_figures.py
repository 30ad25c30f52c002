"""Figures as people type them, and sentences as they say them: what can't be one exact figure is never saved as one."""

import pytest

from dialogs.check_and_challenge.figures import Typed, read_figure
from dialogs.check_and_challenge.understand import understands
from dialogs.core.turn import Kind
from storage.db import Database
from tests.dialogs.check_and_challenge.test_returns import ANNE, LEAD, service
from tests.dialogs.visits.support import chat

__all__ = ["service"]
FIGURES = {
    "44 out of 46 because two left": Typed("44", "46", "two left"),
    "38/46": Typed("38", "46"),
    "5 / 48": Typed("5", "48"),
    "12 out of the 40": Typed("12", "40"),
    "28 from 30 because of the interpreter": Typed("28", "30", "because of the interpreter"),
    "7 of 33, two sibling groups": Typed("7", "33", "two sibling groups"),
    "35 of 40 (87.5%), a good month": Typed("35", "40", "a good month"),
    "87.5% (35 of 40)": Typed("35", "40"),
    "87.5 %": Typed("87.5", is_share=True),
    "90 per cent as most came": Typed("90", text="most came", is_share=True),
    "1,204": Typed("1,204"),
    "12.5": Typed("12.5"),
    "21 days": Typed("21", unit="days"),
    "3 wks": Typed("3", unit="wks"),
    "eight": Typed("8"),
    "four of six because one was ill": Typed("4", "6", "one was ill"),
    "nil": Typed("0"),
    "-4": Typed("-4"),
    "12 (3 of them siblings)": Typed("12", text="3 of them siblings"),
    "45. Better than June": Typed("45", text="Better than June"),
    "n/a": Typed(),
    "N/A as we hold none": Typed(text="we hold none"),
    "none because the system is new": Typed(text="the system is new"),
    "don't know": Typed(),
    "4 out of six": Typed("4", "6"),
    "twenty, two of them siblings": Typed("20", text="two of them siblings"),
    "12 in July": Typed("12", text="in July"),
    "none": Typed(),
    "about 17": None,
    "12-15": None,
    "12 to 15": None,
    "1 204": None,
    "2026 was bad": None,
    "we have 7": None,
    **dict.fromkeys(("twenty two", "twenty-two", "one hundred and four", "two hundred", "2 thousand", "thirty")),
    **dict.fromkeys(("two thirds of 60", "one in five", "two and a half", "4 of sixty", "20 of twenty two")),
    **dict.fromkeys(("one or two", "5 or so", "5+", "5 + 2", "5?", "2 ½", "5, maybe six", "nought point five")),
    **dict.fromkeys(("12.11.2026", "10/11/2026", "10:30", "12-month average")),
    **dict.fromkeys(("15% of 200", "15 per cent of the 200", "15% of two hundred", "8 pct of 50")),
    **dict.fromkeys(("None of them is overdue", "none overdue", "none so far", "none as yet")),
    "waiting for a call back": None,
}


@pytest.mark.parametrize("said", FIGURES)
def test_a_figure_is_read_as_it_is_typed(said: str) -> None:
    assert read_figure(said) == FIGURES[said]


ANSWERS = (
    ("return 1 supervision on time: 87.5 %", "A percentage is given as two numbers"),
    ("return 1 supervision on time: 61 of 60", "the first number can't be greater"),
    ("return 1 complaints: about 17", "I can't tell one exact figure from “about 17”, so nothing is saved."),
    ("return 1 complaints: none of them is ours", "Give a number (0 if there are none)"),
    ("return 1 supervision on time: 15% of 200", "I can't tell one exact figure from “15% of 200”"),
    ("return 1 complaints: 1.204", "A figure has two decimals at most, so “1.204” can't be kept."),
    ("return 1 complaints: 3 wks", "I can't tell one exact figure from “3 wks”"),
    ("return 1 complaints: 12%", "That is no percentage"),
    ("return 1 complaints: -4", "Give a number, or say in the comment why there is none."),
    ("return 1 complaints: n/a", "Give a number, or say in the comment why there is none."),
    ("return 1 complaints: Families wait", "I can't tell one exact figure from “Families wait”"),
    ("return 1 Supervision on time 45/60", "Saved: Supervision on time. It says 45 of 60 now."),
    ("retrun 1 complaint: eleven, mostly waiting", "Saved: Complaints. It says 11 now."),
    (
        "return 1 days from notification to assessment: 21 days",
        "Saved: Days from notification to assessment. It says 21 now.",
    ),
    ("return 1 notifcation to assessment: 3", "Days from notification to assessment. It says 3 now."),
    ("return 1 the weather: 3", "I know no part of the return called “the weather”."),
    ("return 1 you said we did: We rang back.", "Saved: You said, we did."),
    ("return 1 compliments themes: Workers who stay", "Saved: Themes of compliments."),
    ("return 1 themes: Workers who stay", "“themes” may be any of these: Themes of compl"),
)


def test_what_is_saved_is_said_and_what_is_unclear_is_not_saved(service: Database) -> None:
    anne = chat(service, ANNE)
    heard = {said: anne.hear(said) for said, _ in ANSWERS}
    assert [(said, heard[said]) for said, answer in ANSWERS if answer not in heard[said]] == []
    with service.reading() as store:
        written = {part.name for part in store.returns.parts(1) if part.by_name}
    assert len(written) == sum(answer.startswith("Saved") for _, answer in ANSWERS)


def test_a_comma_stands_between_thousands_alone(service: Database) -> None:
    """\"1,20\" was 120."""
    same = {"return": 1, "part": "complaints", "figure": 1, "version": 1, "text": "", "out_of": ""}
    for typed, answer in (("1,20", "Give a number"), ("1,204", "It says 1204 now.")):
        assert answer in chat(service, ANNE).push("check_and_challenge.save", **same, value=typed)


def test_a_comment_alone_belongs_to_the_figure_that_stands_there(service: Database) -> None:
    chat(service, ANNE).hear("return 1 complaints: 8")
    assert "It says 8 now." in chat(service, ANNE).hear("return 1 complaints: Families wait for a call back")
    chat(service, ANNE).hear("return 1 complaints: and for a worker")
    for said in ("twenty two", "thirty, mostly waiting", "None of them is ours"):  # may be meant in its place
        assert "nothing is saved" in chat(service, ANNE).hear(f"return 1 complaints: {said}")
    with service.reading() as store:
        part = next(part for part in store.returns.parts(1) if part.name == "complaints")
    assert (part.value, part.text) == ("8", "Families wait for a call back\nand for a worker")


ASKED = (
    ("my return", "Return 1: Early Help"),
    ("return one", "Return 1: Early Help"),
    ("show me return number one please", "Return 1: Early Help"),
    ("return one complaint: none of them", "Give a number (0 if there are none)"),
    ("Return Two", "I know no return by that number"),
    ("show me the returns please", "Return 1: Early Help"),
    ("what returns are open?", "Return 1: Early Help"),
    ("wots left in return 1", "Still missing: 22. Next"),
    ("whats still to do on return 1?", "Still missing: 22. Next"),
    ("I'm done with return 1", "Not yet: something is still missing."),
    ("return 1 is finished", "Not yet: something is still missing."),
    ("hand in return 1", "Not yet: something is still missing."),
    ("spreadsheet for return 1 please", "as a workbook"),
    ("what's flagged in return no. 1", "Flagged in return 1"),
    ("who is in return 1", "Filled in by Anne One, Ben Two."),
    ("approve return 1", "That step isn't yours"),
    ("send return 1 back: why?", "That step isn't yours"),
    ("postpone session 1 to 19 October 2026", "That step isn't yours"),
)


def test_many_ways_to_ask(service: Database) -> None:
    anne = chat(service, ANNE)
    heard = {said: anne.hear(said) for said, _ in ASKED}
    assert [(said, heard[said]) for said, answer in ASKED if answer not in heard[said]] == []


OTHERS = (
    "return one child to the family",
    "return two of them",
    "when is a return home interview due",
    "a child's return from missing",
    "who signs off in session",
)


def test_what_is_about_anything_else_is_left_alone(service: Database) -> None:
    with service.reading() as store:
        turns = [chat(service, LEAD).turn(Kind.MESSAGE, said) for said in OTHERS]
        assert [turn.text for turn in turns if understands(turn, store)] == []
