"""Allocating audits by chat: who may, what stands in the way, who is told what."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.audits.nudges import nudges
from dialogs.core.nudge import by_kind
from dialogs.core.reply import Reply
from dialogs.core.turn import Scope, Sender
from storage.audits import ACCEPTED, ALLOCATED, CONFLICT, WITHDRAWN, Audit
from storage.db import Database
from storage.outbox import Entry, State
from storage.people import Person
from storage.roles import Action, Role
from storage.store import Store
from tests.dialogs.card_checks import faults
from tests.dialogs.support import knowledge
from tests.dialogs.visits.support import chat
from tests.storage.council import NOBODYS, OF_EAST, OWN, RESTRICTED, STAFF, UNPLACED, add_council
from tests.storage.support import NOW

KNOWN = knowledge()
KINDS = by_kind(nudges())
SAYS = f"allocate a case file audit of {OWN} to Auditor because the plan is a year old"


def sender(role: Role) -> Sender:
    person = STAFF[role]
    return Sender(str(person.object_id), person.name)


LEAD, AUDITOR, WORKER, MANAGER = map(sender, (Role.QA_LEAD, Role.AUDITOR, Role.PRACTITIONER, Role.MANAGER))


@pytest.fixture
def council(database: Database) -> Database:
    with database.transaction() as store:
        add_council(store)
    return database


def audit(database: Database, number: int = 1) -> Audit:
    with database.reading() as store:
        found = store.audits.find(number)
    assert found is not None
    return found


def waiting(store: Store, kind: str) -> list[Entry]:
    return [entry for entry in store.outbox.in_states([State.PENDING]) if entry.kind == kind]


def true_ones(database: Database, kind: str, after: timedelta = timedelta(0)) -> list[str]:
    """Who would be told now."""
    with database.reading() as store:
        return [e.recipient for e in waiting(store, kind) if KINDS[kind].still_true(e, store, NOW + after)]


def words(database: Database, kind: str) -> Reply:
    with database.reading() as store:
        reply = KINDS[kind].render(waiting(store, kind)[-1], store, KNOWN, NOW)
    assert reply is not None
    assert reply.card is not None
    assert faults(reply.card, reply.text) == []
    assert OWN not in reply.summary
    assert "AB 001" not in reply.summary
    return reply


def test_a_sentence_allocates_and_the_auditor_is_asked(council: Database) -> None:
    said = chat(council, LEAD).hear(SAYS)
    assert "Allocated. Auditor Example is asked to accept" in said
    assert "Tuesday 22 September 2026: 21 days left" in said
    found = audit(council)
    assert (found.practitioner_key, found.auditor_key, found.state) == ("practitioner", "auditor", ALLOCATED)
    assert (found.kind, found.why_now) == ("case_file", "the plan is a year old")
    assert found.due_on.isoformat() == "2026-09-22"
    assert true_ones(council, "audits.to_accept") == ["auditor"]
    assert true_ones(council, "audits.selected") == []
    assert "Why now: the plan is a year old" in words(council, "audits.to_accept").text


def test_the_auditor_sees_the_child_from_then_on(council: Database) -> None:
    assert "I can't show you" in chat(council, AUDITOR).hear(f"find {OWN}")
    chat(council, LEAD).hear(SAYS)
    assert "Child in Need plan" in chat(council, AUDITOR).hear(f"find {OWN}")


def test_the_form_does_the_same_and_keeps_what_was_typed(council: Database) -> None:
    lead = chat(council, LEAD)
    assert "Auditors: Auditor Example." in lead.hear("allocate an audit")
    filled = {"auditor": "auditor", "kind": "themed", "theme": "neglect", "why": "priority"}
    reply = lead.press("audits.allocate", child=NOBODYS, **filled)
    assert "I can't allocate an audit of a child by that id" in reply.text
    assert "neglect" in str(reply.card)
    lead.push("audits.allocate", child=OWN, **filled)
    assert (audit(council).kind, audit(council).theme) == ("themed", "neglect")


def test_a_learning_review_starts_from_a_complaint_or_a_concern(council: Database) -> None:
    lead = chat(council, LEAD)
    says = f"allocate a learning review of {OWN} to Auditor"
    assert "It starts from a complaint or a concern: please say which" in lead.hear(says)
    with council.reading() as store:
        assert store.audits.of_child(OWN) == []
    lead.hear(f"{says} because of a complaint about late reports")
    assert (audit(council).kind, audit(council).why_now) == ("learning_review", "a complaint about late reports")


def test_accepting_tells_the_practitioner_in_the_auditors_name(council: Database) -> None:
    chat(council, LEAD).hear(SAYS)
    said = chat(council, AUDITOR).hear("accept audit 1")
    assert "The invitation goes out in your name." in said
    assert "phone a senior manager at once" in said
    assert audit(council).state == ACCEPTED
    assert true_ones(council, "audits.to_accept") == []
    assert true_ones(council, "audits.selected") == ["practitioner"]
    told = words(council, "audits.selected").text
    assert "Auditor Example has 3 weeks, until Tuesday 22 September 2026" in told
    assert "looks back 6 months" in told
    assert "“Audits will be undertaken collaboratively, with you" in told
    assert "In which you take part" in chat(council, WORKER).hear("my audits")


def test_a_conflict_shuts_the_record_and_another_auditor_takes_it(council: Database) -> None:
    with council.transaction() as store:
        fresh = {"key": "second", "name": "Second Reader", "object_id": "20000000-0", "principal_name": None}
        second = replace(STAFF[Role.AUDITOR], **fresh)  # type: ignore[arg-type]
        store.people.save(second)
    chat(council, LEAD).hear(f"allocate an audit of {OWN} to auditor example")
    auditor = chat(council, AUDITOR)
    assert "Please say why" in auditor.hear("decline audit 1")
    assert "goes to another auditor" in auditor.hear("decline audit 1 because I know the family")
    assert "I can't show you" in auditor.hear(f"find {OWN}")
    assert (audit(council).state, audit(council).reason) == (CONFLICT, "I know the family")
    assert true_ones(council, "audits.needs_auditor") == ["qa_lead"]
    assert "decline" not in words(council, "audits.needs_auditor").text
    assert "Second Reader" in chat(council, LEAD).hear("give audit 1 to Second Reader")
    assert (audit(council).auditor_key, audit(council).state) == ("second", ALLOCATED)
    assert true_ones(council, "audits.needs_auditor") == []
    assert true_ones(council, "audits.to_accept") == ["second"]


def test_whoever_answers_second_hears_so_and_changes_nothing(council: Database) -> None:
    chat(council, LEAD).hear(SAYS)
    auditor = chat(council, AUDITOR)
    auditor.push("audits.accept", audit=1, version=1)
    assert "You have accepted this audit already." in auditor.push("audits.accept", audit=1, version=1)
    assert audit(council).version == 2
    with council.reading() as store:
        assert len(waiting(store, "audits.selected")) == 1


def test_taking_it_back_tells_those_who_knew(council: Database) -> None:
    chat(council, LEAD).hear(SAYS)
    chat(council, AUDITOR).hear("accept audit 1")
    assert "Please say why" in chat(council, LEAD).hear("withdraw audit 1")
    chat(council, LEAD).hear("withdraw audit 1 because the family has moved")
    assert audit(council).state == WITHDRAWN
    assert sorted(true_ones(council, "audits.taken_back")) == ["auditor", "practitioner"]
    assert true_ones(council, "audits.selected") == []
    assert "no open audit" in chat(council, WORKER).hear("audit 1")
    assert "There is an open audit" not in chat(council, LEAD).hear(SAYS)


@pytest.mark.parametrize("child", [NOBODYS, RESTRICTED])
def test_no_such_child_and_a_restricted_one_sound_the_same(council: Database, child: str) -> None:
    said = chat(council, LEAD).hear(f"allocate an audit of {child} to auditor example")
    assert "I can't allocate an audit of a child by that id" in said


@pytest.mark.parametrize(
    ("more", "child", "says"),
    [
        ({}, UNPLACED, "I don't know who works with this child"),
        ({"key": "manager", "roles": ("manager", "auditor")}, OWN, "This auditor manages the child's worker"),
        ({"key": "southern", "roles": ("practitioner", "auditor")}, "700001", "has worked with this child"),
    ],
)
def test_who_cannot_be_the_auditor(council: Database, more: dict[str, object], child: str, says: str) -> None:
    with council.transaction() as store:
        person = store.people.by_key(str(more.get("key", "auditor")))
        assert isinstance(person, Person)
        store.people.save(replace(person, **more))  # type: ignore[arg-type]
    name = person.name
    assert says in chat(council, LEAD).hear(f"allocate an audit of {child} to {name}")


def test_a_manager_checks_their_own_team_and_nobody_elses(council: Database) -> None:
    with council.transaction() as store:
        store.people.save(replace(STAFF[Role.MANAGER], roles=("manager", "auditor")))
    lead = chat(council, LEAD)
    assert "for the worker's own manager" in lead.hear(f"allocate an own team audit of {OF_EAST} to Manager Example")
    assert "Allocated." in lead.hear(f"allocate an own team audit of {OWN} to Manager Example")


def test_the_manager_takes_part_once_the_worker_has_left(council: Database) -> None:
    with council.transaction() as store:
        store.people.save(replace(STAFF[Role.PRACTITIONER], left_on=NOW.date()))
    assert "their manager takes part" in chat(council, LEAD).hear(SAYS)
    assert audit(council).practitioner_key == "manager"


def test_one_audit_of_a_child_at_a_time(council: Database) -> None:
    lead = chat(council, LEAD)
    lead.hear(SAYS)
    assert "There is an open audit of this child already." in lead.hear(SAYS)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.QA_LEAD, Role.ADMINISTRATOR}))
def test_nobody_else_allocates_or_takes_back(council: Database, role: Role) -> None:
    chat(council, LEAD).hear(SAYS)
    other = chat(council, sender(role))
    for says in (SAYS, "allocate an audit", "withdraw audit 1 because no", "give audit 1 to Auditor"):
        assert "allocated by QA leads" in other.hear(says)
    assert audit(council).version == 1


def test_an_auditor_cannot_answer_for_another(council: Database) -> None:
    chat(council, LEAD).hear(SAYS)
    for role in (Role.QA_LEAD, Role.PRACTITIONER, Role.MANAGER):
        assert "no open audit" in chat(council, sender(role)).hear("accept audit 1")


def test_nothing_of_it_in_a_channel(council: Database) -> None:
    said = chat(council, LEAD, Scope.CHANNEL).hear(SAYS)
    assert "Allocated" not in said
    with council.reading() as store:
        assert store.audits.find(1) is None


def test_the_deadline_is_told_once_each_and_to_the_lead_when_it_has_passed(council: Database) -> None:
    chat(council, LEAD).hear(SAYS)
    chat(council, AUDITOR).hear("accept audit 1")
    due = KINDS["audits.deadline"].due
    assert due is not None
    heard = []
    for days in range(25):
        at = NOW + timedelta(days=days)
        with council.transaction() as store:
            found = due(store, KNOWN, at, "").messages
            heard += [(days, m.kind, m.recipient) for m in found if store.outbox.add_all([m], at)]
    deadline = ("audits.deadline", "auditor")
    assert heard == [(14, *deadline), (21, *deadline), (22, "audits.overdue", "qa_lead")]
    assert true_ones(council, "audits.deadline", timedelta(days=20)) == ["auditor", "auditor"]
    assert true_ones(council, "audits.overdue", timedelta(days=22)) == ["qa_lead"]
    assert "Audit 1 is overdue" in words(council, "audits.overdue").text


def test_appendix_2_and_the_tool_are_shown_word_for_word(council: Database) -> None:
    worker = chat(council, WORKER)
    said = worker.say("what to expect").text
    rows = [p.text for p in KNOWN.framework.passages.values() if p.is_row and p.id.startswith("audit_expectations.")]
    assert len(rows) == 8
    assert all(row in said for row in rows)
    tool = worker.say("the audit tool").text
    assert all(prompt in tool for area in KNOWN.audit_tool.kinds["case_file"].areas for prompt in area.prompts)
    assert "for the council to confirm" in worker.hear("the audit tool for a dip sample")


def test_looking_is_in_the_audit_log(council: Database) -> None:
    chat(council, LEAD).hear(SAYS)
    chat(council, AUDITOR).hear("audit 1")
    with council.reading() as store:
        mine = store.audit_log.search(who=[f"person:{AUDITOR.object_id}"])
        leads = store.audit_log.search(who=[f"person:{LEAD.object_id}"])
    assert [(e.action, e.child_ids) for e in mine] == [("view", (OWN,))]
    assert ("change", "allocated an audit") in [(e.action, e.about) for e in leads]


def test_what_messages_need_is_what_readers_may() -> None:
    assert {kind: nudge.action for kind, nudge in KINDS.items()} == {
        "audits.to_accept": Action.VIEW,
        "audits.selected": Action.VIEW,
        "audits.needs_auditor": Action.ALLOCATE_AUDITS,
        "audits.taken_back": None,
        "audits.given_on": None,
        "audits.unanswered": Action.ALLOCATE_AUDITS,
        "audits.deadline": Action.VIEW,
        "audits.overdue": Action.ALLOCATE_AUDITS,
        "audits.more_time": Action.ALLOCATE_AUDITS,
        "audits.more_time_auditor": Action.VIEW,
        "audits.moved": Action.VIEW,
        "audits.moved_lead": Action.ALLOCATE_AUDITS,
        "audits.moved_away": None,
        "audits.who_takes_part": None,
    }


def test_a_stale_card_changes_nothing_and_shows_how_it_stands(council: Database) -> None:
    chat(council, LEAD).hear(SAYS)
    auditor = chat(council, AUDITOR)
    auditor.hear("accept audit 1")
    assert "how it stands now" in auditor.push("audits.decline", audit=1, version=1, reason="no")
    assert "how it stands now" in chat(council, LEAD).push("audits.withdraw", audit=1, version=1, reason="no")
    assert (audit(council).state, audit(council).version) == (ACCEPTED, 2)
