"""A sentence as the grammar reads it: lower case, single spaces, slips of the thumb put right, with the way back."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from dialogs.core.spelling import AT_ONCE
from dialogs.core.when.tables import ALIASES, AUXILIARIES, BEFORE_TO, FUTURE, NO_SLIPS, PAST, PRESENT, SLIPS, STOPS
from dialogs.core.when.values import Lean

_PIECE = re.compile(r"\s+|\b2(?i:moro|morrow|mrw)\b|[^\W\d_]+|[0-9]+|.", re.DOTALL)
_LETTERS = re.compile(r"[^\W\d_]+")
_MARKS = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("’‘`´", "'"))
_SHORTEST_MENDED, _LONGEST_MENDED, _LONG = 6, 11, 8
_HINTS_REACH = 8  # words
_REMEMBERED = 2000  # words, of which a few hundred come again and again
_SLIPS_FROM = {first: list(words) for first, words in groupby(sorted(SLIPS), key=lambda word: word[0])}


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` is what the patterns match; a word or number starts at each of `starts` there and of `origins` in the
    original, where it ends at `ends`. `leans[i]` is which way the verbs around word i look."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    ends: tuple[int, ...]
    leans: tuple[Lean, ...]

    def slice(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original a match from `start` to `end` stands."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end) - 1
        return self.origins[first], self.ends[last]

    def lean_at(self, start: int) -> Lean:
        """Which way the verbs around a place look."""
        return self.leans[bisect_left(self.starts, start)]


@lru_cache(AT_ONCE)
def sentence_of(original: str) -> Sentence:
    """The sentence, made in one pass."""
    made: list[str] = []
    words: list[str] = []
    length, starts, origins, ends = 0, [], [], []
    spaced = after_at = False
    for found in _PIECE.finditer(original):
        piece = found.group()
        if piece.isspace():
            spaced = bool(words)
            continue
        is_at = piece == "@" and (spaced or not words)
        word = "at" if is_at else plain(piece)
        # "5dec" and "3pm" are two words; "S47" stays one, so that no number begins in it.
        if spaced or (words and ((words[-1][-1].isdigit() and word[0].isalpha()) or after_at)):
            made.append(" ")
            length += 1
            if words[-1] == ".":
                words[-1] = "!"
        starts.append(length)
        origins.append(found.start())
        ends.append(found.end())
        made.append(word)
        words.append(word)
        length += len(word)
        spaced, after_at = False, is_at
    return Sentence("".join(made), tuple(starts), tuple(origins), tuple(ends), _leans(words))


def words_in(text: str) -> list[str]:
    """The words of a text as it is, without numbers and marks."""
    return _LETTERS.findall(text)


def plain(piece: str) -> str:
    """A word or mark with its slip put right, in small letters."""
    if not piece[-1].isalpha():
        return piece.translate(_MARKS)
    word = piece.lower()
    return ALIASES.get(word) or _mended(word)


@lru_cache(_REMEMBERED)
def _mended(word: str) -> str:
    """The word of dates that this one is a slip of, or itself: only long words, the first letter right."""
    if not _SHORTEST_MENDED <= len(word) <= _LONGEST_MENDED or word in SLIPS or word in NO_SLIPS or word[-1] == "s":
        return word
    most = 2 if len(word) >= _LONG else 1
    best = extract(word, _SLIPS_FROM.get(word[0], ()), scorer=OSA.distance, score_cutoff=most, limit=1)
    return best[0][0] if best else word


def _leans(words: list[str]) -> tuple[Lean, ...]:
    """For each word, what the nearest verb before it says, else the nearest one after it, within its sentence."""
    verbs = _verbs(words)
    before = _nearest(words, verbs)
    after = _nearest(words[::-1], verbs[::-1])[::-1]
    return tuple(b or a for b, a in zip(before, after, strict=True))


def _verbs(words: list[str]) -> list[Lean]:
    """What each word says by itself, or after an auxiliary: in "be seen" and "was due" that decides."""
    said: list[Lean] = []
    for i, word in enumerate(words):
        previous = words[i - 1] if i else ""
        own: Lean = "past" if word in PAST else "future" if word in FUTURE else None
        if word == "to" and previous in BEFORE_TO:
            said.append("future")  # "has to see", "need to go"
        elif previous in PRESENT and (word.endswith("ing") or own):
            said.append("future")  # "I'm chairing", "if she is placed"
        elif own and previous in AUXILIARIES:
            said.append(said[-1])
        else:
            said.append(own)
    return said


def _nearest(words: list[str], verbs: list[Lean]) -> list[Lean]:
    leans: list[Lean] = []
    lean: Lean = None
    distance = 0
    for word, verb in zip(words, verbs, strict=True):
        distance += word.isalpha()
        if word in STOPS or distance > _HINTS_REACH:
            lean = None
        if verb:
            lean, distance = verb, 0
        leans.append(lean)
    return leans
