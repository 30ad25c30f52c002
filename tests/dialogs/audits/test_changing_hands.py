"""An audit with somebody else, that nobody answers, that another auditor takes over, or that needs no meeting."""

from datetime import timedelta

import pytest

from dialogs.core.turn import Sender
from storage.audits import ACCEPTED, ALLOCATED
from storage.db import Database
from storage.outcomes import DRAFT
from storage.people import Person
from storage.roles import Role
from tests.dialogs.audits.test_allocating import AUDITOR, KINDS, KNOWN, LEAD, SAYS, WORKER, audit, true_ones, words
from tests.dialogs.card_checks import nodes
from tests.dialogs.unasked import delivered, replaced
from tests.dialogs.visits.support import chat
from tests.storage.council import OWN, PERSONAL_ADVISER, add_council, allocate
from tests.storage.support import NOW

SECOND = Sender("20000000-0000-0000-0000-000000000002", "Second Reader")


@pytest.fixture
def council(database: Database) -> Database:
    with database.transaction() as store:
        add_council(store)
        roles = (Role.AUDITOR,)
        store.people.save(Person("second", SECOND.name, object_id=SECOND.object_id, roles=roles, team="Quality"))
    chat(database, LEAD).hear(SAYS)
    return database


def plan(database: Database, days: int) -> list[tuple[str, str]]:
    """What the hourly run plans so many days later."""
    due, at = KINDS["audits.deadline"].due, NOW + timedelta(days=days)
    assert due is not None
    with database.transaction() as store:
        found = due(store, KNOWN, at, "").messages
        return [(m.kind, m.recipient) for m in found if store.outbox.add_all([m], at)]


def test_an_auditor_who_does_not_answer_is_asked_again_and_the_lead_is_told(council: Database) -> None:
    assert [plan(council, days) for days in (0, 1, 2)] == [[], [], []]
    assert plan(council, 3) == [("audits.to_accept", "auditor"), ("audits.unanswered", "qa_lead")]
    assert plan(council, 4) == []
    told = words(council, "audits.unanswered").text
    assert "Auditor Example was asked on Tuesday 1 September 2026 and hasn't answered" in told
    chat(council, AUDITOR).hear("accept audit 1")
    assert true_ones(council, "audits.unanswered") == []


def test_accepting_needs_no_number_where_there_is_one(council: Database) -> None:
    assert "The invitation goes out in your name." in chat(council, AUDITOR).hear("I accept the audit")
    assert "no open audit" in chat(council, AUDITOR).hear("accept the audit")


def test_declining_without_a_number_is_asked_about_first(council: Database) -> None:
    auditor = chat(council, AUDITOR)
    auditor.hear("I accept the audit")
    assert "why" in auditor.hear("I can't do this audit").lower()
    heard = auditor.hear("I can't do this audit because Alex is off sick")
    assert "audit 1" in heard
    assert "goes to another auditor" not in heard
    assert "goes to another auditor" in auditor.hear("I can't do audit 1 because I know the family")


def test_another_auditor_takes_it_over_and_all_three_know(council: Database) -> None:
    first, second = chat(council, AUDITOR), chat(council, SECOND)
    first.hear("accept audit 1")
    assert any("Auditor Example would like" in r.text for r in delivered(council, "practitioner", NOW))
    chat(council, LEAD).hear("give audit 1 to Second Reader")
    [told] = [r for r in delivered(council, "auditor", NOW) if "another auditor" in r.text]
    assert OWN not in told.text
    assert "see this child's record here no more" in told.text
    assert any("nothing is left" in r.text for r in replaced(council, "practitioner", NOW))
    second.hear("accept audit 1")
    assert any("Second Reader would like" in r.text for r in delivered(council, "practitioner", NOW))
    assert "no open audit" in first.hear("audit 1")


def test_a_draft_that_was_shared_is_one_to_be_read_by_who_takes_over(council: Database) -> None:
    first, second, worker = chat(council, AUDITOR), chat(council, SECOND), chat(council, WORKER)
    first.hear("accept audit 1")
    areas = KNOWN.audit_tool.kinds["case_file"].areas
    for number in range(1, len(areas) + 2):
        first.hear(f"outcome 1 area {number}: meets good. Evidence: The record. Impact: She is heard.")
    first.hear("outcome 1 scale: 7")
    first.hear("share outcome 1")
    assert "is told" in worker.hear("nothing to add to outcome 1")
    chat(council, LEAD).hear("give audit 1 to Second Reader")
    assert "I know no outcome" in worker.hear("outcome 1")
    assert "I know no outcome" in first.hear("finalise outcome 1")
    second.hear("accept audit 1")
    assert "Share the draft first" in second.hear("finalise outcome 1")
    assert "Written by Auditor Example" in second.hear("outcome 1 area 1")
    with council.reading() as store:
        assert store.outcomes.of(1).state == DRAFT
    assert audit(council).state == ACCEPTED


def test_a_dip_sample_offers_no_meeting_and_is_not_chased_for_one(council: Database) -> None:
    chat(council, LEAD).hear("withdraw audit 1 because of another kind")
    chat(council, LEAD).hear(f"allocate a dip sample of {OWN} to Auditor")
    assert audit(council, 2).state == ALLOCATED
    reply = chat(council, AUDITOR).say("accept audit 2")
    assert "It needs no meeting" in reply.text
    assert "Arrange the meeting" not in reply.text
    told = words(council, "audits.selected")
    assert "Arrange the meeting" not in told.text
    for card in (reply.card, told.card):
        assert not any(n.get("data", {}).get("action") == "audit_meeting.propose" for n in nodes(card))


def test_it_may_be_with_another_who_works_with_the_child(council: Database) -> None:
    lead = chat(council, LEAD)
    lead.hear("withdraw audit 1 because it is to be with the adviser")
    says = f"allocate a themed audit of {OWN} to Auditor with Personal_adviser Example about leaving care"
    assert "Whoever takes part must be working with this child." in lead.hear(says)
    with council.transaction() as store:
        allocate(store, OWN, "personal_adviser", PERSONAL_ADVISER)
    assert "I know nobody on the staff by that name." in lead.hear(says.replace("Personal_adviser", "Nemo"))
    assert "With: Personal_adviser Example." in lead.hear(says)
    found = audit(council, 2)
    assert (found.practitioner_key, found.theme) == ("personal_adviser", "leaving care")
