"""Puts right how a question is spelt before it is ranked, so that a slip of the thumb finds the same standard."""

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

SHORTEST = 4
SHORT_WORD = 5
# A question in English and the worst of spelling has six of ten words left that are known once it is corrected, one in
# another language at most five; names and shorthand make fewer than four words too few to tell.
KNOWN_AT_LEAST = 0.5
FEWEST_TO_TELL = 4
# Too far from what is meant, or too near to something else, for its letters to tell.
_TEXT_SPEAK = {
    "bcos": "because", "bfr": "before", "bk": "back", "cld": "could", "coz": "because", "cud": "could", "dat": "that",
    "hav": "have", "hw": "how", "lst": "last", "mch": "much", "msng": "missing", "nite": "night", "nxt": "next",
    "plz": "please", "ppl": "people", "rvw": "review", "shld": "should", "shud": "should", "tdy": "today",
    "tmoro": "tomorrow", "tonite": "tonight", "vst": "visit", "wen": "when", "wher": "where", "wiv": "with",
    "wld": "would", "wud": "would", "yday": "yesterday", "yest": "yesterday",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Added to the distance: a slip seldom touches the first letter, and swapped letters are the commonest slip of all.
_SAME_START, _SAME_LETTERS = -0.5, -0.25


class Speller:
    """Corrects words that nobody knows to the nearest word of the field.

    `frequency`: the words of the framework and its phrasings, in lower case, with how often they come;
    `english`: further words that are right as they are; `read_as`: what some words, in lower case, are read as."""

    def __init__(
        self, frequency: Mapping[str, int], english: Collection[str], read_as: Mapping[str, str] | None = None
    ) -> None:
        self._frequency = dict(frequency)
        self._read_as = dict(read_as or {})
        self._right = frozenset(english).union(frequency).difference(self._read_as)
        self._known = frozenset(english).union(word for word, count in frequency.items() if count > 1)
        # A word that comes once may be a slip itself; it is known, but nothing is corrected to it.
        targets = [w for w, count in frequency.items() if count > 1 and len(w) >= SHORTEST - 1]
        longest = max(map(len, targets), default=0)
        self._near = {length: _Near(targets, length) for length in range(SHORTEST, longest + _slips(longest) + 1)}

    def corrected(self, text: str) -> str:
        """The text with unknown words corrected; names, acronyms and words that resemble nothing stay as they are."""
        if self._right.issuperset(map(str.lower, _WORD.findall(text))):  # as most texts are: no word need be looked at
            return text
        return _WORD.sub(lambda found: self._word(found.group(), starts=found.start() == 0), text)

    def reads(self, text: str) -> bool:
        """Whether enough words of a corrected text are known: not so in Welsh or Polish."""
        if self._known.issuperset(map(str.lower, _WORD.findall(text))):
            return True
        found = [match for match in _WORD.finditer(text) if match.start() == 0 or not match.group()[0].isupper()]
        words = [match.group() for match in found]  # without names and acronyms
        return len(words) < FEWEST_TO_TELL or sum(map(self._is_known, words)) > KNOWN_AT_LEAST * len(words)

    def _is_known(self, word: str) -> bool:
        return word.lower().replace("’", "'") in self._known

    def _word(self, word: str, *, starts: bool) -> str:
        lower = word.lower().replace("’", "'")
        if lower in self._read_as:
            return self._read_as[lower]
        # A capital inside a sentence is a name or an acronym.
        if word.isupper() or (word[0].isupper() and not starts):
            return word
        if lower in self._right:
            return word
        if lower in _TEXT_SPEAK:
            return _TEXT_SPEAK[lower]
        if len(word) < SHORTEST:
            return word
        return self._nearest(lower) or word

    def _nearest(self, word: str) -> str | None:
        near, slips = self._near.get(len(word)), _slips(len(word))
        choices = near.like(word) if near is not None else []
        found: list[tuple[float, int, str]] = []
        for known, distance, _ in extract(word, choices, scorer=OSA.distance, score_cutoff=slips, limit=None):
            start = _SAME_START if known[0] == word[0] else 0
            letters = _SAME_LETTERS if sorted(known) == sorted(word) else 0
            found.append((distance + start + letters, -self._frequency[known], known))
        return min(found)[2] if found else None


class _Near:
    """The words to which one of a length may be corrected: a slip changes the length by one and two letters at most.

    Comparing with every word takes ten times as long."""

    def __init__(self, targets: Sequence[str], length: int) -> None:
        self._slips = _slips(length)
        self._words = [word for word in targets if abs(len(word) - length) <= self._slips]
        self._letters = np.array([_letters(word) for word in self._words], dtype=np.int64)

    def like(self, word: str) -> list[str]:
        """Those that have nearly the letters of a word."""
        near = np.bitwise_count(self._letters ^ _letters(word)) <= 2 * self._slips
        return [self._words[number] for number in near.nonzero()[0].tolist()]


def _slips(length: int) -> int:
    """How many slips a word of a length may have."""
    return 1 if length <= SHORT_WORD else 2


def _letters(word: str) -> int:
    """Which letters a word has, a bit each (several may share one)."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 32)
    return bits
