"""A chat with the features: no Teams, no HTTP, a clock that stands, and a finder of the test's choice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count

from dialogs.core.knowledge import Council, Knowledge
from dialogs.core.reply import Reply
from dialogs.core.routing import route
from dialogs.core.turn import Conversation, Json, Kind, Scope, Sender, Turn
from dialogs.registry import features
from standards_kb.answer import Ranks
from standards_kb.audit_tool import AuditTool, load_audit_tool
from standards_kb.load_finder import load_vocabulary
from standards_kb.load_returns import load_templates
from standards_kb.load_scenarios import load_scenario_words
from standards_kb.placing import ScenarioWords
from standards_kb.returns import Template
from standards_kb.working_days import england
from storage.db import Database
from storage.questions import AskedQuestion
from tests.fixed_clock import FixedClock
from tests.standards_kb.deadlines import timescales
from tests.standards_kb.support import FakeFinder, framework, phrasings

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
_NUMBERS = count(1)  # of activities, which Teams numbers by the time, too
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
ALEX = Sender("00000000-0000-0000-0000-000000000020", "Alex Wilber")
MEGAN = Sender("00000000-0000-0000-0000-000000000021", "Megan Bowen")
COUNCIL = Council("Example Council", "01632 960001", "01632 960002", "the Practice Development Team")


@cache
def audit_tool() -> AuditTool:
    return load_audit_tool(framework())


@cache
def vocabulary() -> frozenset[str]:
    return load_vocabulary(framework(), phrasings())


@cache
def scenario_words() -> ScenarioWords:
    return load_scenario_words(timescales())


@cache
def templates() -> Mapping[str, Template]:
    return load_templates(framework())


def knowledge(finder: Ranks | Mapping[str, Mapping[str, float]] | None = None) -> Knowledge:
    """With a finder, or with one that knows this table."""
    if finder is None or isinstance(finder, Mapping):
        finder = FakeFinder(finder or {})
    return Knowledge(
        framework(),
        timescales(),
        scenario_words(),
        audit_tool(),
        england(),
        finder,
        vocabulary(),
        COUNCIL,
        returns=templates(),
    )


@dataclass
class Chat:
    """One person in one conversation."""

    database: Database
    knowledge: Knowledge
    person: Sender = ALEX
    scope: Scope = Scope.PERSONAL
    name: str = "chat-1"
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))

    def turn(self, kind: Kind, text: str = "", action: str = "", data: Mapping[str, Json] | None = None) -> Turn:
        where = Conversation(self.name, self.scope, "tenant", "https://smba.trafficmanager.net/uk/")
        return Turn(kind, f"{next(_NUMBERS):09d}", where, self.person, self.clock.now(), text, action, data or {})

    def act(self, turn: Turn) -> Reply | None:
        with self.database.transaction() as store:
            to = turn.conversation
            store.conversations.remember(to.id, to.scope, to.tenant_id, to.service_url)
            store.turns.claim(turn.conversation.id, turn.activity_id, turn.at)
            reply = route(features(), turn, store)(turn, store, self.knowledge)
            store.turns.answered(turn.conversation.id, turn.activity_id, reply.to_json() if reply else None)
            return reply

    def say(self, text: str) -> Reply:
        return _some(self.act(self.turn(Kind.MESSAGE, text)))

    def press(self, action: str, **data: Json) -> Reply:
        return _some(self.act(self.turn(Kind.ACTION, action=action, data=data)))

    def search(self, text: str) -> Reply:
        return _some(self.act(self.turn(Kind.SEARCH, text)))

    def install(self) -> Reply | None:
        return self.act(self.turn(Kind.INSTALLED))

    def remove(self) -> Reply | None:
        return self.act(self.turn(Kind.REMOVED))

    def wait(self, **by: float) -> None:
        self.clock.move(timedelta(**by))

    def kept(self) -> list[AskedQuestion]:
        """Every question kept, oldest first."""
        with self.database.transaction() as store:
            return store.questions.since(LONG_AGO)


def _some(reply: Reply | None) -> Reply:
    assert reply is not None
    return reply
