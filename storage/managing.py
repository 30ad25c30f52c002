"""What a manager settles about the children and workers to whom the gate has let them: any other child is a bug."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING

from standards_kb.history import AsOf
from standards_kb.rules import Timescales
from standards_kb.working_days import WorkingDays
from storage import supervision
from storage.agreed import Agreed
from storage.allocations import Allocation
from storage.cases import Event, Situation
from storage.children import Child
from storage.corrections import Correction
from storage.covers import Covers
from storage.decisions import Decision
from storage.going_along import Along, along
from storage.handovers import Handover, Step, casework, hand_over
from storage.people import Person
from storage.planning import Watched
from storage.proposals import Proposals
from storage.said import PlanAgreement, Said
from storage.work import NotLetInError

if TYPE_CHECKING:
    from storage.store import Step as Together
    from storage.store import Store


class Managing:
    """Of one person, through one door. `proposals` are by staff key, and so everybody's own; `covers` name no child."""

    def __init__(self, store: "Store", seen: set[str]) -> None:
        self._store = store
        self._seen = seen

    @property
    def proposals(self) -> Proposals:
        """What people are about to settle."""
        return self._store.proposals

    @property
    def covers(self) -> Covers:
        """Who stands in for whom."""
        return self._store.covers

    def together(self) -> AbstractContextManager["Together"]:
        """Steps of which all are done, or none."""
        return self._store.undone_unless()

    def child(self, child_id: str) -> Child:
        """A child."""
        self._checked(child_id)
        child = self._store.children.find(child_id)
        assert child is not None, "the gate has let this person to the child"
        return child

    def viewers(self, child_id: str) -> frozenset[str]:
        """Who may see a restricted child."""
        self._checked(child_id)
        return self._store.children.viewers(child_id)

    def watched(
        self, child_ids: Iterable[str], now: AsOf, timescales: Timescales, calendar: WorkingDays
    ) -> list[Watched]:
        """What is due for some children, what has been said of it, and who hears."""
        ids = list(child_ids)
        self._checked(*ids)
        return self._store.planning.watched(ids, now, timescales, calendar)

    def agree(self, agreement: PlanAgreement) -> bool:
        """Agree to a visit on a day that is too late; False if somebody has already."""
        self._checked(agreement.child_id)
        return self._store.sayings.agree(agreement)

    def settle(self, child_id: str, staff_key: str, by: str, at: datetime) -> bool:
        """Say that a child is somebody's who said that it isn't; whether that was open."""
        self._checked(child_id)
        return self._store.sayings.settle(child_id, staff_key, by, at)

    def said(self, child_id: str) -> Said:
        """What has been said of a child's deadlines."""
        self._checked(child_id)
        return self._store.sayings.of_child(child_id)

    def situations(self, child_ids: Iterable[str]) -> list[Situation]:
        """Everything known of some children, oldest first."""
        ids = list(child_ids)
        self._checked(*ids)
        return self._store.situations.of_children(ids)

    def change_situation(self, situation: Situation) -> bool:
        """Change one, unless somebody has changed this version of it."""
        self._checked(situation.child_id or "")
        return self._store.situations.change(situation)

    def decision(self, child_id: str, kind: str, subject: str = "") -> Decision | None:
        """The newest of a kind about a child (and a visit)."""
        self._checked(child_id)
        return self._store.decisions.last(child_id, kind, subject)

    def decisions(self, child_ids: Iterable[str]) -> list[Decision]:
        """The newest of each matter about some children, without what has been taken back."""
        ids = list(child_ids)
        self._checked(*ids)
        newest = {(d.child_id, d.kind, d.subject): d for d in self._store.decisions.of_children(ids)}
        return [decision for decision in newest.values() if decision.facts]

    def decide(self, decision: Decision, confirms: Iterable[Agreed] = ()) -> bool:
        """Keep a decision and what it confirms, or neither: if somebody has decided the same matter meanwhile, or what
        it confirms was taken back."""
        self._checked(decision.child_id)
        with self._store.undone_unless() as step:
            if not self._store.decisions.add(decision):
                return False
            return all(map(self._store.agreed.settle, confirms)) or step.undo()

    def agreed(self, child_ids: Iterable[str]) -> list[Agreed]:
        """What workers have told that reviews have set for some children, oldest first."""
        ids = list(child_ids)
        self._checked(*ids)
        return self._store.agreed.of_children(ids)

    def settle_agreed(self, one: Agreed) -> bool:
        """Keep what became of it, unless somebody has settled it or taken it back meanwhile."""
        self._checked(one.child_id)
        return self._store.agreed.settle(one)

    def corrections(self, child_ids: Iterable[str], since: datetime) -> list[Correction]:
        """What workers have corrected of some children since an instant, newest first."""
        ids = list(child_ids)
        self._checked(*ids)
        return self._store.corrections.of_children(ids, since)

    def casework(self, child_id: str, on: date) -> list[Allocation]:
        """Who has, or is to have, a child from a day on."""
        self._checked(child_id)
        return casework(self._store, child_id, on)

    def hand_over(self, handover: Handover, to: Person, at: datetime, of: str = "") -> bool:
        """Give a child to a worker, unless somebody has handed the child over meanwhile."""
        self._checked(handover.child_id)
        return hand_over(self._store, handover, to, at, of)

    def along(self, child_id: str, workers: Iterable[str], day: date, today: date) -> Along:
        """What of a child goes along from these workers on a day, or has come to them."""
        self._checked(child_id)
        return along(self._store, child_id, frozenset(workers), day, today)

    def times_handed_over(self, child_id: str) -> int:
        """How often a child has been handed over."""
        self._checked(child_id)
        return self._store.handovers.count(child_id)

    def handovers(self, child_ids: Iterable[str]) -> list[Handover]:
        """The newest of each of some children, newest first."""
        ids = list(child_ids)
        self._checked(*ids)
        return self._store.handovers.last(ids)

    def steps(self, handover: Handover) -> dict[str, Step]:
        """What has been done of one, by step."""
        self._checked(handover.child_id)
        return self._store.handovers.steps(handover.id)

    def tick(self, handover: Handover, step: Step) -> None:
        """It has been done."""
        self._checked(handover.child_id)
        self._store.handovers.tick(handover.id, step)

    def untick(self, handover: Handover, step: str) -> None:
        """It hasn't been done after all."""
        self._checked(handover.child_id)
        self._store.handovers.untick(handover.id, step)

    def supervised(
        self, people: Iterable[Person], now: AsOf, timescales: Timescales, calendar: WorkingDays
    ) -> list[supervision.Supervised]:
        """What is due for the supervision of some workers."""
        return supervision.supervised(self._store, people, now, timescales, calendar)

    def sessions(self, worker: Person) -> list[Event]:
        """What is known of a worker's supervision, oldest first."""
        return self._store.events.of_staff(worker.key)

    def record(self, worker: Person, stream: str, day: date, by: Person) -> bool:
        """Keep that something of a worker's supervision happened; False if that is known already."""
        return supervision.record(self._store, worker, stream, day, by)

    def unrecord(self, worker: Person, stream: str, day: date) -> bool:
        """Forget what was told of in chat; False if nothing was."""
        return supervision.remove(self._store, worker, stream, day)

    def _checked(self, *child_ids: str) -> None:
        if not self._seen.issuperset(child_ids):
            raise NotLetInError
