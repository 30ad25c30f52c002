"""Reads one case of JSON (docs/how-to/compute-deadlines.md) as frozen values, or says plainly what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, TypeAlias, TypeVar, get_type_hints

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    ValidationError,
    create_model,
)
from pydantic_core import ErrorDetails

from standards_kb.case import Case, Event, Facts, Setting, Situation, happened, in_order
from standards_kb.history import AsOf, as_of
from standards_kb.rules import Kind, Timescales
from standards_kb.working_days import local_day

EARLIEST, LATEST = date(1900, 1, 1), date(2099, 12, 31)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOST_FAULTS = 3


class CaseError(Exception):
    """A case can't be read; the message says what is wrong, where, and what to write."""


@dataclass(frozen=True, slots=True)
class CaseAsked:
    """A case, the instant at which it is asked about, and the council's closure days."""

    case: Case
    now: AsOf
    closure_days: tuple[date, ...] = ()


def _day(value: object) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError(f"{value!r} is not a day: write it as 2026-03-02")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} is no day of the calendar") from None
    return _possible(day)


def _instant(value: object) -> datetime:
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) and not _DAY.fullmatch(value) else None
    except ValueError:
        instant = None
    if instant is None:
        raise ValueError(f"{value!r} is not an instant: write it as 2026-03-02T14:30:00+00:00")
    if instant.utcoffset() is None:
        raise ValueError(f"{value!r} has no offset from UTC: write it as 2026-03-02T14:30:00+00:00")
    _possible(instant.date())
    return instant.astimezone(UTC)


def _possible(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"{day} is not between {EARLIEST.year} and {LATEST.year}")
    return day


def _day_or_instant(value: object) -> date | datetime:
    return _instant(value) if isinstance(value, str) and "T" in value.upper() else _day(value)


