"""Reads an edition of the framework from its data files. No other module here does, but for `check` and training."""

import re
import tomllib
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from standards_kb.types import Abbreviation, Framework, NationalRule, Note, Passage, Phrasing

CURRENT_EDITION = "april_2021"


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class DataError(Exception):
    """A data file of the framework is wrong; the message names the file, the entry and what to do."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PartData(_Strict):
    """A bullet or paragraph as written in a passages file."""

    id: str
    text: str


class RowData(_Strict):
    """A row as written in a passages file; headings and table heads have a `kind` and no id."""

    id: str = ""
    kind: str = ""
    title: str = ""
    text: str = ""
    lead: str = ""
    style: str = "paragraphs"
    columns: str = ""
    responsible: list[str] = []
    responsible_text: str = ""
    part: list[PartData] = []

    def source_pieces(self) -> list[str]:
        """The row's texts in the order in which the source has them."""
        responsible = self.responsible_text or " ".join(self.responsible)
        pieces = [self.lead, self.text, *(p.text for p in self.part), self.columns, responsible]
        return [p for p in pieces if p]

    def whole(self) -> str:
        """The row as one quote."""
        mark = "\n- " if self.style == "bullets" else "\n"
        return (self.lead + self.text + "".join(mark + p.text for p in self.part)).strip()


class SectionData(_Strict):
    """A section as written in a passages file."""

    title: str
    row: list[RowData]


class NationalRuleData(_Strict):
    """A rule as written in national_rules.toml."""

    id: str
    title: str
    text: str
    source: str
    source_url: str
    dated: str
    as_of: date
    also_read_at: str = ""


class NoteData(_Strict):
    """A note as written in notes.toml: `reading`, or `elsewhere` with its `source`."""

    on: list[str]
    reading: str = ""
    elsewhere: str = ""
    source: str = ""

    @model_validator(mode="after")
    def _is_one_of_two(self) -> Self:
        if bool(self.reading) == bool(self.elsewhere):
            raise ValueError("write either `reading` or `elsewhere`")
        if bool(self.elsewhere) != bool(self.source):
            raise ValueError("`elsewhere` needs a `source`, and only that has one")
        return self


class AbbreviationData(_Strict):
    """A short form as written in abbreviations.toml."""

    short: str
    words: list[str] = Field(min_length=1)
    named: list[str] = []
    read_as: str = ""
    only_capitals: bool = False


def edition_folder(edition: str = CURRENT_EDITION) -> Traversable:
    """The folder of an edition's data files; an edition under work may be named by the absolute path of its folder."""
    elsewhere = Path(edition)
    return elsewhere if elsewhere.is_absolute() else files("standards_kb") / "framework" / edition


def read_toml(folder: Traversable, name: str) -> dict[str, Any]:
    """A data file as plain values; DataError if it isn't there, or isn't TOML."""
    try:
        return tomllib.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError(f"{name} is not there") from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{name}: not valid TOML: {error}") from error


def sections(folder: Traversable) -> list[SectionData]:
    """Every section in page order, as written."""
    found = []
    for name in read_toml(folder, "edition.toml")["passages"]:
        file = f"passages/{name}.toml"
        try:
            found += [SectionData.model_validate(s) for s in read_toml(folder, file)["section"]]
        except ValidationError as error:
            raise DataError(f"{file}: {error}") from error
    return found


