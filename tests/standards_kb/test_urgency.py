import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards_kb.urgency import NO_LIMIT, hours_allowed
from tests.standards_kb.support import framework


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("within a maximum of 24 hours", 24),
        ("At least every 10 working days thereafter.", 240),
        ("at least every 4 weeks", 4 * 168),
        ("once every 3 months", 3 * 730),
        ("within seven days, and 72 hours at most", 72),
        ("within one week of the first placement", 168),
        ("every year", 8760),
        ("a child aged 12", NO_LIMIT),
        ("seen on the day of the placement", 0),
        ("reported immediately, then weekly", 0),
        ("Fortnightly visits", 336),
        ("no longer than 8 weekly intervals", 8 * 168),
        ("no longer than 4 weekly.", 4 * 168),
        ("and after this, three-monthly.", 3 * 730),
        ("every six weeks, then three-monthly", 6 * 168),
        ("weekly, then 8 weekly", 168),
        ("8-Weekly at first, monthly thereafter", 730),
        ("", NO_LIMIT),
    ],
)
def test_the_shortest_limit_named(text: str, hours: float) -> None:
    assert hours_allowed(text) == hours


@pytest.mark.parametrize(
    ("sooner", "later"),
    [
        ("visiting.missing_return.within_24_hours", "missing.return_home_interview_72_hours"),
        ("missing.return_home_interview_72_hours", "visiting.child_protection_plan.every_10_working_days"),
        ("visiting.child_protection_plan.every_10_working_days", "visiting.child_in_need.every_4_weeks"),
        ("visiting.child_in_need.every_4_weeks", "visiting.statutory_visit"),
        ("visiting.child_protection_plan.every_10_working_days", "assessment_and_planning.core_group"),
        ("assessment_and_planning.core_group", "assessment_and_planning.child_in_need_review"),
    ],
)
def test_standards_by_urgency(sooner: str, later: str) -> None:
    passages = framework().passages
    assert hours_allowed(passages[sooner].text) < hours_allowed(passages[later].text)


@given(st.text(max_size=100))
def test_any_text(text: str) -> None:
    assert hours_allowed(text) >= 0
