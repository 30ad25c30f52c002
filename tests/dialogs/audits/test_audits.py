"""An audit is allocated, accepted or declined, given on, taken back, closed; who sees the child by it, and how long."""

from dataclasses import replace
from datetime import date

import pytest

from dialogs.core.turn import Scope, Sender
from storage.allocations import Allocation
from storage.audits import ACCEPTED, CLOSED, DECLINED, WITHDRAWN, Audit
from storage.covers import Cover
from storage.db import Database
from storage.roles import AUDITOR, Role
from storage.store import Store
from tests.dialogs.audit_meeting.support import CARE, OMAR, PLAN, PRIYA, QUINN, the_audit
from tests.dialogs.support import ALEX, MEGAN, NOW
from tests.dialogs.visits.support import RESTRICTED, Checked, chat
from tests.dialogs.visits.support import audited as log_of

ALLOCATE = f"allocate an audit of {PLAN} to Priya because data shows late visits"


def audit(database: Database) -> Audit:
    with database.reading() as store:
        return the_audit(store)


def quinn(database: Database) -> Checked:
    return chat(database, QUINN)


def priya(database: Database) -> Checked:
    return chat(database, PRIYA)


def allocated(database: Database) -> Checked:
    quinn(database).hear(ALLOCATE)
    return priya(database)


def sees(database: Database, who: Sender) -> bool:
    return "AB 201" in chat(database, who).hear(f"find {PLAN}")


def test_from_allocation_to_the_end(staffed: Database) -> None:
    heard = quinn(staffed).hear(ALLOCATE)
    assert "Allocated: Case file audit of AB 201's case" in heard
    assert "Priya Nair is asked to take it on." in heard
    assert sees(staffed, PRIYA)
    heard = priya(staffed).hear("accept the audit")
    assert "The audit is due by Tuesday 22 September 2026; it looks back 6 months." in heard
    assert "21 days left No meeting is agreed yet." in chat(staffed, ALEX).hear("my audits")
    assert "is closed" in priya(staffed).hear(f"close the audit of {PLAN}")
    assert audit(staffed).state == CLOSED
    assert audit(staffed).ended_on == date(2026, 9, 1)
    assert not sees(staffed, PRIYA)


def test_until_the_auditor_accepts_the_practitioner_hears_nothing(demo: Database) -> None:
    allocated(demo)
    assert "You take part in no open audit" in chat(demo, ALEX).hear("my audits")
    with demo.reading() as store:
        assert [e.recipient for e in store.outbox.in_states(["pending"])] == ["priya"]  # type: ignore[list-item]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.QA_LEAD, Role.ADMINISTRATOR}))
def test_nobody_else_allocates(demo: Database, role: Role) -> None:
    with demo.transaction() as store:
        person = store.people.by_key("omar")
        assert person is not None
        store.people.save(replace(person, roles=(role,)))
    assert "Audits are allocated by the quality assurance lead" in chat(demo, OMAR).hear(ALLOCATE)
    with demo.reading() as store:
        assert store.audits.of_child(PLAN) == []


@pytest.mark.parametrize(
    ("says", "hears"),
    [
        (
            "allocate an audit of 999999 to Priya because of data",
            "I can't have the case of a child",
        ),
        (f"allocate an audit of {RESTRICTED} to Priya because of data", "I can't have the case of a child by that id"),
        (f"allocate an audit of {PLAN} to Barbara because of data", "I know no auditor called “Barbara”."),
        (f"allocate an audit of {PLAN} to Megan because of data", "I know no auditor called “Megan”."),
        (
            f"allocate an audit of {PLAN} to Priya",
            "An audit of AB 201's case by Priya",
        ),
    ],
)
def test_what_cannot_be_is_said(demo: Database, says: str, hears: str) -> None:
    assert hears in quinn(demo).hear(says)
    with demo.reading() as store:
        assert store.audits.open() == []


class TestConflicts:
    def test_of_line_management(self, demo: Database) -> None:
        with demo.transaction() as store:
            _become_auditor(store, MEGAN)
        assert "Megan Bowen manages Alex Wilber" in quinn(demo).hear(ALLOCATE.replace("Priya", "Megan"))

    def test_of_ones_own_practice(self, demo: Database) -> None:
        with demo.transaction() as store:
            _become_auditor(store, ALEX)
        assert "can't audit their own practice" in quinn(demo).hear(ALLOCATE.replace("Priya", "Alex"))

    def test_of_an_earlier_worker(self, demo: Database) -> None:
        with demo.transaction() as store:
            days = (date(2025, 1, 1), date(2025, 6, 1))
            before = Allocation(PLAN, "social_worker", "Priya Nair", "priya", "Court", *days)
            store.allocations.add_all([before])
        assert "Priya Nair has worked with AB 201" in quinn(demo).hear(ALLOCATE)

    def test_an_earlier_audit_is_none(self, demo: Database) -> None:
        with demo.transaction() as store:
            before = Allocation(PLAN, AUDITOR, "Priya Nair", "priya", "Court", date(2025, 1, 1), date(2025, 6, 1))
            store.allocations.add_all([before])
        assert "Allocated" in quinn(demo).hear(ALLOCATE)

    def test_declared_by_the_auditor(self, staffed: Database) -> None:
        heard = allocated(staffed).hear(f"I can't audit {PLAN}")
        assert "What is the conflict about the audit of AB 201's case?" in heard
        assert "Thank you." in priya(staffed).hear(f"I can't audit {PLAN} because I know the family")
        assert (audit(staffed).state, audit(staffed).reason) == (DECLINED, "I know the family")
        assert not sees(staffed, PRIYA)
        assert "Another auditor is wanted." in quinn(staffed).hear("audits")
        assert "Omar Said is asked" in quinn(staffed).hear(f"give the audit of {PLAN} to Omar")
        assert sees(staffed, OMAR)

    def test_after_it_was_accepted(self, demo: Database) -> None:
        allocated(demo).hear("accept the audit")
        priya(demo).hear(f"I can't audit {PLAN} because I know the family")
        assert audit(demo).state == DECLINED
        assert "You take part in no open audit" in chat(demo, ALEX).hear("my audits")


