"""What every feature may know besides the database: the framework, and whom the council says to call."""

from dataclasses import dataclass

from standards_kb.answer import Ranks
from standards_kb.placing import ScenarioWords
from standards_kb.rules import Timescales
from standards_kb.types import Framework
from standards_kb.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class Council:
    """The council's own details, from its settings."""

    name: str
    first_response: str
    emergency_duty: str
    who_to_ask: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One edition of the framework: its timescales and how people tell of them, its finder, the words that may be kept
    of a question. And the council, with the days on which it works."""

    framework: Framework
    timescales: Timescales
    scenario_words: ScenarioWords
    calendar: WorkingDays
    finder: Ranks
    vocabulary: frozenset[str]
    council: Council
