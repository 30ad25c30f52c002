"""Follow-ups, first with a finder of our own to see each rule, then with the trained one."""

import pytest

from standards_kb.answer import answer
from standards_kb.courtesies import without_courtesies
from standards_kb.follow_up import completed, names_no_subject
from standards_kb.outcomes import Outcome, Reason
from tests.standards_kb.support import (
    CHILD_DATA,
    CIN_UNANNOUNCED,
    CP,
    CP_EVERY,
    CP_UNANNOUNCED,
    DANGER,
    HELD,
    NOT_COVERED,
    SELF_HARM,
    SMALL_TALK,
    STRATEGY,
    FakeFinder,
    finder,
    framework,
)

CIN, LEARNING = "visiting.child_in_need", "learning_review.findings_to_improvement"
CIN_REVIEW, CORE_GROUP = "assessment_and_planning.child_in_need_review", "assessment_and_planning.core_group"
TITLE = "Visits: Child Protection Plan"
AFTER_CP = (CP_EVERY,)


def test_the_title_that_leads_a_follow_up() -> None:
    assert framework().passages[CP].title == TITLE


class TestRules:
    def test_the_subject_decides_between_bullets_that_sound_the_same(self) -> None:
        table = {
            "and unannounced?": {CIN_UNANNOUNCED: 0.6, CP_UNANNOUNCED: 0.3},
            "unannounced visit Child Protection Plan": {CP: 0.5, CP_UNANNOUNCED: 0.4},
        }
        found = answer(framework(), FakeFinder(table), "and unannounced?", AFTER_CP)
        assert [p.id for p in found.citations] == [CP_UNANNOUNCED]
        assert answer(framework(), FakeFinder(table), "and unannounced?").citations[0].id == CIN_UNANNOUNCED

    def test_another_row_that_fits_as_well_is_left_out(self) -> None:
        both = {CP_UNANNOUNCED: 0.5, CIN_UNANNOUNCED: 0.4}
        table = {"and unannounced?": both, "unannounced visit Child Protection Plan": both}
        found = answer(framework(), FakeFinder(table), "and unannounced?", AFTER_CP)
        assert [p.id for p in found.citations] == [CP_UNANNOUNCED]
        assert len(answer(framework(), FakeFinder(table), "and unannounced?").citations) == 2

    @pytest.mark.parametrize(
        "question", ["who does that?", "And who is responsible for it?", "whose job is that", "who?"]
    )
    def test_who_asks_about_the_last_answer(self, question: str) -> None:
        found = answer(framework(), FakeFinder({question: {SMALL_TALK: 1.0}}), question, (CP_EVERY, HELD))
        assert (found.outcome, [p.id for p in found.citations]) == (Outcome.ANSWERED, [CP_EVERY, HELD])
        assert found.citations[0].responsible == ("Social Worker",)

    @pytest.mark.parametrize(
        "question", ["thanks for that", "who are you?", "is this a robot?", "and you?", "thank you, that is it", "ok"]
    )
    def test_small_talk_stays_small_talk(self, question: str) -> None:
        table = {question: {SMALL_TALK: 0.9}, f"{TITLE}: {question}": {CP: 1.0}, f"Visits: {question}": {CP: 1.0}}
        assert answer(framework(), FakeFinder(table), question, AFTER_CP).reason is Reason.SMALL_TALK

    def test_a_new_subject_that_is_clear_is_not_dragged_into_the_old_one(self) -> None:
        question = "what about a strategy discussion?"
        table = {question: {STRATEGY: 0.8}, f"{TITLE}: {question}": {CP: 1.0}, f"Visits: {question}": {CP: 1.0}}
        found = answer(framework(), FakeFinder(table), question, AFTER_CP)
        assert [p.id for p in found.citations] == [STRATEGY]

    def test_what_is_clearly_not_covered_is_not_dragged_into_the_old_subject(self) -> None:
        question = "and mileage for that?"
        table = {question: {NOT_COVERED: 0.9}, f"{TITLE}: {question}": {CP: 1.0}, f"Visits: {question}": {CP: 1.0}}
        assert answer(framework(), FakeFinder(table), question, AFTER_CP).outcome is Outcome.NOT_COVERED

    @pytest.mark.parametrize(
        ("likelihoods", "reason"),
        [
            ({SELF_HARM: 0.9}, Reason.SELF_HARM),
            ({CP: 0.45, DANGER: 0.3, SELF_HARM: 0.25}, Reason.CHILD_IN_DANGER),
            ({CHILD_DATA: 0.6}, Reason.CHILD_DATA),
        ],
    )
    def test_no_subject_hides_a_danger_or_opens_a_guard(self, likelihoods: dict[str, float], reason: Reason) -> None:
        question = "and what if they do that?"
        table = {question: likelihoods, f"{TITLE}: {question}": {CP: 1.0}, f"Visits: {question}": {CP: 1.0}}
        assert answer(framework(), FakeFinder(table), question, AFTER_CP).reason is reason

    def test_a_long_question_stands_on_its_own(self) -> None:
        question = "and how often is it that a manager must see the child on their own?"
        asked = FakeFinder({question: {HELD: 0.6}})
        answer(framework(), asked, question, AFTER_CP)
        assert asked.asked == [question]

    def test_nothing_is_a_follow_up_without_a_subject(self) -> None:
        table = {"who does that?": {SMALL_TALK: 1.0}}
        for recent in ((), ("gone.away",)):
            assert answer(framework(), FakeFinder(table), "who does that?", recent).reason is Reason.NO_SUBJECT

    def test_the_subject_s_own_answer_and_none_about_another_subject(self) -> None:
        led = "unannounced visit Child Protection Plan"
        table = {"unannounced?": {CIN_UNANNOUNCED: 0.9}, led: {CP_UNANNOUNCED: 0.9}}
        assert answer(framework(), FakeFinder(table), "unannounced?", AFTER_CP).citations[0].id == CP_UNANNOUNCED
        table[led] = {}
        assert answer(framework(), FakeFinder(table), "unannounced?", AFTER_CP).outcome is Outcome.NOT_COVERED

    def test_a_follow_up_that_fits_nowhere_gets_the_answer_that_it_would_get_alone(self) -> None:
        found = answer(framework(), FakeFinder({"and that?": {CP: 0.1}}), "and that?", AFTER_CP)
        assert found.outcome is Outcome.NOT_COVERED
        assert found.nearest[0].id == CP

    def test_a_review_of_whom_the_visits_were_about_and_no_visit(self) -> None:
        table = {
            "and the review?": {LEARNING: 0.2, CIN_REVIEW: 0.1},
            "Child in Need: and the review?": {CIN: 0.6, CIN_REVIEW: 0.4},
            "reviews?": {},
            "Child Protection Plan: reviews?": {CP: 0.9},
        }
        found = answer(framework(), FakeFinder(table), "and the review?", (CIN_UNANNOUNCED,))
        assert [p.id for p in found.citations] == [CIN_REVIEW]
        assert answer(framework(), FakeFinder(table), "reviews?", AFTER_CP).outcome is Outcome.NOT_COVERED

    def test_whom_else_reviews_are_about_and_no_visit(self) -> None:
        table = {"and on CP?": {CP: 0.9, CORE_GROUP: 0.1}, "plan reviews: and on CP?": {CP: 0.5, CORE_GROUP: 0.4}}
        asked = [answer(framework(), FakeFinder(table), "and on CP?", (row,)) for row in (CIN_REVIEW, CIN_UNANNOUNCED)]
        assert [found.citations[0].id for found in asked] == [CORE_GROUP, CP]


