"""Masks personal data in a question before it is kept: patterns first, then every word not known to be harmless."""

import re
from collections.abc import Collection

LONGEST_KEPT = 500
WORD = "[word]"

_PATTERNS = (
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "[email]"),
    (re.compile(r"\b(https?://|www\.)\S+", re.I), "[link]"),
    (re.compile(r"\b\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}\b"), "[date]"),
    (
        re.compile(
            r"\b\d{1,2}(st|nd|rd|th)?\s+(of\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+\d{2,4}\b",
            re.I,
        ),
        "[date]",
    ),
    (re.compile(r"(\+44|\b0)[\d\s()-]{8,14}\d\b"), "[phone]"),
    (re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.I), "[postcode]"),
    (re.compile(r"\b(?=\w*\d{4})\w{5,}\b|\b\d{5,}\b"), "[number]"),
    (re.compile(r"\b(?i:mr|mrs|ms|miss|mx|dr|prof|sir|lady|rev)\b\.?\s+[A-Za-z][\w'’-]*(\s+[A-Z][\w'’-]*)*"), "[name]"),
)
_WORD = re.compile(r"\[[a-z]+\]|[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(^|[.!?:]\s+|\n)\W*$")


def masked(text: str, vocabulary: Collection[str]) -> str:
    """The text with likely personal data replaced by what it was: [name], [date], [word] …; at most 500 characters.

    `vocabulary` holds the harmless words, in lower case (the framework's own and those of its phrasings)."""
    text = " ".join(text.split())
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return _WORD.sub(lambda found: _word(found, text, vocabulary), text)[:LONGEST_KEPT]


def _word(found: re.Match[str], text: str, vocabulary: Collection[str]) -> str:
    word = found.group()
    if word.startswith("[") or (len(word) == 1 and word in "aAI"):
        return word
    known = word.lower().replace("’", "'") in vocabulary
    starts = _SENTENCE_END.search(text[: found.start()]) is not None
    # Inside a sentence a capital means a name, unless the framework or an acronym writes it so.
    if word[0].isupper() and not starts and not word.isupper():
        known = word in vocabulary
    return word if known else WORD
