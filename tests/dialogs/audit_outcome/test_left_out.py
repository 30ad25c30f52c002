"""Areas that the practitioner proposes to leave out: what the auditor said to that is on the outcome's cards."""

import pytest

from storage.db import Database
from storage.outcomes import NOT_APPLICABLE
from tests.dialogs.audit_meeting.support import hand_to
from tests.dialogs.audit_outcome.support import ALEX, AREAS, MEGAN, OMAR, PRIYA, audit, chat
from tests.dialogs.audit_outcome.test_document import fetched, words_in
from tests.dialogs.card_checks import nodes

THIRD = AREAS[2]
AGREES = "agree that area 3 of preparation 1 doesn't apply"
TOGETHER = "look at area 3 of preparation 1 together"


@pytest.fixture
def proposed(demo: Database) -> Database:
    """Alex has shared a preparation that proposes to leave out the third area."""
    alex = chat(demo, ALEX)
    alex.hear("prepare for audit 1")
    alex.hear("preparation 1 area 3 doesn't apply because he was assessed last year")
    alex.hear("share preparation 1, yes")
    return demo


def all_but_the_third(database: Database) -> None:
    priya = chat(database, PRIYA)
    for number in (n for n in range(1, len(AREAS) + 1) if n != 3):
        priya.hear(f"outcome 1 area {number}: meets good. Evidence: The record of May. Impact: He is heard.")
    priya.hear("outcome 1 overall grading: meets good. Evidence: The whole record. Impact: He is safer.")
    priya.hear("outcome 1 scale: 6 because there is drift")


def test_what_the_practitioner_proposes_to_leave_out_stands_on_the_auditors_card(demo: Database) -> None:
    alex, priya = chat(demo, ALEX), chat(demo, PRIYA)
    alex.hear("prepare for audit 1")
    alex.hear("preparation 1 area 3 doesn't apply because he lives with his father")
    assert "he lives with his father" not in priya.hear("outcome 1 area 3")
    alex.hear("share preparation 1, yes")
    heard = priya.hear("outcome 1 area 3")
    assert "proposes *not applicable*, which is yours to decide: he lives with his father" in heard
    assert "proposes" not in priya.hear("outcome 1 area 2")


def test_until_it_is_decided_the_card_says_that_it_is_proposed(proposed: Database) -> None:
    priya = chat(proposed, PRIYA)
    assert f"3. {THIRD.title} (not written yet; proposed as not applicable)" in priya.hear("outcome 1")
    assert "parts not written yet: 13" in priya.hear("outcome 1")


def test_where_the_auditor_agreed_no_grade_is_asked_for(proposed: Database) -> None:
    priya = chat(proposed, PRIYA)
    priya.hear(AGREES)
    assert f"3. {THIRD.title} (not applicable, as you have agreed)" in priya.hear("outcome 1")
    all_but_the_third(proposed)
    assert "Still missing" not in priya.hear("outcome 1")
    assert "Shared with Alex Wilber" in priya.hear("share outcome 1")
    with proposed.reading() as store:
        kept = store.outcomes.parts(1)[THIRD.name]
    assert (kept.answer, kept.evidence, kept.by_name) == (NOT_APPLICABLE, "he was assessed last year", "Priya Nair")
    assert f"3. {THIRD.title} (Not applicable)" in chat(proposed, ALEX).hear("outcome 1")
    assert "Not applicable Because: he was assessed last year" in chat(proposed, ALEX).hear("outcome 1 area 3")


def test_the_auditor_may_open_it_and_give_a_grade_all_the_same(proposed: Database) -> None:
    priya = chat(proposed, PRIYA)
    priya.hear(AGREES)
    reply = priya.say("outcome 1 area 3")
    assert "no grade is asked for, unless you see it otherwise now: he was assessed last year" in reply.text
    [button] = [n for n in nodes(reply.card) if n.get("verb") == "audit_outcome.save"]
    pressed = {**button["data"], "answer": "meets", "evidence": "The update of May", "impact": "He is safer"}
    priya.push("audit_outcome.save", **pressed)
    assert f"3. {THIRD.title} (Meets good)" in priya.hear("outcome 1")


def test_where_the_auditor_wants_to_look_at_it_the_card_says_together(proposed: Database) -> None:
    priya = chat(proposed, PRIYA)
    priya.hear(TOGETHER)
    assert f"3. {THIRD.title} (not written yet; to be looked at together)" in priya.hear("outcome 1")
    assert "you want to look at it together: he was assessed last year" in priya.hear("outcome 1 area 3")
    all_but_the_third(proposed)
    assert f"{THIRD.title}" in priya.hear("fill in outcome 1")
    assert "so it isn't shared" in priya.hear("share outcome 1")


def test_what_is_no_longer_proposed_or_shared_is_to_be_graded(proposed: Database) -> None:
    priya, alex = chat(proposed, PRIYA), chat(proposed, ALEX)
    priya.hear(AGREES)
    alex.hear("preparation 1 area 3 ready")
    assert f"3. {THIRD.title} (not written yet; proposed" in priya.hear("outcome 1")
    alex.hear("stop sharing preparation 1")
    assert f"3. {THIRD.title} (not written yet)" in priya.hear("outcome 1")


def test_a_draft_document_has_it_and_nobody_else_sees_it(proposed: Database) -> None:
    chat(proposed, PRIYA).hear(AGREES)
    content = fetched(proposed, PRIYA)
    assert content is not None
    assert "he was assessed last year" in words_in(content)
    for who in (ALEX, MEGAN, OMAR):
        assert "I know no outcome" in chat(proposed, who).hear("outcome 1")


def test_another_auditor_has_agreed_to_nothing(proposed: Database) -> None:
    chat(proposed, PRIYA).hear(AGREES)
    hand_to(proposed, OMAR)
    assert f"3. {THIRD.title} (not written yet)" in chat(proposed, OMAR).hear("outcome 1")
    assert audit(proposed).auditor_key == "omar"
