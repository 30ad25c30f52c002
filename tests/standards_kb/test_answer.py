import pytest

from standards_kb.answer import (
    BESIDE_ANSWER_SIGNPOST_AT_LEAST,
    COVERED_AT_LEAST,
    IN_DOUBT_SIGNPOST_AT_LEAST,
    LONGEST_PART,
    NATIONAL_AT_LEAST,
    PART_SIGNPOST_AT_LEAST,
    SIGNPOST_AT_LEAST,
    answer,
    danger_within,
)
from standards_kb.citing import (
    CITED_AT_LEAST,
    CITED_AT_MOST,
    MEANT_AT_LEAST,
    PART_OF_ROW_AT_LEAST,
    SPANNED_AT_LEAST,
)
from standards_kb.outcomes import Answer, Outcome, Reason, rebuilt
from standards_kb.types import Passage
from tests.standards_kb.support import (
    ASSESSMENT,
    CHILD_DATA,
    CIN,
    CIN_EVERY,
    CIN_UNANNOUNCED,
    CP,
    CP_EVERY,
    CP_FIRST,
    CP_UNANNOUNCED,
    DANGER,
    HELD,
    IGNORE_RULES,
    MISSING_VISIT,
    SELF_HARM,
    SMALL_TALK,
    FakeFinder,
    framework,
    ranking,
)


def answered(likelihoods: dict[str, float]) -> Answer:
    return answer(framework(), FakeFinder({"?": likelihoods}), "?")


def ids(passages: tuple[Passage, ...]) -> list[str]:
    return [p.id for p in passages]


class TestCoveredOrNot:
    @pytest.mark.parametrize(
        ("likelihoods", "outcome"),
        [
            ({CP_EVERY: COVERED_AT_LEAST}, Outcome.ANSWERED),
            ({CP_EVERY: COVERED_AT_LEAST - 0.01}, Outcome.NOT_COVERED),
            (dict.fromkeys((CP_EVERY, CIN_EVERY, MISSING_VISIT), (COVERED_AT_LEAST + 0.01) / 3), Outcome.ANSWERED),
            ({}, Outcome.NOT_COVERED),
        ],
    )
    def test_the_framework_says_if_its_passages_together_are_likely(
        self, likelihoods: dict[str, float], outcome: Outcome
    ) -> None:
        found = answered(likelihoods)
        assert (found.outcome, found.reason) == (outcome, Reason.NONE)

    def test_not_covered_offers_the_nearest_rows_and_cites_nothing(self) -> None:
        found = answered({CP_EVERY: 0.2, CP_FIRST: 0.1, CIN_EVERY: 0.1, MISSING_VISIT: 0.05, HELD: 0.01})
        assert found.citations == ()
        assert ids(found.nearest) == [CP, CIN, "visiting.missing_return"]

    def test_a_national_rule_comes_with_a_refusal_if_it_is_likely_enough(self) -> None:
        assert answered({ASSESSMENT: NATIONAL_AT_LEAST}).national is framework().national_rules[ASSESSMENT]
        assert answered({ASSESSMENT: NATIONAL_AT_LEAST - 0.01}).national is None

    def test_a_national_rule_never_comes_with_an_answer(self) -> None:
        found = answered({CP_EVERY: COVERED_AT_LEAST, ASSESSMENT: 1 - COVERED_AT_LEAST})
        assert (found.outcome, found.national) == (Outcome.ANSWERED, None)


