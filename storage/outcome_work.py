"""What a person does about the outcome of an audit, through one door; each step tells those who are next."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from storage.action_work import ActionWork
from storage.audit_actions import AGREED, TAKEN_OUT, AgreedAction
from storage.audit_people import manager_of_case
from storage.audits import ACCEPTED, CLOSED, FINAL, Audit
from storage.children import Child
from storage.concern_work import ConcernWork
from storage.concerns import Concern
from storage.outbox import Message
from storage.outcome_closing import close_if_done
from storage.outcomes import (
    CORRECTIVE,
    GOOD_PRACTICE,
    NOT_APPLICABLE,
    OVERALL,
    PRACTITIONER,
    SCALE,
    SHARED,
    GoodPractice,
    Outcome,
    Part,
)
from storage.outcomes import FINAL as GRADED
from storage.people import Person
from storage.preparations import AGREED as AGREED_ON
from storage.preparations import NOT_APPLICABLE as PROPOSED
from storage.roles import Action

if TYPE_CHECKING:
    from storage.access import Door
    from storage.store import Store

# Kinds of messages; `dialogs/audit_outcome/nudges.py` has their words.
SHARED_WITH: Final = "audit_outcome.shared"
ANSWERED: Final = "audit_outcome.answered"
GRADED_FOR: Final = "audit_outcome.final"
FOR_MANAGER: Final = "audit_outcome.manager"
AGREED_FOR: Final = "audit_outcome.action"


@dataclass(frozen=True, slots=True)
class Whole:
    """An audit with all that came of it; `parts` as they stand now, by name."""

    audit: Audit
    outcome: Outcome
    parts: dict[str, Part]
    actions: tuple[AgreedAction, ...]
    concerns: tuple[Concern, ...]

    @property
    def untaken(self) -> list[Concern]:
        """The serious concerns that no senior manager has taken yet: it doesn't close before one has."""
        return [concern for concern in self.concerns if concern.heard_at is None]

    @property
    def waits_for_senior_alone(self) -> bool:
        """Whether all else is confirmed."""
        return bool(self.outcome.uploaded_by and self.outcome.monitored_by and self.untaken)

    def part(self, name: str) -> Part:
        """One of its parts, also before it is written."""
        return self.parts.get(name, Part(self.audit.id, name))


def whole(store: "Store", audit: Audit) -> Whole:
    """An audit with all that came of it."""
    outcomes, actions = store.outcomes, tuple(store.audit_actions.of_audit(audit.id))
    concerns = tuple(store.concerns.of_audit(audit.id))
    return Whole(audit, outcomes.of(audit.id), outcomes.parts(audit.id), actions, concerns)