_Day: TypeAlias = Annotated[date, BeforeValidator(_day)]
_Instant: TypeAlias = Annotated[datetime, BeforeValidator(_instant)]
_DayOrInstant: TypeAlias = Annotated[Any, BeforeValidator(_day_or_instant)]
_Days: TypeAlias = Annotated[StrictInt, Field(ge=1, le=366)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _SettingData(_Strict):
    name: Annotated[StrictStr, Field(min_length=1)]
    began: _Day | None = None
    ended: _Day | None = None


# Facts and events have the same names in JSON as in standards_kb/case.py; here is how each type is written.
_AS_WRITTEN: Mapping[Any, Any] = {
    date | None: _Day | None,
    datetime | None: _Instant | None,
    int | None: _Days | None,
    bool | None: StrictBool | None,
    bool: StrictBool | None,
    str: StrictStr | None,
    tuple[Setting, ...]: list[_SettingData] | None,
}


def _optional(of: type, *but: str) -> dict[str, Any]:
    return {name: (_AS_WRITTEN[kind], None) for name, kind in get_type_hints(of).items() if name not in but}


_FactsData: type[BaseModel] = create_model("_FactsData", __base__=_Strict, **_optional(Facts))
_EventData: type[BaseModel] = create_model(
    "_EventData",
    __base__=_Strict,
    stream=(StrictStr, ...),
    at=(_DayOrInstant, ...),
    **_optional(Event, "stream", "day", "at"),
)


class _SituationData(_Strict):
    situation: StrictStr
    started: _DayOrInstant
    facts: dict[str, Any] = {}


class _CaseData(_Strict):
    id: Any = None
    as_of: _Instant
    situation: StrictStr | None = None
    started: _DayOrInstant | None = None
    facts: dict[str, Any] = {}
    situations: list[_SituationData] | None = None
    events: list[dict[str, Any]] = []
    closure_days: list[_Day] = []


def read_case(data: Mapping[str, object], timescales: Timescales) -> CaseAsked:
    """A case of JSON values. CaseError if anything in it is unknown, contradicts itself or can't be counted."""
    given = _checked(_CaseData, data)
    found = tuple(
        _situation(s.situation, s.started, {**given.facts, **s.facts}, timescales) for s in _situations(given)
    )
    events = in_order(_event(event, f"events[{n}]", timescales) for n, event in enumerate(given.events, 1))
    return CaseAsked(Case(found, events), as_of(given.as_of), tuple(given.closure_days))


def _situations(given: _CaseData) -> Sequence[_SituationData]:
    if given.situations is not None:
        if given.situation is not None or given.started is not None:
            raise CaseError("write either `situation` and `started`, or `situations`, not both")
        if not given.situations:
            raise CaseError("`situations` is empty: name at least one")
        return given.situations
    if given.situation is None:
        raise CaseError("`situation` is missing: name one, or several in `situations`")
    if given.started is None:
        raise CaseError("`started` is missing: the day or instant on which the situation began")
    return [_SituationData.model_construct(situation=given.situation, started=given.started, facts={})]


def _situation(name: str, started: date | datetime, facts: Mapping[str, Any], timescales: Timescales) -> Situation:
    rules = timescales.situations.get(name)
    if rules is None:
        raise CaseError(f"`situation`: there is no {name!r}; there are {', '.join(timescales.situations)}")
    if rules.starts_at_instant and not isinstance(started, datetime):
        raise CaseError(
            f"`started`: the hours of {name} run from the moment at which {rules.trigger}, so {started} is not "
            f"enough: write the time too, as {started}T14:30:00+00:00"
        )
    data = dict(_checked(_FactsData, facts, "facts"))
    settings = tuple(Setting(s.name, s.began, s.ended) for s in data.pop("settings") or ())
    known = Facts(**data, settings=settings)
    _check(name, started, known, needs_settings=any(row.kind is Kind.EACH_SETTING for row in rules.timescales))
    return Situation(name, started, known)


def _check(name: str, started: date | datetime, known: Facts, *, needs_settings: bool) -> None:
    """CaseError if facts are missing without which nothing can be counted, or come before what they end."""
    began = local_day(started) if isinstance(started, datetime) else started
    order = [
        ("ended_on", known.ended_on, began, f"{name} started"),
        ("due_on", known.due_on, began, "the visit was asked for"),
        ("manager_interval_ends_on", known.manager_interval_ends_on, known.manager_interval_set_on, "it was set"),
        *((f"settings: {s.name} ended", s.ended, s.began or began, "it began") for s in known.settings),
    ]
    for fact, later, earlier, what in order:
        if later is not None and earlier is not None and later < earlier:
            raise CaseError(f"`facts.{fact}`: {later} is before {what} on {earlier}")
    if name == "requested_visit" and known.due_on is None:
        raise CaseError("`facts.due_on` is missing: the day by which the visit asked for is to be made")
    if needs_settings and not known.settings:
        raise CaseError("`facts.settings` is missing: where the child lives, each with `name` and `began`")
    if len({setting.name for setting in known.settings}) < len(known.settings):
        raise CaseError("`facts.settings`: two of them have the same `name`")


def _event(raw: Mapping[str, Any], where: str, timescales: Timescales) -> Event:
    details = {name: value for name, value in _checked(_EventData, raw, where) if value is not None}
    stream, at = details.pop("stream"), details.pop("at")
    if stream not in timescales.streams:
        raise CaseError(f"`{where}.stream`: there is no {stream!r}; there are {', '.join(timescales.streams)}")
    return happened(stream, at, **details)


_Model = TypeVar("_Model", bound=BaseModel)


def _checked(model: type[_Model], data: object, where: str = "") -> _Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = error.errors(include_url=False)[:_MOST_FAULTS]
        raise CaseError("; ".join(_plain(fault, model, where) for fault in faults)) from None


_WANTED = {
    "bool": "true or false",
    "int": "a whole number",
    "string": "a text",
    "list": "a list",
    "dict": "an object",
    "model": "an object",
    "greater": "between 1 and 366",
    "less": "between 1 and 366",
}


def _plain(fault: ErrorDetails, model: type[BaseModel], where: str) -> str:
    """What is wrong with one field, as a sentence."""
    place = where
    for part in fault["loc"]:
        place += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if place else part
    if fault["type"] == "extra_forbidden":
        known = model.model_fields if len(fault["loc"]) == 1 else {}
        return f"`{place}` is not known" + (f"; known are {', '.join(known)}" if known else "")
    if fault["type"] == "missing":
        return f"`{place}` is missing"
    if fault["type"] == "value_error":
        return f"`{place}`: {fault['ctx']['error']}"
    wanted = next((words for kind, words in _WANTED.items() if fault["type"].startswith(kind)), fault["msg"])
    return f"`{place}`: {fault['input']!r} is not {wanted}"