def load_framework(edition: str = CURRENT_EDITION) -> Framework:
    """The edition whole; DataError if an id is used twice or a note points nowhere."""
    folder = edition_folder(edition)
    about = read_toml(folder, "edition.toml")
    notes = _notes(folder)
    passages: dict[str, Passage] = {}
    for section in sections(folder):
        for row in section.row:
            for passage in _passages_of(row, section.title, notes, len(passages)):
                if passage.id in passages:
                    raise DataError(f"passage id {passage.id} is used twice")
                passages[passage.id] = passage
    astray = sorted(set(notes) - set(passages))
    if astray:
        raise DataError(f"notes.toml: no passage has the id {', '.join(astray)}")
    rules: dict[str, NationalRule] = {}
    for rule in _read_rules(folder):
        if rule.id in rules:
            raise DataError(f"national_rules.toml: the id {rule.id} is used twice")
        rules[rule.id] = NationalRule(**rule.model_dump(mode="json"))
    return Framework(
        edition=about["name"],
        title=about["title"],
        council=about["council"],
        source_sha256=about["source_sha256"],
        passages=MappingProxyType(passages),
        national_rules=MappingProxyType(rules),
        abbreviations=MappingProxyType(_abbreviations(folder)),
    )


def load_phrasings(edition: str = CURRENT_EDITION) -> list[Phrasing]:
    """Every phrasing with its labels, in the order of files and lines; DataError if one stands under no label."""
    found: list[Phrasing] = []
    files_ = sorted((edition_folder(edition) / "phrasings").iterdir(), key=lambda f: f.name)
    for file in files_:
        labels: tuple[str, ...] = ()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("[") and line.endswith("]"):
                labels = tuple(label.strip() for label in line[1:-1].split("+"))
            elif labels:
                found.append(Phrasing(line, labels, f"{file.name} line {number}"))
            else:
                raise DataError(f"{file.name} line {number}: a phrasing before the first [label]")
    return found


def _notes(folder: Traversable) -> dict[str, tuple[Note, ...]]:
    found: dict[str, tuple[Note, ...]] = {}
    try:
        notes = [NoteData.model_validate(n) for n in read_toml(folder, "notes.toml").get("note", [])]
    except ValidationError as error:
        raise DataError(f"notes.toml: {error}") from error
    for data in notes:
        for passage_id in data.on:
            found[passage_id] = (*found.get(passage_id, ()), Note(data.reading or data.elsewhere, data.source))
    return found


def _passages_of(row: RowData, section: str, notes: dict[str, tuple[Note, ...]], order: int) -> list[Passage]:
    if not row.id:
        return []
    responsible = tuple(row.responsible)
    whole = Passage(
        id=row.id,
        row=row.id,
        title=row.title,
        section=section,
        text=row.whole(),
        lead=row.lead,
        responsible=responsible,
        order=order,
        parts=tuple(p.id for p in row.part),
        notes=notes.get(row.id, ()),
    )
    parts = [
        Passage(
            id=part.id,
            row=row.id,
            title=row.title,
            section=section,
            text=part.text,
            lead=row.lead,
            responsible=responsible,
            order=order + number,
            notes=notes.get(part.id, ()),
        )
        for number, part in enumerate(row.part, 1)
    ]
    return [whole, *parts]


def _read_rules(folder: Traversable) -> list[NationalRuleData]:
    try:
        rules = [NationalRuleData.model_validate(r) for r in read_toml(folder, "national_rules.toml").get("rule", [])]
    except ValidationError as error:
        raise DataError(f"national_rules.toml: {error}") from error
    for rule in rules:
        if not _YEAR.search(rule.dated.partition(";")[0]):
            raise DataError(
                f"national_rules.toml: {rule.id}: `dated` must begin with an edition or a year, up to any semicolon"
            )
    return rules


def _abbreviations(folder: Traversable) -> dict[str, Abbreviation]:
    name = "abbreviations.toml"
    try:
        written = [AbbreviationData.model_validate(a) for a in read_toml(folder, name).get("abbreviation", [])]
    except ValidationError as error:
        raise DataError(f"{name}: {error}") from error
    found: dict[str, Abbreviation] = {}
    for data in written:
        if data.short.lower() in found:
            raise DataError(f"{name}: {data.short} is written twice")
        named = tuple(data.named or data.words)
        found[data.short.lower()] = Abbreviation(data.short, tuple(data.words), named, data.read_as, data.only_capitals)
    return found
