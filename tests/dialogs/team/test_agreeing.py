"""What counts, what was agreed, what awaits a word: asked, read back, confirmed, shown with the deadline."""

from dataclasses import replace
from datetime import date

import pytest

from storage.cases import STEP_DOWN, TEMPORARY, TIME
from storage.db import Database
from tests.dialogs.support import ALEX, MEGAN
from tests.dialogs.team.support import (
    NINA,
    PATTI,
    TODAY,
    due_of,
    number,
    second_manager,
    settle,
    situation,
    supply,
    visit,
)
from tests.dialogs.visits.support import CARE, NEED, NEVER, PLAN, chat


class TestWhichVisitsCount:
    @staticmethod
    def test_one_visit_is_accepted(filled: Database) -> None:
        with filled.transaction() as store:
            store.events.add(visit(NEVER, date(2026, 8, 20), seen_alone=False))
        megan = chat(filled, MEGAN)
        assert due_of(megan, NEVER) == "Was due by Monday 10 August 2026"
        said = settle(megan, f"accept the visit to {NEVER} on 20 August because she refused to be seen alone")
        assert "Next: Visit (Child in Need plan). Due by Thursday 17 September 2026" in said
        why = chat(filled, ALEX).hear(f"why {NEVER}")
        assert "the visit on Thursday 20 August 2026 counts although" in why
        assert "Reason: she refused to be seen alone" in why
        assert "Not counted" not in why
        assert "counts already" in megan.hear(f"accept the visit to {NEVER} on 20 August because of it")

    @staticmethod
    def test_those_that_may_be_accepted_are_offered(demo: Database) -> None:
        with demo.transaction() as store:
            store.events.add(visit(NEVER, date(2026, 8, 20), spoken_to=False))
            store.events.add(visit(NEVER, date(2026, 8, 21), at_home_or_placement=False))
        said = chat(demo, MEGAN).hear(f"accept the visit to {NEVER}")
        assert "Which visit to RS 212? (Thursday 20 August 2026)" in said

    @staticmethod
    @pytest.mark.parametrize(
        ("flags", "why"),
        [
            ({"at_home_or_placement": False, "seen_alone": False}, "The child was not seen at home or placement."),
            ({"seen": False, "seen_alone": False, "spoken_to": False}, "The child was not seen then."),
        ],
    )
    def test_no_word_makes_it_a_visit(demo: Database, flags: dict[str, bool], why: str) -> None:
        with demo.transaction() as store:
            store.events.add(visit(NEVER, date(2026, 8, 20), **flags))
        assert why in chat(demo, MEGAN).hear(f"accept the visit to {NEVER} on 20 August because it should")

    @staticmethod
    def test_none_is_known_of_that_day(demo: Database) -> None:
        said = chat(demo, MEGAN).hear(f"accept the visit to {NEVER} on 20 August because it should")
        assert said == "I know of no visit to RS 212 on Thursday 20 August 2026."

    @staticmethod
    def test_a_standing_decision_has_a_review(filled: Database) -> None:
        with filled.transaction() as store:
            store.events.add(visit(NEVER, date(2026, 8, 20), seen_alone=False, spoken_to=False))
        megan = chat(filled, MEGAN)
        said = megan.hear(f"accept {NEVER}'s visits from 1 August because he is a baby")
        assert "When is this to be reviewed?" in said
        megan.hear(f"answer {number(said)} 1 December")
        done = megan.hear(f"yes {number(said)}")
        assert "To be reviewed on Tuesday 1 December 2026." in done
        assert due_of(megan, NEVER) == "Due by Thursday 17 September 2026"

    @staticmethod
    def test_what_counted_before_its_end_keeps_counting(demo: Database) -> None:
        with demo.transaction() as store:
            store.events.add(visit(NEVER, date(2026, 8, 20), seen_alone=False))
        megan = chat(demo, MEGAN)
        settle(megan, f"accept {NEVER}'s visits from 1 August because he is a baby, review on 1 December")
        megan.wait(days=1)
        settle(megan, f"end the standing decision for {NEVER} because he speaks now")
        with demo.transaction() as store:
            store.events.add(visit(NEVER, date(2026, 9, 2), seen_alone=False))
        megan.wait(days=1)
        assert due_of(megan, NEVER) == "Due by Thursday 17 September 2026"


