"""Moderating in chat: reading what was recorded, a grade, the discussion, what those who took part read."""

import pytest

from dialogs.core.turn import Scope
from storage.db import Database
from storage.moderations import DONE, DRAWN, GRADED, RETURNED
from storage.outcomes import BELOW, MEETS
from tests.dialogs.audit_moderation.support import (
    ALEX,
    MEGAN,
    NADIA,
    OMAR,
    PLAN,
    PRIYA,
    QUINN,
    chat,
    draw,
    graded,
    moderation,
    moderator,
    over,
)
from tests.dialogs.visits.support import audited as views

NOT_FOUND = "I know no moderation of an audit by that number"


def test_an_audit_goes_from_the_draw_to_the_learning(audited: Database) -> None:
    assert "There is nothing for you to moderate." in chat(audited, NADIA).hear("what have I to moderate?")
    nadia = moderator(audited)
    assert "Audit 1: AB 201. To be completed by Tuesday 15 September 2026." in nadia.hear("my moderations")
    said = nadia.hear("moderate audit 1")
    assert "2. Decision making is effective and timely (Meets good)" in said
    assert "13. Scale of the case (6 of 10)" in said
    part = nadia.hear("moderation of audit 1 area 2")
    assert "Evidence: The record of May." in part
    assert part == nadia.hear("moderation of audit 1 area decision making")
    said = nadia.hear("propose does not meet good for audit 1 because the plan drifts")
    assert "Priya Nair and Alex Wilber are told that you will discuss it with them" in said
    nadia.hear("notes on moderation of audit 1: ask about May")
    assert "ask about May" in nadia.hear("record the discussion of audit 1")
    said = nadia.hear("discussed audit 1, the auditor's grade stands: look again. Learning: plans drift in summer")
    assert "Both grades are kept" in said
    now = moderation(audited)
    assert (now.state, now.original, now.grade, now.stands) == (DONE, MEETS, BELOW, MEETS)
    assert (now.reasons, now.agreed, now.learning) == ("the plan drifts", "look again", "plans drift in summer")
    with audited.reading() as store:
        assert store.outcomes.of(1).grade == MEETS
        seen = {(e.action, e.about, e.child_ids) for e in views(store, NADIA)}
    assert ("view", "an audit's moderation", (PLAN,)) in seen
    assert ("view", "an audit's outcome, to moderate it", (PLAN,)) in seen
    assert ("change", "moved an audit's moderation on", (PLAN,)) in seen


def test_the_same_by_buttons(demo: Database) -> None:
    nadia = moderator(demo)
    assert "Thank you." in nadia.push("audit_moderation.confirm", audit=1, version=1)
    form = nadia.push("audit_moderation.discuss_form", audit=1)
    assert "Which grade stands" not in form
    told = {"on": "", "agreed": "nothing to change", "learning": ""}
    assert "it is over" in nadia.push("audit_moderation.discuss", audit=1, version=2, **told)
    now = moderation(demo)
    assert (now.is_confirmed, now.stands, now.learning, now.discussed_on) == (True, MEETS, "", now.graded_at.date())  # type: ignore[union-attr]


def test_another_grade_needs_reasons(demo: Database) -> None:
    nadia = moderator(demo)
    assert "Please give your reasons" in nadia.hear("propose exceeds good for audit 1")
    assert "Please choose a grade" in nadia.push(
        "audit_moderation.propose", audit=1, version=1, grade="odd", reasons="x"
    )
    assert moderation(demo).state == DRAWN
    assert "Thank you." in nadia.push("audit_moderation.propose", audit=1, version=1, grade=MEETS, reasons="")


def test_a_grade_may_be_changed_until_it_is_discussed(demo: Database) -> None:
    nadia = graded(demo)
    assert "Auditor and moderator: Meets good." in nadia.hear("confirm the grade of audit 1 because I looked again")
    nadia.hear("discussed audit 1: as it was")
    assert "This moderation is over" in nadia.hear("propose exceeds good for audit 1 because of May")
    assert "This moderation is over" in nadia.hear("discussed audit 1: as it was")
    assert moderation(demo).grade == MEETS


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("discussed audit 1: we look again", "Please say which grade stands"),
        ("discussed audit 1 on 3 October, my grade stands: we look again", "Please give the day of the discussion"),
        ("discussed audit 1 on 3 August, my grade stands: we look again", "Please give the day of the discussion"),
        ("discussed audit 1 on Whitsunday week, my grade stands: we look again", "Please give the day"),
    ],
)
def test_what_a_discussion_lacks_is_asked_for(demo: Database, sentence: str, says: str) -> None:
    said = graded(demo).hear(sentence)
    assert says in said
    assert "we look again" in said, "what was typed isn't lost"
    assert moderation(demo).state == GRADED


