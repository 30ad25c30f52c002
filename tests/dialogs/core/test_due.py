"""Every sentence of a proof, from cases of JSON."""

from typing import Any

import pytest

from dialogs.core import due
from standards_kb.proof import Proof, prove
from standards_kb.read_case import CaseAsked, read_case
from standards_kb.timescales import Deadline, open_deadlines
from tests.standards_kb.deadlines import calendar_of, timescales
from tests.standards_kb.support import framework

SEEN = {"seen_alone": True, "at_home_or_placement": True, "spoken_to": True, "by_allocated_worker": True}


def visit(at: str, **details: Any) -> dict[str, Any]:
    return {"stream": "visit", "at": at, **SEEN, **details}


def event(stream: str, at: str, **details: Any) -> dict[str, Any]:
    return {"stream": stream, "at": at, "by_allocated_worker": True, **details}


def asked(
    situation: str, started: str, as_of: str, *events: dict[str, Any], closure_days: tuple[str, ...] = (), **facts: Any
) -> CaseAsked:
    case = {"situation": situation, "started": started, "as_of": as_of, "events": list(events), "facts": facts}
    return read_case({**case, "closure_days": list(closure_days)}, timescales())


def proofs(one: CaseAsked) -> list[Proof]:
    calendar = calendar_of(one)
    found: list[Deadline] = open_deadlines(one.case, one.now, timescales(), calendar)
    return [prove(deadline, one.case, one.now, framework(), calendar) for deadline in found]


def proof_of(one: CaseAsked, stream: str = "visit") -> Proof:
    [found] = [proof for proof in proofs(one) if proof.deadline.stream == stream]
    return found


def why(one: CaseAsked, stream: str = "visit") -> list[str]:
    return due.why(proof_of(one, stream))


def when(one: CaseAsked, stream: str = "visit", *, recorded: bool = True) -> str:
    return due.when(proof_of(one, stream).deadline, one.now, recorded=recorded)


NINE = "T09:00:00+00:00"


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
