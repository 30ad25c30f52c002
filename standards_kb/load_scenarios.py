"""Reads an edition's scenarios.toml; refuses words for what isn't there, and situations without words."""

import re
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from standards_kb.load import CURRENT_EDITION, DataError, edition_folder, read_toml
from standards_kb.load_timescales import FACTS, named_fault
from standards_kb.placing import ScenarioWords
from standards_kb.rules import Timescales

FILE = "scenarios.toml"
NEVER_TOLD = "requested_visit"  # its day is set by a worker or manager


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_Words: TypeAlias = Annotated[list[str], Field(min_length=1)]


class _SituationWords(_Strict):
    named: _Words
    began: _Words
    unless: list[str] = []


class _StreamWords(_Strict):
    happened: _Words


class _ScenarioFile(_Strict):
    aside: _Words
    in_vain: _Words
    things: _Words
    situation: dict[str, _SituationWords]
    stream: dict[str, _StreamWords]
    said: dict[str, _Words]


def load_scenario_words(timescales: Timescales, edition: str = CURRENT_EDITION) -> ScenarioWords:
    """How people tell of situations; DataError if one has no words, or words are for what isn't there."""
    raw = read_toml(edition_folder(edition), FILE)
    try:
        data = _ScenarioFile.model_validate(raw)
    except ValidationError as error:
        raise DataError(f"{FILE}: {named_fault(raw, error)}") from error
    without = {s.name for s in timescales.situations.values() if s.name != NEVER_TOLD} - set(data.situation)
    astray = (set(data.situation) - set(timescales.situations)) | (set(data.stream) - set(timescales.streams))
    astray |= set(data.said) - FACTS
    if without or astray:
        raise DataError(f"{FILE}: no words for {sorted(without)}; words for what isn't there: {sorted(astray)}")
    told = {word for words in data.situation.values() for word in words.began}
    told |= {word for words in data.stream.values() for word in words.happened}
    if not told.issuperset(data.things):
        raise DataError(f"{FILE}: `things` that begin nothing and tell of nothing: {set(data.things) - told}")
    return ScenarioWords(
        named={name: _any_of(words.named) for name, words in data.situation.items()},
        unless={name: _any_of(words.unless) for name, words in data.situation.items() if words.unless},
        began={name: _any_of(words.began) for name, words in data.situation.items()},
        happened={name: _any_of(words.happened) for name, words in data.stream.items()},
        said={name: _any_of(words) for name, words in data.said.items()},
        aside=_any_of(data.aside),
        in_vain=_any_of(data.in_vain),
        things=frozenset(data.things),
    )


def _any_of(words: list[str]) -> re.Pattern[str]:
    """A pattern of whole words, the longest first."""
    listed = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, listed)) + r")(?!\w)", re.IGNORECASE)
