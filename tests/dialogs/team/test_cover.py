"""Who stands in while somebody is away: sees, records, is told; and it ends by itself."""

from dataclasses import replace
from datetime import date

import pytest

from dialogs.core.turn import Scope, Sender
from storage.db import Database
from storage.people import Person
from storage.responsible import How, responsible
from storage.roles import Role
from storage.store import Store
from tests.dialogs.support import ALEX, MEGAN
from tests.dialogs.team.support import NINA, number, person, second_manager, settle
from tests.dialogs.visits.support import ADELE, NEVER, NOBODYS, PLAN, RESTRICTED, Checked, audited, chat

SAM = Sender("00000000-0000-0000-0000-0000000000f1", "Sam Example")
SAYS = "Alex is on leave until 14 September, cover by Sam"


def add_sam(store: Store, **more: object) -> Person:
    sam = replace(person(store, "Alex Wilber"), key="sam", name=SAM.name, object_id=SAM.object_id, **more)  # type: ignore[arg-type]
    store.people.save(sam)
    return sam


@pytest.fixture
def covered(filled: Database) -> Database:
    with filled.transaction() as store:
        add_sam(store)
    settle(chat(filled, MEGAN), SAYS)
    return filled


def on(day: date, who: Checked) -> Checked:
    who.wait(days=(day - who.clock.now().date()).days)
    return who


def test_it_is_read_back_with_both_days(demo: Database) -> None:
    with demo.transaction() as store:
        add_sam(store)
    said = chat(demo, MEGAN).hear(SAYS)
    assert (
        "Alex Wilber is away from Tuesday 1 September 2026 until Monday 14 September 2026, both days included." in said
    )
    assert "From Tuesday 15 September 2026 on that ends by itself." in said
    assert "Children" not in chat(demo, SAM).hear("my visits")


def test_one_day_is_said_once(demo: Database) -> None:
    with demo.transaction() as store:
        add_sam(store)
    megan = chat(demo, MEGAN)
    said = megan.hear("Alex is on leave on Friday, cover by Sam Example")
    assert "Alex Wilber is away on Friday 4 September 2026. Sam Example stands in." in said
    assert "From Saturday 5 September 2026 on that ends by itself." in said
    assert "Sam Example stands in for Alex Wilber on Friday 4 September 2026." in megan.hear("yes")
    assert "Away on Friday 4 September 2026; Sam Example stands in" in megan.hear("who is away?")


def test_whoever_stands_in_sees_and_records(covered: Database) -> None:
    sam = chat(covered, SAM)
    assert "You also stand in for Alex Wilber" in sam.hear("my visits")
    assert "RS 212" in sam.hear("visits I cover")
    assert "Due by" in sam.hear(f"why {PLAN}")
    with covered.reading() as store:
        assert "Alex" in person(store, "Alex Wilber").name
        assert responsible(store, "Social Worker", PLAN, date(2026, 9, 14)).how is How.COVERED
        assert [p.key for p in responsible(store, "Social Worker", PLAN, date(2026, 9, 14)).people] == ["sam"]
    assert "Social worker: away at present. Standing in: Sam Example" in chat(covered, MEGAN).hear(f"find {PLAN}")


def test_it_ends_by_itself(covered: Database) -> None:
    sam = on(date(2026, 9, 14), chat(covered, SAM))
    assert "RS 212" in sam.hear("visits I cover")
    sam.wait(days=1)
    assert sam.hear("visits I cover") == "You stand in for nobody at present."
    assert sam.hear(f"why {PLAN}") == sam.hear(f"why {NOBODYS}")
    with covered.reading() as store:
        assert responsible(store, "Social Worker", PLAN, date(2026, 9, 15)).how is How.ALLOCATED


def test_a_restricted_child_stays_with_those_who_are_named(covered: Database) -> None:
    sam = chat(covered, SAM)
    assert sam.hear(f"why {RESTRICTED}") == sam.hear(f"why {NOBODYS}")
    with covered.transaction() as store:
        store.children.set_viewers(RESTRICTED, [person(store, "Alex Wilber").key])
        found = responsible(store, "Social Worker", RESTRICTED, date(2026, 9, 2))
    assert (found.how, [p.name for p in found.people]) == (How.ALLOCATED, ["Alex Wilber"])


