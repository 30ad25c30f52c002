"""What every feature may know besides the database: the framework, whom the council says to call, who administers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from dialogs.core.nudging.policy import Policy
from standards_kb.answer import Ranks
from standards_kb.audit_tool import AuditTool
from standards_kb.placing import ScenarioWords
from standards_kb.returns import Template
from standards_kb.rules import Timescales
from standards_kb.types import Framework
from standards_kb.working_days import WorkingDays

# Puts a small file where the person can fetch it (name, media type, content, now); empty if that can't be.
Publish: TypeAlias = Callable[[str, str, bytes, datetime], str]


def no_files(_name: str, _media_type: str, _content: bytes, _at: datetime) -> str:
    """Where files can't be fetched from."""
    return ""


def no_feed(_secret: str) -> str:
    """Where feeds can't be fetched from."""
    return ""


@dataclass(frozen=True, slots=True)
class Council:
    """The council's own details, from its settings."""

    name: str
    first_response: str
    emergency_duty: str
    who_to_ask: str
    case_url: str = ""  # of a child in the case system, with {child} where the id goes; empty if the council has none


@dataclass(frozen=True, slots=True)
class ReturnPolicy:
    """By what numbers returns are asked for: `due_before` working days before the session, an action window of so many
    weeks after it, and by how much a figure may move without a comment (points of a percentage, else percent)."""

    due_before: int = 10
    window_weeks: int = 6
    margin: Decimal = Decimal(10)
    pack_before: int = 3  # working days before the session, its panel hears that the pack is there


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One edition of the framework: its timescales and how people tell of them, its audit tool, its finder, the words
    that may be kept of a question. The council, with the days on which it works, and the object ids of its first
    administrators. By what numbers people are written to unasked."""

    framework: Framework
    timescales: Timescales
    scenario_words: ScenarioWords
    audit_tool: AuditTool
    calendar: WorkingDays
    finder: Ranks
    vocabulary: frozenset[str]
    council: Council
    administrators: frozenset[str] = frozenset()
    publish: Publish = no_files
    feed_address: Callable[[str], str] = no_feed  # of the calendar feed with this secret; empty where there are none
    nudging: Policy = field(default_factory=Policy)
    seniors: tuple[str, ...] = ()  # the object ids of those who hear of serious concerns, in order
    keeps_calendars: bool = False  # whether agreed meetings are written into people's own calendars
    returns: Mapping[str, Template] = field(default_factory=dict)  # what each service area is asked for
    returning: ReturnPolicy = field(default_factory=ReturnPolicy)
    moderation_days: int = 10  # working days from the draw until an audit is moderated and discussed: our reading
