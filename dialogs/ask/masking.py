"""Masks personal data in a question before it is kept: patterns first, then every word not known to be harmless."""

import re
import unicodedata
from collections.abc import Collection

LONGEST_READ = 2000  # whatever follows is dropped unread
LONGEST_KEPT = 500
WORD = "[word]"

_MONTH = (
    r"(?:(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)|May|MAY)\b\.?"  # "section 20 may …" is no date
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_NAME = r"[^\W\d_][\w'’-]*"
_CAPITALISED = r"[A-Z][\w'’-]*"
_PATTERNS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\S+@\S+", "[email]"),
        (r"@+[\w.-]*", "[name]"),
        (r"\b(?i:https?://|www\.)\S+", "[link]"),
        (r"\b\d{1,4}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{1,4}(?:T[\d:.]+Z?)?", "[date]"),
        (r"\b\d{1,2} \d{1,2} (?:19|20)\d\d\b", "[date]"),
        (rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+['’]?\d{{2,4}}\b)?", "[date]"),
        (rf"\b{_DAY}\s+(?:of\s+)?may,?\s+\d{{2,4}}\b", "[date]"),
        (rf"\b(?:{_MONTH}|may)\s+{_DAY},?\s+\d{{4}}\b", "[date]"),
        (rf"\b{_MONTH}(?:\s+{_DAY}\b|,?\s+(?:19|20)\d\d\b)", "[date]"),
        (r"\(?(?:\+44|\b0)[\d\s()-]{8,14}\d\b", "[phone]"),
        (r"\b(?i:[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2})\b", "[postcode]"),
        (r"\b\d(?:[\s.()-]?\d){5,}(?!\d)", "[number]"),
        (r"\b(?=\w*\d{4})\w{5,}\b", "[number]"),
        (r"\b(?:[A-Z]\.){2,}", "[name]"),
        # "miss" is a verb, too: "if I miss a visit".
        (rf"\b(?:Miss|Lady)\b\.?\s+{_CAPITALISED}(?:\s+{_CAPITALISED})*", "[name]"),
        (
            rf"\b(?i:mr|mrs|ms|mx|dr|prof|professor|sir|rev)\b\.?\s+(?:[A-Z]\.\s*)*{_NAME}(?:\s+{_CAPITALISED})*",
            "[name]",
        ),
    )
)
_MASK = re.compile(r"(\[(?:email|link|date|phone|postcode|number|name|word)\])")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:]\s")


def masked(text: str, vocabulary: Collection[str]) -> str:
    """The text with likely personal data replaced by what it was: [name], [date], [word] …; at most 500 characters.

    `vocabulary` holds the harmless words: in lower case, and capitalised where the framework writes them so. An
    ordinary word at the start of a sentence is kept even if it is a name, too."""
    text = unicodedata.normalize("NFC", text[:LONGEST_READ])
    # What one mask leaves may look like something else to mask.
    while (again := _masked_once(text, vocabulary)) != text:
        text = again
    return text


def _masked_once(text: str, vocabulary: Collection[str]) -> str:
    text = " ".join(text.split())
    text = "".join(p if _MASK.fullmatch(p) else _round(p) for p in _MASK.split(text))
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return _cut(_WORD.sub(lambda found: _word(found, text, vocabulary), text))


def _round(piece: str) -> str:
    """Only masks stand in square brackets."""
    return piece.replace("[", "(").replace("]", ")")


def _word(found: re.Match[str], text: str, vocabulary: Collection[str]) -> str:
    word = found.group()
    if _MASK.fullmatch(text, found.start() - 1, found.end() + 1) or word in ("a", "A", "I"):
        return word
    plain = word.replace("’", "'")
    # Inside a sentence a capital means a name, unless the framework or an acronym writes it so.
    if not word[0].isupper() or word.isupper() or _starts_sentence(text, found.start()):
        plain = plain.lower()
    return word if plain in vocabulary or plain.removesuffix("'s") in vocabulary else WORD


def _starts_sentence(text: str, start: int) -> bool:
    before = start
    while before and not text[before - 1].isalnum():
        before -= 1
    return before == 0 or _SENTENCE_END.search(text, before, start) is not None


def _cut(text: str) -> str:
    """At most as much as is kept, without half a word or half a mask at the end."""
    if len(text) <= LONGEST_KEPT:
        return text
    kept = text[: LONGEST_KEPT + 1]
    return kept.rpartition(" ")[0] if " " in kept else WORD
