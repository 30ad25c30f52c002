"""What a person does about agreed actions: the owner says that it is done, the manager whether it made a difference."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from storage.audit_actions import AGREED, MADE, NOT_YET, OVER, AgreedAction, Review
from storage.audit_people import manager_of_case
from storage.audits import CLOSED, FINAL, Audit
from storage.children import Child
from storage.outbox import Message
from storage.roles import Action

SAID: Final = "audit_outcome.action_said"  # `dialogs/audit_outcome/nudges_actions.py` has its words

if TYPE_CHECKING:
    from storage.access import Door
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class Tracked:
    """An action of an audit that is final, with all that was said of it."""

    action: AgreedAction
    audit: Audit
    child: Child
    reviews: tuple[Review, ...]

    def said(self, *, by_manager: bool) -> Review | None:
        """What the owner, or the manager, last said at its present date."""
        now = [r for r in self.reviews if r.look_on == self.action.look_on and r.is_manager == by_manager]
        return now[-1] if now else None


class ActionWork:
    """An action is there for its owner and for whoever manages the child's case."""

    def __init__(self, store: "Store", door: "Door", today: date) -> None:
        self._store = store
        self._door = door
        self._today = today

    def mine(self) -> list[Tracked]:
        """Those that go on: theirs to do, and those of the cases that they manage."""
        if self._door.person is None:
            return []
        led = self._door.reached(Action.DECIDE).staff
        audits = [a.id for a in self._store.audits.in_states((FINAL, CLOSED)) if a.practitioner_key in led]
        ids = {a.id for a in self._store.audit_actions.open_of_audits(audits)}
        ids |= {a.id for a in self._store.audit_actions.open_of(self._door.person.key)}
        found = [one for one in map(self.find, sorted(ids)) if one is not None]
        return sorted(found, key=lambda one: (one.action.look_on, one.action.id))

    def find(self, action_id: int) -> Tracked | None:
        """One; None alike for what isn't theirs and for none."""
        one = tracked(self._store, action_id)
        if one is None or not self._door.let_in(Action.VIEW, one.audit.child_id):
            return None
        return one if self.owns(one) or self.manages(one) else None

    def owns(self, one: Tracked) -> bool:
        """Whether it is theirs to do."""
        return self._door.person is not None and one.action.owner_key == self._door.person.key

    def manages(self, one: Tracked) -> bool:
        """Whether they have a manager's word on the case."""
        return self._door.let_in(Action.DECIDE, one.audit.child_id)

    def review(
        self, one: Tracked, answer: str, changed: str, evidence: str, again_on: date | None, at: datetime
    ) -> bool:
        """Keep what they say of it, and tell the other of the two; false if something was said meanwhile. The manager's
        word ends it, or (NOT_YET) sets the next day."""
        assert self._door.person is not None
        by_manager = answer in (MADE, NOT_YET, OVER)
        action = one.action
        review = Review(
            action.id,
            len(one.reviews) + 1,
            action.look_on,
            int(by_manager),
            answer,
            changed,
            evidence,
            self._door.person.name,
            at,
        )
        ends = answer in (MADE, OVER)
        now = replace(action, state=answer) if ends else replace(action, look_on=again_on or action.look_on)
        with self._store.undone_unless() as step:
            if action.state != AGREED or not self._store.audit_actions.change(now):
                return step.undo()
            if not self._store.audit_actions.add_review(review):
                return step.undo()
        manager = manager_of_case(self._store, one.audit, self._today)
        other = action.owner_key if by_manager else manager.key if manager else None
        if other and other != self._door.person.key:
            self.tell(SAID, one.audit, action, other, f"said {review.number}", at)
        return True

    def tell(self, kind: str, audit: Audit, action: AgreedAction, recipient: str, occasion: str, at: datetime) -> None:
        """Plan a message about one."""
        self._store.outbox.add(message(kind, audit, action, recipient, occasion), at)


def tracked(store: "Store", action_id: int) -> Tracked | None:
    """One of an audit that is final, for whom the gate is asked."""
    action = store.audit_actions.find(action_id)
    audit = store.audits.find(action.audit_id) if action else None
    child = store.children.find(audit.child_id) if audit else None
    if action is None or audit is None or child is None or audit.state not in (FINAL, CLOSED):
        return None
    return Tracked(action, audit, child, tuple(store.audit_actions.reviews(action_id)))


def message(kind: str, audit: Audit, action: AgreedAction, recipient: str, occasion: str) -> Message:
    """A message about one, for who may see the child."""
    return Message(kind, recipient, f"audit-action:{action.id}", occasion, {"action": action.id}, audit.child_id)
