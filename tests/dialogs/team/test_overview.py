"""The team at a glance, and what stands behind each figure."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogs.core.turn import Scope
from storage.allocations import Allocation
from storage.cases import STEP_DOWN, Situation, key_of
from storage.children import Child
from storage.db import Database
from storage.people import Person
from storage.roles import SOCIAL_WORKER, Role
from tests.dialogs.support import ALEX, MEGAN, NOW
from tests.dialogs.team.support import PATTI, person
from tests.dialogs.visits.support import PLAN, RESTRICTED, audited, chat


def test_workers_stand_by_name_each_with_words_before_numbers(filled: Database) -> None:
    said = chat(filled, MEGAN).hear("my team")
    assert "Adele Vance Nothing overdue or due this week" in said
    assert "Alex Wilber Overdue: 6 Due this week: 8 No recorded visit yet, children: 3 Children: 10" in said
    assert said.index("Adele Vance") < said.index("Alex Wilber")
    assert "Unallocated: these are yours Number: 1" in said
    assert PLAN not in said
    with filled.reading() as store:
        assert [(e.action, e.child_ids) for e in audited(store, MEGAN)] == [("figures", ())]


def test_the_list_of_a_worker_is_a_view_of_those_children(filled: Database) -> None:
    megan = chat(filled, MEGAN)
    said = megan.hear("Alex's list")
    assert "What is due for the children of Alex Wilber Overdue GH 204: Visit (Child in Need plan)" in said
    assert "Page 1 of 4" in said
    assert "Page 2 of 4" in megan.hear("Alex Wilber's list page 2")
    with filled.reading() as store:
        event = audited(store, MEGAN)[0]
    assert event.action == "view"
    assert {PLAN, RESTRICTED} < set(event.child_ids)


def test_a_restricted_child_is_not_in_the_list_of_a_manager_who_is_not_named(demo: Database) -> None:
    with demo.transaction() as store:
        store.children.set_viewers(RESTRICTED, [])
    megan = chat(demo, MEGAN)
    assert "Children: 9" in megan.hear("my team")
    assert "GH 204" not in megan.hear("Alex's list")
    assert "GH 204" not in megan.hear("any overdue visits") + megan.hear("team overdue page 2")


def test_what_is_overdue_in_the_team_names_the_workers_and_is_a_view(demo: Database) -> None:
    said = chat(demo, MEGAN).hear("any overdue visits")
    assert "RS 212: Visit" in said
    assert "With Alex Wilber" in said
    assert "With nobody whom I can tell: it is yours" in said
    assert "AB 201" not in said
    with demo.transaction() as store:
        assert any("what is due in a team" in event.about for event in audited(store, MEGAN))


def test_a_child_who_is_nobodys_is_the_managers(demo: Database) -> None:
    said = chat(demo, MEGAN).hear("unallocated")
    assert "100205: the case system names “Example, Sam”, whom I can't tell among the staff" in said
    assert "100205: Visit (Child in Need plan) Was due by Monday 30 March 2026" in said


def test_so_is_the_child_of_somebody_who_has_left(demo: Database) -> None:
    with demo.transaction() as store:
        alex = person(store, "Alex Wilber")
        store.people.save(replace(alex, left_on=NOW.date()))
    megan = chat(demo, MEGAN)
    assert "AB 201: Alex Wilber works here no more" in megan.hear("unallocated")
    assert "Alex Wilber" not in megan.hear("my team").replace("Unallocated", "")


def test_who_is_no_longer_in_the_export(demo: Database) -> None:
    with demo.transaction() as store:
        child = store.children.find(PLAN)
        assert child is not None
        store.children.change_all([replace(child, missing_from_export_since=date(2026, 8, 28))])
    megan = chat(demo, MEGAN)
    assert "No longer in the export Number: 1" in megan.hear("my team")
    said = megan.hear("who is no longer in the export?")
    assert "AB 201: not in the export since Friday 28 August 2026. Deadlines go on" in said
    assert "AB 201: Visit (Child Protection Plan)" in said


def test_what_awaits_a_managers_word(demo: Database) -> None:
    with demo.transaction() as store:
        day = date(2026, 8, 20)
        key = key_of(PLAN, "child_in_need", day)
        store.situations.add(Situation(key, PLAN, None, "child_in_need", day, source="annex_a", awaits=STEP_DOWN))
    megan = chat(demo, MEGAN)
    assert "Awaiting your word Number: 1" in megan.hear("my team")
    assert "AB 201: Child in Need plan, since Thursday 20 August 2026 The start is assumed" in megan.hear(
        "what needs confirming?"
    )


@pytest.mark.parametrize(
    "says", ["my team", "team overdue", "Alex's list", "unallocated", "what left the export", "what do I confirm"]
)
class TestWhoMay:
    @staticmethod
    def test_a_practitioner_may_not(demo: Database, says: str) -> None:
        assert chat(demo, ALEX).hear(says) == ("That is for managers, for the workers and children of their own teams.")

    @staticmethod
    def test_nothing_is_said_outside_a_personal_chat(demo: Database, says: str) -> None:
        for scope in (Scope.CHANNEL, Scope.GROUP):
            said = chat(demo, MEGAN, scope).hear(says)
            assert "personal chat" in said
            assert "Alex" not in said


def test_somebody_elses_worker_and_nobody_are_answered_alike(demo: Database) -> None:
    with demo.transaction() as store:
        store.people.save(Person("else", "Sam Elsewhere", roles=(Role.PRACTITIONER,), team="South"))
    megan = chat(demo, MEGAN)
    assert megan.hear("Sam Elsewhere's list") == megan.hear("Nobody Atall's list")
    assert megan.push("team.worker", worker="else") == megan.push("team.worker", worker="nobody")


def test_two_of_the_same_name_are_a_question(demo: Database) -> None:
    with demo.transaction() as store:
        store.people.save(replace(person(store, "Alex Wilber"), key="other", object_id=None, name="Alex Smith"))
    said = chat(demo, MEGAN).hear("Alex's list")
    assert "Whom do you mean by “Alex”?" in said
    assert "Alex Smith (Social Worker, North)" in said


def test_a_head_of_service_sees_every_worker_below(demo: Database) -> None:
    said = chat(demo, PATTI).hear("my team")
    assert "Adele Vance" in said
    assert "Alex Wilber" in said


def test_a_child_who_came_late_from_another_worker_reads_before_allocation(filled: Database) -> None:
    with filled.transaction() as store:
        alex = person(store, "Alex Wilber")
        day, moved = date(2026, 6, 1), date(2026, 8, 31)
        store.children.add_all([Child("100300", "ZZ")])
        key = key_of("100300", "child_in_need", day)
        store.situations.add(Situation(key, "100300", None, "child_in_need", day, source="demo"))
        old = Allocation("100300", SOCIAL_WORKER, "Jo Before", None, "North", day, moved, source="annex_a")
        store.allocations.add_all(
            [old, replace(old, worker_name=alex.name, staff_key=alex.key, from_on=moved, until_on=None)]
        )
    said = chat(filled, MEGAN).hear("Alex's list")
    late = "ZZ 300: Visit (Child in Need plan) Was due by Monday 29 June 2026"
    before = "Before allocation: it passed before the child came to the present worker on Monday 31 August 2026."
    assert before in said[said.index(late) :][:250]
    why = chat(filled, ALEX).hear("why 100300")
    assert before in why
    assert "Transferred on Monday 31 August 2026; the worker before was Jo Before." in why


def test_what_passes_after_the_transfer_is_the_present_workers(demo: Database) -> None:
    with demo.transaction() as store:
        alex = person(store, "Alex Wilber")
        [now] = store.allocations.of_child("100212", NOW.date())
        moved = now.from_on + timedelta(days=1)
        before = replace(now, worker_name="Jo Before", staff_key=None, until_on=moved, id=0)
        store.allocations.change_all([replace(now, from_on=moved, staff_key=alex.key)])
        store.allocations.add_all([before])
    assert "Before allocation" not in chat(demo, MEGAN).hear("Alex's list")


def test_the_next_page_needs_no_list_in_it(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    megan.hear("Alex's list")
    assert "What is due for the children of Alex Wilber" in (second := megan.hear("next page"))
    assert "Page 2 of 4" in second
    megan.hear("any overdue visits")
    assert "Overdue in your team" in megan.hear("more")
