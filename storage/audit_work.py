"""Allocating audits, and what those who take part in one do about it; each change tells whom it concerns."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from storage.allocations import Allocation
from storage.audit_people import coordinators, keys_above, manager_of, new_worker, worker_of
from storage.audits import ACCEPTED, ALLOCATED, CONFLICT, FINAL, OPEN, TO_DO, WITHDRAWN, Audit
from storage.children import Child
from storage.outbox import Message
from storage.people import Person
from storage.roles import AUDITOR, PARTNER, Role

if TYPE_CHECKING:
    from storage.store import Store

# Kinds of messages; `dialogs/audits/nudges.py` has their words.
TO_ACCEPT: Final = "audits.to_accept"
SELECTED: Final = "audits.selected"
NEEDS_AUDITOR: Final = "audits.needs_auditor"
TAKEN_BACK: Final = "audits.taken_back"
GIVEN_ON: Final = "audits.given_on"
MORE_TIME: Final = "audits.more_time"
MORE_TIME_AUDITOR: Final = "audits.more_time_auditor"
SOURCE: Final = "audit"  # of the allocation that lets an auditor see the child
OWN_TEAM: Final = "own_team"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An audit to be allocated; told on that day, due on that. `practitioner`: with whom, if it isn't to be the child's
    worker as the case system names them."""

    child_id: str
    auditor: Person
    kind: str
    theme: str
    why_now: str
    told_on: date
    due_on: date
    practitioner: Person | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The audit as it would be, with what to think of first; or why it can't be (`refused`)."""

    audit: Audit | None
    refused: str = ""
    warnings: tuple[str, ...] = ()


def judge(store: "Store", wanted: Wanted, by_name: str, at: datetime) -> Verdict:
    """Whether this auditor can audit this child's record. Nothing is changed."""
    if any(audit.is_open for audit in store.audits.of_child(wanted.child_id)):
        return Verdict(None, "open")
    worker = wanted.practitioner or worker_of(store, wanted.child_id, wanted.told_on)
    if wanted.practitioner is not None and not _works_with(store, wanted.practitioner, wanted):
        return Verdict(None, "not_theirs")
    takes_part = manager_of(store, worker) if worker and worker.has_left(wanted.told_on) else worker
    if worker is None or takes_part is None or takes_part.has_left(wanted.told_on):
        return Verdict(None, "no_worker")
    refused = _refused(store, wanted, worker)
    if refused:
        return Verdict(None, refused)
    audit = Audit(
        wanted.child_id,
        takes_part.key,
        wanted.auditor.key,
        wanted.due_on,
        kind=wanted.kind,
        theme=wanted.theme,
        why_now=wanted.why_now,
        told_on=wanted.told_on,
        by_name=by_name,
        made_at=at,
    )
    return Verdict(audit, warnings=_warnings(store, wanted, worker, takes_part))


def allocate(store: "Store", audit: Audit, at: datetime, today: date) -> Audit:
    """Do it: the auditor may see the child from now on, and is asked to accept."""
    kept = replace(audit, id=store.audits.add(audit))
    _let_see(store, kept, today)
    _ask(store, kept, at)
    return kept


