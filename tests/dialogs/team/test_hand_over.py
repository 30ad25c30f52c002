"""A child comes from one worker to another: what moves, what shows, what is still to be done."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.db import Database
from storage.outbox import State
from storage.people import Person
from storage.plans import PlannedVisit
from storage.roles import AUDITOR, Role
from storage.store import Store
from tests.dialogs.support import ALEX, MEGAN, NOW
from tests.dialogs.team.support import NINA, TODAY, number, person, second_manager, settle
from tests.dialogs.unasked import delivered
from tests.dialogs.visits.support import ADELE, DANA, NEVER, NOBODYS, PLAN, RESTRICTED, SIBLINGS, audited, chat

SAM = "00000000-0000-0000-0000-0000000000f1"


def add_sam(store: Store, **more: object) -> Person:
    alex = person(store, "Alex Wilber")
    sam = replace(alex, key="sam", name="Sam Example", object_id=SAM, **more)  # type: ignore[arg-type]
    store.people.save(sam)
    return sam


def workers(store: Store, child: str, on: date = TODAY) -> list[str | None]:
    return [a.staff_key for a in store.allocations.of_child(child, on) if a.role != AUDITOR]


def test_deadlines_go_with_the_child_and_lateness_stays_before_allocation(filled: Database) -> None:
    with filled.transaction() as store:
        sam = add_sam(store)
    megan = chat(filled, MEGAN)
    said = megan.hear(f"hand over {NEVER} to Sam")
    assert "RS 212: from Alex Wilber to Sam Example (Social Worker, North), from Tuesday 1 September 2026 on." in said
    assert "Overdue now, and then shown as before allocation: 1" in said
    done = megan.hear(f"yes {number(said)}")
    assert "Was due by Monday 10 August 2026, 22 days ago; no recorded visit that counts (before allocation)" in done
    with filled.reading() as store:
        assert workers(store, NEVER) == [sam.key]
        assert workers(store, NEVER, date(2026, 8, 31)) == [person(store, "Alex Wilber").key]
        changed = [e for e in audited(store, MEGAN) if e.action == "change"]
    assert [e.child_ids for e in changed] == [(NEVER,)]
    assert "handed over from Alex Wilber to sam" in changed[0].about


def test_the_new_worker_is_told_and_the_old_one_sees_the_child_no_more(filled: Database) -> None:
    with filled.transaction() as store:
        sam = add_sam(store)
    settle(chat(filled, MEGAN), f"hand over {NEVER} to Sam")
    theirs = chat(filled, replace(ALEX, object_id=SAM, name=sam.name))
    [reply] = delivered(filled, sam.key, NOW)
    assert "Megan Bowen handed RS 212 over to you, from Tuesday 1 September 2026 on. Read the file" in reply.text
    assert "To do: file read" in theirs.push("team.handover", child=NEVER)
    assert "Before allocation: it passed before the child came" in theirs.hear("my visits")
    assert delivered(filled, sam.key, NOW) == []
    alex = chat(filled, ALEX)
    assert "RS 212" not in alex.hear("my visits")
    assert alex.hear(f"why {NEVER}") == alex.hear(f"why {NOBODYS}")


def test_what_was_planned_and_what_was_to_be_told_go_along(demo: Database) -> None:
    with demo.transaction() as store:
        add_sam(store)
        alex = person(store, "Alex Wilber")
        store.plans.save(PlannedVisit(NEVER, alex.key, date(2026, 9, 3)))
    dana = chat(demo, DANA)
    dana.hear(f"saw {NEVER} yesterday at 5pm at home, alone, spoke to her, unannounced")
    dana.hear("yes")
    settle(chat(demo, MEGAN), f"hand over {NEVER} to Sam")
    with demo.reading() as store:
        assert [p.day for p in store.plans.of_staff("sam")] == [date(2026, 9, 3)]
        assert store.plans.of_staff(alex.key) == []
    assert delivered(demo, alex.key, NOW) == []
    said = [reply.text for reply in delivered(demo, "sam", NOW)]
    assert len(said) == 2
    assert any("Dana Duty recorded a visit to RS 212" in text for text in said)


def test_one_from_a_day_to_come_waits_for_it(demo: Database) -> None:
    with demo.transaction() as store:
        sam = add_sam(store)
    megan = chat(demo, MEGAN)
    settle(megan, f"hand over {NEVER} to Sam on Monday")
    theirs = chat(demo, replace(ALEX, object_id=SAM, name=sam.name))
    assert "RS 212" not in theirs.hear("my visits")
    assert "RS 212" in chat(demo, ALEX).hear("my visits")
    day_before, day = NOW + timedelta(days=5), NOW + timedelta(days=6)
    assert delivered(demo, sam.key, day_before) == []
    [reply] = delivered(demo, sam.key, day)
    assert "handed RS 212 over to you, from Monday 7 September 2026 on" in reply.text


def test_one_that_is_handed_on_before_it_was_told_is_told_to_the_last_alone(demo: Database) -> None:
    with demo.transaction() as store:
        sam = add_sam(store)
        other = replace(sam, key="other", name="Olive Other", object_id=None)
        store.people.save(other)
    megan = chat(demo, MEGAN)
    settle(megan, f"hand over {NEVER} to Sam")
    settle(megan, f"hand over {NEVER} to Olive")
    assert delivered(demo, sam.key, NOW) == []
    with demo.reading() as store:
        assert [e.state for e in store.outbox.to(sam.key, list(State))] == [State.CANCELLED]
        kinds = {e.kind: e.facts for e in store.outbox.to("other", [State.PENDING])}
    assert kinds["team.handed_over"] == {"number": 2} or len(kinds) == 1


def test_an_unallocated_child_gets_a_worker(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    settle(megan, "hand over 100205 to Alex")
    assert "Unallocated" not in megan.hear("my team")
    with demo.reading() as store:
        alex = person(store, "Alex Wilber")
        assert workers(store, "100205") == [alex.key]
    [reply] = delivered(demo, alex.key, NOW)
    assert "Megan Bowen handed 100205 over to you" in reply.text


class TestTo:
    @staticmethod
    def test_two_of_the_name_are_a_question(demo: Database) -> None:
        with demo.transaction() as store:
            add_sam(store)
            store.people.save(replace(add_sam(store), key="other", object_id=None, name="Sam Other"))
        megan = chat(demo, MEGAN)
        said = megan.hear(f"hand over {NEVER} to Sam")
        assert "Whom do you mean by “Sam”?" in said
        other = "Sam Other (Social Worker, North)"
        assert f"to {other}" in megan.hear(f"answer {number(said)} {other}")

    @staticmethod
    def test_of_another_team_only_by_the_whole_name(demo: Database) -> None:
        with demo.transaction() as store:
            add_sam(store, team="South", manager_key=None)
        megan = chat(demo, MEGAN)
        assert "I know nobody by “Sam”" in megan.hear(f"hand over {NEVER} to Sam")
        assert "to Sam Example (Social Worker, South)" in megan.hear(f"hand over {NEVER} to Sam Example")

    @staticmethod
    @pytest.mark.parametrize("changes", [{"roles": (Role.MANAGER,)}, {"left_on": TODAY}])
    def test_never_to_one_who_has_no_cases_or_has_left(demo: Database, changes: dict[str, object]) -> None:
        with demo.transaction() as store:
            add_sam(store, **changes)
        assert "I know nobody by “Sam Example”" in chat(demo, MEGAN).hear(f"hand over {NEVER} to Sam Example")

    @staticmethod
    def test_a_restricted_child_only_to_one_who_may_know(demo: Database) -> None:
        with demo.transaction() as store:
            add_sam(store)
        assert "is restricted, and Sam Example isn't among those" in chat(demo, MEGAN).hear(
            f"hand over {RESTRICTED} to Sam"
        )

    @staticmethod
    def test_a_personal_adviser_takes_no_social_workers_deadlines(demo: Database) -> None:
        said = chat(demo, MEGAN).hear(f"hand over {NEVER} to Adele")
        assert "Adele Vance is no Social Worker" in said

    @staticmethod
    def test_not_to_whoever_has_the_child(demo: Database) -> None:
        assert chat(demo, MEGAN).hear(f"hand over {NEVER} to Alex") == "RS 212 is with Alex Wilber already."


@pytest.mark.parametrize(("day", "why"), [("1 January", "within three months"), ("tomorrow week", "")])
def test_the_day_lies_near(demo: Database, day: str, why: str) -> None:
    with demo.transaction() as store:
        add_sam(store)
    assert why in chat(demo, MEGAN).hear(f"hand over {NEVER} to Sam on {day}")


def test_two_managers_at_once_hand_over_once(filled: Database) -> None:
    with filled.transaction() as store:
        second_manager(store)
        add_sam(store)
    megan, nina = chat(filled, MEGAN), chat(filled, NINA)
    hers = number(megan.hear(f"hand over {NEVER} to Sam"))
    other = number(nina.hear(f"hand over {NEVER} to Adele Vance"))
    assert "Done" in nina.hear(f"yes {other}")
    said = megan.push("team.confirm", proposal=hers, version=1)
    assert "Somebody has decided on this meanwhile." in said
    assert "from Adele Vance to Sam Example" in said
    with filled.reading() as store:
        assert workers(store, NEVER) == [person(store, "Adele Vance").key]


class TestChecklist:
    @staticmethod
    def test_each_step_cites_the_framework_and_is_ticked(filled: Database) -> None:
        with filled.transaction() as store:
            add_sam(store)
        megan = chat(filled, MEGAN)
        settle(megan, f"hand over {NEVER} to Sam")
        said = megan.hear(f"handover of {NEVER}")
        assert "Before: Alex Wilber To do: child told of the change and why" in said
        assert "“Other than in an emergency" in said
        assert "New workers will read the child's file before meeting the child and family." in said
        assert "Handovers with something still to do Number: 1" in megan.hear("my team")
        for step in ("child told", "family told", "file read"):
            megan.hear(f"tick {step} for {NEVER}")
        theirs = chat(filled, replace(ALEX, object_id=SAM, name="Sam Example"))
        said = theirs.hear(f"tick discussed for {NEVER}")
        assert "Done: case discussed with the manager, on Tuesday 1 September 2026, ticked by Sam Example" in said
        assert "Handovers with" not in megan.hear("my team")
        assert "To do: file read" in megan.hear(f"untick file read for {NEVER}")
        assert "RS 212" in megan.hear("handovers")

    @staticmethod
    def test_a_tick_twice_is_one(demo: Database) -> None:
        with demo.transaction() as store:
            add_sam(store)
        megan = chat(demo, MEGAN)
        settle(megan, f"hand over {NEVER} to Sam")
        with demo.reading() as store:
            [made] = store.handovers.last([NEVER])
        press = {"handover": made.id, "child": NEVER, "step": "file_read", "undo": False}
        assert megan.push("team.tick", **press) == megan.push("team.tick", **press)

    @staticmethod
    def test_strangers_to_the_child_learn_nothing(demo: Database) -> None:
        with demo.transaction() as store:
            add_sam(store)
        settle(chat(demo, MEGAN), f"hand over {NEVER} to Sam")
        adele = chat(demo, ADELE)
        assert adele.hear(f"handover of {NEVER}") == adele.hear(f"handover of {NOBODYS}")
        assert adele.hear(f"tick file read for {NEVER}") == adele.hear(f"tick file read for {NOBODYS}")


def test_siblings_one_after_the_other(demo: Database) -> None:
    with demo.transaction() as store:
        add_sam(store)
    megan = chat(demo, MEGAN)
    for child in SIBLINGS:
        settle(megan, f"hand over {child} to Sam")
    assert "Sam Example Overdue: 3" in megan.hear("my team")
    assert PLAN not in megan.hear("Sam's list")
