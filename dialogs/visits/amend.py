"""A typed change of a report that is still open: "no, on Tuesday", "it was at 4", "not alone", "208 wasn't alone".

What isn't wholly understood changes nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from dialogs.core import when as dates
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.visits.flags import EXCEPT, SAID, each, flags
from dialogs.visits.report import CHILDREN, VISIT, WITH, as_told, blanked, day_of, is_question, moment_of
from standards_kb.working_days import LONDON
from storage.reports import Report

LONGEST: Final = 90
# What may stand around a change and says nothing itself.
_SMALL: Final = re.compile(
    r"\b(?:no|nope|not|sorry|actually|oops|wait|correction|i|me|meant?|it|that|this|was|wasn't|were|weren't|is|he|she|"
    r"they|him|her|them|we|on|at|in|the|a|and|but|so|to|of|for|with|make|should|be|say|seen|instead|rather|than|"
    r"changed?|time|day|date|visit|wrong|one|kid|child|again|really|been|though|ta|thanks|please|all|each|both)\b"
)
_NOT: Final = re.compile(r"\b(?:not|wasn't|rather than|instead of)(?: on| at)? $", re.I)
_BARE_TIME: Final = re.compile(
    r"\b(was|not|wasn't|but|no,?|at|around|about)(?: at| around| about)? "
    r"((?:half(?: past)? |quarter (?:past|to) )?\d{1,2}(?:[.:]\d\d)?)(?:ish)?"
    r"(?=$| ?(?:,|not\b|but\b|am\b|pm\b))",
    re.I,
)
_NOT_TIME: Final = re.compile(
    r"\b(?:it )?(?:not|wasn't|rather than|instead of) (?:at )?\d{1,2}(?:[.:]\d\d)?(?: ?[ap]m)?\b,? ?"
    r"(?:but |it was )?(?:at )?",
    re.I,
)
_DAYS: Final = re.compile(
    r"\d|day\b|\b(?:mon|tues?|wed|thu(?:rs)?|fri|sat|sun|morning|afternoon|evening|night|noon|ago|week|half|quarter|tomorrow|tonight)\b"
)
_WRONG_CHILD: Final = re.compile(
    r"(?:(?:no|sorry|oops|actually),? )*(?:(?:that|it)(?:'s| is| was) )?(?:the )?wrong (?:child|kid|one)"
)
_TAKES_BACK: Final = re.compile(
    r"(?:no|nope|sorry|actually|oops|correction|wait|not|wasn't|(?:it|that) (?:was|wasn't)|i meant?)\b[ ,]+\w", re.I
)


@dataclass(frozen=True, slots=True)
class Change:
    """What goes for all, what for single children by their places, and who was none of those visited."""

    told: dict[str, Json] = field(default_factory=dict)
    children: dict[int, dict[str, Json]] = field(default_factory=dict)
    without: frozenset[int] = frozenset()


def may_be(text: str) -> bool:
    """Whether a sentence may be one: short, no question, and of a day, a time or what a visit was like."""
    said = text.replace("’", "'").casefold()
    is_of_it = bool(_DAYS.search(said) or SAID.search(said) or WITH.search(text)) or is_wrong_child(text)
    return len(text) <= LONGEST and is_of_it and not is_question(text)


def takes_back(text: str) -> bool:
    """Whether a sentence begins as one that puts something right."""
    return _TAKES_BACK.match(text) is not None


def is_wrong_child(text: str) -> bool:
    """Whether it says that it was somebody else, and not who."""
    return _WRONG_CHILD.fullmatch(text.replace("’", "'").casefold().strip(" .!")) is not None


def change_in(text: str, report: Report, at: datetime) -> Change | None:
    """What it changes of a report; None if it is no change, or more than that."""
    plain = _NOT_TIME.sub("at ", " ".join(text.replace("’", "'").split()).strip(" .!"))
    plain = _BARE_TIME.sub(r"\1 at \2", plain)
    found = dates.find(plain, at, lean="past")
    meant = [one for one in found if not _NOT.search(plain[: one.start])]
    second = WITH.search(plain)
    when = _when(plain, meant, report, at)
    if when is None or (found and not meant):
        return None
    if second and report.kind == VISIT:
        when |= {"with": second[1]}
        plain = plain[: second.start()] + " " * len(second.group()) + plain[second.end() :]
    rest = blanked(plain, found).casefold()
    places = _places(rest, report)
    if places is None:
        return None
    rest = CHILDREN.sub(" ", rest) if places else rest
    rest = " ".join(rest.split())
    change = _flagged(rest, places, when, len(report.children)) if report.kind == VISIT else Change(when)
    left = SAID.sub(" ", rest) if report.kind == VISIT else rest
    is_whole = not re.search(r"\w", _SMALL.sub(" ", left))
    return change if is_whole and change not in (None, Change()) else None


def amended(report: Report, change: Change, at: datetime) -> Report:
    """The report with it."""
    children = tuple(
        replace(child, told={**child.told, **change.children.get(place, {})})
        for place, child in enumerate(report.children)
        if place not in change.without
    )
    return replace(report, told={**report.told, **change.told}, children=children, changed_at=at)


def _flagged(rest: str, places: Sequence[int], told: dict[str, Json], children: int) -> Change | None:
    """With what it says of the visit, and of each child: of several, of those who are named, or of all."""
    if children > 1 and EXCEPT.search(rest):
        return None
    said, of_each = flags(rest), each(rest, is_one=children == 1 or bool(places))
    if places and len(places) < children and "seen" in said:
        return Change(told, without=frozenset(places)) if len(said) == 1 and not of_each else None
    return Change({**told, **said}, dict.fromkeys(places or range(children), of_each) if of_each else {})


def _places(rest: str, report: Report) -> list[int] | None:
    """Which of its children are named; None if any other is."""
    ids, found = [child.child_id for child in report.children], []
    for one in CHILDREN.finditer(rest):
        digits = "".join(c for c in one.group() if c.isdigit())
        fits = [place for place, child_id in enumerate(ids) if digits and child_id.endswith(digits)]
        if len(fits) != 1:
            return None
        found += fits
    return found


def _when(plain: str, meant: Sequence[dates.Found], report: Report, at: datetime) -> dict[str, Json] | None:
    """The new day or time, of which what isn't said stays; empty if none is told, None if it can't be told."""
    if not meant:
        return {}
    if len(meant) > 1 or not isinstance(meant[0].value, dates.Day | dates.Moment | dates.Ambiguous):
        return None
    was: Json = report.told.get("when")
    value: dates.Value = meant[0].value
    said = plain[meant[0].start : meant[0].end]
    if isinstance(was, dict):
        kept = moment_of(was)
        time = _read(f"{day_label(day_of(was))} at {re.sub(r'^at ', '', said)}", at)
        if time is not None:
            value = time
        elif isinstance(value, dates.Day) and value.part is None and kept is not None:
            clock = kept.astimezone(LONDON)
            value = _read(f"{day_label(value.date)} at {clock:%H:%M}", at) or value
    told = as_told(value)
    return {"unsure": None, **told} if "when" in told else {"when": None, **told}


def _read(said: str, at: datetime) -> dates.Moment | None:
    try:
        value = dates.read(said, at, lean="past")
    except dates.WhenError:
        return None
    return value if isinstance(value, dates.Moment) else None
