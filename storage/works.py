"""What one person may do in each area of work: parts of their door, each made when it is first asked for."""

from abc import ABC, abstractmethod
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from storage.audit_work import AuditWork
from storage.audit_worker import TakingPart
from storage.challenge_work import ChallengeWork
from storage.children import Child
from storage.managing import Managing
from storage.meeting_work import MeetingWork
from storage.moderation_work import ModerationWork
from storage.outcome_work import OutcomeWork
from storage.oversight import Oversight
from storage.people import Person
from storage.preparation_work import PreparationWork
from storage.reach import Reached
from storage.return_people import ReturnPeople
from storage.return_work import ReturnWork
from storage.roles import Action
from storage.schedule_work import ScheduleWork
from storage.theme_work import ThemeWork
from storage.work import Work

if TYPE_CHECKING:
    from storage.access import Door
    from storage.store import Store


class Works(ABC):
    """The areas of work behind a door, which decides what each may reach (`storage.access.Door`)."""

    person: Person | None
    _store: "Store"
    _today: date
    _seen: set[str]

    @abstractmethod
    def reached(self, action: Action) -> Reached:
        """How far they reach in an action."""

    @abstractmethod
    def let_in(self, action: Action, child_id: str) -> bool:
        """Whether they may do something about a child, which may then be reached."""

    @abstractmethod
    def may(self, action: Action, child_id: str) -> bool:
        """Whether they may do that about a child."""

    @abstractmethod
    def may_record(self, child_id: str) -> bool:
        """Whether they may record for a child."""

    @abstractmethod
    def own(self) -> tuple[Child, ...]:
        """The children allocated to them."""

    @abstractmethod
    def _audit(self, action: str, about: str, *child_ids: str) -> None: ...

    def _reaches(self, action: Action) -> bool:
        return not self.reached(action).is_nothing

    @property
    def _key(self) -> str:
        return self.person.key if self.person else ""

    @cached_property
    def work(self) -> Work:
        """Casework: deadlines, visits, reports."""
        return Work(self._store, self._seen, self.may_record)

    @cached_property
    def managing(self) -> Managing:
        """What managers decide and settle."""
        return Managing(self._store, self._seen)

    @cached_property
    def oversight(self) -> Oversight:
        """What managers see of their teams."""
        return Oversight(self._store, self._key, self.reached, self._seen, self._audit, self._today)

    @cached_property
    def audits(self) -> AuditWork:
        """Audits allocated and taken."""
        return AuditWork(
            self._store,
            self.person,
            lambda child_id: self.let_in(Action.VIEW, child_id),
            lambda child_id: self.may(Action.ALLOCATE_AUDITS, child_id),
            self._today,
        )

    @cached_property
    def taking_part(self) -> TakingPart:
        """Who takes part in an audit whose child has come to another worker."""
        return TakingPart(self._store, self._door(), self._today)

    @cached_property
    def meetings(self) -> MeetingWork:
        """Audit meetings."""
        return MeetingWork(self._store, self._key, lambda child_id: self.let_in(Action.VIEW, child_id))

    @cached_property
    def outcomes(self) -> OutcomeWork:
        """The outcomes of audits."""
        return OutcomeWork(self._store, self._door(), self._today)

    @cached_property
    def moderations(self) -> ModerationWork:
        """The moderation of audits."""
        return ModerationWork(self._store, self._door(), self._today)

    @cached_property
    def preparations(self) -> PreparationWork:
        """Preparations for audits."""
        return PreparationWork(
            self._store,
            self.person,
            lambda child_id: self.let_in(Action.PREPARE, child_id),
            lambda child_id: self.let_in(Action.VIEW, child_id),
            self.own,
        )

    @cached_property
    def returns(self) -> ReturnWork:
        """Check-and-challenge returns."""
        return ReturnWork(
            self._store,
            self.person,
            lambda: self._reaches(Action.CONVENE),
            lambda: self._reaches(Action.SIGN_OFF),
        )

    @cached_property
    def return_people(self) -> ReturnPeople:
        """Who is in a return; for those who convene alone."""
        return ReturnPeople(self._store, lambda about: self._audit("change", about))

    @cached_property
    def challenges(self) -> ChallengeWork:
        """What follows a session."""
        return ChallengeWork(
            self._store, self.returns, self.person, lambda: self._reaches(Action.CHALLENGE), self._today
        )

    @cached_property
    def schedule(self) -> ScheduleWork:
        """The year's schedule."""
        return ScheduleWork(
            self._store,
            self.person,
            lambda: self._reaches(Action.SCHEDULE),
            lambda: self._reaches(Action.CONVENE),
        )

    @cached_property
    def themes(self) -> ThemeWork:
        """The month's headline themes."""
        return ThemeWork(
            self._store,
            self.person,
            lambda: self._reaches(Action.THEMES),
            lambda: self._reaches(Action.NOTE_THEMES),
            lambda about: self._audit("figures", about),
            self._today,
        )

    @abstractmethod
    def _door(self) -> "Door": ...
