"""All children of a worker handed over at once: read back by name, done by one confirmation or not at all."""

from dataclasses import replace
from datetime import date

import pytest

from storage.allocations import Allocation
from storage.db import Database
from storage.outbox import State
from storage.roles import PERSONAL_ADVISER, SOCIAL_WORKER
from tests.dialogs.card_checks import nodes
from tests.dialogs.support import ALEX, MEGAN, NOW
from tests.dialogs.team.support import TODAY, number, person, settle
from tests.dialogs.team.test_hand_over import add_sam
from tests.dialogs.unasked import delivered, recheck, replaced
from tests.dialogs.visits.support import ADELES, NEED, PLAN, RESTRICTED, SIBLINGS, chat


def test_one_confirmation_hands_all_over_but_the_restricted(filled: Database) -> None:
    with filled.transaction() as store:
        add_sam(store)
    megan, alex = chat(filled, MEGAN), chat(filled, ALEX)
    alex.hear("plan LM 209 for Friday at 10am")
    said = megan.hear("move all of Alex's kids to Sam")
    assert "Children: 9, from Alex Wilber to Sam Example" in said
    assert "AB 201, CD 202, JK 206, JK 207, JK 208, LM 209, NP 210, PQ 211, RS 212." in said
    assert "With the children goes: - LM 209: a visit planned for Friday 4 September 2026" in said
    assert "Stays as it is: GH 204 is restricted" in said
    assert "Overdue" in alex.hear("my visits")
    assert "Children handed over to Sam Example" in megan.hear("yes")
    with filled.reading() as store:
        now_with = {a.child_id: a.staff_key for a in store.allocations.of_children([PLAN, RESTRICTED])}
        assert store.handovers.count(PLAN) == 1
        assert now_with[RESTRICTED] == person(store, "Alex Wilber").key
    [notice] = delivered(filled, "sam", NOW)
    assert "Megan Bowen handed children over to you, from Tuesday 1 September 2026 on: 9." in notice.text
    assert sum(n.get("type") == "Container" and "selectAction" in n for n in nodes(notice.card)) == 9
    assert "AB 201" in chat(filled, MEGAN).hear("Sam's list")


def test_only_the_one_whose_children_they_are_gives_them_up_and_in_their_role(filled: Database) -> None:
    with filled.transaction() as store:
        add_sam(store)
        alex, adele = person(store, "Alex Wilber"), person(store, "Adele Vance")
        beside = Allocation(ADELES, SOCIAL_WORKER, alex.name, alex.key, alex.team, date(2026, 1, 5))
        store.allocations.add_all([beside])
    said = chat(filled, MEGAN).hear("hand over all of Adele's children to Sam Example")
    assert "from Adele Vance to Sam Example" in said
    assert "EF 203 stays with Alex Wilber too." in said
    chat(filled, MEGAN).hear(f"yes {number(said)}")
    with filled.reading() as store:
        now_with = {a.role: a.staff_key for a in store.allocations.of_child(ADELES, TODAY)}
        [handover] = store.handovers.last([ADELES])
    assert now_with == {SOCIAL_WORKER: alex.key, PERSONAL_ADVISER: "sam"}
    assert handover.from_name == "Adele Vance"
    alone = chat(filled, MEGAN).hear(f"hand over {ADELES} to {adele.name}")
    assert "EF 203: from Sam Example to Adele Vance" in alone
    assert "EF 203 stays with Alex Wilber too." in alone
    assert "no Social Worker" not in alone


def test_who_is_handed_on_leaves_the_card_and_the_others_stay(filled: Database) -> None:
    with filled.transaction() as store:
        add_sam(store)
    megan, asked = chat(filled, MEGAN), recheck()
    settle(megan, "hand over all of Alex's children to Sam Example")
    delivered(filled, "sam", NOW)
    settle(megan, f"hand over {PLAN} to Adele")
    assert replaced(filled, "sam", NOW) == []
    with filled.transaction() as store:
        [card] = store.outbox.to("sam", [State.SENT])
        assert asked.is_over(card, store, NOW)
        anew = asked.anew(card, store, NOW)
        assert anew is not None
        assert "handed children over to you, from Tuesday 1 September 2026 on: 8." in anew.text
        assert "AB 201" not in anew.text
        assert not asked.is_over(card, store, NOW)
        [its] = [a for a in store.allocations.of_child(NEED, TODAY) if a.staff_key == "sam"]
        store.allocations.change_all([replace(its, until_on=TODAY)])  # as a file may have it
        assert asked.is_over(card, store, NOW)
    settle(megan, "hand over all of Sam's children to Adele")
    assert [r.text for r in replaced(filled, "sam", NOW)] == ["These children have been handed over again since."]


def test_what_has_changed_meanwhile_is_read_back_again(demo: Database) -> None:
    with demo.transaction() as store:
        add_sam(store)
    megan = chat(demo, MEGAN)
    every = number(megan.hear("hand over all of Alex's children to Sam on Monday"))
    alone = number(megan.hear(f"hand over {PLAN} to Adele"))
    assert "Done" in megan.push("team.confirm", proposal=alone, version=1)
    said = megan.push("team.confirm", proposal=every, version=1)
    assert "Somebody has decided on this meanwhile." in said
    assert "Children: 8" in said
    assert "AB 201" not in said
    assert "Done" in megan.push("team.confirm", proposal=every, version=2)


@pytest.mark.parametrize("says", ["hand over {} and {} to Sam on Monday", "give the JK kids to Sam on Monday"])
def test_several_who_are_named_have_a_button_each(demo: Database, says: str) -> None:
    with demo.transaction() as store:
        add_sam(store)
    megan = chat(demo, MEGAN)
    reply = megan.say(says.format(PLAN, NEED))
    data = [n["selectAction"]["data"] for n in nodes(reply.card) if "selectAction" in n]
    assert [d["child"] for d in data] == ([*SIBLINGS] if "JK" in says else [PLAN, NEED])
    said = megan.push(data[0].pop("action"), **data[0])
    assert "to Sam Example" in said
    assert "from Monday 7 September 2026 on" in said


@pytest.mark.parametrize(
    ("says", "heard"),
    [
        ("give all Adele's cases to Alex", "Children: 1, from Adele Vance to Alex Wilber"),
        ("Adele takes over all of Alex's kids on Monday", "from Monday 7 September 2026 on"),
        ("move all kids from Alex to Adele", "Children: 9"),
        ("transfer Alex's caseload to Adele next week", "Please give one day"),
        ("hand over Alex's children to Alex", "They are with Alex Wilber already."),
        ("give the XY kids to Adele", "I know no worker of your team and no children by “XY”"),
    ],
)
def test_as_managers_say_it(demo: Database, says: str, heard: str) -> None:
    assert heard in chat(demo, MEGAN).hear(says)


def test_it_is_for_managers(demo: Database) -> None:
    assert "That is for managers" in chat(demo, ALEX).hear("give all Adele's cases to Alex")


def test_a_button_without_a_worker_is_an_old_cards(filled: Database) -> None:
    assert "older card" in chat(filled, MEGAN).push("team.hand_over_each", several="AB 201 and LM 209")
