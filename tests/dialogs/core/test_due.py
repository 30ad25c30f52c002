"""What is due and when, and how it is counted, from cases of JSON."""

import pytest

from dialogs.core import due
from standards_kb.read_case import CaseAsked
from tests.dialogs.core.cases import NINE, asked, event, proof_of, visit, when, why


class TestTitle:
    def test_the_stream_and_the_situation(self) -> None:
        found = proof_of(asked("child_in_need", "2026-03-02", "2026-03-03" + NINE)).deadline
        assert due.title(found, "Child in Need plan") == "Visit (Child in Need plan)"

    def test_a_setting_is_named(self) -> None:
        one = asked("multiple_placements", "2026-03-02", "2026-03-03" + NINE, settings=[{"name": "Gran"}])
        assert due.title(proof_of(one).deadline, "More than one placement") == "Visit at Gran (More than one placement)"

    def test_nothing_is_said_twice(self) -> None:
        found = proof_of(
            asked("requested_visit", "2026-03-02", "2026-03-03" + NINE, due_on="2026-03-06"), "requested_visit"
        )
        assert due.title(found.deadline, "Visit asked for") == "Visit asked for"


class TestWhen:
    @pytest.mark.parametrize(
        ("as_of", "says"),
        [
            ("2026-03-10T09:00:00+00:00", "Due by Monday 30 March 2026, in 20 days"),
            ("2026-03-29T12:00:00+00:00", "Due by Monday 30 March 2026, tomorrow"),
            ("2026-03-30T22:59:00+00:00", "Due by Monday 30 March 2026, today"),
            # 23:30 UTC is the next day in London's summer time
            ("2026-03-30T23:30:00+00:00", "Was due by Monday 30 March 2026, yesterday; no recorded visit that counts"),
            ("2026-04-02T09:00:00+00:00", "Was due by Monday 30 March 2026, 3 days ago; no recorded visit that counts"),
        ],
    )
    def test_a_day(self, as_of: str, says: str) -> None:
        assert when(asked("child_in_need", "2026-03-02", as_of)) == says

    @pytest.mark.parametrize(
        ("as_of", "says"),
        [
            ("2026-12-01T09:00:00+00:00", "Due by Friday 4 December 2026 at 9am, in 3 days"),
            ("2026-12-02T10:00:00+00:00", "Due by Friday 4 December 2026 at 9am, in less than 48 hours"),
            ("2026-12-04T08:30:00+00:00", "Due by Friday 4 December 2026 at 9am, within the hour"),
            ("2026-12-04T09:00:00+00:00", "Due by Friday 4 December 2026 at 9am, within the hour"),
            ("2026-12-04T09:01:00+00:00", "Was due by Friday 4 December 2026 at 9am, less than an hour ago; "),
            ("2026-12-04T11:30:00+00:00", "Was due by Friday 4 December 2026 at 9am, less than 3 hours ago; "),
            ("2026-12-09T09:00:00+00:00", "Was due by Friday 4 December 2026 at 9am, 5 days ago; none is recorded"),
        ],
    )
    def test_an_instant(self, as_of: str, says: str) -> None:
        assert when(asked("remanded", "2026-12-01" + NINE, as_of)).startswith(says)

    def test_on_the_day_itself(self) -> None:
        one = asked("looked_after", "2026-03-02", "2026-03-02" + NINE)
        assert when(one, "placement_day_visit") == "Due on Monday 2 March 2026, today"

    def test_of_a_case_that_is_only_told_nothing_is_said_to_be_recorded_or_not(self) -> None:
        one = asked("child_in_need", "2026-03-02", "2026-04-02" + NINE)
        assert when(one, recorded=False) == "Was due by Monday 30 March 2026, 3 days ago"
        assert "No visit that counts is recorded since then" in why(one)
        assert not any("recorded" in line for line in due.why(proof_of(one), recorded=False))

    def test_what_started_it_can_be_left_out_where_nobody_told_it(self) -> None:
        one = asked("child_in_need", "2026-03-02", "2026-04-02" + NINE)
        assert due.why(proof_of(one), started=False) == why(one)[1:]


