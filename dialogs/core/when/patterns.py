"""What the patterns of dates and times are made of. None repeats without bound, so that reading takes linear time."""

import re
from collections.abc import Iterable

from dialogs.core.when.tables import MONTHS, NUMBERS, UNITS, WEEKDAYS


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def alternatives(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


NUMBER = rf"(?:[0-9]{{1,3}}|{alternatives(NUMBERS)})\b"
UNIT = rf"{alternatives(UNITS)}\b"
WEEKDAY = rf"{alternatives(WEEKDAYS)}\b"
MONTH = rf"{alternatives(MONTHS)}(?![^\W\d])"  # "5-Dec2026" has no boundary after the month
DAY = r"[0-9]{1,2}(?: ?(?:st|nd|rd|th)\b)?(?![0-9])"
ORDINAL = r"[0-9]{1,2} ?(?:st|nd|rd|th)\b"

_END = r"(?=\s?$|\s?[,.;:?!)\]\"'/-](?!\d)|\s?-\s"
# After what could also be a number of things ("at 3 different homes", "the 5th visit", "5 may be"), only these follow.
AFTER_DATE = re.compile(
    _END + r"|\s(?:at|when|because|so|but|with|for|to|by|before|after|i|we|he|she|they|what|how|until|till|from|about"
    r"|around|please|this|last|next|morning|afternoon|evening|night|lunchtime|first|noon|midday)\b"
    r"|\s[0-9]{1,2}(?:[:.][0-9]{2}| ?[ap]\.?m\b))"
)
AFTER_TIME = re.compile(
    _END
    + r"|\s(?:on|at|and|in the|with|but|so|for|as|when|because|to|by|after|before|then|i|we|he|she|they|or|if|what|how"
    rf"|{alternatives(WEEKDAYS)}|is|was|suits?|works?|would|until|till|please|o|today|yesterday|tomorrow|tonight|this|last|next)\b)"
)
ENDS_HERE = re.compile(_END + ")")
# A number after one of these is no date or time.
NUMBERED = _set("""
    section sections s part paragraph para page version chapter standard standards step stage table list annex
    question score scored ticket level grade year room flat id ref number age aged under
""")
# Words that make a day of "1/2" or "sat".
VOUCHING = _set(
    "on since from until till til by commencing beginning dated dob next last this coming between before after"
)
# Before "3 weeks ago" these make it no day.
VAGUE = _set("or to than over nearly almost under least most within")
# After these a bare hour is one if nothing follows: "until 4", "by 5".
BEFORE_TIMES = _set("until till by after before")
# "saw 3 this morning" counts.
COUNTING = _set("saw seen visited had have did did made done completed placed removed missed got met all only")
# "How many weeks in a month" is no date.
PER = frozenset(UNITS) | _set("times once twice visits meetings sessions")

EVERY = _set("every each per the")


def word_before(text: str, start: int) -> str:
    """The word that ends before a place."""
    return text[max(0, start - 16) : start].rstrip().rpartition(" ")[2]


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether nothing else was typed."""
    return start == 0 and not text[end:].strip(" .?!")


def number(word: str) -> int:
    """Of a NUMBER."""
    return NUMBERS[word] if word in NUMBERS else int(word)
