"""A sentence as the grammar reads it: lower case, single spaces, slips of the thumb put right, with the way back."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from dialogs.core.when.tables import ALIASES, FUTURE, NO_SLIPS, PAST, SLIPS, STOPS
from dialogs.core.when.values import Lean

_PIECE = re.compile(r"\s+|\b2(?i:moro|morrow)\b|[^\W\d_]+|[0-9]+|.", re.DOTALL)
_MARKS = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("’‘`´", "'"))
_SHORTEST_MENDED, _LONGEST_MENDED, _LONG = 6, 11, 8
_HINTS_REACH = 8  # words


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


def sentence_of(original: str) -> Sentence:
    """The sentence, made in one pass."""
    made: list[str] = []
    words: list[str] = []
    length, starts, origins, ends = 0, [], [], []
    spaced = False
    for found in _PIECE.finditer(original):
        piece = found.group()
        if piece.isspace():
            spaced = bool(words)
            continue
        word = _plain(piece)
        # "5dec" and "3pm" are two words; "S47" stays one, so that no number begins in it.
        if spaced or (words and ((words[-1][-1].isdigit() and word[0].isalpha()) or piece == "@" or words[-1] == "@")):
            made.append(" ")
            length += 1
            if words[-1] == ".":
                words[-1] = "!"
        starts.append(length)
        origins.append(found.start())
        ends.append(found.end())
        made.append("at" if word == "@" else word)
        words.append(word)
        length += len(made[-1])
        spaced = False
    return Sentence("".join(made), tuple(starts), tuple(origins), tuple(ends), _leans(words))


def _plain(piece: str) -> str:
    if not piece[-1].isalpha():
        return piece.translate(_MARKS)
    word = piece.lower()
    return ALIASES.get(word) or _mended(word)


def _mended(word: str) -> str:
    """The word of dates that this one is a slip of, or itself: only long words, the first letter right."""
    if not _SHORTEST_MENDED <= len(word) <= _LONGEST_MENDED or word in SLIPS or word in NO_SLIPS or word[-1] == "s":
        return word
    most = 2 if len(word) >= _LONG else 1
    near = [known for known in SLIPS if known[0] == word[0]]
    best = extract(word, near, scorer=OSA.distance, score_cutoff=most, limit=1)
    return best[0][0] if best else word


def _leans(words: list[str]) -> tuple[Lean, ...]:
    """For each word, what the nearest verb before it says, else the nearest one after it, within its sentence."""
    before, after = _nearest(words), _nearest(reversed(words))[::-1]
    return tuple(b or a for b, a in zip(before, after, strict=True))


def _nearest(words: Iterable[str]) -> list[Lean]:
    leans: list[Lean] = []
    lean: Lean = None
    distance, after_verb = 0, False
    for word in words:
        distance += word.isalpha()
        if word in STOPS or distance > _HINTS_REACH:
            lean = None
        is_verb = word in PAST or word in FUTURE
        if is_verb and not after_verb:  # in "be seen" and "was due" the first of the two decides
            lean, distance = ("past" if word in PAST else "future"), 0
        after_verb = is_verb
        leans.append(lean)
    return leans
