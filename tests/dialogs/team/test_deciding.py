"""How often, what counts, what was agreed: asked, read back, confirmed, shown with the deadline."""

from dataclasses import replace
from datetime import date

import pytest

from dialogs.core.turn import Scope
from storage.cases import STEP_DOWN, TEMPORARY, TIME
from storage.db import Database
from storage.import_runs import SuppliedStream
from tests.dialogs.card_checks import nodes
from tests.dialogs.support import ALEX, MEGAN
from tests.dialogs.team.support import (
    NINA,
    PATTI,
    TODAY,
    decisions,
    due_of,
    number,
    person,
    second_manager,
    settle,
    situation,
    visit,
)
from tests.dialogs.visits.support import ADELES, CARE, NEED, NEVER, NOBODYS, PLAN, RESTRICTED, audited, chat

NOT_YOURS = "I can't settle anything for a child by that id. Either I know none, or it isn't yours to decide."


def supply(database: Database, kind: str) -> None:
    with database.transaction() as store:
        store.streams.save(SuppliedStream(kind, "visit", "annex_a", TODAY, date(1900, 1, 1), "test"))


class TestFrequency:
    @staticmethod
    def test_it_is_read_back_before_anything_changes(filled: Database) -> None:
        megan = chat(filled, MEGAN)
        said = megan.hear(f"set {PLAN} to every 9 days because the risk has risen")
        assert "Nothing is changed yet. AB 201: a visit every 9 days, from today on." in said
        assert "due by Friday 28 August 2026 then. That makes it overdue at once." in said
        assert due_of(megan, PLAN) == "Due by Thursday 3 September 2026"

    @staticmethod
    def test_once_confirmed_it_holds_and_is_shown_with_who_and_why(filled: Database) -> None:
        megan = chat(filled, MEGAN)
        said = settle(megan, "set 100209 to fortnightly because of a new partner")
        assert "Next: Visit (Child in Need plan). Was due by Friday 21 August 2026" in said
        alex = chat(filled, ALEX)
        why = alex.hear(f"why {NEED}")
        assert "A manager's interval, 14 days, comes before the framework's own date" in why
        assert "Megan Bowen decided on Tuesday 1 September 2026: a visit every 14 days. Reason: a new partner" in why
        with filled.reading() as store:
            changed = [e for e in audited(store, MEGAN) if e.action == "change"]
        assert [e.child_ids for e in changed] == [(NEED,)]
        assert "a new partner" in changed[0].about

    @staticmethod
    @pytest.mark.parametrize("days", ["every 2 weeks", "fortnightly", "every 20 days", "every 4 weeks"])
    def test_it_may_only_be_shorter(demo: Database, days: str) -> None:
        said = chat(demo, MEGAN).hear(f"set {PLAN} to {days} because I say so")
        assert "The framework asks for that already, or for more (10 working days)." in said

    @staticmethod
    def test_nothing_without_a_reason(demo: Database) -> None:
        megan = chat(demo, MEGAN)
        said = megan.hear(f"see {PLAN} weekly")
        assert "Why? This is kept with the decision" in said
        assert "Please say in a few words why." in megan.hear(f"answer {number(said)} no")
        assert "Why?" in megan.hear(f"yes {number(said)}")
        assert "Reason: a long one" in megan.hear(f"answer {number(said)}: a long one")
        assert "Done" in megan.hear(f"yes {number(said)}")

    @staticmethod
    def test_a_longer_interval_of_the_managers_waits_for_the_next_visit(demo: Database) -> None:
        megan = chat(demo, MEGAN)
        settle(megan, f"set {NEED} to weekly because of the risk")
        megan.wait(days=1)
        settle(megan, f"set {NEED} to every 3 weeks because it is better")
        assert due_of(megan, NEED) == "Was due by Friday 14 August 2026"
        with demo.transaction() as store:
            store.events.add(visit(NEED, date(2026, 9, 2)))
        megan.wait(days=1)
        assert due_of(megan, NEED) == "Due by Wednesday 23 September 2026"

    @staticmethod
    def test_its_end_waits_for_the_next_visit_too(demo: Database) -> None:
        megan = chat(demo, MEGAN)
        settle(megan, f"set {NEED} to weekly because of the risk")
        megan.wait(days=2)
        said = settle(megan, f"end the frequency for {NEED} because it is better")
        assert "until Thursday 3 September 2026. Reason: it is better" in said
        assert due_of(megan, NEED) == "Was due by Friday 14 August 2026"
        assert "No shorter visiting frequency is in force" in megan.hear(f"end the frequency for {NEED}")

    @staticmethod
    def test_it_follows_the_child_into_another_plan(demo: Database) -> None:
        megan = chat(demo, MEGAN)
        settle(megan, f"set {NEED} to every 5 days because of the risk")
        with demo.transaction() as store:
            store.situations.add(situation(NEED, "child_protection_plan", TODAY))
        megan.wait(days=1)
        assert "Visit (Child Protection Plan) Due by Sunday 6 September 2026" in megan.hear(f"why {NEED}")

    @staticmethod
    def test_an_import_that_says_otherwise_of_the_situation_changes_nothing_of_it(demo: Database) -> None:
        megan = chat(demo, MEGAN)
        settle(megan, f"set {NEED} to weekly because of the risk")
        with demo.transaction() as store:
            [row] = store.situations.of_children([NEED])
            store.situations.change_all([replace(row, facts={"manager_interval_days": 25})])
        assert due_of(megan, NEED) == "Was due by Friday 14 August 2026"

    @staticmethod
    def test_a_form_that_is_sent_keeps_what_was_typed(demo: Database) -> None:
        megan = chat(demo, MEGAN)
        form = megan.hear(f"set a visiting frequency for {PLAN}")
        said = megan.push("team.answer", proposal=number(form), version=1, days="now and then", reason="because of it")
        assert "Please say how often" in said
        again = megan.push("team.answer", proposal=number(form), version=2, days="every 5 days")
        assert "Reason: because of it" in again
        assert "Done" in megan.push("team.confirm", proposal=number(form), version=3)
        assert "That is done already." in megan.push("team.confirm", proposal=number(form), version=3)


