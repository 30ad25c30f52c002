"""Splits a question into the word pieces that the encoder knows (WordPiece, lower case, accents dropped)."""

import re
import unicodedata
from collections.abc import Sequence

CLASSIFY, SEPARATE, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
LONGEST_WORD = 40
MOST_PIECES = 96  # of a question; what comes after is not read
_TOKEN = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")


class WordPieces:
    """A vocabulary and the greedy longest-match split over it."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._number = {piece: number for number, piece in enumerate(vocabulary)}
        self._unknown = self._number[UNKNOWN]

    def numbers(self, text: str, most: int) -> list[int]:
        """The piece numbers of a text, with the opening and closing marks; at most `most` of them."""
        found = [self._number[CLASSIFY]]
        for word in _TOKEN.findall(_plain(text)):
            if len(found) >= most - 1:
                break
            whole = self._number.get(word)
            found += self._split(word) if whole is None else (whole,)
        return [*found[: most - 1], self._number[SEPARATE]]

    def _split(self, word: str) -> list[int]:
        if len(word) > LONGEST_WORD:
            return [self._unknown]
        pieces: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else "##" + word[start:end]
                number = self._number.get(piece)
                if number is not None:
                    break
            else:
                return [self._unknown]
            pieces.append(number)
            start = end
        return pieces


def _plain(text: str) -> str:
    """Lower case without accents; curly quotes and dashes as typed on a keyboard."""
    text = text.lower()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFD", text.translate(_SHAPES))
    return "".join(c for c in text if unicodedata.category(c) != "Mn")


_SHAPES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
