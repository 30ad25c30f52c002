"""A serious safeguarding concern: sent to one senior manager after the other until one takes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from storage.audit_people import above, coordinators
from storage.audits import ACCEPTED, CLOSED, FINAL, OPEN, Audit
from storage.children import Child
from storage.concerns import Concern, Reader
from storage.outbox import Message, State
from storage.outcome_closing import close_if_done
from storage.people import Person
from storage.roles import Action, Role

if TYPE_CHECKING:
    from storage.access import Door
    from storage.store import Store

RAISED: Final = "audit_outcome.concern"
HEARD: Final = "audit_outcome.concern_heard"
UNHEARD: Final = "audit_outcome.concern_unheard"
AGAIN: Final = "again"  # how the occasion begins once all have been sent it
_IN_VAIN: Final = frozenset({State.UNREACHABLE, State.DEAD, State.CANCELLED})


@dataclass(frozen=True, slots=True)
class Opened:
    """A concern as its reader may see it; `child` is None if the record is restricted and not for them."""

    concern: Concern
    audit: Audit
    child: Child | None
    readers: tuple[str, ...]  # by name, in the order in which it was sent to them


@dataclass(frozen=True, slots=True)
class Raisable:
    """An audit of which they may raise a concern; `number` is the next one's."""

    audit: Audit
    child: Child
    number: int


class ConcernWork:
    """Whoever takes part in an audit, manages its case or moderates it raises one; whom it was sent to takes it."""

    def __init__(self, store: "Store", door: "Door", today: date) -> None:
        self._store = store
        self._door = door
        self._today = today

    def may_raise(self, audit: Audit) -> bool:
        """Whether it is theirs to raise: as auditor, once asked; as moderator, until that is over; as practitioner,
        manager or owner of an agreed action from when they are told of the audit, and after it is closed, too."""
        if self._door.person is None:
            return False
        key = self._door.person.key
        if key == audit.auditor_key and audit.state in OPEN:
            return self._door.let_in(Action.VIEW, audit.child_id)
        if audit.state not in (ACCEPTED, FINAL, CLOSED):
            return False
        if key == audit.practitioner_key or self._owes(audit, key):
            return self._door.let_in(Action.VIEW, audit.child_id)
        is_done = audit.state != ACCEPTED
        return is_done and (self._moderates(audit, key) or self._door.let_in(Action.DECIDE, audit.child_id))

    def raisable(self, audit_id: int) -> Raisable | None:
        """An audit of which it is theirs to raise one; None alike for any other."""
        audit = self._store.audits.find(audit_id)
        if audit is None or not self.may_raise(audit):
            return None
        child = self._store.children.find(audit.child_id)
        assert child is not None, "an audit goes with its child"
        return Raisable(audit, child, len(self._store.concerns.of_audit(audit.id)) + 1)

    def all_raisable(self, *, audited: bool = False) -> list[Raisable]:
        """Those in which they take part, or which they moderate; `audited`: only whose record they look at for it."""
        if self._door.person is None:
            return []
        key, work = self._door.person.key, self._store
        mine = [a.id for a in work.audits.open_of(key) if not audited or a.auditor_key == key]
        moderated = [one.audit_id for one in work.moderations.open_of(key)]
        return [one for one in map(self.raisable, dict.fromkeys([*mine, *moderated])) if one is not None]

    def raise_one(self, audit: Audit, action: str, number: int, seniors: Sequence[str], at: datetime) -> Concern | None:
        """Raise it, and send it to the first senior manager; None if it was raised just before, by another press."""
        assert self._door.person is not None
        person = self._door.person
        self._store.outcomes.lock(audit.id)
        made = self._store.concerns.add(Concern(audit.id, number, person.key, person.name, action, at))
        if made is not None:
            for message in pass_on(self._store, made, seniors, at, self._today):
                self._store.outbox.add(message, at)
        return made

    def _owes(self, audit: Audit, key: str) -> bool:
        return any(action.owner_key == key for action in self._store.audit_actions.of_audit(audit.id))

    def _moderates(self, audit: Audit, key: str) -> bool:
        one = self._store.moderations.of_audit(audit.id)
        is_theirs = one is not None and one.is_open and one.moderator_key == key
        return is_theirs and self._door.let_in(Action.MODERATE, audit.child_id)

    def find(self, concern_id: int) -> Opened | None:
        """One that was sent to them, or that they raised; None alike for any other."""
        person, concern = self._door.person, self._store.concerns.find(concern_id)
        if person is None or concern is None:
            return None
        readers = self._store.concerns.readers(concern_id)
        if person.key != concern.by_key and person.key not in {reader.staff_key for reader in readers}:
            return None
        audit = self._store.audits.find(concern.audit_id)
        child = self._store.children.find(audit.child_id) if audit else None
        assert audit is not None, "a concern goes with its audit"
        assert child is not None, "an audit goes with its child"
        is_open = not child.restricted or person.key in self._store.children.viewers(child.id)
        names = {p.key: p.name for p in self._store.people.with_keys(r.staff_key for r in readers)}
        return Opened(concern, audit, child if is_open else None, tuple(names[r.staff_key] for r in readers))

    def sent_to(self, concern: Concern) -> str:
        """To whom it was sent so far, by name."""
        readers = self._store.concerns.readers(concern.id)
        names = {p.key: p.name for p in self._store.people.with_keys(r.staff_key for r in readers)}
        return ", ".join(names[reader.staff_key] for reader in readers)

    def hear(self, one: Opened, at: datetime) -> bool:
        """They take it: nobody else is sent it, and whoever raised it is told; the audit closes if it waited for that
        alone. False if somebody has it already."""
        person, concern = self._door.person, one.concern
        assert person is not None
        self._store.outcomes.lock(one.audit.id)
        if person.key == concern.by_key or not self._store.concerns.hear(concern.id, person.name, at):
            return False
        self._store.outbox.add(_message(HEARD, concern, concern.by_key, "heard"), at)
        close_if_done(self._store, one.audit.id, person.key, at, self._today)
        return True


