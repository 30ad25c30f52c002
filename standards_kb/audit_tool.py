"""The audit tool as data: what each kind of audit looks at, in the framework's words where it has any."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, ValidationError

from standards_kb.case import Case, Facts, Situation
from standards_kb.history import as_of
from standards_kb.load import CURRENT_EDITION, DataError, edition_folder, read_toml
from standards_kb.rules import Timescales
from standards_kb.timescales import open_deadlines
from standards_kb.types import Framework, Passage
from standards_kb.working_days import WorkingDays, end_of

FILE = "audit_tool.toml"


@dataclass(frozen=True, slots=True)
class Area:
    """One area of an audit: the framework's, with its prompts verbatim (`passage`), or a question of ours.

    `standards`: what the framework asks of it elsewhere; `known`: which of a child's events tell something of it."""

    name: str
    title: str
    prompts: tuple[str, ...] = ()
    passage: Passage | None = None
    standards: tuple[Passage, ...] = ()
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of audit. `is_ours`: its questions aren't the framework's, and the council is to confirm them.
    `starts_from`: what has to be said of why now; empty if nothing has."""

    name: str
    title: str
    cites: Passage
    areas: tuple[Area, ...]
    is_ours: bool
    meets: bool
    starts_from: str = ""


@dataclass(frozen=True, slots=True)
class AuditTool:
    """Every kind by its name, and the passage that wants a scale."""

    kinds: Mapping[str, Kind]
    scale: Passage


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _KindData(_Strict):
    name: str
    title: str
    cites: str
    meets: bool = True
    starts_from: str = ""
    questions: list[str] = []


class _BehindData(_Strict):
    area: str
    standards: list[str]
    known: list[str] = []


class _File(_Strict):
    scale: str
    areas: list[str]
    behind: list[_BehindData] = []
    kind: list[_KindData]


def load_audit_tool(framework: Framework, edition: str = CURRENT_EDITION) -> AuditTool:
    """The tool of an edition; DataError if it is wrong, or cites what isn't there."""
    try:
        data = _File.model_validate(read_toml(edition_folder(edition), FILE))
    except ValidationError as error:
        raise DataError(f"{FILE}: {error}") from error
    behind = {row.area: row for row in data.behind}
    standards = [standard for row in data.behind for standard in row.standards]
    cited = [data.scale, *data.areas, *behind, *standards, *(kind.cites for kind in data.kind)]
    astray = sorted(set(cited) - set(framework.passages))
    if astray:
        raise DataError(f"{FILE}: no passage has the id {', '.join(astray)}")
    names = [kind.name for kind in data.kind]
    if len(set(names)) != len(names):
        raise DataError(f"{FILE}: two kinds have the same name")
    areas = tuple(_area(framework, passage_id, behind.get(passage_id)) for passage_id in data.areas)
    kinds = {kind.name: _kind(kind, framework, areas) for kind in data.kind}
    return AuditTool(MappingProxyType(kinds), framework.passages[data.scale])


def due_on(told_on: date, timescales: Timescales, calendar: WorkingDays) -> date:
    """The day by which an audit is to be completed of which its auditor was told on a day."""
    told = Case((Situation("case_audit", told_on, Facts()),), ())
    due = open_deadlines(told, as_of(end_of(told_on)), timescales, calendar)[0].due
    assert not isinstance(due, datetime), "the framework gives weeks"
    return due


def _kind(data: _KindData, framework: Framework, areas: tuple[Area, ...]) -> Kind:
    own = tuple(Area(f"{data.name}.{number}", question) for number, question in enumerate(data.questions, 1))
    return Kind(
        data.name, data.title, framework.passages[data.cites], own or areas, bool(own), data.meets, data.starts_from
    )


def _area(framework: Framework, passage_id: str, behind: _BehindData | None) -> Area:
    row = framework.passages[passage_id]
    prompts = tuple(framework.passages[part].text for part in row.parts)
    standards = tuple(framework.passages[standard] for standard in behind.standards) if behind else ()
    known = tuple(behind.known) if behind else ()
    return Area(passage_id, row.lead or row.title, prompts, row, standards, known)
