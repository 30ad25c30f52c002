"""One transaction, its repositories as attributes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Generic, Literal, TypeVar

from sqlalchemy import Connection, NestedTransaction

from storage.agreed import AgreedOnes
from storage.allocations import Allocations
from storage.arrivals import Arrivals
from storage.audit_actions import AuditActions
from storage.audit_log import AuditLog
from storage.audits import Audits
from storage.calendar_events import CalendarEvents
from storage.caseload import Caseload
from storage.cases import Events, Situations
from storage.challenges import Challenges
from storage.children import Children
from storage.choices import AllChoices
from storage.concerns import Concerns
from storage.conversations import Conversations
from storage.corrections import Corrections
from storage.covers import Covers
from storage.decisions import Decisions
from storage.document_offers import DocumentOffers
from storage.forgetting import Retention
from storage.handovers import Handovers
from storage.import_runs import ImportRuns, SuppliedStreams
from storage.job_leases import JobLeases
from storage.meetings import Meetings
from storage.moderations import Moderations
from storage.outbox import Outbox
from storage.outcomes import Outcomes
from storage.people import People
from storage.planning import Planning
from storage.plans import Plans
from storage.preparations import Preparations
from storage.proposals import Proposals
from storage.questions import Questions
from storage.reach import ReachedChildren, Staff
from storage.reports import Reports
from storage.returns import Returns
from storage.rota import Rota
from storage.said import Sayings
from storage.schedule import Schedule
from storage.sending import Sending
from storage.themes import Themes
from storage.tombstones import Tombstones
from storage.turns import Turns

T = TypeVar("T")


class _Of(Generic[T]):
    """A repository, made when it is first asked for: a turn needs few of them."""

    def __init__(self, repository: Callable[[Connection], T]) -> None:
        self._repository = repository

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, store: "Store", _owner: type) -> T:
        made = self._repository(store._connection)
        store.__dict__[self._name] = made  # found before this from now on
        return made


class Store:
    """Everything that may be read or written in one transaction."""

    turns = _Of(Turns)
    conversations = _Of(Conversations)
    people = _Of(People)
    arrivals = _Of(Arrivals)
    questions = _Of(Questions)
    children = _Of(Children)
    situations = _Of(Situations)
    events = _Of(Events)
    caseload = _Of(Caseload)
    reports = _Of(Reports)
    plans = _Of(Plans)
    corrections = _Of(Corrections)
    agreed = _Of(AgreedOnes)
    covers = _Of(Covers)
    decisions = _Of(Decisions)
    document_offers = _Of(DocumentOffers)
    handovers = _Of(Handovers)
    proposals = _Of(Proposals)
    audits = _Of(Audits)
    outcomes = _Of(Outcomes)
    audit_actions = _Of(AuditActions)
    concerns = _Of(Concerns)
    moderations = _Of(Moderations)
    meetings = _Of(Meetings)
    calendar_events = _Of(CalendarEvents)
    preparations = _Of(Preparations)
    allocations = _Of(Allocations)
    staff = _Of(Staff)
    reached_children = _Of(ReachedChildren)
    import_runs = _Of(ImportRuns)
    streams = _Of(SuppliedStreams)
    audit_log = _Of(AuditLog)
    tombstones = _Of(Tombstones)
    retention = _Of(Retention)
    outbox = _Of(Outbox)
    sending = _Of(Sending)
    job_leases = _Of(JobLeases)
    choices = _Of(AllChoices)
    returns = _Of(Returns)
    challenges = _Of(Challenges)
    schedule = _Of(Schedule)
    themes = _Of(Themes)
    rota = _Of(Rota)
    sayings = _Of(Sayings)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def planning(self) -> Planning:
        """What is seen of every child by whoever plans what is to be said unasked."""
        return Planning(self, self._connection)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """What fails in here is undone by itself, and the transaction can go on."""
        with self._connection.begin_nested():
            yield

    @contextmanager
    def undone_unless(self) -> Iterator["Step"]:
        """Steps that belong together: `undo` takes back what was done in here, and the transaction can go on."""
        with self._connection.begin_nested() as savepoint:
            yield Step(savepoint)


class Step:
    """What is done together, or not at all."""

    def __init__(self, savepoint: NestedTransaction) -> None:
        self._savepoint = savepoint

    def undo(self) -> Literal[False]:
        """Take it back; false, as that is what came of it."""
        self._savepoint.rollback()
        return False