def test_nothing_is_discussed_or_learned_before_it_is_graded(demo: Database) -> None:
    nadia = moderator(demo)
    for sentence in ("discussed audit 1: well", "record the discussion of audit 1", "learning from audit 1: much"):
        assert "Give it a grade first." in nadia.hear(sentence)
    assert moderation(demo).learning == ""


def test_a_stale_card_changes_nothing_and_loses_nothing(demo: Database) -> None:
    nadia = graded(demo)
    said = nadia.push("audit_moderation.propose", audit=1, version=1, grade=MEETS, reasons="I looked again")
    assert "This has changed since that card was made" in said
    assert "Yours: I looked again" in said
    said = nadia.push("audit_moderation.note", audit=1, version=1, notes="ask about May")
    assert "Yours: ask about May" in said
    said = nadia.push("audit_moderation.discuss", audit=1, version=1, agreed="well", stands="auditor")
    assert "Yours: well" in said
    now = moderation(demo)
    assert (now.grade, now.notes, now.state) == (BELOW, "", GRADED)


def test_those_who_took_part_hear_the_grades_in_the_discussion_first(demo: Database) -> None:
    nadia = moderator(demo)
    assert NOT_FOUND in chat(demo, ALEX).hear("moderation of audit 1")
    nadia.hear("propose does not meet good for audit 1 because the plan drifts")
    for who in (ALEX, PRIYA):
        said = chat(demo, who).hear("moderation of audit 1")
        assert "Nadia Second will discuss it with you." in said
        assert "meet good" not in said
        assert "drifts" not in said
    nadia.hear("discussed audit 1, the moderator's grade stands: the plan is looked at again")
    for who in (ALEX, PRIYA, QUINN):
        said = chat(demo, who).hear("moderation of audit 1")
        assert "The auditor's grade: Meets good. The moderator's grade: Does not meet good." in said
        assert "the plan drifts" in said
        assert "The grade that stands: Does not meet good. Both are kept." in said
        assert "AB 201" not in said
    for who in (MEGAN, OMAR):
        assert NOT_FOUND in chat(demo, who).hear("moderation of audit 1")


def test_the_practitioner_is_heard(demo: Database) -> None:
    nadia = graded(demo)
    assert "It is passed on" in chat(demo, ALEX).hear("my view on moderation of audit 1: the plan was done in June")
    assert "the plan was done in June" in nadia.hear("record the discussion of audit 1")
    assert NOT_FOUND in chat(demo, PRIYA).hear("my view on moderation of audit 1: so it is")
    assert "Please say how you see it" in chat(demo, ALEX).push("audit_moderation.say", audit=1, text=" ")
    nadia.hear("discussed audit 1, the auditor's grade stands: well")
    assert "It is passed on" in chat(demo, ALEX).hear("my view on moderation of audit 1: thank you")
    assert moderation(demo).practitioner_says == "thank you"


def test_a_moderator_sees_the_outcome_until_it_is_over_and_nothing_else(demo: Database) -> None:
    nadia = graded(demo)
    assert "I can't show you a child by that id" in nadia.hear(f"find {PLAN}")
    assert "I know no outcome by that number" in nadia.hear("outcome 1")
    over_ = nadia.hear("discussed audit 1, my grade stands: well")
    assert "You see no more of the child's audit." in over_
    assert NOT_FOUND in nadia.hear("moderation of audit 1 area 2")
    assert "AB 201" not in nadia.hear("moderation of audit 1")


def test_learning_names_nobody(demo: Database) -> None:
    nadia = over(demo)
    said = nadia.hear(f"learning from audit 1: Priya and AB 201 ({PLAN}) met in Aylesbury, ring 01632 960001")
    assert "What looked like a name was taken out" in said
    kept = moderation(demo).learning
    assert not any(word in kept for word in ("Priya", "AB", "201", "Aylesbury", "01632"))
    assert "Kept for the monthly themes." in nadia.hear("learning from audit 1: plans drift in summer")
    assert moderation(demo).learning == "plans drift in summer"


def test_whoever_knows_the_family_hands_it_back(demo: Database) -> None:
    nadia = moderator(demo)
    assert "Please say why you can't be the one" in nadia.hear("hand back moderation of audit 1")
    assert "is handed back" in nadia.hear("hand back moderation of audit 1 because I know the family")
    assert moderation(demo).state == RETURNED
    assert NOT_FOUND in nadia.hear("moderation of audit 1")
    said = chat(demo, QUINN).hear("moderation of audit 1")
    assert "I know the family" in said
    assert "give moderation of audit 1 to" in said
    draw(demo)
    assert moderation(demo).state == RETURNED


def test_what_was_graded_is_not_handed_back(demo: Database) -> None:
    assert "can't be handed back" in graded(demo).hear("hand back moderation of audit 1 because I know the family")


def test_nothing_of_it_in_a_channel(demo: Database) -> None:
    moderator(demo)
    said = chat(demo, NADIA, Scope.CHANNEL).hear("moderation of audit 1")
    assert "AB 201" not in said
    assert "personal chat" in said
