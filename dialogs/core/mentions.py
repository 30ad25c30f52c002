"""What a sentence lacks to be about something: told at once, where its whole meaning takes far longer to read."""

import re
from collections.abc import Iterable

_DIGITS = re.compile(r"(?:\D*\d){3}")


def may_name_child(text: str) -> bool:
    """Whether a child can be named in it: every id, and what children are called, has three digits."""
    return _DIGITS.match(text) is not None


def mentions(text: str, parts: Iterable[str]) -> bool:
    """Whether it holds any of these parts of words, which are in small letters."""
    small = text.casefold()
    return any(part in small for part in parts)