class TestAgreements:
    @staticmethod
    def test_four_weekly_visits_are_for_the_head_of_service(filled: Database) -> None:
        supply(filled, "supervision_order")
        with filled.transaction() as store:
            store.situations.add(situation(NEED, "supervision_order", date(2026, 4, 1)))
            store.events.add(visit(NEED, date(2026, 8, 31)))
        assert "Only a Head of Service may agree" in chat(filled, MEGAN).hear(f"agree 4 weekly visits for {NEED}")
        patti = chat(filled, PATTI)
        assert "four-weekly visits, agreed on" in settle(
            patti, f"agree four-weekly visits for {NEED} because it is stable"
        )
        assert due_of(patti, NEED) == "Due by Thursday 10 September 2026"
        with filled.transaction() as store:
            store.events.add(visit(NEED, date(2026, 9, 2)))
        patti.wait(days=1)
        assert "Visit (Supervision Order) Due by Wednesday 30 September 2026" in patti.hear(f"why {NEED}")

    @staticmethod
    def test_a_manager_records_what_a_review_agreed(demo: Database) -> None:
        megan = chat(demo, MEGAN)
        settle(megan, f"permanence was agreed for {CARE} on 3 August because the panel said so")
        with demo.transaction() as store:
            store.events.add(visit(CARE, TODAY))
        megan.wait(days=1)
        assert due_of(megan, CARE) == "Due by Tuesday 1 December 2026"
        assert "permanence was formally agreed on Monday 3 August 2026. Reason: the panel" in megan.hear(f"why {CARE}")

    @staticmethod
    def test_it_is_not_for_an_assistant_manager(demo: Database) -> None:
        with demo.transaction() as store:
            second_manager(store)
        said = chat(demo, NINA).hear(f"permanence was agreed for {CARE} on 3 August because the panel said so")
        assert said == "That is for managers, for the workers and children of their own teams."

    @staticmethod
    def test_a_later_situation_needs_its_own(demo: Database) -> None:
        supply(demo, "temporary_approval")
        with demo.transaction() as store:
            store.situations.add(situation(NEED, "temporary_approval", date(2026, 8, 1)))
        megan = chat(demo, MEGAN)
        settle(megan, f"review of {NEED} on 20 August agreed 10 working days because all is well")
        with demo.transaction() as store:
            [row] = [s for s in store.situations.of_children([NEED]) if s.kind == "temporary_approval"]
            store.situations.change_all([replace(row, ended_on=TODAY)])
            store.situations.add(situation(NEED, "temporary_approval", TODAY))
            store.events.add(visit(NEED, TODAY))
        megan.wait(days=1)
        assert "Interim Care Order) Due by Tuesday 8 September 2026" in megan.hear(f"why {NEED}")

    @staticmethod
    def test_what_an_adoption_review_set(demo: Database) -> None:
        supply(demo, "adoptive_placement")
        with demo.transaction() as store:
            store.situations.add(situation(CARE, "adoptive_placement", date(2026, 6, 1)))
            store.events.add(visit(CARE, date(2026, 8, 30)))
        megan = chat(demo, MEGAN)
        settle(megan, f"the adoption review of {CARE} on 20 August set every 3 weeks because of the bond")
        assert "Visit (Adoptive placement) Due by Sunday 20 September 2026" in megan.hear(f"why {CARE}")

    @staticmethod
    @pytest.mark.parametrize("day", ["3 January 2020", "14 September 2026"])
    def test_not_before_it_began_nor_in_future(demo: Database, day: str) -> None:
        said = chat(demo, MEGAN).hear(f"permanence was agreed for {CARE} on {day} because the panel said so")
        assert "It can only be agreed between the start of what it is about" in said


class TestAwaiting:
    @staticmethod
    @pytest.mark.parametrize(
        ("answer", "due"),
        [
            ("Yes, on that day", "Due by Thursday 17 September 2026"),
            ("There is no such plan", ""),
        ],
    )
    def test_an_assumed_start(filled: Database, answer: str, due: str) -> None:
        with filled.transaction() as store:
            store.situations.add(situation(PLAN, "child_in_need", date(2026, 8, 20), awaits=STEP_DOWN))
        megan = chat(filled, MEGAN)
        said = megan.hear(f"confirm {PLAN}")
        assert "AB 201: Child in Need plan, since Thursday 20 August 2026" in said
        megan.hear(f"answer {number(said)} {answer}")
        assert "Settled for AB 201." in megan.hear(f"yes {number(said)}")
        assert "Nothing awaits your word." in megan.hear("what needs confirming")
        assert (f"Visit (Child in Need plan) {due}" in megan.hear(f"why {PLAN}")) is bool(due)

    @staticmethod
    def test_another_day(demo: Database) -> None:
        with demo.transaction() as store:
            store.situations.add(situation(PLAN, "child_in_need", date(2026, 8, 20), awaits=STEP_DOWN))
        megan = chat(demo, MEGAN)
        one = number(megan.hear(f"confirm {PLAN}"))
        assert "On which day did the Child in Need plan start?" in megan.hear(f"answer {one} It started on another day")
        assert "It started on Tuesday 25 August 2026." in megan.hear(f"answer {one} 25 August")
        megan.hear(f"yes {one}")
        assert "Visit (Child in Need plan) Due by Tuesday 22 September 2026" in megan.hear(f"why {PLAN}")

    @staticmethod
    def test_a_placement_that_is_none(demo: Database) -> None:
        with demo.transaction() as store:
            store.situations.add(situation(CARE, "looked_after", date(2026, 8, 28), awaits=TEMPORARY))
        megan = chat(demo, MEGAN)
        one = number(megan.hear(f"confirm {CARE}"))
        megan.hear(f"answer {one} No new placement")
        megan.hear(f"yes {one}")
        with demo.reading() as store:
            [row] = [s for s in store.situations.of_children([CARE]) if s.started_on == date(2026, 8, 28)]
        assert (row.ended_on, row.awaits) == (date(2026, 8, 28), TEMPORARY)

    @staticmethod
    def test_a_time_that_is_not_known(demo: Database) -> None:
        supply(demo, "section_47")
        with demo.transaction() as store:
            store.situations.add(situation(PLAN, "section_47", date(2026, 9, 1), awaits=TIME))
        megan = chat(demo, MEGAN)
        one = number(megan.hear(f"confirm {PLAN}"))
        assert "Please give the time of that day" in megan.hear(f"answer {one} 9pm")
        megan.hear(f"answer {one} 9am")
        megan.hear(f"yes {one}")
        assert "Visit (Section 47 enquiry) Due by Wednesday 2 September 2026 at 9am" in megan.hear(f"why {PLAN}")