class TestWords:
    @pytest.mark.parametrize(
        ("said", "asked"),
        [
            ("thanks. who does that?", "who does that?"),
            ("Great, thank you! And unannounced?", "And unannounced?"),
            ("do you know how often it is?", "how often it is?"),
            ("ok thanks, how do I record it", "how do I record it"),
            ("thanks", "thanks"),
            ("thank you, that is it", "thank you, that is it"),
            ("ok he is hitting her", "ok he is hitting her"),
            ("do you know Kyle", "do you know Kyle"),
            ("talk to the whatsit", "talk to the whatsit"),
            ("Hi all, hope you're well. Sorry to bother you again, how often? Many thanks x", "how often?"),
            ("hello hope ur ok can you tell me when core groups happen thanks", "when core groups happen"),
            ("just a quick one - who does the RHI pls", "who does the RHI"),
            ("Hi there", "Hi there"),
            ("hope is gone", "hope is gone"),
            ("please help, a child is hurt", "please help, a child is hurt"),
        ],
    )
    def test_courtesies_around_a_question_are_left_out(self, said: str, asked: str) -> None:
        assert without_courtesies(said) == asked

    @pytest.mark.parametrize(
        ("question", "title", "whole"),
        [
            ("and the first one?", TITLE, "first visit Child Protection Plan"),
            ("when is the next visit due?", TITLE, "when is next visit due Child Protection Plan"),
            ("and the last one?", "Child in Need plan: reviews", "last Child in Need plan review"),
            ("how often?", "Supervision: the record", "how often Supervision"),
        ],
    )
    def test_a_question_with_its_subject(self, question: str, title: str, whole: str) -> None:
        assert completed(question, title) == whole

    @pytest.mark.parametrize(
        "question",
        [
            "and the first one?", "how soon is the first one?", "unannounced?", "how often?", "after that, how long?",
            "does it have to be alone?", "is that working days?", "how is it recorded?", "when is the next visit due",
        ],
    )  # fmt: skip
    def test_what_names_no_subject(self, question: str) -> None:
        assert names_no_subject(question)

    @pytest.mark.parametrize(
        "question",
        [
            "", "ok", "and that?", "and for care leavers?", "how often is a child in need visited?", "who are you?",
            "supervision?", "first review?", "how do you work?", "when is a core group held?", "?",
        ],
    )  # fmt: skip
    def test_what_names_a_subject_or_asks_nothing(self, question: str) -> None:
        assert not names_no_subject(question)


