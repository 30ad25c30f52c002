"""A child who comes to another worker amid an audit: whoever runs the audit says who takes part in it from then on."""

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from storage.allocations import Allocation
from storage.audit_people import casework_of, coordinators, new_worker
from storage.audit_work import SELECTED, message, refusal
from storage.audits import ACCEPTED, Audit
from storage.outbox import Message
from storage.people import Person
from storage.preparation_work import subject_of
from storage.roles import AUDITOR, PARTNER, Action

if TYPE_CHECKING:
    from storage.access import Door
    from storage.store import Store

# Kinds of messages; `dialogs/audits/nudges_worker.py` has their words.
MOVED: Final = "audits.moved"  # to the auditor, and to the new worker
MOVED_LEAD: Final = "audits.moved_lead"
MOVED_AWAY: Final = "audits.moved_away"  # to the worker before, who sees the child no more
WHO: Final = "audits.who_takes_part"


def moved(store: "Store", today: date) -> list[Message]:
    """Auditor, both workers and whoever looks after audits hear once of each change."""
    found = []
    for audit in store.audits.in_states((ACCEPTED,)):
        worker = waits_for(store, audit, today)
        if worker is None:
            continue
        theirs = casework_of(store, audit.child_id, today)
        assert theirs is not None, "the new worker has the child"
        # Who comes back after the child was with the first worker again is a change of its own.
        occasion = f"moved to {worker.key} {theirs.id} {audit.version}"
        told = [(MOVED, audit.auditor_key), (MOVED, worker.key), (MOVED_AWAY, audit.practitioner_key)]
        told += [(MOVED_LEAD, person.key) for person in coordinators(store, today)]
        for kind, key in told:
            said = message(kind, audit, key, occasion)
            found.append(said if kind == MOVED else replace(said, child_id=None))
    return found


def waits_for(store: "Store", audit: Audit, today: date) -> Person | None:
    """The new worker of whom nobody has said yet whether they take part."""
    return new_worker(store, audit, today) if audit.state == ACCEPTED else None


class TakingPart:
    """Who takes part in an audit: for its auditor, and whoever looks after audits."""

    def __init__(self, store: "Store", door: "Door", today: date) -> None:
        self._store = store
        self._door = door
        self._today = today

    def new_worker(self, audit: Audit) -> Person | None:
        """The new worker, where it is theirs to say who takes part and nobody has said so yet."""
        person = self._door.person
        if person is None:
            return None
        is_theirs = person.key == audit.auditor_key or self._door.may(Action.ALLOCATE_AUDITS, audit.child_id)
        return waits_for(self._store, audit, self._today) if is_theirs else None

    def first_worker(self, audit: Audit) -> str:
        """Who takes part until that is said, by name."""
        person = self._store.people.by_key(audit.practitioner_key)
        return person.name if person else ""

    def take_on(self, audit: Audit, worker: Person, at: datetime) -> tuple[Audit | None, str]:
        """The new worker takes part, and is invited as the first was; or why not. What the first prepared stays theirs
        alone, and a draft that they were to read is one to be shared anew."""
        refused = refusal(self._store, audit, worker, self._today)
        if refused:
            return None, refused
        with self._store.undone_unless() as step:
            self._store.outcomes.take_back(audit.id)  # first, as in all else that changes both
            if not self._store.audits.change(replace(audit, practitioner_key=worker.key)):
                step.undo()
                return None, "faster"
            before = self._store.preparations.of_subject(subject_of(audit))
            if before is not None:
                apart = replace(
                    before,
                    subject=f"{subject_of(audit)} before {audit.version}",
                    shared_with="",
                    shared_at=None,
                    shared=(),
                )
                if not self._store.preparations.change(apart):
                    step.undo()
                    return None, "faster"
        now = self._fresh(audit)
        selected = message(SELECTED, now, worker.key, f"selected {now.version}")
        self._store.outbox.add(replace(selected, facts={**selected.facts, "auditor": now.auditor_key}), at)
        self._tell(now, {audit.practitioner_key, audit.auditor_key}, at)
        return now, ""

    def stay(self, audit: Audit, worker: Person, at: datetime) -> tuple[Audit | None, str]:
        """It stays with the first worker, who sees the child again until it is over."""
        first = self._store.people.by_key(audit.practitioner_key)
        if first is None or first.has_left(self._today):
            return None, "left"
        if not self._store.audits.change(audit):
            return None, "faster"
        row = Allocation(audit.child_id, AUDITOR, first.name, first.key, first.team, self._today, None, PARTNER)
        self._store.allocations.add_all([row])
        now = self._fresh(audit)
        self._tell(now, {first.key, worker.key, audit.auditor_key}, at)
        return now, ""

    def _tell(self, audit: Audit, keys: set[str], at: datetime) -> None:
        mine = {self._door.person.key} if self._door.person else set()
        for key in sorted(keys - mine):
            said = message(WHO, audit, key, f"who {audit.version}")
            self._store.outbox.add(replace(said, child_id=None), at)

    def _fresh(self, audit: Audit) -> Audit:
        found = self._store.audits.find(audit.id)
        assert found is not None, "it was just changed"
        return found