def overdue(store: "Store", seniors: Sequence[str], after: timedelta, now: datetime, today: date) -> list[Message]:
    """What goes to the next senior managers: nobody has taken it in time, or it can't reach whom it was sent to."""
    found = []
    for concern in store.concerns.unheard():
        readers = store.concerns.readers(concern.id)
        if readers:
            last = readers[-1]
            key = (last.staff_key, _about(concern), _occasion(last.place))
            state = store.outbox.states([key]).get(key)
            if now - last.at < after and state not in _IN_VAIN:
                continue
        found += pass_on(store, concern, seniors, now, today)
    return found


def pass_on(store: "Store", concern: Concern, seniors: Sequence[str], now: datetime, today: date) -> list[Message]:
    """To whom it goes next; once there is nobody left, whoever raised it and whoever looks after audits are told. Day
    by day they are told again, and whom it was sent to is asked again, until somebody has it."""
    readers = store.concerns.readers(concern.id)
    had = {reader.staff_key for reader in readers} | {concern.by_key}
    following = next((p for p in _chain(store, concern, seniors, today) if p.key not in had), None)
    if following is None:
        people = {concern.by_key, *(person.key for person in coordinators(store, today))}
        days = (now - concern.raised_at).days
        again = [_message(RAISED, concern, reader.staff_key, f"{AGAIN} {days}") for reader in readers if days]
        return [*(_message(UNHEARD, concern, key, f"unheard {days}") for key in sorted(people)), *again]
    if not store.concerns.add_reader(Reader(concern.id, len(readers) + 1, following.key, now)):
        return []
    return [_message(RAISED, concern, following.key, _occasion(len(readers) + 1))]


def raised(store: "Store", concern_id: int) -> Concern | None:
    """One, for messages that tell nothing of the child."""
    return store.concerns.find(concern_id)


def _chain(store: "Store", concern: Concern, seniors: Sequence[str], today: date) -> list[Person]:
    """Those of the settings; if there are none, the Heads of Service above the case, then who looks after audits."""
    named = [person for person in map(store.people.find, seniors) if person is not None]
    if not named:
        audit = store.audits.find(concern.audit_id)
        over = above(store, audit, today) if audit else []
        named = [person for person in over if Role.HEAD_OF_SERVICE in person.roles] + coordinators(store, today)
    return [person for person in named if not person.has_left(today)]


def _about(concern: Concern) -> str:
    return f"concern:{concern.id}"


def _occasion(place: int) -> str:
    return f"raised {place}"


def _message(kind: str, concern: Concern, recipient: str, occasion: str) -> Message:
    return Message(kind, recipient, _about(concern), occasion, {"concern": concern.id})