class TestCounting:
    def test_the_worked_example(self) -> None:
        one = asked("child_protection_plan", "2026-11-02", "2026-12-21" + NINE, visit("2026-12-18"))
        assert why(one) == [
            "Started: Monday 2 November 2026 (the Initial Child Protection Conference was held)",
            "Last visit that counts: Friday 18 December 2026",
            "Counting: 10 working days from Friday 18 December 2026, skipping Christmas Day, Boxing Day (substitute) "
            "and New Year's Day, is Wednesday 6 January 2027",
        ]

    def test_easter(self) -> None:
        one = asked("child_protection_plan", "2026-04-01", "2026-04-01" + NINE)
        assert (
            "Counting: 5 working days from Wednesday 1 April 2026, skipping Good Friday and Easter Monday, is "
            "Friday 10 April 2026"
        ) in why(one)

    def test_closure_days(self) -> None:
        one = asked("child_protection_plan", "2026-03-02", "2026-03-02" + NINE, closure_days=("2026-03-04",))
        assert any("skipping closed 4 March, is Tuesday 10 March 2026" in line for line in why(one))

    def test_a_month_end(self) -> None:
        one = asked("child_in_need", "2026-11-30", "2026-12-02" + NINE)
        assert (
            "Counting: 3 months from Monday 30 November 2026 is Sunday 28 February 2027, the last day of that month"
        ) in why(one, "unannounced_visit")

    def test_the_first_seven_placement_days(self) -> None:
        one = asked("short_breaks", "2026-11-28", "2026-11-29" + NINE)
        assert (
            "Counting: Saturday 28 November 2026 is day 1 of the first 7 days, so the last is Friday 4 December 2026"
        ) in why(one)

    def test_the_second_visit_of_short_breaks_runs_from_the_start(self) -> None:
        one = asked("short_breaks", "2026-11-28", "2026-12-10" + NINE, visit("2026-12-09"))
        assert why(one)[1:] == [
            "Last visit that counts: Wednesday 9 December 2026",
            "The second is counted from the start, however late the first was.",
            "Counting: 3 months from Saturday 28 November 2026 is Sunday 28 February 2027",
        ]

    def test_on_the_day_itself(self) -> None:
        one = asked("looked_after", "2026-03-02", "2026-03-02" + NINE)
        assert "Counting: on the day itself, Monday 2 March 2026" in why(one, "placement_day_visit")

    def test_one_of_a_unit_is_no_plural(self) -> None:
        one = asked("significant_event", "2026-11-27", "2026-11-27" + NINE)
        assert ("Counting: 1 working day from Friday 27 November 2026 is Monday 30 November 2026") in why(
            one, "event_recorded"
        )

    def test_early_next_morning(self) -> None:
        one = asked("significant_event", "2026-12-24", "2026-12-24" + NINE, emergency=True)
        assert ("Counting: 9am on the day after Thursday 24 December 2026 is Friday 25 December 2026 at 9am") in why(
            one, "event_recorded"
        )

    def test_a_day_that_was_set(self) -> None:
        one = asked("requested_visit", "2026-03-02", "2026-03-03" + NINE, due_on="2026-03-06")
        assert "Counting: Friday 6 March 2026 is the day that was set" in why(one, "requested_visit")

    @pytest.mark.parametrize(
        ("started", "ends", "change"),
        [
            ("2026-03-27T17:00:00+00:00", "Monday 30 March 2026 at 6pm", True),
            ("2026-10-23T16:00:00+00:00", "Monday 26 October 2026 at 4pm", True),
            ("2026-10-26T16:00:00+00:00", "Thursday 29 October 2026 at 4pm", False),
        ],
    )
    def test_hours_that_have_really_passed(self, started: str, ends: str, *, change: bool) -> None:
        lines = why(asked("remanded", started, started))
        assert lines[1].endswith(f" is {ends}")
        assert ("The clocks change in between: hours that have really passed are counted." in lines) is change


