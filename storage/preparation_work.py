"""What a person prepares for audits, through one door: one's own notes, which nobody sees unless they share them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from standards_kb.audit_tool import Kind
from storage.audits import ACCEPTED, CLOSED, WITHDRAWN, Audit
from storage.cases import Event
from storage.children import Child
from storage.outbox import Json, Message
from storage.people import Person
from storage.preparations import GOOD_PRACTICE, NOT_APPLICABLE, Part, Preparation

if TYPE_CHECKING:
    from storage.store import Store

# Kinds of messages; `dialogs/audit_preparation/nudges.py` has their words.
TO_DO: Final = "audit_preparation.to_do"
SHARED: Final = "audit_preparation.shared"
DECIDED: Final = "audit_preparation.decided"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A preparation with its parts by area, as its practitioner has them, or as they were shared."""

    preparation: Preparation
    child: Child
    audit: Audit | None
    parts: Mapping[str, Part]

    @property
    def is_over(self) -> bool:
        """Whether its audit is done or taken back, so that it is only read."""
        return self.audit is not None and self.audit.state in (CLOSED, WITHDRAWN)

    @property
    def is_rehearsal(self) -> bool:
        """Whether there is no audit."""
        return self.preparation.audit_id is None

    @property
    def may_share(self) -> bool:
        """Whether there is an auditor to share it with."""
        return self.audit is not None and self.audit.state == ACCEPTED

    @property
    def is_shared(self) -> bool:
        """Whether the auditor sees what was shared: whoever took over the audit since doesn't."""
        return self.audit is not None and self.preparation.shared_with == self.audit.auditor_key

    @property
    def has_changed_since(self) -> bool:
        """Whether what was shared is no longer all that stands there."""
        then = self.preparation.shared_parts()
        return any(_bare(part) != _bare(then.get(area, part)) for area, part in self.parts.items())


def whole(store: "Store", preparation: Preparation) -> Prepared | None:
    """One with its parts; None if its child is forgotten."""
    child = store.children.find(preparation.child_id)
    audit = store.audits.find(preparation.audit_id) if preparation.audit_id is not None else None
    parts = store.preparations.parts(preparation.id)
    return Prepared(preparation, child, audit, parts) if child is not None else None


