"""What is due: the list, its windows, one child; and who sees it."""

from dataclasses import replace
from datetime import date

import pytest

from dialogs.core.turn import Scope
from storage.children import Child
from storage.db import Database
from tests.dialogs.card_checks import nodes, texts
from tests.dialogs.support import ALEX, MEGAN
from tests.dialogs.visits.support import (
    ADELE,
    ADELES,
    CARE,
    DANA,
    NEVER,
    NOBODYS,
    PLAN,
    RESTRICTED,
    SIBLINGS,
    audited,
    chat,
)


def test_soonest_first_in_groups_with_words_for_every_colour(filled: Database) -> None:
    said = chat(filled).hear("my visits")

    order = ["Overdue", "RS 212: Visit", "JK 206: Visit", "JK 207: Visit", "JK 208: Visit"]
    places = [said.index(words) for words in order]
    assert places == sorted(places)
    assert "no recorded visit that counts" in said
    assert "you have not" not in said.casefold()
    assert "Data as of Tuesday 1 September 2026 (export)" in said
    assert said.count("No data supplied") == 1
    assert "Unannounced visit (Child in Need plan)" in said.partition("No data supplied")[2]
    assert RESTRICTED not in said
    assert ADELES not in said


def test_paged_by_button_and_by_sentence(demo: Database) -> None:
    alex = chat(demo)
    first, second = alex.say("my visits"), alex.say("my visits page 2")
    pressed = alex.press("visits.list", ask="my visits", page=2)
    assert "Page 1 of" in first.text
    assert "Page 2 of" in second.text
    assert pressed.in_place
    assert texts(pressed.card) == texts(second.card)
    assert not set(texts(first.card)[2:8]) & set(texts(second.card)[2:8])
    pages = int(first.text.partition("Page 1 of ")[2].split(",")[0])
    assert f"Page {pages} of {pages}" in alex.press("visits.list", ask="my visits", page=99).text


def test_the_reasons_are_on_the_card_behind_a_button(demo: Database) -> None:
    card = chat(demo).say("my visits").card
    assert any("Counting: 4 weeks from" in text for text in texts(card, hidden=True))
    assert any(node.get("title") == "Why this date?" for node in nodes(card))


@pytest.mark.parametrize(
    ("asked", "title", "has", "lacks"),
    [
        ("what's due this week", "Due this week", "RS 212", "Monday 7 September"),
        ("What is due tomorrow?", "Due tomorrow", "more are overdue from before", "RS 212"),
        ("overdue", "Overdue", "RS 212", "Due by"),
        ("what's overdue?", "Overdue", "RS 212", "Due by"),
        ("whats due by friday", "Due up to Friday 4 September 2026", "RS 212", "Saturday 5 September"),
        ("what's due before Friday", "Due up to Thursday 3 September 2026", "RS 212", "Friday 4 September"),
        ("what's due until 14 December", "Due up to Monday 14 December 2026", "RS 212", "2025"),
        ("what's due while I'm on leave until 14 December", "14 December 2026", "RS 212", "2025"),
        ("what's due next week", "Due next week", "Core Group", "September 2025"),
        ("who do I have to see this week?", "Due this week", "RS 212", "Monday 7 September"),
        ("what's due?", "My visits", "RS 212", "Nothing is"),
    ],
)
def test_days_by_typing(demo: Database, asked: str, title: str, has: str, lacks: str) -> None:
    said = chat(demo).hear(asked)
    assert title in said
    assert has in said
    assert lacks not in said


def test_leave_without_days_asks_which(demo: Database) -> None:
    assert "From when until when?" in chat(demo).hear("what's due while I'm on leave?")


def test_an_unsure_day_is_asked_and_each_choice_is_a_button(demo: Database) -> None:
    reply = chat(demo).say("what's due next Friday")
    choices = [n["selectAction"]["data"] for n in nodes(reply.card) if "selectAction" in n]
    assert len(choices) == 2
    assert "Due " in chat(demo).push("visits.list", ask=choices[0]["ask"])


