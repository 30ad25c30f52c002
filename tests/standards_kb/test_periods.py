"""What a period is for: looked up in what the framework's passages name."""

import tomllib
from pathlib import Path

import pytest

from standards_kb.answer import answer
from standards_kb.outcomes import Answer, Outcome
from standards_kb.periods import Asked, Period, passages_with, period_asked_of, periods_in
from tests.standards_kb.support import ASSESSMENT, CIN_EVERY, CP_EVERY, MISSING_VISIT, FakeFinder, framework

SAID = tomllib.loads((Path(__file__).parent / "periods.toml").read_text(encoding="utf-8"))
S47 = "assessment_and_planning.section_47"
FIRST_CONFERENCE = "assessment_and_planning.initial_conference"


@pytest.mark.parametrize(("said", "count", "unit", "only_visits"), SAID["asked"])
def test_what_a_period_is_for(said: str, count: int, unit: str, only_visits: bool) -> None:
    found = period_asked_of(said)
    assert found is not None
    assert (Period(count, unit) in found.periods, found.only_visits) == (True, only_visits)


@pytest.mark.parametrize("said", SAID["other"])
def test_other_questions(said: str) -> None:
    assert period_asked_of(said) is None


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


def test_of_a_period_that_the_framework_never_names_the_finder_is_asked() -> None:
    question = "45 working days for what?"
    found = answer(framework(), FakeFinder({question: {ASSESSMENT: 0.6}}), question)
    assert (found.outcome, found.national) == (Outcome.NOT_COVERED, framework().national_rules[ASSESSMENT])
    assert asked("which visits are fortnightly?").nearest


def test_after_an_answer_it_is_what_that_named() -> None:
    assert ids(asked("24 hours for what?", (MISSING_VISIT,))) == [MISSING_VISIT]
    assert len(ids(asked("15 working days for what?", (MISSING_VISIT,)))) == 2


@pytest.mark.parametrize("text", ["And then they tend to", "Ad hoc", "A month", "An hour"])
def test_words_that_hold_no_period(text: str) -> None:
    assert periods_in(text) == []


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
