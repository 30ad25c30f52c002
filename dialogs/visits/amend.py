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
from dialogs.visits.flags import EACH, EXCEPT, NOT_AT_HOME, SAID, each, flags
from dialogs.visits.report import (
    CHILDREN,
    VISIT,
    WITH,
    are_in_one_breath,
    as_told,
    blanked,
    day_of,
    is_question,
    moment_of,
)
from standards_kb.working_days import LONDON
from storage.reports import Report

LONGEST: Final = 90
# What may stand around a change and says nothing itself.
_SMALL: Final = re.compile(
    r"\b(?:no|nope|not|sorry|actually|oops|wait|correction|i|me|meant?|it|that|this|was|wasn't|were|weren't|is|he|she|"
    r"they|him|her|them|we|on|at|in|the|a|and|but|so|to|of|for|with|make|should|be|say|seen|instead|rather|than|"
    r"changed?|time|day|date|visit|wrong|one|kid|child|again|really|been|though|ta|thanks|please|all|each|both)\b"
)
# A "not" that nothing which was understood has taken up says the contrary of something.
_LEFT_NOT: Final = re.compile(r"\b(?:not|never|wasn't|weren't|nor|neither)\b")
_ONE: Final = re.compile(r"\b(?:he|she|him|her|his)\b")
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
    r"\d|day\b|\b(?:mon|tues?|wed|thu(?:rs)?|fri|sat|sun|morning|afternoon|evening|night|noon|ago|week|half|quarter"
    r"|tomorrow|tonight)\b"
)
_WRONG_CHILD: Final = re.compile(
    r"(?:(?:no|sorry|oops|actually),? )*(?:(?:that|it)(?:'s| is| was) )?(?:the )?wrong (?:child|kid|one)"
)
_TAKES_BACK: Final = re.compile(
    r"(?:no|nope|sorry|actually|oops|correction|wait|not|wasn't|(?:it|that) (?:was|wasn't)|i meant?)\b[ ,]+\w"
    r"|(?:(?:that|it|this)(?:['’]?s| is) )?(?:all )?(?:wrong|not right|incorrect)\W*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Change:
    """What goes for all, what for single children by their places, and who was none of those visited."""

    told: dict[str, Json] = field(default_factory=dict)
    children: dict[int, dict[str, Json]] = field(default_factory=dict)
    without: frozenset[int] = frozenset()


def may_be(text: str) -> bool:
    """Whether a sentence may be one: short, no question, and of a day, a time or what a visit was like."""
    if len(text) > LONGEST or is_question(text):
        return False
    said = text.replace("’", "'").casefold()
    return bool(_DAYS.search(said) or SAID.search(said) or WITH.search(text)) or is_wrong_child(text)


def takes_back(text: str) -> bool:
    """Whether a sentence begins as one that puts something right."""
    return _TAKES_BACK.match(text) is not None


def is_wrong_child(text: str) -> bool:
    """Whether it says that it was somebody else, and not who."""
    return _WRONG_CHILD.fullmatch(text.replace("’", "'").casefold().strip(" .!")) is not None


def change_in(text: str, report: Report, at: datetime) -> Change | None:
    """What it changes of a report; None if it is no change, or more than that."""
    plain, found = _read_of(text, at)
    meant = [one for one in found if not _NOT.search(plain[: one.start])]
    when = _when(plain, meant, report, at)
    if when is None or (found and not meant):
        return None
    second = WITH.search(plain)
    if second and report.kind == VISIT:
        is_not = _NOT.search(plain[: second.start()]) is not None
        if is_not and not _is_noted(second[1], report):
            return None
        when |= {"with": None if is_not else second[1]}
    rest = _rest_of(plain, found, report)
    places = _places(rest, report)
    if places is None:
        return None
    rest = " ".join((CHILDREN.sub(" ", rest) if places else rest).split())
    change = _flagged(rest, places, when, len(report.children)) if report.kind == VISIT else Change(when)
    left = _left_of(rest, report)
    is_clear = not (SAID.search(rest) and _LEFT_NOT.search(left))
    return change if is_clear and _is_nothing(left) and change not in (None, Change()) else None


def is_about(text: str, report: Report, at: datetime) -> bool:
    """Whether it says of its children, by their names, what a visit was like or when, and nothing else."""
    plain, found = _read_of(text, at)
    rest = _rest_of(plain, found, report)
    named = list(CHILDREN.finditer(rest))
    says = found or SAID.search(rest) or WITH.search(plain)
    are_its = all(len(_fits(one, report)) == 1 for one in named)
    return bool(named and says and are_its) and _is_nothing(_left_of(CHILDREN.sub(" ", rest), report))


def says_nothing_else(text: str) -> bool:
    """Whether it says what a visit was like, of whomever, and nothing else."""
    said = text.replace("’", "'").casefold()
    return SAID.search(said) is not None and _is_nothing(SAID.sub(" ", CHILDREN.sub(" ", said)))


def amended(report: Report, change: Change, at: datetime) -> Report:
    """The report with it."""
    children = tuple(
        replace(child, told={**child.told, **change.children.get(place, {})})
        for place, child in enumerate(report.children)
        if place not in change.without
    )
    return replace(report, told={**report.told, **change.told}, children=children, changed_at=at)


def _flagged(rest: str, places: Sequence[int], told: dict[str, Json], children: int) -> Change | None:
    """With what it says of the visit, and of each child: of one who is named, or of several if it says "both" or "all".

    What is said of some can't be kept of the visit, which is the same for all; of one it is none of the others'."""
    is_of_some = 0 < len(places) < children
    if children > 1 and (EXCEPT.search(rest) or (_ONE.search(rest) and not places)):
        return None
    said, of_each = flags(rest), each(rest, is_one=children == 1 or len(places) == 1)
    if is_of_some and (said == {"seen": False} or NOT_AT_HOME.fullmatch(rest)):
        return None if told or of_each else Change(without=frozenset(places))
    if is_of_some and (told or said or (len(places) == 1 and EACH.search(rest))):
        return None
    return Change({**told, **said}, dict.fromkeys(places or range(children), of_each) if of_each else {})


def _places(rest: str, report: Report) -> list[int] | None:
    """Which of its children are named; None if any other is, or if they aren't named in one breath: then each may have
    something else said of them."""
    found, named = list[int](), list(CHILDREN.finditer(rest))
    for one in named:
        fits = _fits(one, report)
        if len(fits) != 1:
            return None
        found += fits
    return found if are_in_one_breath(rest, named) else None


def _fits(one: re.Match[str], report: Report) -> list[int]:
    """The places of its children who can be meant."""
    digits = "".join(c for c in one.group() if c.isdigit())
    return [place for place, child in enumerate(report.children) if digits and child.child_id.endswith(digits)]


def _read_of(text: str, at: datetime) -> tuple[str, list[dates.Found]]:
    """A sentence as its days and times are read of it, and those."""
    plain = _NOT_TIME.sub("at ", " ".join(text.replace("’", "'").split()).strip(" .!"))
    plain = _BARE_TIME.sub(r"\1 at \2", plain)
    return plain, list(dates.find(plain, at, lean="past"))


def _rest_of(plain: str, found: Sequence[dates.Found], report: Report) -> str:
    """What it says beside days, times and a second worker."""
    second = WITH.search(plain)
    rest = blanked(_without_not(plain, found), found)
    if second and report.kind == VISIT:
        before = _NOT.sub(lambda no: " " * len(no.group()), rest[: second.start()])
        rest = before + " " * len(second.group()) + rest[second.end() :]
    return rest.casefold()


def _is_noted(name: str, report: Report) -> bool:
    """Whether somebody is noted as second worker, by their name or first name."""
    noted = report.told.get("with")
    known = str(noted["name"]).casefold() if isinstance(noted, dict) else ""
    return name.casefold() in (known, *known.split()[:1])


def _left_of(rest: str, report: Report) -> str:
    """What is left of that without what is said of a visit."""
    return SAID.sub(" ", rest) if report.kind == VISIT else rest


def _is_nothing(left: str) -> bool:
    return not re.search(r"\w", _SMALL.sub(" ", left))


def _without_not(plain: str, found: Sequence[dates.Found]) -> str:
    """A sentence with blanks for the "not" before a day or time, everything else where it was."""
    for one in found:
        before = _NOT.search(plain[: one.start])
        if before:
            plain = plain[: before.start()] + " " * len(before.group()) + plain[before.end() :]
    return plain


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