def _become_auditor(store: Store, who: Sender) -> None:
    person = store.people.find(who.object_id)
    assert person is not None
    store.people.save(replace(person, roles=(*person.roles, Role.AUDITOR)))


def test_one_audit_at_a_time(demo: Database) -> None:
    allocated(demo)
    assert "is being audited already, by Priya Nair." in quinn(demo).hear(ALLOCATE.replace("Priya", "Omar"))


def test_absence_and_several_at_once_are_pointed_out(demo: Database) -> None:
    with demo.transaction() as store:
        alex, megan = store.people.find(ALEX.object_id), store.people.find(MEGAN.object_id)
        assert alex is not None
        assert megan is not None
        store.covers.add(Cover(alex.key, 1, megan.key, date(2026, 9, 2), date(2026, 9, 10), "Megan", NOW))
    assert "Alex Wilber is away, or soon will be." in quinn(demo).hear(ALLOCATE)
    heard = quinn(demo).hear(f"allocate an audit of {CARE} to Priya because of data")
    assert "Priya Nair takes part in another audit at present." in heard


def test_taking_it_back(staffed: Database) -> None:
    allocated(staffed).hear("accept the audit")
    heard = quinn(staffed).hear(f"withdraw the audit of {PLAN} because it was chosen twice")
    assert "is taken back" in heard
    assert (audit(staffed).state, audit(staffed).reason) == (WITHDRAWN, "it was chosen twice")
    assert not sees(staffed, PRIYA)
    assert "You take part in no open audit" in chat(staffed, ALEX).hear("my audits")


def test_an_old_card_does_nothing(demo: Database) -> None:
    """Accepted on one device, and then declined from the card that still stands on another."""
    allocated(demo)
    version = audit(demo).version
    priya(demo).push("audits.accept", audit=audit(demo).id, version=version)
    heard = priya(demo).push("audits.conflict", audit=audit(demo).id, version=version, reason="I know the family")
    assert audit(demo).state == ACCEPTED
    assert "Your audits" in heard


def test_another_auditor_answers_nothing(demo: Database) -> None:
    allocated(demo)
    chat(demo, OMAR).push("audits.accept", audit=audit(demo).id, version=1)
    assert audit(demo).state == "allocated"


def test_the_form_asks_for_kind_theme_and_reason(demo: Database) -> None:
    reply = quinn(demo).say(f"allocate an audit of {PLAN} to Priya")
    assert reply.card is not None
    quinn(demo).push(
        "audits.allocate", child=PLAN, auditor="priya", kind="dip_sample", theme="", reason="An improvement priority"
    )
    assert (audit(demo).kind, audit(demo).why_now) == ("dip_sample", "An improvement priority")


def test_in_a_channel_nothing_is_said_of_it(demo: Database) -> None:
    assert "personal chat" in chat(demo, QUINN, Scope.CHANNEL).hear(ALLOCATE)
    with demo.reading() as store:
        assert store.audits.open() == []


def test_every_change_is_audited_and_so_is_an_attempt(demo: Database) -> None:
    allocated(demo).hear("accept the audit")
    quinn(demo).hear("allocate an audit of 999999 to Priya because of data")
    with demo.reading() as store:
        theirs = [(e.action, e.about, tuple(e.child_ids)) for e in log_of(store, QUINN)]
        auditors = [(e.action, e.about, tuple(e.child_ids)) for e in log_of(store, PRIYA)]
    assert ("change", "an audit allocated", (PLAN,)) in theirs
    assert ("refused", "asked to have a child's case audited", ("999999",)) in theirs
    assert ("change", "an audit accepted", (PLAN,)) in auditors


def test_a_forgotten_child_takes_its_audits_along(staffed: Database) -> None:
    allocated(staffed)
    with staffed.transaction() as store:
        assert store.children.forget(PLAN)
    with staffed.reading() as store:
        assert store.audits.open() == []
