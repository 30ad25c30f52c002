"""The short forms of the field: which one is asked about, and which passages name what it stands for."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from standards_kb.types import Abbreviation, Framework, Passage

NAMED_AT_MOST: Final = 3
_LONGEST: Final = 60  # characters
_SHORT: Final = r"(?P<{}>[a-z.]{{2,12}})"
_ALONE: Final = re.compile(_SHORT.format("alone"), re.I)
_STANDS_FOR: Final = r"(?:means?|meaning|stands? for|short for|is short for)"
_ASKS: Final = re.compile(
    rf"(?:what'?s|what (?:is|are|does|do)|define|explain|(?:the )?meaning of) (?:the |an? )?{_SHORT.format('a')}"
    rf"(?: {_STANDS_FOR})?"
    rf"|{_SHORT.format('b')} (?:{_STANDS_FOR}(?: what)?|is what|acronym|abbreviation|definition|in full)",
    re.I,
)
_PLURAL: Final = re.compile(r"[A-Z]s$|^[a-z]+s$")


def abbreviation_asked_of(framework: Framework, question: str, follows: bool) -> Abbreviation | None:
    """The short form that "IRO" or "what does IRO stand for?" asks about; alone it may go on with what it `follows`."""
    said = question.replace("’", "'").strip(" .?!:-=\"'")
    if len(said) > _LONGEST:
        return None
    if _ALONE.fullmatch(said):
        known = None if follows else _known(framework, said)
        return None if known and known.only_capitals and not said.isupper() else known
    found = _ASKS.fullmatch(said)
    return _known(framework, found["a"] or found["b"]) if found else None


def _known(framework: Framework, typed: str) -> Abbreviation | None:
    bare = typed.replace(".", "")
    found = framework.abbreviations.get(bare.lower())
    if found is None and _PLURAL.search(bare):  # CPs, but not CPS, which is something else
        found = framework.abbreviations.get(bare[:-1].lower())
    return found


def naming(abbreviation: Abbreviation, cited: Iterable[Passage], others: Iterable[Passage]) -> tuple[Passage, ...]:
    """Those cited that have the short form, or what it stands for, in words or title; or else the first others, and
    where it is nowhere so named the first that it is responsible for."""
    names = _names(abbreviation)
    others = [passage for passage in others if not passage.parts]

    def named(passages: Iterable[Passage]) -> tuple[Passage, ...]:
        return tuple(p for p in passages if names.search(f"{p.title}\n{p.lead}\n{p.text}"))

    def responsible() -> tuple[Passage, ...]:
        return tuple(p for p in others if any(map(names.fullmatch, p.responsible)))

    return named(cited) or (named(others) or responsible())[:NAMED_AT_MOST]


@cache
def _names(abbreviation: Abbreviation) -> re.Pattern[str]:
    words = "|".join(re.escape(words).replace("\\ ", r"\s+") for words in abbreviation.named)
    return re.compile(rf"\b(?:{re.escape(abbreviation.short)}s?|(?i:(?:{words})s?))\b")
