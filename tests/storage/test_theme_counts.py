"""What a month comes to, case by case."""

from dataclasses import replace
from datetime import date

import pytest

from storage.audit_actions import DONE, MADE, NOT_DONE, NOT_YET, OVER
from storage.theme_counts import Actions, Below, Grades, InTime, Moderation, Named, findings
from storage.theme_facts import ActionFacts, AuditFacts, Facts, ModerationFacts, ReviewFacts

OCTOBER, LATER = date(2026, 10, 1), date(2026, 11, 20)


def day(number: int, month: int = 10) -> date:
    return date(2026, month, number)


def audit(number: int, child: str = "", **changes: object) -> AuditFacts:
    """One that was graded on the 20th, two days before it was due."""
    made = AuditFacts(number, child or f"C{number}", "case_file", day(22), day(1), done_on=day(20), grade="meets")
    return replace(made, **changes)  # type: ignore[arg-type]


def test_grades_are_counted_by_kind_team_and_theme_whatever_their_spelling() -> None:
    first = audit(1, team="North  team", area="Care", theme="Neglect", grade="below", scale=4)
    others = (
        audit(2, team="north team", area="Care", theme="neglect ", scale=7),
        audit(3, team="North Team", area="Early Help", kind="dip_sample", grade="exceeds"),
        audit(4, done_on=day(1, 11)),
        audit(5, done_on=day(30, 9)),
        audit(6, done_on=None, grade=""),
    )
    found = findings(Facts([first, *others]), OCTOBER, LATER)
    assert (found.done, found.grades, found.scale) == (3, Grades(1, 1, 1), 55)
    assert found.kinds == (Named("case_file", Grades(0, 1, 1)), Named("dip_sample", Grades(1)))
    assert found.teams == (Named("North team", Grades(0, 1, 1), "Care"), Named("North Team", Grades(1), "Early Help"))
    assert found.themes == (Named("Neglect", Grades(0, 1, 1)),)
    assert found.as_of == day(31)


def test_areas_of_the_tool_are_counted_with_what_is_not_applicable_apart() -> None:
    judged = (("plans", "below"), ("voice", "exceeds"))
    facts = Facts([audit(1, judged=judged), audit(2, judged=(("plans", "not_applicable"), ("voice", "meets")))])
    assert findings(facts, OCTOBER, LATER).areas == (
        Named("plans", Grades(0, 0, 1, 1)),
        Named("voice", Grades(1, 1)),
    )
    assert findings(facts, OCTOBER, LATER).areas[0].grades.judged == 1


@pytest.mark.parametrize(
    ("one", "today", "expected"),
    [
        (audit(1), LATER, InTime(in_time=1)),
        (audit(1, done_on=day(22)), LATER, InTime(in_time=1)),
        (audit(1, done_on=day(23)), LATER, InTime(late=1)),
        (audit(1, done_on=day(2, 11)), LATER, InTime(not_done=1, overdue=1)),  # late, but not in October
        (audit(1, done_on=None), LATER, InTime(not_done=1, overdue=1)),
        (audit(1, done_on=None, due_on=day(30, 9)), LATER, InTime(overdue=1)),
        (audit(1, done_on=None, due_on=day(31)), LATER, InTime(not_done=1, overdue=1)),
        (audit(1, done_on=None), day(22), InTime()),  # today is its day
        (audit(1, done_on=None), day(23), InTime(not_done=1, overdue=1)),
        (audit(1, done_on=None), day(10), InTime()),  # still to come
        (audit(1, closed_on=day(31)), LATER, InTime(in_time=1, closed=1)),
        (audit(1, closed_on=day(1, 11)), LATER, InTime(in_time=1)),
    ],
)
def test_whether_audits_keep_their_own_timescale(one: AuditFacts, today: date, expected: InTime) -> None:
    assert findings(Facts([one]), OCTOBER, today).in_time == expected


AGREED, LOOKED_AT, SAID = day(20, 9), day(15), day(16)


def action(*reviews: ReviewFacts, agreed: date = AGREED, look_on: date = LOOKED_AT) -> ActionFacts:
    return ActionFacts("C1", agreed, look_on, reviews)


def said(answer: str, on: date = SAID, look_on: date = LOOKED_AT) -> ReviewFacts:
    return ReviewFacts(on, look_on, answer in (MADE, OVER, NOT_YET), answer)


@pytest.mark.parametrize(
    ("one", "today", "expected"),
    [
        (action(agreed=day(20), look_on=day(10, 11)), LATER, Actions(agreed=1, open=1)),
        (action(agreed=day(1, 11)), LATER, Actions()),
        (action(), LATER, Actions(open=1, overdue=1)),
        (action(), day(15), Actions(open=1)),
        (action(look_on=day(31)), LATER, Actions(open=1, overdue=1)),
        (action(said(DONE)), LATER, Actions(open=1, overdue=1, waiting=1)),  # done is not made a difference
        (action(said(DONE), said(NOT_DONE, on=day(17))), LATER, Actions(open=1, overdue=1)),
        (action(said(MADE)), LATER, Actions(made=1)),
        (action(said(OVER)), LATER, Actions(over=1)),
        (action(said(MADE, on=day(2, 11))), LATER, Actions(open=1, overdue=1)),  # in November
        (action(said(NOT_YET), look_on=day(12, 11)), LATER, Actions(not_yet=1, open=1)),
        (action(said(NOT_YET, on=day(3, 11)), look_on=day(12, 12)), LATER, Actions(open=1, overdue=1)),
        (action(said(MADE, on=day(28, 9))), LATER, Actions()),
    ],
)
def test_what_became_of_actions(one: ActionFacts, today: date, expected: Actions) -> None:
    assert findings(Facts([], [one]), OCTOBER, today).actions == expected


def test_repeatedly_below_good_and_re_audits() -> None:
    before = audit(1, "A", done_on=day(2, 6), grade="below")
    again = audit(2, "A", grade="below")
    first = audit(3, "B", grade="below")
    allocated = audit(4, "B", done_on=None, grade="", due_on=day(12, 11), made_on=day(25))
    was = audit(5, "C", done_on=day(2, 6), grade="below")
    better = audit(6, "C", kind="re_audit")
    every = [before, again, first, allocated, was, better]
    assert findings(Facts(every), OCTOBER, LATER).below == Below(2, repeated=1, again=1, re_audits=1, improved=1)


def test_good_practice_is_that_of_the_month() -> None:
    shared = [(day(30, 9), "Old"), (day(1), "A map of the family"), (day(31), "A letter"), (day(1, 11), "New")]
    assert findings(Facts(practice=shared), OCTOBER, LATER).practice == ("A map of the family", "A letter")


def test_how_far_moderators_agree() -> None:
    over = [ModerationFacts(day(3), 0, "Voice"), ModerationFacts(day(9), 1), ModerationFacts(day(31), -2, "Plans")]
    outside = [ModerationFacts(day(30, 9), 0), ModerationFacts(day(1, 11), 0)]
    found = findings(Facts(moderations=[*over, *outside]), OCTOBER, LATER).moderation
    assert (found, found.number) == (Moderation(1, 1, 1, ("Voice", "Plans")), 3)


def test_a_month_without_audits_is_all_noughts() -> None:
    found = findings(Facts([audit(1, done_on=day(2, 12))]), date(2026, 8, 1), LATER)
    assert (found.done, found.kinds, found.areas, found.scale) == (0, (), (), None)
