"""`companion due`: one case by options, as words and as JSON; every fault in plain English."""

import pytest

from tests.bot.due_command import CP, a_folder_and_a_day_of_its_own, as_json, due, refused

__all__ = ["a_folder_and_a_day_of_its_own"]


class TestOneCase:
    def test_the_proof_says_what_when_who_the_rule_verbatim_and_the_counting(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        shown = due(capsys, *CP, "--visit", "6 March 2026")
        assert shown.split("\n\n\n")[0] == "\n".join(
            [
                "Visit (Child Protection Plan)",
                "Due by Friday 20 March 2026, in 10 days",
                "Who: Social Worker",
                "",
                "Children subject to a Child Protection Plan:",
                "- “At least every 10 working days thereafter.”",
                "Practice Standards - Visiting Framework. Quality Assurance and Continuous Improvement Framework, "
                "April 2021",
                "",
                "- Started: Monday 2 March 2026 (the Initial Child Protection Conference was held)",
                "- Last visit that counts: Friday 6 March 2026",
                "- Counting: 10 working days from Friday 6 March 2026 is Friday 20 March 2026",
            ]
        )

    def test_the_earliest_deadline_comes_first(self, capsys: pytest.CaptureFixture[str]) -> None:
        shown = due(capsys, "missing_return", "--started", "1 December 2026 at 9pm", "--fact", "born_on=5 April 2014")
        titles = [block.splitlines()[0] for block in shown.strip().split("\n\n\n")]
        assert titles == ["Visit (Returned from missing)", "Return Home Interview (Returned from missing)"]

    def test_without_as_of_it_is_now(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert "Due by Wednesday 30 December 2026, in 28 days" in due(capsys, "child_in_need", "--started", "today")

    def test_a_time_of_day_counts_for_as_of(self, capsys: pytest.CaptureFixture[str]) -> None:
        options = ("remanded", "--started", "30 November 2026 at 9am", "--as-of")
        assert "Due by" in due(capsys, *options, "3 December 2026 at 9am")
        assert "Was due by" in due(capsys, *options, "3 December 2026 at 9:01am")

    @pytest.mark.parametrize(
        ("detail", "says"),
        [
            ("not alone", "the child was not seen alone"),
            ("not at home", "the child was not seen at their home or placement"),
            ("not spoken to", "the child was not spoken to meaningfully"),
        ],
    )
    def test_a_visit_with_a_detail_that_keeps_it_from_counting(
        self, capsys: pytest.CaptureFixture[str], detail: str, says: str
    ) -> None:
        shown = due(capsys, *CP, "--visit", f"6 March 2026, {detail}")
        assert f"- Not counted: Friday 6 March 2026, {says}" in shown
        assert "Was due by Monday 9 March 2026, yesterday; no recorded visit that counts" in shown

    def test_an_unannounced_visit_and_several_details(self, capsys: pytest.CaptureFixture[str]) -> None:
        shown = as_json(
            capsys, *CP, "--visit", "6 March 2026, unannounced", "--visit", "9 March 2026, unannounced, not alone"
        )
        assert [d["due"] for d in shown["deadlines"]] == ["2026-03-20", "2026-04-03", "2026-03-30"]

    def test_events_and_facts(self, capsys: pytest.CaptureFixture[str]) -> None:
        facts = ("--fact", "manager_interval_days=5", "--event", "core_group=9 March 2026", "--visit", "6 March 2026")
        shown = {d["stream"]: d for d in as_json(capsys, *CP, *facts)["deadlines"]}
        assert (shown["visit"]["due"], shown["visit"]["by_manager"]) == ("2026-03-11", True)
        assert shown["core_group"]["due"] == "2026-04-06"

    @pytest.mark.parametrize(("said", "there"), [("yes", True), ("no", False), ("true", True), ("false", False)])
    def test_a_fact_that_is_so_or_not(self, capsys: pytest.CaptureFixture[str], said: str, there: bool) -> None:
        options = ("missing_return", "--started", "1 December 2026 at 9pm", "--fact", "looked_after=yes")
        shown = as_json(capsys, *options, "--fact", f"placed_within_20_miles={said}")
        assert ("ru_safe_referral" in [d["stream"] for d in shown["deadlines"]]) is there

    def test_settings_as_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        settings = '[{"name": "school", "began": "2026-11-01"}, {"name": "Gran", "began": "2026-11-05"}]'
        options = ("multiple_placements", "--started", "1 November 2026", "--fact", f"settings={settings}")
        shown = as_json(capsys, *options)
        assert [(d["setting"], d["due"]) for d in shown["deadlines"]] == [
            ("school", "2027-01-24"),
            ("Gran", "2027-01-28"),
        ]
        assert "Visit at Gran (More than one placement)" in due(capsys, *options)

    def test_nothing_due(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert due(capsys, *CP, "--fact", "ended_on=9 March 2026").strip() == (
            "Nothing is due: every timescale that there is has been met, has ended or hasn't begun."
        )

    def test_the_councils_closure_days_are_skipped_and_named(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COMPANION_MODE", "local")
        monkeypatch.setenv("COMPANION_CLOSURE_DAYS", "2026-12-29,2026-12-30")
        options = ("child_protection_plan", "--started", "23 December 2026", "--as-of", "23 December 2026")
        assert (
            "Counting: 5 working days from Wednesday 23 December 2026, skipping Christmas Day, Boxing Day "
            "(substitute), the council's closure day 29 December, the council's closure day 30 December and New "
            "Year's Day, is Wednesday 6 January 2027"
        ) in due(capsys, *options)


class TestJson:
    def test_its_shape(self, capsys: pytest.CaptureFixture[str]) -> None:
        [visit, *others] = as_json(capsys, *CP, "--visit", "6 March 2026")["deadlines"]
        assert visit == {
            "situation": "child_protection_plan",
            "stream": "visit",
            "due": "2026-03-20",
            "overdue": False,
            "visit_by": "2026-03-20",
            "who": ["Social Worker"],
            "standard": "At least every 10 working days thereafter.",
            "standard_id": "visiting.child_protection_plan.every_10_working_days",
            "reading": False,
            "counting": "Counting: 10 working days from Friday 6 March 2026 is Friday 20 March 2026",
            "by_manager": False,
            "marks": [],
            "bank_holidays_published": True,
        }
        assert [(d["stream"], d["due"]) for d in others] == [
            ("unannounced_visit", "2026-03-30"),
            ("core_group", "2026-03-30"),
        ]

    def test_a_deadline_at_an_instant_is_in_utc_and_has_no_day_to_aim_at(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        [found] = as_json(capsys, "remanded", "--started", "10 June 2026 at 9am", "--as-of", "10 June 2026 at 10am")[
            "deadlines"
        ]
        assert (found["due"], found["visit_by"]) == ("2026-06-13T08:00:00+00:00", None)

    def test_what_has_been_met_for_good_stands_beside_it(self, capsys: pytest.CaptureFixture[str]) -> None:
        options = ("looked_after", "--started", "1 December 2026", "--visit", "1 December 2026")
        shown = as_json(capsys, *options)
        assert [d["stream"] for d in shown["deadlines"]] == ["visit"]
        assert shown["met"] == [
            {
                "situation": "looked_after",
                "stream": "placement_day_visit",
                "due": "2026-12-01",
                "on": "2026-12-01",
                "marks": [],
            }
        ]

    def test_a_year_without_published_bank_holidays(self, capsys: pytest.CaptureFixture[str]) -> None:
        options = ("case_audit", "--started", "2 January 2029", "--as-of", "3 January 2029")
        assert as_json(capsys, *options)["deadlines"][0]["bank_holidays_published"] is False
        assert "published only up to Sunday 31 December 2028" in due(capsys, *options)


class TestSituations:
    def test_every_one_is_listed_with_what_starts_it_its_streams_and_the_facts(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        shown = due(capsys, "--situations")
        assert (
            "section_47 (Section 47 enquiry); --started is the day and time: the Section 47 enquiry was triggered\n"
            "  visit: Visit\n"
            "  section_47_completed: Section 47 investigation completed\n"
        ) in shown
        assert "short_breaks (Series of short breaks); --started is the day: the first placement day\n" in shown
        assert shown.strip().splitlines()[-1].startswith("facts: permanence_agreed_on, ")


class TestFaults:
    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            ((), "Name a situation, or --batch FILE, or --situations"),
            (("child_in_need", "--batch", "-"), "Name a situation, or --batch FILE, or --situations"),
            (("child_in_need",), 'Say when it began: companion due child_in_need --started "2 March 2026"'),
            (("party", "--started", "today"), "there is no 'party'; there are referral, section_47, "),
            (
                ("section_47", "--started", "2 March 2026"),
                "the hours of section_47 run from the moment at which the Section 47 enquiry was triggered, so "
                "2026-03-02 is not enough: write the time too",
            ),
            (("child_in_need", "--started", "soon"), "--started 'soon': I can't read that as a date or time"),
            (
                ("child_in_need", "--started", "31 November 2026"),
                "November 2026 has 30 days, so there is no 31. Which day do you mean? Monday 30 November 2026",
            ),
            (("child_in_need", "--started", "1 to 5 March"), "write one day, such as 2 March 2026"),
            ((*CP, "--as-of", "half past"), "--as-of 'half past'"),
            ((*CP, "--visit", "6 March 2026, in the park"), "--visit '6 March 2026, in the park'"),
            ((*CP, "--event", "core_group"), "--event core_group: write it as --event 'core_group=2 March 2026'"),
            ((*CP, "--event", "party=3 March 2026"), "`events[1].stream`: there is no 'party'; there are visit, "),
            ((*CP, "--event", "core_group=soon"), "--event core_group 'soon'"),
            ((*CP, "--fact", "born_on"), "--fact born_on: write it as --fact 'born_on=5 April 2021'"),
            ((*CP, "--fact", "colour=blue"), "`facts.colour` is not known; known are permanence_agreed_on, "),
            ((*CP, "--fact", "born_on=soon"), "--fact born_on 'soon'"),
            ((*CP, "--fact", "manager_interval_days=0"), "`facts.manager_interval_days`: 0 is not between 1 and 366"),
            ((*CP, "--fact", "looked_after=5"), "`facts.looked_after`: 5 is not true or false"),
            (
                (*CP, "--fact", "ended_on=1 March 2026"),
                "2026-03-01 is before child_protection_plan started on 2026-03-02",
            ),
            (("--batch", "nowhere.jsonl"), "nowhere.jsonl can't be read: No such file or directory."),
        ],
    )
    def test_each_says_what_is_wrong_and_what_to_write(
        self, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
    ) -> None:
        assert says in refused(capsys, *arguments)

    def test_a_setting_that_is_wrong_is_named(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COMPANION_CLOSURE_DAYS", "Christmas")
        assert "COMPANION_CLOSURE_DAYS" in refused(capsys, *CP)
