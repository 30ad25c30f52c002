"""What the QA lead does about moderation: draws, gives to another, sees how it stands and how far grades agree."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dialogs.audit_moderation.agreement import report
from dialogs.audit_moderation.months import month_of
from dialogs.audit_moderation.unnamed import unnamed
from storage.agreement import agreement, held_back
from storage.children import Child
from storage.db import Database
from storage.moderations import DRAWN, Moderated
from storage.outcomes import BELOW, EXCEEDS, MEETS
from storage.people import Person
from storage.roles import Role
from tests.dialogs.audit_moderation.support import (
    IMRAN,
    MEGAN,
    NADIA,
    PRIYA,
    QUINN,
    chat,
    draw,
    graded,
    moderation,
    moderator,
    over,
)
from tests.dialogs.support import audit_tool, vocabulary

TODAY = date(2026, 9, 1)
SEPTEMBER, AUGUST = date(2026, 9, 1), date(2026, 8, 1)


def add_imran(database: Database, **more: object) -> None:
    with database.transaction() as store:
        person = Person("imran", IMRAN.name, object_id=IMRAN.object_id, roles=(Role.MODERATOR,))
        store.people.save(replace(person, **more))  # type: ignore[arg-type]


def test_the_sample_is_drawn_in_chat_and_once(demo: Database) -> None:
    assert "How many" not in draw(demo, "draw the moderation sample")
    said = draw(demo, "draw the moderation sample for September of 3 seed 7")
    assert "Drawn for September 2026: 1." in said
    assert "Audits that became final in September 2026: 1." in said
    assert "September 2026 isn't over" in said
    again = draw(demo, "draw the moderation sample for September of 3 seed 7")
    assert "Nothing new was drawn for September 2026. Drawn before: 1." in again
    assert "No audit became final in August 2026." in draw(demo, "draw the moderation sample for last month of 1")


def test_what_makes_no_sense_is_asked_for_again(demo: Database) -> None:
    quinn = chat(demo, QUINN)
    for data, says in (
        ({"month": "Octember", "size": "2"}, "Please give a month that has begun"),
        ({"month": "October 2026", "size": "2"}, "Please give a month that has begun"),
        ({"month": "September", "size": "many"}, "Please give a number of audits from 1 to 500."),
        ({"month": "September", "size": "501"}, "Please give a number of audits from 1 to 500."),
        ({"month": "September", "size": "2", "seed": "x"}, "The seed is a whole number."),
    ):
        assert says in quinn.push("audit_moderation.draw", **data)
    assert "Please give a month" in quinn.push("audit_moderation.month", month="Octember")
    assert "Please give a month" in quinn.hear("moderation agreement from September to August")


def test_too_few_moderators_are_told_of(demo: Database) -> None:
    with demo.transaction() as store:
        nadia, priya = store.people.by_key("nadia"), store.people.by_key("priya")
        assert nadia is not None
        assert priya is not None
        store.people.save(replace(priya, manager_key="nadia"))
    assert "or has worked with the child: audit 1." in draw(demo)
    with demo.transaction() as store:
        store.people.save(replace(nadia, roles=()))
    assert "Nobody on the staff is a moderator" in draw(demo)


def test_it_is_given_to_another_until_it_is_graded(demo: Database) -> None:
    moderator(demo)
    add_imran(demo)
    quinn = chat(demo, QUINN)
    assert "Priya" in quinn.hear("moderation of audit 1")
    assert "must be on the staff as a moderator" in quinn.hear("give moderation of audit 1 to Priya Nair")
    assert "Imran Third is asked to moderate it." in quinn.hear("give moderation of audit 1 to Imran")
    assert (moderation(demo).moderator_key, moderation(demo).state) == ("imran", DRAWN)
    assert "I know no moderation" in chat(demo, NADIA).hear("moderation of audit 1")
    chat(demo, IMRAN).hear("confirm the grade of audit 1")
    assert "graded already" in quinn.hear("give moderation of audit 1 to Nadia")


def test_it_is_given_to_nobody_who_had_a_part_in_it(demo: Database) -> None:
    moderator(demo)
    add_imran(demo)
    with demo.transaction() as store:
        priya = store.people.by_key("priya")
        assert priya is not None
        store.people.save(replace(priya, manager_key="imran"))
    assert "They manage the auditor" in chat(demo, QUINN).hear("give moderation of audit 1 to Imran")


def test_the_month_is_listed_without_the_child(demo: Database) -> None:
    graded(demo)
    said = chat(demo, QUINN).hear("moderations of September")
    assert "Audit 1 (Case file audit): Priya Nair, moderated by Nadia Second. Graded." in said
    assert "AB 201" not in said
    assert "Those of August 2026" not in chat(demo, NADIA).hear("my moderations")


@pytest.mark.parametrize("who", [NADIA, PRIYA, MEGAN], ids=lambda who: who.name)
def test_others_neither_draw_nor_oversee(demo: Database, who: object) -> None:
    moderator(demo)
    for sentence in (
        "draw the moderation sample for September of 2",
        "moderations of September",
        "moderation agreement",
    ):
        assert chat(demo, who).hear(sentence) == "Moderation is overseen by the QA lead."  # type: ignore[arg-type]
    assert "I know no moderation" in chat(demo, MEGAN).hear("give moderation of audit 1 to Nadia")


def test_few_are_no_figures_and_learning_is_shown(demo: Database) -> None:
    over(demo)
    said = chat(demo, QUINN).hear("how far do auditors and moderators agree in September?")
    assert "Fewer than five moderations of audits completed then are over" in said
    assert "- plans drift in summer" in said


def one(number: int, grade: str = MEETS, kind: str = "case_file", month: date = SEPTEMBER) -> Moderated:
    at = datetime(2026, 9, 20, 9, 0, tzinfo=UTC)
    return Moderated(number, kind, "", month, MEETS, grade, MEETS, "", "", "", at)


def test_agreement_is_told_by_month_and_kind() -> None:
    found = [one(n, BELOW if n < 2 else MEETS) for n in range(6)]
    found += [one(n, EXCEEDS, "themed", AUGUST) for n in range(5)]
    lines = report(found, AUGUST, SEPTEMBER, audit_tool())
    assert lines[0] == "How far auditors and moderators agree: August 2026 to September 2026"
    assert lines[1] == "All: the same grade in 4 of 11 (36 %), at most one grade apart in 11 of 11."
    assert lines[2] == "Where they differ, the moderator's grade is the lower one in 2 and the higher one in 5."
    assert "September 2026: the same grade in 4 of 6 (67 %), at most one grade apart in 6 of 6." in lines
    assert "Themed audit: the same grade in 0 of 5 (0 %), at most one grade apart in 5 of 5." in lines
    apart = replace(one(0), original=EXCEEDS, moderated=BELOW)
    assert agreement([apart, one(1)]).within_one == 1


def test_fewer_than_five_are_not_told_and_can_not_be_reckoned() -> None:
    assert held_back({"a": 9, "b": 6}) == set()
    assert held_back({"a": 9, "b": 6, "c": 3}) == {"b", "c"}
    assert held_back({"a": 9, "b": 4, "c": 3}) == {"b", "c"}
    assert held_back({"a": 9, "b": 3}) == {"a", "b"}
    lines = report([*(one(n) for n in range(6)), one(7, kind="themed")], SEPTEMBER, SEPTEMBER, audit_tool())
    assert sum("not shown" in line for line in lines) == 2


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("September", SEPTEMBER),
        ("aug", AUGUST),
        ("October", date(2025, 10, 1)),
        ("october 2026", date(2026, 10, 1)),
        ("2026-08", AUGUST),
        ("last month", AUGUST),
        ("this month", SEPTEMBER),
        ("2026-13", None),
        ("Octember", None),
        ("may 0000", None),
        ("", None),
    ],
)
def test_months_are_read_as_people_type_them(said: str, month: date | None) -> None:
    assert month_of(said, TODAY) == month


def test_words_that_are_no_names_stay() -> None:
    child = Child("100201", "AS")
    said = "Plans should be as clear as the voice of the child."
    assert unnamed(said, ["Priya Nair"], child, vocabulary()) == said
    assert unnamed("AS 201 and nair asked", ["Priya Nair"], child, vocabulary()) == "[name] and [name] asked"
