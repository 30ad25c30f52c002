"""Who is told that more time is asked for an audit."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.access import as_person
from storage.audits import ACCEPTED, Audit
from storage.db import Database
from storage.roles import Role
from storage.store import Store
from tests.dialogs.audits.test_allocating import (
    AUDITOR,
    LEAD,
    MANAGER,
    SAYS,
    WORKER,
    audit,
    council,
    true_ones,
    waiting,
    words,
)
from tests.dialogs.visits.support import chat
from tests.storage.council import OWN, STAFF
from tests.storage.support import NOW

__all__ = ["council"]
LEADS, AUDITORS = "audits.more_time", "audits.more_time_auditor"


@pytest.fixture
def accepted(council: Database) -> Database:
    chat(council, LEAD).hear(SAYS)
    chat(council, AUDITOR).hear("accept audit 1")
    assert audit(council).state == ACCEPTED
    return council


def test_an_auditors_wish_is_passed_on_to_whoever_looks_after_audits(accepted: Database) -> None:
    auditor = chat(accepted, AUDITOR)
    assert "tell Qa_lead Example that you ask for more time for audit 1? Nobody is told yet." in auditor.hear(
        "can I have more time"
    )
    assert true_ones(accepted, LEADS) == []
    said = auditor.push("audits.more_time", audit=1, version=audit(accepted).version)
    assert "neither you nor I can lengthen them. I pass on to Qa_lead Example that you asked" in said
    assert true_ones(accepted, LEADS) == ["qa_lead"]
    assert true_ones(accepted, AUDITORS) == []
    told = words(accepted, LEADS).text
    assert "Auditor Example asks for more time. The audit is due by Tuesday 22 September 2026." in told
    assert OWN not in told
    with accepted.reading() as store:
        mine = store.audit_log.search(who=[f"person:{AUDITOR.object_id}"])
    assert ("change", "asked for more time in an audit") in [(event.action, event.about) for event in mine]


def test_a_practitioners_wish_is_passed_on_to_the_auditor(accepted: Database) -> None:
    said = chat(accepted, WORKER).hear("can I have more time for audit 1")
    assert "I pass on to the auditor, Auditor Example, that you asked" in said
    assert true_ones(accepted, AUDITORS) == ["auditor"]
    assert true_ones(accepted, LEADS) == []
    assert "Practitioner Example asks for more time." in words(accepted, AUDITORS).text


def test_asked_twice_it_is_told_once(accepted: Database) -> None:
    auditor = chat(accepted, AUDITOR)
    for says in ("more time for audit 1", "extend audit 1", "I need more time for audit 1"):
        assert "I pass on to Qa_lead Example" in auditor.hear(says)
    with accepted.reading() as store:
        assert len(waiting(store, LEADS)) == 1


@pytest.mark.parametrize(
    "says", ["I need more time", "I need longer", "can I have an extension", "who can extend the audit"]
)
def test_where_the_audit_is_not_named_nobody_is_told(accepted: Database, says: str) -> None:
    for who in (AUDITOR, WORKER):
        heard = chat(accepted, who).hear(says)
        assert "Nobody is told yet." in heard
        assert 'Type "more time for audit 1"' in heard
    with accepted.reading() as store:
        assert waiting(store, LEADS) == waiting(store, AUDITORS) == []


def test_an_old_cards_button_tells_nobody(accepted: Database) -> None:
    version = audit(accepted).version - 1
    heard = chat(accepted, AUDITOR).push("audits.more_time", audit=1, version=version)
    assert "nothing is done" in heard
    with accepted.reading() as store:
        assert waiting(store, LEADS) == []


def test_before_the_auditor_accepts_a_practitioners_wish_is_not_passed_on(council: Database) -> None:
    chat(council, LEAD).hear(SAYS)
    with council.reading() as store:
        found, worker = store.audits.find(1), as_person(store, WORKER.object_id, NOW)
        assert found is not None
        assert worker.audits.who_hears_of_time(found) == []
    with council.transaction() as store:
        assert as_person(store, WORKER.object_id, NOW).audits.ask_for_time(found, NOW) == []
        assert waiting(store, AUDITORS) == []


def test_a_practitioners_wish_is_true_for_the_one_who_audits_now(accepted: Database) -> None:
    chat(accepted, WORKER).hear("more time for audit 1")
    assert true_ones(accepted, AUDITORS) == ["auditor"]
    with accepted.transaction() as store:
        assert store.audits.change(replace(_now(store), auditor_key=STAFF[Role.MANAGER].key))
    assert true_ones(accepted, AUDITORS) == []


def test_an_auditors_wish_is_true_while_it_is_theirs(accepted: Database) -> None:
    chat(accepted, AUDITOR).hear("more time for audit 1")
    assert true_ones(accepted, LEADS) == ["qa_lead"]
    with accepted.transaction() as store:
        assert store.audits.change(replace(_now(store), auditor_key=STAFF[Role.MANAGER].key))
    assert true_ones(accepted, LEADS) == []


def _now(store: Store) -> Audit:
    found = store.audits.find(1)
    assert found is not None
    return found


def test_it_is_true_no_longer_once_another_auditor_has_it(accepted: Database) -> None:
    chat(accepted, AUDITOR).hear("more time for audit 1")
    chat(accepted, WORKER).hear("can I have more time for audit 1")
    chat(accepted, LEAD).hear("withdraw audit 1 because the plan has changed")
    assert true_ones(accepted, LEADS) == true_ones(accepted, AUDITORS) == []


def test_whoever_takes_no_part_in_it_tells_nobody(accepted: Database) -> None:
    assert "I have told nobody." in chat(accepted, LEAD).hear("can I have more time for audit 1")
    assert "pass on" not in chat(accepted, MANAGER).hear("can I have more time for audit 1")
    with accepted.reading() as store:
        assert waiting(store, LEADS) == waiting(store, AUDITORS) == []


def test_the_day_stays(accepted: Database) -> None:
    before = audit(accepted).due_on
    chat(accepted, AUDITOR).hear("more time for audit 1")
    assert audit(accepted).due_on == before == audit(accepted).told_on + timedelta(days=21)  # type: ignore[operator]