class TestWhatStartedIt:
    def test_without_the_day_of_the_plan_a_review_claims_none(self) -> None:
        without = asked("short_breaks", "2026-11-28", "2026-11-29" + NINE)
        known = asked("short_breaks", "2026-11-28", "2026-11-29" + NINE, plan_started_on="2026-11-20")
        assert why(without, "plan_review")[0] == "Started: Saturday 28 November 2026 (the first placement day)"
        assert why(known, "plan_review")[0] == "Started: Friday 20 November 2026 (the plan started)"

    def test_the_moment_of_being_found_if_it_is_known(self) -> None:
        placed = {"looked_after": True, "placed_within_20_miles": True}
        without = asked("missing_return", "2026-12-01T21:00:00+00:00", "2026-12-02" + NINE, **placed)
        found = asked(
            "missing_return",
            "2026-12-01T21:00:00+00:00",
            "2026-12-02" + NINE,
            found_at="2026-12-01T18:00:00+00:00",
            **placed,
        )
        assert why(without, "ru_safe_referral")[0] == "Started: Tuesday 1 December 2026 at 9pm (the child returned)"
        assert why(found, "ru_safe_referral")[0] == "Started: Tuesday 1 December 2026 at 6pm (the child was found)"

    def test_the_discussion_that_a_conference_is_counted_from(self) -> None:
        one = asked(
            "strategy_discussion",
            "2026-11-24" + NINE,
            "2026-11-25T12:00:00+00:00",
            event("strategy_discussion", "2026-11-25T09:00:00+00:00"),
            conference_needed=True,
        )
        assert why(one, "conference_held") == [
            "Started: Wednesday 25 November 2026 (the strategy discussion was held)",
            "Counting: 15 working days from Wednesday 25 November 2026 is Wednesday 16 December 2026",
        ]

    def test_where_there_is_no_first_the_last_says_all(self) -> None:
        one = asked(
            "supervision", "2026-11-03", "2026-12-02" + NINE, event("appraisal", "2026-01-01", by_role="Manager")
        )
        assert why(one, "appraisal") == [
            "Last time: Thursday 1 January 2026",
            "Counting: 12 months from Thursday 1 January 2026 is Friday 1 January 2027",
        ]
        assert why(one, "supervision")[0] == "Started: Tuesday 3 November 2026 (the last session)"
        updated = event("assessment_update", "2026-06-01")
        one = asked("child_and_family_assessment", "2026-11-30", "2026-12-02" + NINE, updated)
        assert not any("referral was opened" in line for line in why(one, "assessment_update"))

    def test_keeping_in_touch_wants_no_visit(self) -> None:
        one = asked("care_leaver", "2026-09-06", "2026-11-30" + NINE)
        assert when(one, "keeping_in_touch").endswith("24 days ago; none is recorded")
        assert not any("visit" in line for line in why(one, "keeping_in_touch"))
        soon = asked("care_leaver", "2026-09-06", "2026-09-07" + NINE, event("keeping_in_touch", "2026-09-07"))
        aim = due.aim(proof_of(soon, "keeping_in_touch"), soon.now)
        assert aim == "Aim for Friday 6 November 2026, the last working day before it"


class TestAim:
    def aim(self, one: CaseAsked, stream: str = "visit") -> str:
        return due.aim(proof_of(one, stream), one.now)

    def test_a_deadline_on_a_weekend_or_holiday(self) -> None:
        one = asked("looked_after", "2026-11-28", "2026-11-28" + NINE)
        assert self.aim(one) == "Visit by Friday 4 December 2026, the last working day before it"
        review = asked("child_in_need", "2026-11-02", "2026-11-03" + NINE)
        assert self.aim(review, "plan_review") == "Aim for Thursday 24 December 2026, the last working day before it"

    def test_nothing_on_a_working_day_nor_at_an_instant(self) -> None:
        assert self.aim(asked("looked_after", "2026-11-27", "2026-11-27" + NINE)) == ""
        assert self.aim(asked("remanded", "2026-11-27" + NINE, "2026-11-27" + NINE)) == ""

    def test_nothing_that_is_over_or_before_the_start(self) -> None:
        assert self.aim(asked("looked_after", "2026-11-28", "2026-12-05" + NINE)) == ""
        placed = asked("looked_after", "2026-11-28", "2026-11-28" + NINE)
        assert self.aim(placed, "placement_day_visit") == ""