class TestTrained:
    @pytest.mark.parametrize(
        ("recent", "question", "first"),
        [
            (CP_EVERY, "and unannounced?", CP_UNANNOUNCED),
            (CP_EVERY, "what about unannounced visits?", CP_UNANNOUNCED),
            (CP_EVERY, "who does that?", CP_EVERY),
            (CP_EVERY, "and who is responsible for it?", CP_EVERY),
            (CP_EVERY, "and for care leavers?", "visiting.care_leaver"),
            (CP_EVERY, "what about a child in need?", "visiting.child_in_need"),
            (CP_EVERY, "what about supervision?", "managers.supervision_content"),
            (CP_EVERY, "and short breaks?", "visiting.short_breaks"),
            (CP_EVERY, "and the first one?", CP),
            (CP_EVERY, "how soon is the first one?", CP),
            (CP_EVERY, "thanks, and unannounced?", CP_UNANNOUNCED),
            (CP_EVERY, "thanks. who does that?", CP_EVERY),
            (CP_EVERY, "do you know who does that?", CP_EVERY),
            (CP_EVERY, "and does it have to be alone?", CP),
            (CP_EVERY, "and the core group?", "assessment_and_planning.core_group"),
            ("recording.significant_events", "and in an emergency?", "recording.significant_events"),
            ("missing.return_home_interview_who", "how soon?", "missing.return_home_interview_72_hours"),
            ("missing.return_home_interview_who", "what about the under 10s?", "missing.return_home_interview_who"),
            ("missing.return_home_interview_who", "and supervision?", "managers.supervision_content"),
            ("managers.supervision_frequency", "how is it recorded?", "managers.supervision_record"),
            ("visiting.looked_after", "what about the first year?", "visiting.looked_after.first_year"),
            ("visiting.looked_after", "and the first week?", "visiting.looked_after"),
            ("visiting.child_in_need", "and unannounced", CIN_UNANNOUNCED),
            ("visiting.child_in_need.every_4_weeks", "and the review?", CIN_REVIEW),
            ("visiting.child_in_need.every_4_weeks", "what about reviews", CIN_REVIEW),
            ("visiting.child_in_need.every_4_weeks", "how often is the plan reviewed", CIN_REVIEW),
            ("visiting.child_in_need.every_4_weeks", "and if they're on a child protection plan?", CP),
            ("visiting.care_leaver", "and the review?", "assessment_and_planning.pathway_plan_review"),
            ("visiting.short_breaks", "and reviews?", "assessment_and_planning.short_breaks_review"),
            ("visiting.supervision_order", "and the review?", "assessment_and_planning.supervision_order_plan"),
            ("visiting.adoptive_placement", "and the review?", "visiting.adoptive_placement"),
            (CP_EVERY, "and the conference?", "assessment_and_planning.initial_conference"),
            (CIN_REVIEW, "and visits?", "visiting.child_in_need"),
            (CIN_REVIEW, "how often do I visit them?", "visiting.child_in_need"),
            (CIN_REVIEW, "and on CP?", CORE_GROUP),
            (CIN_REVIEW, "and for care leavers?", "assessment_and_planning.pathway_plan_review"),
            (CIN_REVIEW, "and the last one?", CIN_REVIEW),
            (CORE_GROUP, "who chairs it", CORE_GROUP),
        ],
    )
    def test_follow_ups(self, recent: str, question: str, first: str) -> None:
        found = answer(framework(), finder(), question, (recent,))
        assert found.outcome is Outcome.ANSWERED
        assert framework().passages[first].row == found.citations[0].row
        if not framework().passages[first].is_row:
            assert first in [p.id for p in found.citations] or found.citations[0].is_row

    @pytest.mark.parametrize(
        "question", ["thanks for that", "ok", "who made this?", "what's the mileage rate for that?"]
    )
    def test_what_is_not_about_the_subject(self, question: str) -> None:
        assert answer(framework(), finder(), question, AFTER_CP).outcome is Outcome.NOT_COVERED

    @pytest.mark.parametrize(
        "question", ["I want to die", "he is being hurt right now", "who can I tell, I'm cutting again"]
    )
    def test_a_danger_after_any_subject(self, question: str) -> None:
        assert answer(framework(), finder(), question, AFTER_CP).outcome is Outcome.SIGNPOSTED