def test_the_overview_says_who_is_away(covered: Database) -> None:
    megan = chat(covered, MEGAN)
    away = "Away from Tuesday 1 September 2026 until Monday 14 September 2026; Sam Example stands in"
    assert f"Alex Wilber {away}" in megan.hear("my team")
    assert away in megan.hear("who is away?")


def test_back_early(covered: Database) -> None:
    megan = on(date(2026, 9, 5), chat(covered, MEGAN))
    assert "Alex Wilber is back; nobody stands in any more." in settle(megan, "Alex is back")
    assert on(date(2026, 9, 5), chat(covered, SAM)).hear("visits I cover") == "You stand in for nobody at present."
    assert "Nobody stands in for Alex Wilber" in megan.hear("Alex is back")
    assert "Nobody is away" in megan.hear("who is away")


def test_another_takes_its_place(covered: Database) -> None:
    megan = chat(covered, MEGAN)
    said = megan.hear("Adele Vance covers for Alex until 20 September")
    assert "Until now: Sam Example stands in until Monday 14 September 2026. This takes its place." in said
    megan.hear(f"yes {number(said)}")
    assert "RS 212" not in chat(covered, SAM).hear("visits I cover")
    assert "RS 212" in chat(covered, ADELE).hear("visits I cover")


def test_it_is_asked_who_stands_in_and_until_when(demo: Database) -> None:
    with demo.transaction() as store:
        add_sam(store)
    megan = chat(demo, MEGAN)
    said = megan.hear("Alex is off sick, Sam covers")
    assert "Until when is Alex Wilber away, that day included?" in said
    assert "until Monday 14 September 2026" in megan.hear(f"answer {number(said)} 14 September")
    assert "Who stands in for Alex Wilber?" in megan.hear("Alex is on leave until 14 September")


@pytest.mark.parametrize(
    ("says", "why"),
    [
        ("Alex is on leave until 14 September, cover by Alex Wilber", "Nobody stands in for themselves."),
        ("Alex is on leave from 20 September until 14 September, cover by Sam", "The last day away comes before"),
        ("Alex is on leave until 14 September 2028, cover by Sam", "Cover lasts a year at most."),
        ("Nobody Atall is on leave until 14 September, cover by Sam", "I know nobody by “Nobody Atall”"),
        ("Kim Else is on leave until 14 September, cover by Sam", "I know nobody by “Kim Else”"),
    ],
)
def test_what_can_not_be(demo: Database, says: str, why: str) -> None:
    with demo.transaction() as store:
        add_sam(store)
        store.people.save(Person("kim", "Kim Else", roles=(Role.PRACTITIONER,), team="South"))
    assert why in chat(demo, MEGAN).hear(says)


def test_nobody_stands_in_who_is_away_too(covered: Database) -> None:
    said = chat(covered, MEGAN).hear("Adele is on leave until 20 September, cover by Alex Wilber")
    assert said == "Alex Wilber is away then too, until Monday 14 September 2026."


def test_two_managers_at_once(filled: Database) -> None:
    with filled.transaction() as store:
        second_manager(store)
        add_sam(store)
    megan, nina = chat(filled, MEGAN), chat(filled, NINA)
    hers, other = number(megan.hear(SAYS)), number(nina.hear("Adele covers for Alex until 20 September"))
    assert "Done" in nina.hear(f"yes {other}")
    said = megan.push("team.confirm", proposal=hers, version=1)
    assert "Somebody has decided on this meanwhile." in said
    assert "Until now: Adele Vance stands in" in said


def test_it_is_audited_and_only_for_managers(covered: Database) -> None:
    with covered.reading() as store:
        assert "sam stands in for" in next(e for e in audited(store, MEGAN) if e.action == "change").about
    assert "That is for managers" in chat(covered, ALEX).hear("Alex is back")
    assert "personal chat" in chat(covered, MEGAN, Scope.GROUP).hear(SAYS)
    assert NEVER not in chat(covered, MEGAN).hear("who is away")
