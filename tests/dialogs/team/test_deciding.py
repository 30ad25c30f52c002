"""How often: asked, read back, confirmed, shown with the deadline; and who may decide at all."""

from dataclasses import replace
from datetime import date

import pytest

from dialogs.core.turn import Scope
from storage.cases import STEP_DOWN
from storage.db import Database
from tests.dialogs.card_checks import nodes
from tests.dialogs.support import ALEX, MEGAN
from tests.dialogs.team.support import (
    NINA,
    NOT_YOURS,
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
from tests.dialogs.visits.support import ADELES, NEED, NOBODYS, PLAN, RESTRICTED, audited, chat


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