class PreparationWork:
    """`may_prepare`, `may_see`: whether the gate lets them to a child, to prepare or at all."""

    def __init__(
        self,
        store: "Store",
        person: Person | None,
        may_prepare: Callable[[str], bool],
        may_see: Callable[[str], bool],
        own: Callable[[], tuple[Child, ...]],
    ) -> None:
        self._store = store
        self._person = person
        self._may_prepare = may_prepare
        self._may_see = may_see
        self._own = own

    @property
    def _key(self) -> str:
        return self._person.key if self._person else ""

    def audits(self) -> list[Audit]:
        """The open audits in which they take part as the practitioner, soonest due first."""
        found = self._store.audits.open_of(self._key) if self._person else []
        return [a for a in found if a.practitioner_key == self._key and self._may_prepare(a.child_id)]

    def mine(self) -> list[Prepared]:
        """What they prepare themselves."""
        found = self._store.preparations.of_practitioner(self._key) if self._person else []
        its = [whole(self._store, one) for one in found if self._may_prepare(one.child_id)]
        return [one for one in its if one is not None]

    def find(self, preparation_id: int) -> Prepared | None:
        """One of these; None alike for anybody else's and for none."""
        return next((one for one in self.mine() if one.preparation.id == preparation_id), None)

    def shared(self) -> list[Prepared]:
        """What was shared with them as an auditor, as it was shared, while they are one."""
        if self._person is None:
            return []
        found = [whole(self._store, one) for one in self._store.preparations.shared_with(self._key)]
        theirs = [one for one in found if one and one.is_shared and one.may_share and self._may_see(one.child.id)]
        return [replace(one, parts={a: _decided(p, one.parts[a]) for a, p in _shared(one)}) for one in theirs]

    def shared_for(self, audit_id: int) -> Prepared | None:
        """What was shared with them for one audit."""
        return next((one for one in self.shared() if one.preparation.audit_id == audit_id), None)

    def begin(self, audit: Audit, kind: Kind, at: datetime) -> Prepared:
        """Begin to prepare for an audit of theirs, or go on; a rehearsal of the same areas is taken along."""
        subject = subject_of(audit)
        before = self._store.preparations.of_subject(_rehearsal(audit.child_id, self._key))
        if before is not None and self._store.preparations.of_subject(subject) is None:
            areas = {*(area.name for area in kind.areas), GOOD_PRACTICE}
            if areas == set(self._store.preparations.parts(before.id)):
                now = replace(before, subject=subject, audit_id=audit.id, kind=audit.kind, changed_at=at)
                self._store.preparations.change(now)
        return self._added(Preparation(subject, audit.child_id, self._key, audit.id, audit.kind, at), kind)

    def rehearse(self, child_id: str, kind: Kind, at: datetime) -> Prepared | None:
        """Begin a rehearsal for a child of their own, or go on; None if it is none of theirs."""
        if not self._may_prepare(child_id) or child_id not in {child.id for child in self._own()}:
            return None
        rehearsal = Preparation(_rehearsal(child_id, self._key), child_id, self._key, None, kind.name, at)
        return self._added(rehearsal, kind)

    def write(self, one: Prepared, part: Part, at: datetime) -> bool:
        """Keep what they wrote in a part; what the auditor decided about an older reason falls."""
        stands = one.parts[part.area]
        if (part.ready, part.reason) != (stands.ready, stands.reason):
            part = replace(part, decision="", decided_by="")
        return not one.is_over and self._store.preparations.write(part, at)

    def share(self, one: Prepared, at: datetime) -> bool:
        """Let the auditor see it as it stands, and tell them; False if it has changed meanwhile."""
        assert one.audit is not None, "a rehearsal is nobody else's"
        shared = tuple(part.to_json() for part in one.parts.values())
        now = replace(one.preparation, shared_with=one.audit.auditor_key, shared_at=at, shared=shared)
        if not self._store.preparations.change(now):
            return False
        self._tell(SHARED, one, one.audit.auditor_key, f"shared {one.preparation.version}", at)
        return True

    def unshare(self, one: Prepared) -> bool:
        """Nobody else sees it any more."""
        now = replace(one.preparation, shared_with="", shared_at=None, shared=())
        return self._store.preparations.change(now)

    def decide(self, one: Prepared, area: str, decision: str, at: datetime) -> bool:
        """The auditor's word on an area that is said not to apply; False if that is said no more, or for another
        reason than they have read."""
        assert self._person is not None
        shown, stands = one.parts.get(area), self._store.preparations.parts(one.preparation.id).get(area)
        if shown is None or stands is None or shown.ready != NOT_APPLICABLE:
            return False
        if (stands.ready, stands.reason) != (shown.ready, shown.reason):
            return False
        if stands.decision == decision:
            return True
        decided = replace(stands, decision=decision, decided_by=self._person.name)
        if not self._store.preparations.write(decided, at):
            return False
        self._tell(DECIDED, one, one.preparation.practitioner_key, f"{area} {stands.version}", at, area)
        return True

    def remove(self, one: Prepared) -> None:
        """Throw one away."""
        self._store.preparations.remove(one.preparation.id)

    def relied_on(self) -> dict[tuple[str, str], date]:
        """From which day the deadlines of a situation's streams are relied on."""
        return {(s.situation, s.stream): s.on_from for s in self._store.streams.all() if s.on_from is not None}

    def supervisions(self, one: Prepared) -> list[Event]:
        """The practitioner's supervision as it is on record; of one's own, or of one who has shared it."""
        found = self._store.events.of_staff(one.preparation.practitioner_key)
        return [event for event in found if event.stream == "supervision"]

    def practitioner(self, one: Prepared) -> str:
        """Whose it is, by name."""
        person = self._store.people.by_key(one.preparation.practitioner_key)
        return person.name if person else ""

    def auditor(self, one: Prepared) -> str:
        """Who audits, by name; empty in a rehearsal."""
        person = self._store.people.by_key(one.audit.auditor_key) if one.audit else None
        return person.name if person else ""

    def _added(self, preparation: Preparation, kind: Kind) -> Prepared:
        areas = [*(area.name for area in kind.areas), GOOD_PRACTICE]
        found = whole(self._store, self._store.preparations.add(preparation, areas))
        assert found is not None, "the gate has let them to the child"
        return found

    def _tell(self, kind: str, one: Prepared, key: str, occasion: str, at: datetime, area: str = "") -> None:
        facts: dict[str, Json] = {"preparation": one.preparation.id, "area": area}
        about = f"preparation:{one.preparation.id}"
        self._store.outbox.add(Message(kind, key, about, occasion, facts, one.child.id), at)


def subject_of(audit: Audit) -> str:
    """What the preparation for an audit is called: that of whoever takes part in it now."""
    return f"audit {audit.id}"


def _rehearsal(child_id: str, staff_key: str) -> str:
    return f"rehearsal {child_id} {staff_key}"


def _shared(one: Prepared) -> list[tuple[str, Part]]:
    return [(area, part) for area, part in one.preparation.shared_parts().items() if area in one.parts]


def _decided(shared: Part, stands: Part) -> Part:
    """A part as it was shared, with what is decided about it by now."""
    is_same = (shared.ready, shared.reason) == (stands.ready, stands.reason)
    return replace(shared, decision=stands.decision if is_same else "", decided_by=stands.decided_by)


def _bare(part: Part) -> Part:
    """What the practitioner has a hand in."""
    return replace(part, decision="", decided_by="", version=0)