class AuditWork:
    """The audits of one person, through one door. `may_see`, `may_allocate`: whether the gate lets them to a child."""

    def __init__(
        self,
        store: "Store",
        person: Person | None,
        may_see: Callable[[str], bool],
        may_allocate: Callable[[str], bool],
        today: date,
    ) -> None:
        self._store = store
        self._person = person
        self._may_see = may_see
        self._may_allocate = may_allocate
        self._today = today

    def mine(self) -> list[Audit]:
        """The open ones in which they take part, soonest due first."""
        found = self._store.audits.open_of(self._person.key) if self._person else []
        return [audit for audit in found if self._may_see(audit.child_id)]

    def to_look_after(self) -> list[Audit]:
        """Those that go on or need another auditor, for whoever allocates them."""
        found = self._store.audits.in_states(OPEN | {CONFLICT})
        return [audit for audit in found if self._may_allocate(audit.child_id)]

    def find(self, audit_id: int) -> Audit | None:
        """One of these; None alike for anybody else's and for none."""
        return next((a for a in (*self.mine(), *self.to_look_after()) if a.id == audit_id), None)

    def child(self, audit: Audit) -> Child:
        """Of one of these."""
        found = self._store.children.find(audit.child_id)
        assert found is not None, "an audit goes with its child"
        return found

    def judge(self, wanted: Wanted, at: datetime) -> Verdict:
        """Whether it can be allocated so; a child not to be allocated is as one who isn't there."""
        if self._person is None or not self._may_allocate(wanted.child_id):
            return Verdict(None, "no_child")
        return judge(self._store, wanted, self._person.name, at)

    def allocate(self, audit: Audit, at: datetime) -> Audit:
        """Allocate what was judged."""
        return allocate(self._store, audit, at, self._today)

    def accept(self, audit: Audit, at: datetime) -> Audit | None:
        """The auditor says yes, and the invitation goes out in their name; None if somebody has been faster."""
        now = self._changed(replace(audit, state=ACCEPTED, practitioner_key=self._takes_part(audit)))
        if now is not None:
            selected = message(SELECTED, now, now.practitioner_key, f"selected {now.version}")
            self._store.outbox.add(replace(selected, facts={**selected.facts, "auditor": now.auditor_key}), at)
        return now

    def decline(self, audit: Audit, reason: str, at: datetime) -> Audit | None:
        """The auditor can't be the one: they see the child no more, and whoever looks after audits is told."""
        now = self._changed(replace(audit, state=CONFLICT, reason=reason))
        if now is not None:
            end_sight(self._store, audit, self._today)
            for person in coordinators(self._store, self._today):
                conflict = message(NEEDS_AUDITOR, now, person.key, f"conflict {now.version}")
                self._store.outbox.add(replace(conflict, child_id=None), at)
        return now

    def give(self, audit: Audit, auditor: Person, due_on: date, at: datetime) -> tuple[Audit | None, str]:
        """Another auditor takes it, with what is written of its outcome as a draft; or why not."""
        if audit.state == FINAL:
            return None, "final"
        wanted = Wanted(audit.child_id, auditor, audit.kind, audit.theme, audit.why_now, self._today, due_on)
        worker = worker_of(self._store, audit.child_id, self._today)
        refused = _refused(self._store, wanted, worker) if worker else "no_worker"
        if refused:
            return None, refused
        fresh = replace(audit, auditor_key=auditor.key, state=ALLOCATED, told_on=self._today, due_on=due_on, reason="")
        with self._store.undone_unless() as step:
            self._store.outcomes.take_back(audit.id)  # first, as in all else that changes both
            now = self._changed(fresh)
            if now is None:
                step.undo()
                return None, "faster"
        end_sight(self._store, audit, self._today)
        if audit.state in TO_DO and audit.auditor_key != auditor.key:
            given = message(GIVEN_ON, now, audit.auditor_key, f"given {now.version}")
            self._store.outbox.add(replace(given, child_id=None), at)
        _let_see(self._store, now, self._today)
        _ask(self._store, now, at)
        return now, ""

    def take_back(self, audit: Audit, reason: str, at: datetime) -> Audit | None:
        """It isn't to be: both who were told are told so."""
        now = self._changed(replace(audit, state=WITHDRAWN, reason=reason))
        if now is not None:
            end_sight(self._store, audit, self._today)
            end_stay(self._store, audit, self._today)
            told = {audit.auditor_key} | ({audit.practitioner_key} if audit.state in (ACCEPTED, FINAL) else set())
            for key in sorted(told if audit.state != CONFLICT else set()):
                taken = message(TAKEN_BACK, now, key, "taken back")
                self._store.outbox.add(replace(taken, child_id=None), at)
        return now

    def who_hears_of_time(self, audit: Audit) -> list[Person]:
        """Who would be told that this person asks for more time; nobody if they take no part in it."""
        key = self._person.key if self._person else ""
        if key == audit.auditor_key:
            told = coordinators(self._store, self._today)
        elif key == audit.practitioner_key and audit.state == ACCEPTED:
            told = self._store.people.with_keys([audit.auditor_key])
        else:
            return []
        return [person for person in told if person.key != key]

    def ask_for_time(self, audit: Audit, at: datetime) -> list[str]:
        """Pass on, once for its day, that this person asked for more time: an auditor to whoever looks after audits,
        the practitioner to the auditor. The names of those who are told; none if they take no part in it."""
        key, day = self._person.key if self._person else "", audit.due_on.isoformat()
        told = self.who_hears_of_time(audit)
        kind, child_id = (MORE_TIME, None) if key == audit.auditor_key else (MORE_TIME_AUDITOR, audit.child_id)
        for person in told:
            asked = message(kind, audit, person.key, f"more time for {key} {day}")
            self._store.outbox.add(replace(asked, facts={**asked.facts, "by": key, "due": day}, child_id=child_id), at)
        return [person.name for person in told]

    def _takes_part(self, audit: Audit) -> str:
        """Whom it is done with: another than at first, where the child has come to another before anybody was told."""
        worker = new_worker(self._store, audit, self._today)
        if worker is None or refusal(self._store, audit, worker, self._today):
            return audit.practitioner_key
        return worker.key

    def _changed(self, audit: Audit) -> Audit | None:
        return self._store.audits.find(audit.id) if self._store.audits.change(audit) else None


