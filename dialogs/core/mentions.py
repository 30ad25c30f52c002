"""What a sentence lacks to be about something: told at once, where its whole meaning takes far longer to read."""

import re
from functools import lru_cache

from dialogs.core.spelling import AT_ONCE

_DIGIT = re.compile(r"\d")
_CHILDS_DIGITS = 3


@lru_cache(AT_ONCE)
def may_name_child(text: str) -> bool:
    """Whether a child can be named in it: every id, and what children are called, has three digits."""
    return len(_DIGIT.findall(text)) >= _CHILDS_DIGITS


def mentions(text: str, parts: tuple[str, ...]) -> bool:
    """Whether it holds any of these parts of words, which are in small letters."""
    return any(map(_small(text).__contains__, parts))


@lru_cache(AT_ONCE)
def _small(text: str) -> str:
    return text.casefold()