@pytest.mark.parametrize("called", [PLAN, "AB 201", "ab 201", "201"])
def test_one_child_by_id_or_by_what_the_child_is_called(demo: Database, called: str) -> None:
    said = chat(demo).hear(f"when is {called} due?")
    assert "AB 201: Visit (Child Protection Plan)" in said
    assert "Counting: 10 working days from" in said
    assert "“At least every 10 working days thereafter.”" in said


def test_why_says_the_same(demo: Database) -> None:
    assert "No visit that counts is recorded since then" in chat(demo).hear(f"why is {NEVER} overdue?")


def test_two_children_called_alike_are_asked_about(demo: Database) -> None:
    with demo.transaction() as store:
        store.children.change_all([Child(SIBLINGS[0], "AB"), Child("100201", "AB")])
        store.children.add_all([Child("200201", "AB")])
        [theirs] = store.allocations.of_child(PLAN, date(2026, 9, 1))
        store.allocations.add_all([replace(theirs, child_id="200201")])
    alex = chat(demo)
    assert "More than one of your children" in alex.hear("when is AB 201 due?")
    assert "AB 201:" not in alex.hear("my visits")


class TestWhoSees:
    @pytest.mark.parametrize("child", [ADELES, RESTRICTED, NOBODYS])
    def test_a_child_who_is_not_theirs_is_as_one_who_is_not_there(self, demo: Database, child: str) -> None:
        nobody, other = chat(demo).hear(f"when is {NOBODYS} due?"), chat(demo).hear(f"when is {child} due?")
        assert nobody == other

    def test_every_view_is_audited_with_the_children(self, filled: Database) -> None:
        chat(filled).say("my visits")
        chat(filled).say(f"when is {CARE} due?")
        chat(filled).say(f"when is {ADELES} due?")
        with filled.reading() as store:
            mine, one, refused = audited(store, ALEX)
        assert (mine.action, len(mine.child_ids)) == ("view", 9)
        assert (one.action, one.child_ids) == ("view", (CARE,))
        assert (refused.action, refused.child_ids) == ("refused", (ADELES,))

    def test_duty_sees_no_list_and_no_dates(self, demo: Database) -> None:
        dana = chat(demo, DANA)
        assert "for those who have children allocated" in dana.hear("my visits")
        assert "isn't shown to you" in dana.hear(f"when is {PLAN} due?")

    def test_a_manager_without_children_of_her_own(self, demo: Database) -> None:
        assert "allocates no child to you" in chat(demo, MEGAN).hear("my visits")

    def test_who_stands_in_sees_those_children_when_asking_for_them(self, demo: Database) -> None:
        with demo.transaction() as store:
            alex = store.people.find(ALEX.object_id)
            adele = store.people.find(ADELE.object_id)
            assert alex is not None
            assert adele is not None
            store.people.save(replace(alex, deputy_key=adele.key))
        mine = chat(demo, ADELE).hear("my visits")
        assert "RS 212" not in mine
        assert "You also stand in for Alex Wilber" in mine
        assert "RS 212" in chat(demo, ADELE).hear("visits I cover")
        assert "stand in for nobody" in chat(demo).hear("visits I cover")

    @pytest.mark.parametrize("scope", [Scope.GROUP, Scope.CHANNEL])
    @pytest.mark.parametrize(
        "text", ["my visits", "overdue", f"when is {PLAN} due?", "what's due this week", "my cover"]
    )
    def test_nothing_outside_a_personal_chat(self, demo: Database, scope: Scope, text: str) -> None:
        said = chat(demo, scope=scope).hear(text)
        assert "AB" not in said
        assert "personal chat" in said
        with demo.reading() as store:
            assert audited(store, ALEX) == []


def test_a_child_may_be_opened_in_the_case_system(demo: Database) -> None:
    alex = chat(demo)
    council = replace(alex.knowledge.council, case_url="https://cases.example.gov.uk/child?id={child}")
    alex.knowledge = replace(alex.knowledge, council=council)
    urls = {node["url"] for node in nodes(alex.say("overdue").card) if node["type"] == "Action.OpenUrl"}
    assert f"https://cases.example.gov.uk/child?id={NEVER}" in urls