class OutcomeWork:
    """The auditor writes; the practitioner sees what is shared with them; the manager what is final. Whoever looks
    after audits may confirm the upload, and reads nothing."""

    def __init__(self, store: "Store", door: "Door", today: date) -> None:
        self._store = store
        self._door = door
        self._today = today
        self.actions = ActionWork(store, door, today)
        self.concerns = ConcernWork(store, door, today)

    @property
    def today(self) -> date:
        """The day in London."""
        return self._today

    def find(self, audit_id: int) -> Whole | None:
        """One; None alike for what isn't theirs to read, and for none."""
        audit = self._store.audits.find(audit_id)
        one = whole(self._store, audit) if audit is not None and self._may_see(audit) else None
        if one is not None and self.writes(one):
            return replace(one, parts={**self._agreed(one), **one.parts})
        return one if one is not None and self._was_shown(one) else None

    def mine(self) -> list[Whole]:
        """Those that wait for them, or that they write: what goes on, soonest due first."""
        if self._door.person is None:
            return []
        theirs = self._store.audits.open_of(self._key)
        led = self._door.reached(Action.DECIDE).staff
        theirs += [a for a in self._store.audits.in_states((FINAL,)) if a.practitioner_key in led and a not in theirs]
        found = (self.find(audit.id) for audit in theirs if audit.state in (ACCEPTED, FINAL))
        return [one for one in found if one is not None]

    def practice(self, limit: int) -> list[GoodPractice]:
        """The good practice shared last, for everybody on the staff."""
        return self._store.outcomes.practice(limit) if self._door.person else []

    def child(self, one: Whole) -> Child:
        """Of one of these."""
        child = self._store.children.find(one.audit.child_id)
        assert child is not None, "an audit goes with its child"
        return child

    def names(self, one: Whole) -> tuple[str, str, str]:
        """The auditor's, the practitioner's and the manager's; empty if there is none."""
        audit, manager = one.audit, self.manager(one)
        known = {p.key: p.name for p in self._store.people.with_keys([audit.auditor_key, audit.practitioner_key])}
        return known[audit.auditor_key], known[audit.practitioner_key], manager.name if manager else ""

    def manager(self, one: Whole) -> Person | None:
        """Of the case."""
        return manager_of_case(self._store, one.audit, self._today)

    def writes(self, one: Whole) -> bool:
        """Whether they are its auditor, and it goes on."""
        return self._key == one.audit.auditor_key and one.audit.state in (ACCEPTED, FINAL)

    def comments(self, one: Whole) -> bool:
        """Whether it is they with whom it was done."""
        return self._key == one.audit.practitioner_key and self._key != one.audit.auditor_key

    def manages(self, one: Whole) -> bool:
        """Whether a manager's word on this case is theirs."""
        return self._door.let_in(Action.DECIDE, one.audit.child_id)

    def write(self, one: Whole, part: Part, at: datetime) -> bool:
        """The auditor saves one part, unless it has been saved since or isn't theirs to change: then false."""
        with self._store.undone_unless() as step:
            if not self._store.outcomes.touch(one.audit.id, self._key):
                return step.undo()
            return self._store.outcomes.write(self._signed(part, at)) or step.undo()

    def agree(self, one: Whole, action: AgreedAction) -> bool:
        """The auditor adds an action; false if the outcome isn't theirs to change."""
        if not self._store.outcomes.touch(one.audit.id, self._key):
            return False
        self._store.audit_actions.add(action)
        return True

    def take_out(self, one: Whole, action: AgreedAction) -> bool:
        """The auditor takes one out of the draft again; it stays in the record."""
        with self._store.undone_unless() as step:
            if action.state != AGREED or not self._store.outcomes.touch(one.audit.id, self._key):
                return step.undo()
            return self._store.audit_actions.change(replace(action, state=TAKEN_OUT)) or step.undo()

    def share(self, one: Whole, at: datetime) -> bool:
        """The draft goes to the practitioner."""
        now = replace(one.outcome, state=SHARED, shared_at=at, answered_at=None)
        with self._store.undone_unless() as step:
            if one.audit.state != ACCEPTED or not self._store.outcomes.change(now):
                return step.undo()
            agreed = [part for part in one.parts.values() if part.is_agreed]
            if not all(self._store.outcomes.write(self._signed(part, at)) for part in agreed):
                return step.undo()
        self._tell(SHARED_WITH, one, one.audit.practitioner_key, f"shared {at.isoformat()}", at)
        return True

    def answer(self, one: Whole, text: str, at: datetime) -> bool:
        """The practitioner has read the draft, and says something about it or nothing."""
        with self._store.undone_unless() as step:
            now = replace(one.outcome, answered_at=at)
            if one.outcome.state != SHARED or not self._store.outcomes.change(now):
                return step.undo()
            said = replace(one.part(PRACTITIONER), evidence=text)
            if text and not self._store.outcomes.write(self._signed(said, at)):
                return step.undo()
        self._tell(ANSWERED, one, one.audit.auditor_key, f"answered {now.version}", at)
        return True

    def consent(self, one: Whole, at: datetime, *, may: bool) -> bool:
        """The practitioner lets the good practice as it stands be shared, or doesn't."""
        version = one.part(GOOD_PRACTICE).version
        now = replace(one.outcome, consented=version if may else -version)
        if not version or one.outcome.consented == version or not self._store.outcomes.change(now):
            return False
        if one.outcome.state == GRADED:
            self._share_practice(one, now, at)
        return True

    def finalise(self, one: Whole, at: datetime) -> bool:
        """It stands as the practitioner has seen it; manager and owners of actions are told."""
        grade, scale = one.part(OVERALL).answer, int(one.part(SCALE).answer)
        now = replace(one.outcome, state=GRADED, final_at=at, grade=grade, scale=scale)
        with self._store.undone_unless() as step:
            if one.outcome.state != SHARED or not self._store.outcomes.change(now):
                return step.undo()
            if not self._store.audits.change(replace(one.audit, state=FINAL)):
                return step.undo()
        self._share_practice(one, now, at)
        manager = self.manager(one)
        if manager is None or manager.key != one.audit.practitioner_key:
            self._tell(GRADED_FOR, one, one.audit.practitioner_key, "final", at)
        if manager is not None:
            self._tell(FOR_MANAGER, one, manager.key, "final", at)
        for action in one.actions:
            if action.owner_key:
                self.actions.tell(AGREED_FOR, one.audit, action, action.owner_key, "agreed", at)
        return True

    def to_upload(self, audit_id: int) -> Whole | None:
        """One whose upload they may confirm: its auditor, or whoever looks after audits."""
        audit = self._store.audits.find(audit_id)
        if audit is None or audit.state != FINAL:
            return None
        looks_after = self._door.may(Action.ALLOCATE_AUDITS, audit.child_id)
        is_theirs = audit.auditor_key == self._key and self._may_see(audit)
        return whole(self._store, audit) if looks_after or is_theirs else None

    def uploaded(self, one: Whole, at: datetime) -> bool:
        """The completed tool is on the child's file."""
        return self._confirmed(one, replace(one.outcome, uploaded_by=self._name), at)

    def correct(self, one: Whole, text: str, at: datetime) -> bool:
        """The manager says what is done to put this case right."""
        part = replace(one.part(CORRECTIVE), evidence=text)
        is_final = one.outcome.state == GRADED
        return is_final and self._store.outcomes.write(self._signed(part, at))

    def monitored(self, one: Whole, at: datetime) -> bool:
        """The manager's monitoring statement is entered."""
        return self._confirmed(one, replace(one.outcome, monitored_by=self._name), at)

    def _confirmed(self, one: Whole, now: Outcome, at: datetime) -> bool:
        """What is waited for last closes the audit."""
        with self._store.undone_unless() as step:
            self._store.outcomes.lock(one.audit.id)
            if one.audit.state != FINAL or not self._store.outcomes.change(now):
                return step.undo()
            close_if_done(self._store, one.audit.id, self._key, at, self._today)
        return True

    def _share_practice(self, one: Whole, now: Outcome, at: datetime) -> None:
        part = one.part(GOOD_PRACTICE)
        if part.evidence and part.version == now.consented:
            self._store.outcomes.share_practice(part.evidence, at.date())

    def _agreed(self, one: Whole) -> dict[str, Part]:
        """The areas of which the auditor has agreed, as proposed, that they don't apply; a draft that is shared keeps
        them, as it does what is written."""
        shared = self._door.preparations.shared_for(one.audit.id)
        parts = shared.parts.values() if shared else ()
        return {
            part.area: Part(one.audit.id, part.area, answer=NOT_APPLICABLE, evidence=part.reason, by_name=self._name)
            for part in parts
            if part.ready == PROPOSED and part.decision == AGREED_ON
        }

    def _signed(self, part: Part, at: datetime) -> Part:
        return replace(part, by_name=self._name, at=at)

    def _tell(self, kind: str, one: Whole, recipient: str, occasion: str, at: datetime) -> None:
        about, facts = f"audit:{one.audit.id}", {"audit": one.audit.id}
        self._store.outbox.add(Message(kind, recipient, about, occasion, facts, one.audit.child_id), at)

    def _may_see(self, audit: Audit) -> bool:
        return self._door.let_in(Action.VIEW, audit.child_id)

    def _was_shown(self, one: Whole) -> bool:
        if one.audit.state not in (ACCEPTED, FINAL, CLOSED):
            return False
        is_final = one.outcome.state == GRADED
        return (self.comments(one) and one.outcome.state in (SHARED, GRADED)) or (is_final and self.manages(one))

    @property
    def _key(self) -> str:
        return self._door.person.key if self._door.person else ""

    @property
    def _name(self) -> str:
        return self._door.person.name if self._door.person else ""