class TestCiting:
    def test_the_bullet_that_answers(self) -> None:
        assert ids(answered({CP_EVERY: 0.9, CP: 0.05}).citations) == [CP_EVERY]

    def test_the_row_whole_if_it_is_likelier_than_its_bullets(self) -> None:
        assert ids(answered({CP: 0.5, CP_EVERY: 0.4}).citations) == [CP]

    def test_the_row_whole_if_no_bullet_stands_out(self) -> None:
        share = PART_OF_ROW_AT_LEAST - 0.02
        found = answered({CP_EVERY: share, CP_FIRST: (1 - share) / 2, CP_UNANNOUNCED: (1 - share) / 2})
        assert ids(found.citations) == [CP]

    def test_two_bullets_of_a_row_best_first(self) -> None:
        share = PART_OF_ROW_AT_LEAST + 0.02
        assert ids(answered({CP_UNANNOUNCED: share, CP_EVERY: 1 - share}).citations) == [CP_UNANNOUNCED, CP_EVERY]

    def test_a_bullet_that_is_hardly_likely_is_left_out(self) -> None:
        for share, cited in (
            (0.9 * CITED_AT_LEAST, [CP_UNANNOUNCED]),
            (1.1 * CITED_AT_LEAST, [CP_UNANNOUNCED, CP_EVERY]),
        ):
            assert ids(answered({CP_UNANNOUNCED: 1 - share, CP_EVERY: share}).citations) == cited

    @pytest.mark.parametrize(
        ("likelihoods", "cited"),
        [
            ({CIN_EVERY: 0.5, MISSING_VISIT: 0.5 * SPANNED_AT_LEAST + 0.02}, [MISSING_VISIT, CIN_EVERY]),
            ({CIN_EVERY: 0.34, CP_EVERY: 0.33, MISSING_VISIT: 0.33}, [MISSING_VISIT, CP_EVERY, CIN_EVERY]),
            ({CIN_EVERY: 0.35, MISSING_VISIT: 0.5}, [MISSING_VISIT, CIN_EVERY]),
        ],
    )
    def test_of_several_rows_that_are_asked_about_the_most_urgent_comes_first(
        self, likelihoods: dict[str, float], cited: list[str]
    ) -> None:
        assert ids(answered(likelihoods).citations) == cited

    def test_an_urgent_row_that_only_may_be_meant_never_leads(self) -> None:
        found = answered({CIN_EVERY: 0.55, MISSING_VISIT: 0.55 * SPANNED_AT_LEAST - 0.02})
        assert ids(found.citations) == [CIN_EVERY, MISSING_VISIT]

    def test_one_that_is_likely_enough_comes_before_the_less_urgent_of_two_that_are_asked_about(self) -> None:
        found = answered({MISSING_VISIT: 0.4, CIN_EVERY: 0.38, "missing.visit": 0.4 * MEANT_AT_LEAST + 0.01})
        assert ids(found.citations) == [MISSING_VISIT, "missing.visit", CIN_EVERY]
        found = answered({MISSING_VISIT: 0.4, CIN_EVERY: 0.38, "missing.visit": 0.4 * MEANT_AT_LEAST - 0.01})
        assert ids(found.citations) == [MISSING_VISIT, CIN_EVERY, "missing.visit"]

    def test_so_does_the_more_urgent_of_two_that_are_about_as_unlikely(self) -> None:
        found = answered({MISSING_VISIT: 0.7, "missing.return_home_interview_who": 0.12, "missing.visit": 0.1})
        assert ids(found.citations) == [MISSING_VISIT, "missing.visit", "missing.return_home_interview_who"]

    def test_how_far_an_audit_looks_back_is_no_limit(self) -> None:
        found = answered({"audit_expectations.good_practice": 0.5, "audit_expectations.look_back": 0.45})
        assert ids(found.citations) == ["audit_expectations.good_practice", "audit_expectations.look_back"]

    def test_a_row_counts_with_all_its_bullets(self) -> None:
        found = answered({CIN_EVERY: 0.35, CP_EVERY: 0.25, CP_FIRST: 0.15, CP: 0.05})
        assert list(dict.fromkeys(p.row for p in found.citations)) == [CP, CIN]

    def test_a_row_far_behind_the_first_is_only_related(self) -> None:
        found = answered({CP_EVERY: 0.9, CIN_UNANNOUNCED: 0.9 * CITED_AT_LEAST - 0.01, CIN: 0.001})
        assert ids(found.citations) == [CP_EVERY]
        assert found.related[0].id == CIN
        assert CP not in ids(found.related)

    def test_many_alike_come_in_the_framework_s_order(self) -> None:
        standards = [f"practice_standards.{n}" for n in (3, 8, 1, 2, 7, 5, 6, 4)]
        found = answered({row: 0.25 / (n + 1) for n, row in enumerate(standards)})
        assert ids(found.citations) == sorted(standards)

    def test_never_too_many(self) -> None:
        rows = [p.id for p in framework().passages.values() if p.is_row][: CITED_AT_MOST + 4]
        assert len(answered({row: 1 / len(rows) for row in rows}).citations) == CITED_AT_MOST