class TestAtOnce:
    @staticmethod
    def test_who_decides_second_sees_what_the_first_has_decided(filled: Database) -> None:
        with filled.transaction() as store:
            second_manager(store)
        megan, nina = chat(filled, MEGAN), chat(filled, NINA)
        hers = number(megan.hear(f"set {PLAN} to every 9 days because of one thing"))
        other = number(nina.hear(f"set {PLAN} to every 5 days because of another"))
        assert "Done" in nina.push("team.confirm", proposal=other, version=1)
        said = megan.push("team.confirm", proposal=hers, version=1)
        assert "Somebody has decided on this meanwhile." in said
        assert "In force until now: Nina North decided on Tuesday 1 September 2026: a visit every 5 days." in said
        with filled.reading() as store:
            assert [d.by_name for d in decisions(store, PLAN)] == ["Nina North"]
        assert "Please look at it again" in megan.push("team.confirm", proposal=hers, version=1)
        assert "Done" in megan.hear(f"yes {hers}")

    @staticmethod
    def test_a_proposal_is_its_makers_alone(demo: Database) -> None:
        with demo.transaction() as store:
            second_manager(store)
        one = number(chat(demo, MEGAN).hear(f"set {PLAN} to every 9 days because of one thing"))
        for action in ("team.confirm", "team.answer", "team.drop"):
            assert "That card is over." in chat(demo, NINA).push(action, proposal=one, version=1)

    @staticmethod
    def test_what_is_left_stays_as_it_was(demo: Database) -> None:
        megan = chat(demo, MEGAN)
        one = number(megan.hear(f"set {PLAN} to every 9 days because of one thing"))
        assert megan.hear(f"no {one}") == "Left as it was."
        assert megan.hear(f"yes {one}") == "Left as it was."
        with demo.reading() as store:
            assert decisions(store, PLAN) == []

    @staticmethod
    def test_whoever_may_no_more_can_not_confirm(demo: Database) -> None:
        megan = chat(demo, MEGAN)
        one = number(megan.hear(f"set {PLAN} to every 9 days because of one thing"))
        with demo.transaction() as store:
            store.people.save(replace(person(store, "Alex Wilber"), team="South", manager_key=None))
        assert megan.hear(f"yes {one}") == NOT_YOURS


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


class TestFromACard:
    @staticmethod
    def test_a_list_leads_to_the_choices_and_a_choice_to_its_form(demo: Database) -> None:
        megan = chat(demo, MEGAN)
        buttons = [n for n in nodes(megan.say("Alex's list").card) if n.get("title") == "Decide …"]
        child = buttons[0]["data"]["child"]
        said = megan.push("team.child", child=child)
        assert "What to decide about" in said
        assert "Visit more often" in said
        assert "How often is" in megan.push("team.frequency", child=child)

    @staticmethod
    def test_not_for_others(demo: Database) -> None:
        alex, megan = chat(demo, ALEX), chat(demo, MEGAN)
        assert alex.hear(f"decide about {PLAN}") == megan.hear(f"decide about {NOBODYS}") == NOT_YOURS

    @staticmethod
    def test_what_awaits_is_answered_from_its_list(demo: Database) -> None:
        with demo.transaction() as store:
            store.situations.add(situation(PLAN, "child_in_need", date(2026, 8, 20), awaits=STEP_DOWN))
        megan = chat(demo, MEGAN)
        [button] = [n for n in nodes(megan.say("what needs confirming").card) if n.get("title") == "Answer"]
        data = {name: value for name, value in button["data"].items() if name != "action"}
        form = megan.push(button["data"]["action"], **data)
        said = megan.push("team.answer", proposal=number(form), version=1, answer="yes")
        assert "It started on that day, and is no longer marked as assumed." in said
        assert "Settled" in megan.push("team.confirm", proposal=number(form), version=2)


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


@pytest.mark.parametrize(
    "says",
    [
        "set {} to every 3 days because of the risk",
        "end the frequency for {} because of it",
        "accept the visit to {} on 20 August because she refused",
        "accept {}'s visits because he is a baby",
        "permanence was agreed for {} on 3 August because of it",
        "confirm {}",
    ],
)
class TestWhoMay:
    @staticmethod
    def test_a_practitioner_may_not(demo: Database, says: str) -> None:
        said = chat(demo, ALEX).hear(says.format(PLAN))
        # What a review agreed may be told by whoever was there: it is only kept for a manager's word.
        told_only = "is not looked after" if says.startswith("permanence") else "That is for managers"
        assert told_only in said

    @staticmethod
    def test_somebody_elses_child_and_none_are_answered_alike(demo: Database, says: str) -> None:
        with demo.transaction() as store:
            store.people.save(replace(person(store, "Adele Vance"), team="South", manager_key=None))
            store.children.set_viewers(RESTRICTED, [])
        megan = chat(demo, MEGAN)
        assert {megan.hear(says.format(child)) for child in (ADELES, RESTRICTED, NOBODYS)} == {NOT_YOURS}

    @staticmethod
    def test_nothing_in_a_channel(demo: Database, says: str) -> None:
        said = chat(demo, MEGAN, Scope.CHANNEL).hear(says.format(PLAN))
        assert "personal chat" in said
        assert PLAN not in said
