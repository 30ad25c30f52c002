"""The reasons of a deadline that are more than counting, from cases of JSON."""

import pytest

from dialogs.core import due
from tests.dialogs.core.cases import NINE, asked, event, proof_of, visit, why
from tests.standards_kb.deadlines import timescales
from tests.standards_kb.support import framework


class TestManager:
    def test_a_shorter_interval_says_what_the_framework_would_have(self) -> None:
        one = asked("child_in_need", "2026-11-02", "2026-11-20" + NINE, visit("2026-11-18"), manager_interval_days=14)
        assert why(one)[2:] == [
            "Counting: 14 days from Wednesday 18 November 2026 is Wednesday 2 December 2026",
            "A manager's interval, 14 days, comes before the framework's own date, Wednesday 16 December 2026.",
        ]

    def test_before_the_first_visit_it_runs_from_the_trigger(self) -> None:
        one = asked("child_in_need", "2026-11-02", "2026-11-05" + NINE, manager_interval_days=7)
        assert "Counting: 7 days from Monday 2 November 2026 is Monday 9 November 2026" in why(one)

    def test_of_short_breaks_second_visit_it_runs_from_the_first(self) -> None:
        one = asked("short_breaks", "2026-11-02", "2026-11-20" + NINE, visit("2026-11-05"), manager_interval_days=28)
        lines = why(one)
        assert "Counting: 28 days from Thursday 5 November 2026 is Thursday 3 December 2026" in lines
        assert any(line.endswith("the framework's own date, Tuesday 2 February 2027.") for line in lines)
        assert not any(line.startswith("The second is counted") for line in lines)

    def test_its_end_is_a_loosening(self) -> None:
        one = asked(
            "child_in_need",
            "2026-11-02",
            "2026-11-25" + NINE,
            visit("2026-11-18"),
            manager_interval_days=14,
            manager_interval_ends_on="2026-11-24",
        )
        assert "That interval ended on Tuesday 24 November 2026; it still counts until the next visit." in why(one)

    def test_one_that_is_longer_says_nothing(self) -> None:
        one = asked("child_in_need", "2026-11-02", "2026-11-05" + NINE, manager_interval_days=60)
        assert not any("manager" in line for line in why(one))


class TestLoosening:
    def test_a_longer_interval_that_waits_for_the_next_visit_is_named(self) -> None:
        one = asked("privately_fostered", "2025-11-03", "2026-11-10" + NINE, visit("2026-10-12"))
        assert why(one)[2:] == [
            "Counting: 6 weeks from Monday 12 October 2026 is Monday 23 November 2026",
            "A longer interval, 12 weeks, has been in force since Tuesday 3 November 2026; it applies from the next "
            "one on.",
        ]

    def test_after_that_visit_it_just_applies(self) -> None:
        one = asked("privately_fostered", "2025-11-03", "2026-11-10" + NINE, visit("2026-11-04"))
        assert why(one)[2:] == ["Counting: 12 weeks from Wednesday 4 November 2026 is Wednesday 27 January 2027"]


class TestUncounted:
    def test_what_was_missing_is_listed(self) -> None:
        one = asked(
            "child_protection_plan",
            "2026-03-02",
            "2026-03-10" + NINE,
            visit("2026-03-05", seen_alone=False, spoken_to=False),
        )
        assert (
            "Not counted: Thursday 5 March 2026, the child was not seen alone and the child was not spoken to "
            "meaningfully"
        ) in why(one)

    def test_an_announced_visit_moves_no_unannounced_deadline(self) -> None:
        one = asked("child_in_need", "2026-03-02", "2026-03-10" + NINE, visit("2026-03-05"))
        assert "Not counted: Thursday 5 March 2026, it was not recorded as unannounced" in why(one, "unannounced_visit")

    def test_a_visit_to_another_home(self) -> None:
        one = asked(
            "multiple_placements", "2026-03-02", "2026-03-10" + NINE, visit("2026-03-05"), settings=[{"name": "school"}]
        )
        assert "Not counted: Thursday 5 March 2026, it was not a visit to this home" in why(one)

    def test_a_visit_on_the_day_of_placement_does_not_stand_for_the_first_weeks(self) -> None:
        one = asked("looked_after", "2026-06-01", "2026-06-03" + NINE, visit("2026-06-01"))
        assert why(one)[1:3] == [
            "No visit that counts is recorded since then",
            "Counting: 1 week from Monday 1 June 2026 is Monday 8 June 2026",
        ]
        assert ("Not counted: Monday 1 June 2026, it was on the day of placement, which has its own deadline") in why(
            one
        )

    def test_only_the_latest_three(self) -> None:
        days = [visit(f"2026-03-{day:02}", seen_alone=False) for day in range(3, 8)]
        lines = why(asked("child_in_need", "2026-03-02", "2026-03-10" + NINE, *days))
        assert [line.split(",")[0] for line in lines if line.startswith("Not counted")] == [
            "Not counted: Thursday 5 March 2026",
            "Not counted: Friday 6 March 2026",
            "Not counted: Saturday 7 March 2026",
        ]

    def test_a_standing_decision_lets_them_count(self) -> None:
        one = asked(
            "child_in_need",
            "2026-03-02",
            "2026-03-10" + NINE,
            visit("2026-03-05", seen_alone=False),
            accepted_as_counting_from="2026-03-04",
        )
        assert not any(line.startswith("Not counted") for line in why(one))


