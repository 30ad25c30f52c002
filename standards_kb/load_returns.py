"""Reads an edition's check_and_challenge.toml; refuses an area that the framework doesn't name, and one left out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from standards_kb.load import CURRENT_EDITION, DataError, edition_folder, read_toml
from standards_kb.load_timescales import named_fault
from standards_kb.returns import Better, By, Counting, Indicator, Section, Template, Unit
from standards_kb.types import Framework

FILE = "check_and_challenge.toml"
AREAS = "professional_challenge.service_areas"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _CountingData(_Strict):
    by: By
    situations: list[str] = []
    stream: str = ""

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> "_CountingData":
        if bool(self.situations) != (self.by in (By.IN_TIME, By.SEEN_ALONE, By.OVER_TWO_YEARS)):
            raise ValueError(f"`situations` belong to what is counted of children, and {self.by} has to fit")
        if bool(self.stream) != (self.by is By.IN_TIME):
            raise ValueError("`stream` belongs to `in_time`, which needs it")
        return self


class _IndicatorData(_Strict):
    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = Field(min_length=1)
    definition: str = Field(min_length=1)
    unit: Unit
    better: Better
    cites: str
    target: Decimal | None = Field(default=None, ge=0)
    to_confirm: bool = False
    computed: _CountingData | None = None

    @model_validator(mode="after")
    def _target_can_be_met(self) -> "_IndicatorData":
        if self.target is not None and self.better is Better.NEITHER:
            raise ValueError("a `target` needs `better` to say which way")
        if self.target is not None and self.unit is Unit.PERCENT and self.target > 100:
            raise ValueError("no more than 100 percent can be a target")
        return self


class _SectionData(_Strict):
    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = Field(min_length=1)
    asks: str = Field(min_length=1)
    cites: str
    figures: bool = False
    actions: bool = False
    group: str = ""
    areas: list[str] = []


class _AreaData(_Strict):
    name: str
    indicator: list[_IndicatorData] = Field(min_length=1)


class _File(_Strict):
    section: list[_SectionData] = Field(min_length=1)
    area: list[_AreaData]
    every_area: list[_IndicatorData]


def load_templates(framework: Framework, edition: str = CURRENT_EDITION) -> Mapping[str, Template]:
    """The template of each service area, in the framework's order; DataError if anything in the file doesn't hold."""
    raw = read_toml(edition_folder(edition), FILE)
    try:
        data = _File.model_validate(raw)
    except ValidationError as error:
        raise DataError(f"{FILE}: {named_fault(raw, error)}") from error
    _once("section", (s.name for s in data.section))
    _once("area", (a.name for a in data.area))
    if sum(s.figures for s in data.section) != 1:
        raise DataError(f"{FILE}: one section, and only one, has `figures = true`")
    named = {part.removeprefix(f"{AREAS}."): part for part in framework.passages[AREAS].parts}
    areas = {area.name: area for area in data.area}
    if astray := sorted(set(named) ^ set(areas)):
        raise DataError(f"{FILE}: areas that only the framework names, or only this file: {', '.join(astray)}")
    for section in data.section:
        _resolve(framework, section.name, section.cites)
        if unknown := sorted({*section.areas} - {*named}):
            raise DataError(f"{FILE}: {section.name} is asked of areas that aren't there: {', '.join(unknown)}")
    return MappingProxyType(
        {
            name: Template(
                name,
                framework.passages[cites].text.rstrip("."),
                cites,
                tuple(_section(s) for s in data.section if not s.areas or name in s.areas),
                _indicators(framework, areas[name], data),
            )
            for name, cites in named.items()
        }
    )


def _section(data: _SectionData) -> Section:
    return Section(**data.model_dump(exclude={"areas"}))


def _indicators(framework: Framework, area: _AreaData, data: _File) -> Mapping[str, Indicator]:
    listed = [_indicator(i) for i in (*area.indicator, *data.every_area)]
    _once(f"indicator of {area.name}", (i.name for i in listed))
    for indicator in listed:
        _resolve(framework, indicator.name, indicator.cites)
    return MappingProxyType({i.name: i for i in listed})


def _indicator(data: _IndicatorData) -> Indicator:
    how = data.computed
    counting = Counting(how.by, tuple(how.situations), how.stream) if how else None
    return Indicator(**data.model_dump(exclude={"computed"}), computed=counting)


def _once(what: str, names: Iterable[str]) -> None:
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise DataError(f"{FILE}: {what} given twice: {', '.join(twice)}")


def _resolve(framework: Framework, name: str, cites: str) -> None:
    if cites not in framework.passages and cites not in framework.national_rules:
        raise DataError(f"{FILE}: {name} cites {cites}, which isn't there")