class TestFixedReplies:
    @pytest.mark.parametrize(
        ("label", "reason"),
        [(SMALL_TALK, Reason.SMALL_TALK), (CHILD_DATA, Reason.CHILD_DATA), (IGNORE_RULES, Reason.IGNORE_RULES)],
    )
    def test_a_guard_that_comes_first_wins_and_nothing_is_quoted(self, label: str, reason: Reason) -> None:
        assert answered({label: 0.4, CP_EVERY: 0.35, CIN_EVERY: 0.25}) == Answer(Outcome.NOT_COVERED, reason)

    def test_a_guard_that_comes_second_does_not(self) -> None:
        assert answered({CP_EVERY: 0.6, CHILD_DATA: 0.4}).reason is Reason.NONE

    def test_self_harm_is_signposted_without_a_search_result(self) -> None:
        assert answered({SELF_HARM: 0.5, CP_EVERY: 0.5}) == Answer(Outcome.SIGNPOSTED, Reason.SELF_HARM)

    def test_a_child_in_danger_comes_with_the_strategy_discussion(self) -> None:
        found = answered({DANGER: 0.7, MISSING_VISIT: 0.3})
        assert (found.outcome, found.reason) == (Outcome.SIGNPOSTED, Reason.CHILD_IN_DANGER)
        assert ids(found.citations) == [HELD]
        assert "Strategy Discussion" in found.citations[0].text

    @pytest.mark.parametrize(
        ("self_harm", "danger", "reason"),
        [(0.55, 0.46, Reason.SELF_HARM), (0.46, 0.55, Reason.CHILD_IN_DANGER), (0.5, 0.48, Reason.CHILD_DATA)],
    )
    def test_signposts_count_together(self, self_harm: float, danger: float, reason: Reason) -> None:
        likelihoods = {SELF_HARM: self_harm * SIGNPOST_AT_LEAST, DANGER: danger * SIGNPOST_AT_LEAST}
        assert answered({**likelihoods, CHILD_DATA: 1 - sum(likelihoods.values())}).reason is reason

    def test_a_signpost_comes_before_a_guard(self) -> None:
        assert answered({CHILD_DATA: 0.5, DANGER: 0.5}).reason is Reason.CHILD_IN_DANGER

    def test_a_finder_that_knows_one_signpost_only(self) -> None:
        class OneSignpost(FakeFinder):
            def rank(self, question: str) -> list:  # type: ignore[type-arg]
                return [c for c in super().rank(question) if c.label != SELF_HARM]

        found = answer(framework(), OneSignpost({"?": {DANGER: 1.0}}), "?")
        assert found.reason is Reason.CHILD_IN_DANGER


class TestInDoubt:
    """What would be refused is signposted sooner than what has an answer, and either before a danger is sure."""

    def test_beside_an_answer(self) -> None:
        assert answered({SELF_HARM: BESIDE_ANSWER_SIGNPOST_AT_LEAST, CP_EVERY: 0.8}).reason is Reason.SELF_HARM
        assert answered({SELF_HARM: BESIDE_ANSWER_SIGNPOST_AT_LEAST - 0.01, CP_EVERY: 0.8}).outcome is Outcome.ANSWERED

    def test_half_a_suspicion_is_not_answered_with_a_refusal(self) -> None:
        doubt = {DANGER: IN_DOUBT_SIGNPOST_AT_LEAST}
        assert answered({**doubt, CP_EVERY: 0.4}).reason is Reason.CHILD_IN_DANGER
        assert answered({**doubt, CP_EVERY: 0.7}).outcome is Outcome.ANSWERED
        assert answered({DANGER: IN_DOUBT_SIGNPOST_AT_LEAST - 0.01}).outcome is Outcome.NOT_COVERED

    def test_nor_with_one_in_place_of_a_national_rule_or_a_guard(self) -> None:
        doubt = {DANGER: IN_DOUBT_SIGNPOST_AT_LEAST}
        assert answered({**doubt, ASSESSMENT: 0.7}).national is framework().national_rules[ASSESSMENT]
        assert answered({**doubt, CHILD_DATA: 0.7}).reason is Reason.CHILD_DATA

    @pytest.mark.parametrize(
        "said",
        [
            "child disclosed sexual abuse today what do i do",
            "a 7 year old has made a disclosure",
            "Young person disclosing",
            "my client disclosed rape",
        ],
    )
    @pytest.mark.parametrize("recent", [(), (CP_EVERY,)])
    def test_a_disclosure_is_never_refused_nor_taken_for_a_follow_up(self, said: str, recent: tuple[str, ...]) -> None:
        found = answer(framework(), FakeFinder({f"Visits: {said}": {CP: 1.0}}), said, recent)
        assert (found.outcome, found.reason) == (Outcome.SIGNPOSTED, Reason.CHILD_IN_DANGER)

    @pytest.mark.parametrize("said", ["police disclosure protocol", "can notes be disclosed in court", "child's diet"])
    def test_another_disclosure_is(self, said: str) -> None:
        assert answer(framework(), FakeFinder({}), said).outcome is Outcome.NOT_COVERED

    def test_a_question_about_a_disclosure_is_answered(self) -> None:
        said = "child disclosed abuse, who comes to the strat?"
        assert ids(answer(framework(), FakeFinder({said: {HELD: 0.9}}), said).citations) == [HELD]


