"""What sentences want of an audit meeting; what is about something else is left alone."""

from datetime import UTC, date, datetime

import pytest

from dialogs.audit_meeting.sentences import Said, Wish, answered, can_do, moments, understood, wanted
from dialogs.audit_meeting.slots import Wanted
from dialogs.core.when import Ambiguous, Part

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)  # a Tuesday, 10 in London
DUE = date(2026, 9, 18)
THURSDAY = date(2026, 9, 3)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 9, day, hour - 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Schedule the audit meeting", Said(Wish.PROPOSE)),
        ("can we meet about 12345 next Tuesday afternoon?", Said(Wish.PROPOSE, "12345", when="next Tuesday afternoon")),
        ("find a time with Priya this week", Said(Wish.PROPOSE, person="Priya", when="this week")),
        ("find a time with priya", Said(Wish.PROPOSE, person="priya")),
        ("when can me and priya meet", Said(Wish.PROPOSE, person="priya")),
        ("when can I and Priya find a time next week?", Said(Wish.PROPOSE, person="Priya", when="next week")),
        (
            "please arrange a meeting with Alex Wilber about the audit of 900003 next week",
            Said(Wish.PROPOSE, "900003", "Alex Wilber", "next week"),
        ),
        (
            "book the audit meeting for AB 345 before the deadline",
            Said(Wish.PROPOSE, "AB 345", when="before the deadline"),
        ),
        (
            "offer Monday at 10 and Friday 4 September at 2pm",
            Said(Wish.OFFER, when="Monday at 10 and Friday 4 September at 2pm"),
        ),
        (
            "move the audit meeting to Thursday at 2 because I am in court",
            Said(Wish.MOVE, when="to Thursday at 2", reason="I am in court"),
        ),
        ("I can't make the audit meeting", Said(Wish.MOVE)),
        ("reschedule the meeting about 12345", Said(Wish.MOVE, "12345")),
        (
            "cancel the audit meeting about 12345 because the auditor is ill",
            Said(Wish.CANCEL, "12345", reason="the auditor is ill"),
        ),
        ("call off the audit meeting", Said(Wish.CANCEL)),
        ("when is the audit meeting?", Said(Wish.SHOW)),
        ("my audit meetings", Said(Wish.SHOW)),
        ("audit meeting about 12345", Said(Wish.SHOW, "12345")),
    ],
)
def test_understood(text: str, said: Said) -> None:
    assert understood(text, NOW) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("can alex do thurs at 2", Said(Wish.PROPOSE, person="alex", when="thurs at 2")),
        ("Could Alex Wilber make Friday at 10am instead?", None),
        ("is alex free thursday afternoon?", Said(Wish.PROPOSE, person="alex", when="thursday afternoon")),
        ("can alex do the visit on thursday", None),
        ("can alex do it", None),
        ("is the review free on Thursday from stress?", None),
    ],
)
def test_a_time_asked_of_somebody(text: str, said: Said | None) -> None:
    assert can_do(text, NOW) == said


@pytest.mark.parametrize(
    "text",
    [
        "schedule a visit to 12345 on Friday",
        "when is the core group meeting?",
        "how often do we meet the child?",
        "what is a strategy meeting",
        "how do I schedule an audit?",
        "did the meeting with the school happen?",
        "plan 12345 for Friday",
        "who attends the audit meeting",
        "move 12345 to Sam",
        "offer an interview within 72 hours",
        "",
        "x" * 400,
    ],
)
def test_about_something_else(text: str) -> None:
    assert understood(text, NOW) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Thursday at 10 suits me", Said(Wish.ACCEPT, when="Thursday at 10")),
        ("the first one please", Said(Wish.ACCEPT, nth=1)),
        ("yes to the second", Said(Wish.ACCEPT, nth=2)),
        ("I'll take the last one", Said(Wish.ACCEPT, nth=-1)),
        ("none of those suit", Said(Wish.COUNTER)),
        ("none of them works, how about Monday morning?", Said(Wish.COUNTER, when="about Monday morning")),
        ("could we do Friday afternoon instead", Said(Wish.COUNTER, when="Friday afternoon")),
    ],
)
def test_answered(text: str, said: Said) -> None:
    assert answered(text, NOW) == said


@pytest.mark.parametrize(
    "text", ["yes", "no", "what about visits?", "the first visit was on Monday", "yes to all", "saw 12345 on Thursday"]
)
def test_no_answer(text: str) -> None:
    assert answered(text, NOW) is None


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("", Wanted(date(2026, 9, 1), DUE)),
        ("before the deadline", Wanted(date(2026, 9, 1), DUE)),
        ("this week", Wanted(date(2026, 8, 31), date(2026, 9, 6))),
        ("next Tuesday afternoon", Wanted(date(2026, 9, 8), date(2026, 9, 8), Part.AFTERNOON)),
        ("before Friday", Wanted(date(2026, 9, 1), THURSDAY)),
        ("by Friday", Wanted(date(2026, 9, 1), date(2026, 9, 4))),
        ("after Wednesday", Wanted(THURSDAY, DUE)),
        ("Thursday or Friday", Wanted(THURSDAY, date(2026, 9, 4))),
        ("Thursday at 2", Wanted(THURSDAY, THURSDAY, None, at(3, 14), at(3, 14))),
        ("after 3pm on Thursday", Wanted(THURSDAY, THURSDAY, None, at(3, 15))),
        ("before 11am on Thursday", Wanted(THURSDAY, THURSDAY, None, None, at(3, 11))),
        ("w/c 7 September", Wanted(date(2026, 9, 7), date(2026, 9, 11))),
        ("in a while", None),
    ],
)
def test_wanted(when: str, expected: Wanted | None) -> None:
    assert wanted(when, NOW, DUE) == expected


def test_a_day_that_may_be_two_is_asked_about() -> None:
    asked = wanted("on Tuesday", NOW, DUE)
    assert isinstance(asked, Ambiguous)
    assert [choice.label for choice in asked.choices] == ["Tuesday 1 September 2026", "Tuesday 8 September 2026"]


def test_times_to_offer() -> None:
    assert moments("Monday at 10 and Friday 4 September at 2pm", NOW) == [at(7, 10), at(4, 14)]
    assert moments("Monday at 10 and Friday", NOW) == []
