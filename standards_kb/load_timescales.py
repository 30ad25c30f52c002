"""Reads an edition's timescales.toml; refuses what points nowhere or doesn't fit together."""

import re
from dataclasses import fields
from types import MappingProxyType
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from standards_kb.case import Facts
from standards_kb.history import COUNTING, UNANNOUNCED
from standards_kb.load import CURRENT_EDITION, DataError, edition_folder, read_toml
from standards_kb.rules import Kind, Point, SituationRules, Span, Step, Timescale, Timescales, Unit, WhoByAge
from standards_kb.types import Framework

FILE = "timescales.toml"
VISITS = (COUNTING, UNANNOUNCED)
START, ON_THE_DAY = "start", "0 days"
_SPAN = re.compile(r"(\d+) (hour|working day|day|week|month)s?")
_POINT = re.compile(r"(\w+)(?: \+ (\d+) months)?")
_FIRST_DAYS = re.compile(r"first (\d+) days")
FACTS = frozenset(f.name for f in fields(Facts))
_UNITS = {"hour": Unit.HOURS, "working day": Unit.WORKING_DAYS, "day": Unit.DAYS, "month": Unit.MONTHS}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _StepData(_Strict):
    cites: str
    within: str = ""
    every: str = ""
    every_fact: str = ""
    fact: str = ""
    since: list[str] = []
    reading: bool = False


class _WhoByAgeData(_Strict):
    from_age: int
    older: tuple[str, ...]
    younger: tuple[str, ...]
    cites: str
    reading_at_that_age: bool = False


class _TimescaleData(_Strict):
    stream: str
    kind: Kind
    met_by: tuple[str, ...]
    who: tuple[str, ...]
    trigger: str = ""
    counted_from: str = ""
    first: _StepData | None = None
    first_if: _StepData | None = None
    second: _StepData | None = None
    then: list[_StepData] = []
    only_if: tuple[str, ...] = ()
    under_months: int = 0
    after_start_day: bool = False
    manager_may_shorten: bool = False
    first_chaired_by_manager: bool = False
    by_own_worker: bool | None = None
    who_by_age: _WhoByAgeData | None = None
    records: str = ""
    also_in: tuple[str, ...] = ()


class _SituationData(_Strict):
    name: str
    title: str
    starts: str
    trigger: str
    timescale: list[_TimescaleData]
    not_before: str = ""
    ends: list[str] = []


class _FileData(_Strict):
    streams: dict[str, str]
    situation: list[_SituationData]


def load_timescales(framework: Framework, edition: str = CURRENT_EDITION) -> Timescales:
    """Every timescale; DataError, naming the row, if one can't be counted or cites a passage that isn't there."""
    raw = read_toml(edition_folder(edition), FILE)
    try:
        data = _FileData.model_validate(raw)
    except ValidationError as error:
        raise DataError(f"{FILE}: {named_fault(raw, error)}") from error
    found: dict[str, SituationRules] = {}
    for situation in data.situation:
        if situation.name in found:
            raise DataError(f"{FILE}: the situation {situation.name} is there twice")
        found[situation.name] = _situation(situation, data.streams, framework)
    return Timescales(framework.edition, MappingProxyType(found), MappingProxyType(data.streams))


def named_fault(raw: object, error: ValidationError) -> str:
    """The first fault of a file, with the names of the situation and the stream that it stands in."""
    fault = error.errors()[0]
    place: list[str] = []
    for part in fault["loc"]:
        try:
            raw = cast(Any, raw)[part]
        except (KeyError, TypeError):  # what is missing
            raw = None
        name = raw.get("name") or raw.get("stream") if isinstance(raw, dict) and isinstance(part, int) else None
        place = [*place[:-1], str(name)] if name else [*place, str(part)]
    return f"{', '.join(place)}: {fault['msg']}"


def _situation(data: _SituationData, streams: dict[str, str], framework: Framework) -> SituationRules:
    if data.starts not in ("day", "instant"):
        raise DataError(f'{FILE}: {data.name}: `starts` is "day" or "instant"')
    try:
        not_before = _point(data.not_before) if data.not_before else None
        ends = tuple(_point(point) for point in (*data.ends, "ended_on"))
    except ValueError as error:
        raise DataError(f"{FILE}: {data.name}: {error}") from error
    timescales: list[Timescale] = []
    for row in data.timescale:
        where = f"{FILE}: {data.name}, {row.stream}"
        try:
            timescales.append(_timescale(data, row, streams))
        except ValueError as error:
            raise DataError(f"{where}: {error}") from error
        _check(timescales[-1], data.starts == "instant", framework, where)
        if row.stream in (one.stream for one in timescales[:-1]):
            raise DataError(f"{where}: the stream is there twice")
    return SituationRules(
        name=data.name,
        title=data.title,
        trigger=data.trigger,
        starts_at_instant=data.starts == "instant",
        timescales=tuple(timescales),
        not_before=not_before,
        ends=ends,
    )