class TestDoubts:
    def test_details_and_who_that_nobody_recorded(self) -> None:
        one = asked("child_in_need", "2026-03-02", "2026-03-10" + NINE, {"stream": "visit", "at": "2026-03-05"})
        assert why(one)[-2:] == [
            "Whether the child was seen at home or placement, alone, and spoken to was not recorded for that one; it "
            "is taken to count.",
            "Who did that one is not confirmed.",
        ]

    def test_somebody_else(self) -> None:
        one = asked("child_in_need", "2026-03-02", "2026-03-10" + NINE, visit("2026-03-05", by_role="Personal Advisor"))
        assert why(one)[-1] == "That one was by somebody else than the framework says; the manager should know."

    def test_roles_are_the_same_in_capitals(self) -> None:
        one = asked("child_in_need", "2026-03-02", "2026-03-10" + NINE, visit("2026-03-05", by_role="SOCIAL WORKER"))
        assert not any("somebody else" in line for line in why(one))

    @pytest.mark.parametrize(
        ("chaired", "says"),
        [
            (None, "Whether a manager chaired that one, the first, was not recorded."),
            (
                False,
                "That one, the first, was not chaired by a manager, as the framework wants; the manager should know.",
            ),
            (True, "Counting: 4 weeks from Friday 20 March 2026 is Friday 17 April 2026"),
        ],
    )
    def test_who_chaired_the_first(self, chaired: bool | None, says: str) -> None:
        first = event("core_group", "2026-03-20", by_role="Social Worker", chaired_by_manager=chaired)
        one = asked("child_protection_plan", "2026-03-02", "2026-03-21" + NINE, first)
        assert why(one, "core_group")[-1] == says
        again = asked(
            "child_protection_plan",
            "2026-03-02",
            "2026-04-12" + NINE,
            first,
            event("core_group", "2026-04-10", by_role="Manager"),
        )
        assert not any("chaired" in line for line in why(again, "core_group"))

    def test_that_the_first_is_chaired_by_a_manager(self) -> None:
        one = asked("child_protection_plan", "2026-03-02", "2026-03-21" + NINE)
        assert "The first is chaired by a manager." in why(one, "core_group")


class TestReadings:
    def test_a_reading_is_said_to_be_one(self) -> None:
        reading = "The framework's wording leaves room here; this date follows Practice Companion's reading of it."
        one = asked("care_order_at_home", "2026-03-02", "2026-03-10" + NINE, visit("2026-03-05"))
        assert reading in why(one)
        assert reading not in why(asked("child_in_need", "2026-03-02", "2026-03-10" + NINE))

    def test_a_visit_that_counts_as_keeping_in_touch_is_one(self) -> None:
        called = asked("care_leaver", "2026-03-02", "2026-03-10" + NINE, event("keeping_in_touch", "2026-03-05"))
        seen = asked("care_leaver", "2026-03-02", "2026-03-10" + NINE, visit("2026-03-05"))
        assert not proof_of(called, "keeping_in_touch").reading
        assert proof_of(seen, "keeping_in_touch").reading
        assert "Last time: Thursday 5 March 2026" in why(called, "keeping_in_touch")

    def test_every_reading_is_explained_beside_its_quote(self) -> None:
        for rules in timescales().situations.values():
            for row in rules.timescales:
                for step in row.steps:
                    notes = framework().passages[step.cites].notes
                    assert not step.reading or any(not note.source for note in notes), step

    def test_past_the_published_bank_holidays(self) -> None:
        warning = "Bank holidays are published only up to Sunday 31 December 2028; this date may still change."
        assert warning in why(asked("case_audit", "2028-12-11", "2028-12-12" + NINE), "audit_completed")
        assert warning not in why(asked("case_audit", "2028-12-10", "2028-12-12" + NINE), "audit_completed")


class TestWho:
    @pytest.mark.parametrize(
        ("born", "says"),
        [
            (None, "Who: Social Care Staff under the age of 10, from then on RU Safe"),
            ("2016-12-02", "Who: Social Care Staff"),
            ("2016-12-01", "Who: RU Safe"),
            ("2015-12-01", "Who: RU Safe"),
        ],
    )
    def test_the_return_home_interview_by_age(self, born: str | None, says: str) -> None:
        one = asked("missing_return", "2026-12-01T21:00:00+00:00", "2026-12-02" + NINE, born_on=born)
        found = proof_of(one, "return_home_interview")
        assert due.who(found) == says
        assert found.reading is (born == "2016-12-01")

    def test_several(self) -> None:
        one = asked("child_protection_plan", "2026-03-02", "2026-03-03" + NINE)
        assert due.who(proof_of(one, "core_group")) == "Who: Social Worker, Manager"


class TestWhole:
    def test_a_note_that_two_passages_share_is_said_once(self) -> None:
        one = asked("missing_return", "2026-12-01T21:00:00+00:00", "2026-12-02" + NINE)
        found = proof_of(one, "return_home_interview")
        whole = due.said(found, "Returned from missing", one.now, framework())
        assert whole.count("Not this framework: Statutory guidance") == 1
        assert whole.count("“All Return Home Interviews will be completed within 72 hours of the child's return.”") == 1
        assert "will be completed by RU Safe for all children over the age of 10" in whole
