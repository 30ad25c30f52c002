"""The short forms of the field: which one is asked about, and which passages name what it stands for."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from standards_kb.types import Abbreviation, Framework, Passage

NAMED_AT_MOST: Final = 3
_LONGEST: Final = 60  # characters
_ALONE: Final = re.compile(r"[a-z.]{2,12}")
_SHORT: Final = r"(?:the |an? )?(?P<{}>[a-z.]{{2,12}})"
_STANDS_FOR: Final = r"(?:means?|meaning|stands? for|short for|is short for)"
_ASKS: Final = re.compile(
    rf"(?:what'?s?|what (?:is|are|does|do)|whats does|define|explain|(?:the )?meaning of) {_SHORT.format('a')}"
    rf"(?: {_STANDS_FOR})?"
    rf"|{_SHORT.format('b')} (?:{_STANDS_FOR}(?: what)?|is what|acronym|abbreviation|definition|in full)"
)


def abbreviation_asked_of(framework: Framework, question: str) -> Abbreviation | None:
    """The short form that "IRO" alone or "what does IRO stand for?" asks about."""
    lower = question.lower().replace("’", "'").strip(" .?!:-=\"'")
    if len(lower) > _LONGEST:
        return None
    if _ALONE.fullmatch(lower):
        return _known(framework, lower)
    found = _ASKS.fullmatch(lower)
    return _known(framework, found["a"] or found["b"]) if found else None


def _known(framework: Framework, typed: str) -> Abbreviation | None:
    bare = typed.replace(".", "")
    return framework.abbreviations.get(bare) or framework.abbreviations.get(bare.removesuffix("s"))


def naming(abbreviation: Abbreviation, cited: Iterable[Passage], others: Iterable[Passage]) -> tuple[Passage, ...]:
    """Those cited that have the short form, or what it stands for, in words or title; or else the first others."""
    names = _names(abbreviation)

    def named(passages: Iterable[Passage]) -> tuple[Passage, ...]:
        return tuple(p for p in passages if names.search(f"{p.title}\n{p.lead}\n{p.text}"))

    return named(cited) or named(p for p in others if not p.parts)[:NAMED_AT_MOST]


@cache
def _names(abbreviation: Abbreviation) -> re.Pattern[str]:
    words = "|".join(re.escape(words).replace("\\ ", r"\s+") for words in abbreviation.named)
    return re.compile(rf"\b(?:{re.escape(abbreviation.short)}s?|(?i:(?:{words})s?))\b")