def _timescale(situation: _SituationData, row: _TimescaleData, streams: dict[str, str]) -> Timescale:
    from_event, from_fact = "", ""
    if row.counted_from.startswith("first "):
        from_event = row.counted_from.removeprefix("first ")
    elif row.counted_from:
        from_fact = _fact(row.counted_from)
    unknown = {*row.met_by, from_event, row.records, row.stream} - {*streams, *VISITS, ""}
    if unknown:
        raise ValueError(f"no stream is called {', '.join(sorted(unknown))}")
    given: dict[str, Any] = {
        name: getattr(row, name)
        for name in (
            *("stream", "kind", "met_by", "who", "under_months", "after_start_day", "manager_may_shorten"),
            *("first_chaired_by_manager", "by_own_worker", "records", "also_in"),
        )
    }
    return Timescale(
        **given,
        situation=situation.name,
        title=streams[row.stream],
        trigger=situation.trigger if from_fact else row.trigger or situation.trigger,
        own_trigger=row.trigger if from_fact else "",
        counted_from_event=from_event,
        counted_from_fact=from_fact,
        first=_step(row.first) if row.first else None,
        first_if=_step(row.first_if) if row.first_if else None,
        first_if_fact=_fact(row.first_if.fact) if row.first_if else "",
        second=_step(row.second) if row.second else None,
        then=tuple(_step(step) for step in row.then),
        only_if=tuple(_fact(name) for name in row.only_if),
        who_by_age=WhoByAge(**row.who_by_age.model_dump()) if row.who_by_age else None,
    )


def _check(row: Timescale, from_instant: bool, framework: Framework, where: str) -> None:
    """DataError if the parts of a row don't fit its kind."""
    astray = sorted(row.cites - set(framework.passages))
    if astray:
        raise DataError(f"{where}: no passage has the id {', '.join(astray)}")
    if row.first is None and row.kind in (Kind.ONCE, Kind.UNRECORDED, Kind.GIVEN_DAY):
        raise DataError(f"{where}: a {row.kind} timescale needs a `first`")
    if row.then and (row.then[0].since or row.then[0].span_fact):
        raise DataError(f"{where}: the first `then` must always be in force")
    if (row.kind in (Kind.RECURRING, Kind.REPEATED, Kind.EACH_SETTING)) != bool(row.then):
        raise DataError(f"{where}: a {row.kind} timescale {'has no' if row.then else 'needs a'} `then`")
    instant = from_instant and not row.counted_from_event
    if instant and row.then:
        raise DataError(f"{where}: what starts at an instant can't recur")
    if not instant and any(step.span.unit is Unit.HOURS for step in row.steps):
        raise DataError(f"{where}: hours are counted from an instant")
    if row.kind is not Kind.ONCE and any(step.span.unit is Unit.NEXT_MORNING for step in row.steps):
        raise DataError(f"{where}: only what is due once can be due the next morning")
    if (row.kind is Kind.UNRECORDED) != bool(row.records):
        raise DataError(f"{where}: `records` and the kind unrecorded go together")


def _step(data: _StepData) -> Step:
    if sum(map(bool, (data.within, data.every, data.every_fact))) != 1:
        raise ValueError("a step has one of `within`, `every` and `every_fact`")
    return Step(
        span=_span(data.within or data.every) if not data.every_fact else Span(Unit.DAYS, 0, ""),
        cites=data.cites,
        reading=data.reading,
        since=tuple(_point(p) for p in data.since),
        span_fact=_fact(data.every_fact) if data.every_fact else "",
    )


def _span(words: str) -> Span:
    if words == Unit.NEXT_MORNING:
        return Span(Unit.NEXT_MORNING, 1, words)
    first = _FIRST_DAYS.fullmatch(words)
    if first and int(first[1]):  # the day on which it begins is the first of them
        return Span(Unit.DAYS, int(first[1]) - 1, words)
    match = _SPAN.fullmatch(words)
    if match is None or (match[1] == "0" and words != ON_THE_DAY):
        raise ValueError(f"{words!r} is no span: write for example 72 hours, 5 working days, 6 weeks or 3 months")
    number, unit = int(match[1]), match[2]
    return Span(Unit.DAYS, number * 7, words) if unit == "week" else Span(_UNITS[unit], number, words)


def _point(words: str) -> Point:
    """`start`, a fact, or either `+ N months`."""
    match = _POINT.fullmatch(words)
    if match is None:
        raise ValueError(f"{words!r} is no day: write start or a fact, or either + 12 months")
    name, number = match[1], int(match[2] or 0)
    return Point("" if name == START else _fact(name), number)


def _fact(name: str) -> str:
    if name not in FACTS:
        raise ValueError(f"no fact is called {name}")
    return name