class TestLongMessages:
    CALM = " ".join(["and then I wrote up the visit"] * 5)
    ALARM = "he is hitting her"

    def found(self, message: str, likelihood: float, reason: str = DANGER) -> Answer:
        return answer(framework(), FakeFinder({self.ALARM: {reason: likelihood}}), message)

    @pytest.mark.parametrize("message", [f"{CALM}. {ALARM}", f"{ALARM}! {CALM}.", f"{CALM}\n{ALARM}\n{CALM}"])
    @pytest.mark.parametrize(("label", "reason"), [(DANGER, Reason.CHILD_IN_DANGER), (SELF_HARM, Reason.SELF_HARM)])
    def test_one_sentence_of_danger_is_enough(self, message: str, label: str, reason: Reason) -> None:
        assert self.found(message, PART_SIGNPOST_AT_LEAST, label).reason is reason

    def test_but_it_must_be_surer_than_a_whole_message(self) -> None:
        assert self.found(f"{self.CALM}. {self.ALARM}", PART_SIGNPOST_AT_LEAST - 0.01).reason is Reason.NONE
        assert self.found(self.ALARM, PART_SIGNPOST_AT_LEAST - 0.01).reason is Reason.CHILD_IN_DANGER

    def test_a_message_without_a_full_stop_is_read_to_its_end(self) -> None:
        class Reads(FakeFinder):
            def rank(self, question: str) -> list:  # type: ignore[type-arg]
                ends = question.endswith("he is hitting her") and len(question.split()) <= LONGEST_PART
                return ranking({DANGER: 1.0} if ends else {})

        message = "and then " * 500 + self.ALARM
        assert answer(framework(), Reads({}), message).reason is Reason.CHILD_IN_DANGER

    def test_a_short_message_is_read_once_as_a_whole(self) -> None:
        asked = FakeFinder({})
        answer(framework(), asked, f"I saw them. {self.ALARM}. What now?")
        assert len(asked.asked) == 1

    @pytest.mark.parametrize("message", ["", "...", "?\n?", ". he", ". " * 60])
    def test_messages_of_hardly_anything(self, message: str) -> None:
        assert danger_within(framework(), FakeFinder({}), message) is None


class TestRebuilt:
    @pytest.mark.parametrize(
        "likelihoods",
        [
            {CP_EVERY: 0.5, CIN: 0.4},
            {ASSESSMENT: 0.6, CP: 0.1, CIN: 0.05},
            {CP: 0.3},
            {DANGER: 1.0},
            {SELF_HARM: 1.0},
            {CHILD_DATA: 1.0},
        ],
    )
    def test_what_was_kept_gives_the_same_answer_less_what_was_related(self, likelihoods: dict[str, float]) -> None:
        given = answered(likelihoods)
        cited = [*ids(given.citations or given.nearest), *([given.national.id] if given.national else [])]
        again = rebuilt(framework(), given.outcome.value, given.reason.value, cited)
        assert again == Answer(given.outcome, given.reason, given.citations, given.nearest, (), given.national)

    def test_what_a_new_edition_no_longer_has_is_left_out(self) -> None:
        assert rebuilt(framework(), "answered", "", ["gone.away", CP]).citations == (framework().passages[CP],)
