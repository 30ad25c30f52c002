"""Makes phrasings a little worse, as thumbs do, so that the finder isn't surprised by them."""

import random
import re
from collections.abc import Sequence

_SENTENCES = re.compile(r"(?<=[.!?])\s+")
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
CASELESS, SLIPPING, SHORTENING = 0.15, 0.3, 0.3
SLIPS_PER_WORD, DROPS_PER_WORD = 0.22, 0.1
REPLACED_PER_WORD = 0.25


def worsened(text: str, chance: random.Random) -> str:
    """The text as it might be typed: sometimes without capitals, with slips, with a word left out."""
    if chance.random() < CASELESS:
        text = text.lower().rstrip("?.")
    words = text.split(" ")
    if chance.random() < SLIPPING:
        words = [slip(w, chance) if chance.random() < SLIPS_PER_WORD else w for w in words]
    if chance.random() < SHORTENING and len(words) > 5:
        words = [w for w in words if chance.random() > DROPS_PER_WORD]
    return " ".join(words)


def statements(text: str) -> list[str]:
    """What a text of several sentences says besides what it asks."""
    sentences = _SENTENCES.split(text)
    return [s for s in sentences if not s.endswith("?") and len(s.split()) >= 3] if len(sentences) > 1 else []


def surrounded(text: str, others: Sequence[str], chance: random.Random) -> str:
    """The text amid other sentences."""
    before = chance.randint(0, len(others))
    ended = [other if other.endswith((".", "!", "?")) else f"{other}." for other in others]
    return " ".join((*ended[:before], text, *ended[before:]))


def made_up(text: str, other: str, chance: random.Random) -> str:
    """A text that nobody filed anywhere: a piece of one, two spliced, or one with words of the other."""
    words, others = text.split(" "), other.split(" ")
    start, end = sorted(chance.choices(range(len(words) + 1), k=2))
    kind = chance.random()
    if kind < 0.2 and start < end:
        return " ".join(words[start:end])
    if kind < 0.6:
        return " ".join(words[: max(end, 1)] + others[chance.randrange(len(others)) :])
    return " ".join(chance.choice(others) if chance.random() < REPLACED_PER_WORD else w for w in words)


def slip(word: str, chance: random.Random) -> str:
    """One slip inside a word: a letter dropped, doubled, swapped with the next, or its neighbour on the keyboard."""
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    kind = chance.random()
    if kind < 0.4:
        return before + after
    if kind < 0.65:
        return before + after[0] + letter + after[1:]
    if kind < 0.8:
        return before + letter + letter + after
    return before + chance.choice(_neighbours(letter)) + after


def _neighbours(letter: str) -> str:
    for row in KEYBOARD:
        at = row.find(letter.lower())
        if at >= 0:
            return row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    return letter
