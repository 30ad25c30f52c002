"""What a person does with the cases to which the gate has let them: any other is a bug, not a refusal."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from standards_kb.history import AsOf
from standards_kb.rules import Timescales
from standards_kb.working_days import WorkingDays
from storage.agreed import WAITING, Agreed
from storage.allocations import Allocation
from storage.caseload import ChildsDeadlines
from storage.cases import Event, Situation
from storage.children import Child
from storage.corrections import Correction
from storage.outbox import Message
from storage.people import Person
from storage.planning import Watched
from storage.plans import Plans
from storage.reports import Reports
from storage.responsible import LookedUp, Search
from storage.said import Disclaimer, Reason, Said, TakenCall

if TYPE_CHECKING:
    from storage.store import Store


class NotLetInError(Exception):
    """A child was reached for to whom the gate hasn't let this person."""


class Work:
    """Of one person, through one door. `reports` and `plans` are by staff key, and so everybody's own; a report that a
    message is about is by its id."""

    def __init__(self, store: "Store", seen: set[str], may_record: Callable[[str], bool]) -> None:
        self._store = store
        self._seen = seen
        self._may_record = may_record

    @property
    def reports(self) -> Reports:
        """What people have told the bot."""
        return self._store.reports

    @property
    def plans(self) -> Plans:
        """Visits that people mean to make."""
        return self._store.plans

    def deadlines(
        self, children: Iterable[Child], now: AsOf, timescales: Timescales, calendar: WorkingDays
    ) -> list[ChildsDeadlines]:
        """Of children whom the door has shown."""
        theirs = list(children)
        ids = [child.id for child in theirs]
        if not self._seen.issuperset(ids):
            raise NotLetInError
        return self._store.caseload.deadlines(ids, now, timescales, calendar, known=theirs)

    def watched(
        self, children: Iterable[Child], now: AsOf, timescales: Timescales, calendar: WorkingDays
    ) -> list[Watched]:
        """The same, with what has been said of them and who hears."""
        ids = [child.id for child in children]
        if not self._seen.issuperset(ids):
            raise NotLetInError
        return self._store.planning.watched(ids, now, timescales, calendar)

    def managers(self, child_id: str, on: date) -> tuple[Person, ...]:
        """Who is told of a child as its workers' manager."""
        self._checked(child_id)
        child, known = self._store.children.find(child_id), LookedUp(self._store, on)
        return Search(known, child).managers() if child is not None else ()

    def said(self, child_id: str) -> Said:
        """What has been said of a child's deadlines."""
        self._checked(child_id)
        return self._store.sayings.of_child(child_id)

    def explain(self, reason: Reason) -> int:
        """Keep why a visit can't be made; its id."""
        self._checked(reason.child_id)
        return self._store.sayings.explain(reason)

    def disclaim(self, one: Disclaimer) -> int | None:
        """Keep that somebody says that a child isn't theirs; its id, None if they have said so and it is open."""
        self._checked(one.child_id)
        return self._store.sayings.disclaim(one)

    def take(self, call: TakenCall) -> bool:
        """Take a deadline in hours upon oneself; False if somebody has already."""
        self._checked(call.child_id)
        return self._store.sayings.take(call)

    def tell(self, messages: Iterable[Message], at: datetime) -> None:
        """Plan messages about children for whom they may record."""
        planned = list(messages)
        self._checked(*(message.child_id for message in planned))
        self._store.outbox.add_all(planned, at)

    def workers(self, child_id: str, on: date) -> list[Allocation]:
        """Who works with a child on a day."""
        self._checked(child_id)
        return self._store.allocations.of_child(child_id, on)

    def situations(self, child_id: str) -> list[Situation]:
        """A child's, to record in them."""
        self._checked(child_id)
        return self._store.situations.of_children([child_id])

    def situation(self, situation_id: int) -> Situation | None:
        """One, if its child is one to record for."""
        found = self._store.situations.find(situation_id)
        return found if found is not None and self._is_theirs(found.child_id) else None

    def add_situation(self, situation: Situation) -> int:
        """Begin one; its id."""
        self._checked(situation.child_id)
        return self._store.situations.add(situation)

    def change_situation(self, situation: Situation) -> bool:
        """Change one, unless somebody has changed this version of it."""
        self._checked(situation.child_id)
        return self._store.situations.change(situation)

    def remove_situations(self, gone: Sequence[Situation]) -> None:
        """Remove some."""
        self._checked(*(situation.child_id for situation in gone))
        self._store.situations.remove_all(gone)

    def events(self, ids: Iterable[int]) -> dict[int, Event]:
        """Those with these ids, by id, of children for whom they may record."""
        found = self._store.events.with_ids(ids)
        return {number: event for number, event in found.items() if self._is_theirs(event.child_id)}

    def events_called(self, natural_keys: Iterable[str]) -> list[Event]:
        """The same by natural key."""
        return [event for event in self._store.events.with_keys(natural_keys) if self._is_theirs(event.child_id)]

    def add_event(self, event: Event) -> int:
        """Add one; its id."""
        self._checked(event.child_id)
        return self._store.events.add(event)

    def change_event(self, event: Event) -> bool:
        """Change one, unless somebody has changed this version of it."""
        self._checked(event.child_id)
        return self._store.events.change(event)

    def remove_events(self, gone: Sequence[Event]) -> None:
        """Remove some."""
        self._checked(*(event.child_id for event in gone))
        self._store.events.remove_all(gone)

    def corrected(self, correction: Correction) -> None:
        """Keep what was corrected, and why."""
        self._checked(correction.child_id)
        self._store.corrections.add(correction)

    def agreed(self, child_ids: Iterable[str]) -> list[Agreed]:
        """What has been told that reviews have set for some children, oldest first."""
        ids = list(child_ids)
        if not self._seen.issuperset(ids):
            self._checked(*ids)
        return self._store.agreed.of_children(ids)

    def tell_agreed(self, one: Agreed) -> int:
        """Keep what a review is told to have set; its id."""
        self._checked(one.child_id)
        return self._store.agreed.add(one)

    def untell_agreed(self, ids: Sequence[int]) -> bool:
        """Forget what nobody has settled yet; False, and nothing forgotten, if any of it is settled, gone or no longer
        theirs to record."""
        found = [one for one in self._store.agreed.with_ids(ids) if self._is_theirs(one.child_id)]
        if len(found) != len(ids) or any(one.state != WAITING for one in found):
            return False
        with self._store.undone_unless() as step:
            return self._store.agreed.remove(ids) == len(ids) or step.undo()

    def _checked(self, *child_ids: str | None) -> None:
        if not all(map(self._is_theirs, child_ids)):
            raise NotLetInError

    def _is_theirs(self, child_id: str | None) -> bool:
        return child_id is not None and self._may_record(child_id)
