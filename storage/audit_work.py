"""Audits of one person: those whom they allocate, are asked to do, or whose case is audited; no others are there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from storage.allocations import Allocation
from storage.audits import ACCEPTED, ALLOCATED, CLOSED, DECLINED, LASTS, WITHDRAWN, Audit
from storage.children import Child
from storage.outbox import Message
from storage.people import Person
from storage.responsible import How, responsible
from storage.roles import AUDITOR, Role

if TYPE_CHECKING:
    from storage.store import Store

SOURCE = "audit"  # of an auditor's allocation


class AuditWork:
    """`may_allocate`: whether the gate lets this person choose a child's case to be audited, and by whom."""

    def __init__(self, store: "Store", staff_key: str, may_allocate: Callable[[str], bool]) -> None:
        self._store = store
        self._key = staff_key
        self._may_allocate = may_allocate

    def open(self) -> list[Audit]:
        """Every audit that isn't over, of children whose case they may have audited."""
        return [audit for audit in self._store.audits.open() if self._may_allocate(audit.child_id)]

    def asked(self) -> list[Audit]:
        """Those that they audit or are asked to, soonest due first."""
        return self._store.audits.of_auditor(self._key) if self._key else []

    def mine(self) -> list[Audit]:
        """These, and those of their own practice."""
        theirs = {audit.id: audit for audit in (*self.asked(), *self._store.audits.accepted_of(self._key))}
        return sorted(theirs.values(), key=lambda audit: (audit.due_on, audit.id)) if self._key else []

    def find(self, audit_id: int) -> Audit | None:
        """One that they may allocate, or take part in."""
        audit = self._store.audits.find(audit_id)
        if audit is None:
            return None
        is_theirs = self._key in (audit.auditor_key, audit.practitioner_key) and audit.state in (ALLOCATED, ACCEPTED)
        return audit if is_theirs or self._may_allocate(audit.child_id) else None

    def child(self, child_id: str) -> Child | None:
        """A child whose case they may have audited."""
        return self._store.children.find(child_id) if self._may_allocate(child_id) else None

    def child_of(self, audit: Audit) -> Child:
        """Of one that `find`, `open` or `mine` has given."""
        child = self._store.children.find(audit.child_id)
        assert child is not None, "an audit goes with its child"
        return child

    def practitioner(self, child_id: str, on: date) -> Person | None:
        """Whose practice it is: the child's worker, or the manager where there is none; None if that is nobody."""
        if not self._may_allocate(child_id):
            return None
        for who in ("Social Worker", "Personal Advisor"):
            found = responsible(self._store, who, child_id, on)
            if found.how in (How.ALLOCATED, How.COVERED) and found.people:
                return found.people[0]
        found = responsible(self._store, "Social Worker", child_id, on)
        return found.people[0] if found.how is How.MANAGER else None

    def conflict(self, child_id: str, auditor: Person, practitioner: Person) -> str:
        """Why somebody can't audit it: `self`, `manager` of the worker, `worker` of the child before; else empty."""
        if auditor.key == practitioner.key:
            return "self"
        if auditor.key in (practitioner.manager_key, practitioner.deputy_key):
            return "manager"
        worked = self._store.allocations.of_children([child_id])
        if any(one.staff_key == auditor.key and one.role != AUDITOR for one in worked):
            return "worker"
        return ""

    def warnings(self, auditor: Person, practitioner: Person, on: date) -> list[tuple[str, str]]:
        """What to think of first, with whose name: `away`, or `several` audits at once."""
        away = {cover.staff_key for cover in self._store.covers.of([auditor.key, practitioner.key], on)}
        found = [("away", person.name) for person in (auditor, practitioner) if person.key in away]
        found += [("several", auditor.name)] if self._store.audits.of_auditor(auditor.key) else []
        found += [("several", practitioner.name)] if self._store.audits.accepted_of(practitioner.key) else []
        return found

    def is_audited(self, child_id: str) -> bool:
        """Whether the case is being audited already."""
        return any(a.state in (ALLOCATED, ACCEPTED, DECLINED) for a in self._store.audits.of_child(child_id))

    def allocate(self, audit: Audit, auditor: Person, on: date) -> int:
        """Allocate it; its id. The auditor may see the child from now on."""
        assert self._may_allocate(audit.child_id), "the gate was asked"
        self._let_see(audit.child_id, auditor, on)
        return self._store.audits.add(audit)

    def give(self, audit: Audit, auditor: Person, at: datetime, on: date) -> Audit | None:
        """To another auditor, who is asked anew; None if somebody has been faster."""
        self._let_see_no_more(audit, on)
        self._let_see(audit.child_id, auditor, on)
        given = replace(audit, auditor_key=auditor.key, state=ALLOCATED, reason="", allocated_by=self._key)
        return self._changed(replace(given, allocated_at=at))

    def accept(self, audit: Audit, on: date) -> Audit | None:
        """The auditor takes it on; the practitioner is told today, or on the day that was set."""
        told_on = max(audit.told_on, on)
        return self._changed(replace(audit, state=ACCEPTED, told_on=told_on, due_on=told_on + LASTS))

    def decline(self, audit: Audit, reason: str, on: date) -> Audit | None:
        """The auditor has declared a conflict, and may see the child no more."""
        self._let_see_no_more(audit, on)
        return self._changed(replace(audit, state=DECLINED, reason=reason))

    def close(self, audit: Audit, on: date) -> Audit | None:
        """It is complete."""
        self._let_see_no_more(audit, on)
        return self._changed(replace(audit, state=CLOSED, ended_on=on))

    def withdraw(self, audit: Audit, reason: str, on: date) -> Audit | None:
        """It isn't to be, after all."""
        self._let_see_no_more(audit, on)
        return self._changed(replace(audit, state=WITHDRAWN, reason=reason, ended_on=on))

    def name(self, key: str) -> str:
        """Of a member of staff."""
        person = self._store.people.by_key(key)
        return person.name if person is not None else ""

    def leads(self, on: date) -> list[str]:
        """Who allocates audits, by staff key."""
        return [person.key for person in self._store.people.with_role(Role.QA_LEAD) if not person.has_left(on)]

    def meeting_is_agreed(self, audit: Audit) -> bool:
        """Whether the two have agreed on a time."""
        meeting = self._store.meetings.of_audit(audit.id)
        return meeting is not None and meeting.state == "agreed"

    def tell(self, message: Message, at: datetime) -> None:
        """Plan what somebody is told of it."""
        self._store.outbox.add(message, at)

    def _let_see(self, child_id: str, auditor: Person, on: date) -> None:
        row = Allocation(child_id, AUDITOR, auditor.name, auditor.key, auditor.team, on, None, SOURCE)
        self._store.allocations.add_all([row])

    def _let_see_no_more(self, audit: Audit, on: date) -> None:
        theirs = [
            replace(one, until_on=on)
            for one in self._store.allocations.of_child(audit.child_id, on)
            if one.role == AUDITOR and one.staff_key == audit.auditor_key and one.source == SOURCE
        ]
        self._store.allocations.change_all(theirs)

    def _changed(self, audit: Audit) -> Audit | None:
        return self._store.audits.find(audit.id) if self._store.audits.change(audit) else None


def for_message(store: "Store", staff_key: str) -> AuditWork:
    """For what somebody is told: the gate was asked for its child just before."""
    return AuditWork(store, staff_key, lambda _child_id: True)
