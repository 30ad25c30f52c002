"""What a period is for: looked up in what the framework's passages name."""

import tomllib
from pathlib import Path

import pytest

from standards_kb.answer import Answer, Outcome, answer
from standards_kb.periods import Asked, Period, passages_with, period_asked_of
from tests.standards_kb.support import CIN_EVERY, CP_EVERY, MISSING_VISIT, FakeFinder, framework

SAID = tomllib.loads((Path(__file__).parent / "periods.toml").read_text(encoding="utf-8"))
S47 = "assessment_and_planning.section_47"
FIRST_CONFERENCE = "assessment_and_planning.initial_conference"


@pytest.mark.parametrize(("said", "count", "unit", "only_visits"), SAID["asked"])
def test_what_a_period_is_for(said: str, count: int, unit: str, only_visits: bool) -> None:
    found = period_asked_of(said, follows=False)
    assert found is not None
    assert (Period(count, unit) in found.periods, found.only_visits) == (True, only_visits)
    assert period_asked_of(said, follows=True) == found


@pytest.mark.parametrize("said", SAID["follows"])
def test_what_comes_after_is_about_the_last_answer(said: str) -> None:
    assert period_asked_of(said, follows=False) is not None
    assert period_asked_of(said, follows=True) is None


@pytest.mark.parametrize("said", SAID["other"])
def test_other_questions(said: str) -> None:
    assert period_asked_of(said, follows=False) is None


def asked(question: str, recent: tuple[str, ...] = ()) -> Answer:
    return answer(framework(), FakeFinder({}), question, recent)


def ids(answered: Answer) -> list[str]:
    return [passage.id for passage in answered.citations]


def test_every_passage_that_names_it() -> None:
    found = asked("15 working days for what?")
    assert found.outcome is Outcome.ANSWERED
    assert ids(found) == [S47, FIRST_CONFERENCE]
    assert ids(asked("what must happen within 48 hours")) == ["recording.plan_changed"]


def test_days_are_also_working_days_but_working_days_no_days() -> None:
    assert CP_EVERY in ids(asked("10 days for what?"))
    assert "visiting.care_order_at_home.every_10_days" not in ids(asked("10 working days for what?"))
    assert "recording.significant_events" not in ids(asked("24 hours for what?"))
    assert "recording.significant_events" in ids(asked("what must be done in a day?"))


def test_only_visits() -> None:
    found = asked("which visits are every 4 weeks?")
    assert CIN_EVERY in ids(found)
    assert all(passage.id.startswith("visiting.") for passage in found.citations)
    assert "assessment_and_planning.core_group" in ids(asked("what happens every 4 weeks?"))


def test_the_practice_standards_come_first_and_the_rest_is_related() -> None:
    found = asked("what is done annually?")
    assert len(found.citations) == 8
    assert all(passage.section.startswith("Practice Standards") for passage in found.citations[:5])
    assert found.related
    assert not {passage.row for passage in found.citations} & {passage.id for passage in found.related}


def test_a_period_that_the_framework_never_names() -> None:
    assert asked("17 working days for what?") == Answer(Outcome.NOT_COVERED)


def test_what_comes_after_an_answer_leans_on_it() -> None:
    assert asked("what happens after 24 hours?", (MISSING_VISIT,)).citations == ()
    assert MISSING_VISIT in ids(asked("what happens after 24 hours?"))


@pytest.mark.parametrize(
    ("period", "named_in"),
    [
        (Period(48, "hour"), {"recording.plan_changed"}),
        (Period(1, "working day"), {"recording.significant_events", "managers.supervision_record"}),
        (Period(1460, "hour"), {"visiting.care_leaver.keeping_in_touch"}),
        (
            Period(72, "hour"),
            {
                "visiting.contacts.referral_decision",
                MISSING_VISIT,
                "visiting.remanded.within_72_hours",
                "missing.return_home_interview_72_hours",
            },
        ),
    ],
)
def test_all_that_name_it(period: Period, named_in: set[str]) -> None:
    assert {
        passage.id for passage in passages_with(framework(), Asked(frozenset({period}), only_visits=False))
    } == named_in
