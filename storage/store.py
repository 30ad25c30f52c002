"""One transaction, its repositories as attributes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

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
from storage.tombstones import Tombstones
from storage.turns import Turns


class Store:
    """Everything that may be read or written in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.turns = Turns(connection)
        self.conversations = Conversations(connection)
        self.people = People(connection)
        self.arrivals = Arrivals(connection)
        self.questions = Questions(connection)
        self.children = Children(connection)
        self.situations = Situations(connection)
        self.events = Events(connection)
        self.caseload = Caseload(connection)
        self.reports = Reports(connection)
        self.plans = Plans(connection)
        self.corrections = Corrections(connection)
        self.agreed = AgreedOnes(connection)
        self.covers = Covers(connection)
        self.decisions = Decisions(connection)
        self.document_offers = DocumentOffers(connection)
        self.handovers = Handovers(connection)
        self.proposals = Proposals(connection)
        self.audits = Audits(connection)
        self.outcomes = Outcomes(connection)
        self.audit_actions = AuditActions(connection)
        self.concerns = Concerns(connection)
        self.meetings = Meetings(connection)
        self.calendar_events = CalendarEvents(connection)
        self.preparations = Preparations(connection)
        self.allocations = Allocations(connection)
        self.staff = Staff(connection)
        self.reached_children = ReachedChildren(connection)
        self.import_runs = ImportRuns(connection)
        self.streams = SuppliedStreams(connection)
        self.audit_log = AuditLog(connection)
        self.tombstones = Tombstones(connection)
        self.retention = Retention(connection)
        self.outbox = Outbox(connection)
        self.sending = Sending(connection)
        self.job_leases = JobLeases(connection)
        self.choices = AllChoices(connection)
        self.returns = Returns(connection)
        self.challenges = Challenges(connection)
        self.schedule = Schedule(connection)
        self.rota = Rota(connection)
        self.sayings = Sayings(connection)
        self.planning = Planning(self, connection)

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
