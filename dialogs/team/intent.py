"""What a sentence asks of the feature; and the pieces that its patterns share."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dialogs.core import when as dates
from dialogs.core.turn import Json

# A child: an id as the case system has it, with three digits or more; or initials and the end of the id.
_NO_INITIALS = "the|in|for|at|on|by|and|or|is|my|to|of|a|with|was|back|from"
CHILD = rf"(?P<child>(?!(?:{_NO_INITIALS}) )[a-z]{{1,4}} \d{{3,4}}\b|(?=(?:[^\s\d]*\d){{3}})[\w/.-]{{0,48}}\w)"
PERSON = r"[^\d?,:]{2,60}?"
_REASON = re.compile(r"[,;.]?\s+(?:because(?: of)?|reason:?|on the grounds that)\s+(?P<reason>.+)$", re.I)

_BEFORE_DAY = re.compile(r"(?:,? \b(?:on|from|as of|as from|starting(?: on)?|with effect(?: from)?) ?)+$", re.I)
_OF_DAY = re.compile(r"^(?:on|from|as of|since|starting) ", re.I)


@dataclass(frozen=True, slots=True)
class Intent:
    """An action of the feature, with what the sentence says as a button's data. `only_if_known`: it is this feature's
    only if somebody on the staff is called as its worker."""

    action: str
    data: Mapping[str, Json] = field(default_factory=dict)
    only_if_known: bool = False


def patterns(*table: tuple[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Actions with the patterns of the sentences that ask for them."""
    return tuple((action, re.compile(rf"(?:please )?(?:{pattern})", re.I)) for action, pattern in table)


def matched(said: str, table: Iterable[tuple[str, re.Pattern[str]]]) -> Intent | None:
    """The first action whose pattern fits the whole sentence, with the pattern's groups as data."""
    for action, pattern in table:
        found = pattern.fullmatch(said)
        if found:
            return Intent(action, {name: value.strip(" ,") for name, value in found.groupdict().items() if value})
    return None


def parted(said: str) -> tuple[str, str]:
    """A sentence without the reason that it gives, and the reason."""
    found = _REASON.search(said)
    return (said[: found.start()], found["reason"].strip()) if found else (said, "")


def dated(said: str, at: datetime, lean: dates.Lean) -> tuple[str, str]:
    """A sentence without the day at its end, and the day as it was said."""
    found = [one for one in dates.find(said, at, lean=lean) if one.end == len(said)]
    if not found or not isinstance(found[-1].value, dates.Day | dates.Ambiguous | dates.Span):
        return said, ""
    head, day = said[: found[-1].start], said[found[-1].start :]
    return _BEFORE_DAY.sub("", head.rstrip(" ,")).rstrip(" ,"), _OF_DAY.sub("", day)