def _ask(store: "Store", audit: Audit, at: datetime) -> None:
    store.outbox.add(message(TO_ACCEPT, audit, audit.auditor_key, f"allocated {audit.version}"), at)


def message(kind: str, audit: Audit, recipient: str, occasion: str) -> Message:
    """What somebody is told of an audit."""
    return Message(kind, recipient, f"audit:{audit.id}", occasion, {"audit": audit.id}, audit.child_id)


def _let_see(store: "Store", audit: Audit, today: date) -> None:
    auditor = store.people.by_key(audit.auditor_key)
    assert auditor is not None, "an audit's auditor is on the staff"
    row = Allocation(audit.child_id, AUDITOR, auditor.name, auditor.key, auditor.team, today, None, SOURCE)
    store.allocations.add_all([row])


def end_sight(store: "Store", audit: Audit, today: date) -> None:
    """Its auditor sees the child no more."""
    mine = [
        replace(allocation, until_on=today)
        for allocation in store.allocations.of_child(audit.child_id, today)
        if (allocation.role, allocation.staff_key, allocation.source) == (AUDITOR, audit.auditor_key, SOURCE)
    ]
    store.allocations.change_all(mine)


def refusal(store: "Store", audit: Audit, worker: Person, today: date) -> str:
    """Why an audit's auditor can't do it with this worker; empty if they can."""
    auditor = store.people.by_key(audit.auditor_key)
    assert auditor is not None, "an audit's auditor is on the staff"
    wanted = Wanted(audit.child_id, auditor, audit.kind, audit.theme, audit.why_now, today, audit.due_on)
    return _refused(store, wanted, worker)


def end_stay(store: "Store", audit: Audit, today: date) -> None:
    """The worker who stayed with it, when the child came to another, sees the child no more."""
    found = store.allocations.of_child(audit.child_id, today)
    store.allocations.change_all([replace(a, until_on=today) for a in found if a.source == PARTNER])


def _works_with(store: "Store", person: Person, wanted: Wanted) -> bool:
    found = store.allocations.of_child(wanted.child_id, wanted.told_on)
    return any(allocation.staff_key == person.key and allocation.role != AUDITOR for allocation in found)


def _refused(store: "Store", wanted: Wanted, worker: Person) -> str:
    auditor = wanted.auditor
    if Role.AUDITOR not in auditor.roles or auditor.has_left(wanted.told_on):
        return "no_auditor"
    leads = auditor.key in keys_above(store, worker)
    if wanted.kind == OWN_TEAM:
        return "" if leads else "not_own_team"
    if leads:
        return "line"
    had = store.allocations.of_children([wanted.child_id])
    return "worked" if any(a.role != AUDITOR and a.staff_key == auditor.key for a in had) else ""


def _warnings(store: "Store", wanted: Wanted, worker: Person, takes_part: Person) -> tuple[str, ...]:
    found = []
    if takes_part.key != worker.key:
        found.append("left")
    if any(c.from_on <= wanted.due_on for c in store.covers.of([takes_part.key], wanted.told_on)):
        found.append("away")
    if any(audit.practitioner_key == takes_part.key for audit in store.audits.open_of(takes_part.key)):
        found.append("several")
    if Role.INDEPENDENT_REVIEWING_OFFICER in wanted.auditor.roles:
        found.append("reviewing_officer")
    return tuple(found)
