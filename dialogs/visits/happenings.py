"""Happenings other than visits: which there are, how people tell of them, what each starts or meets, what it asks."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from dialogs.core import when as dates
from dialogs.core.turn import Json
from dialogs.visits.agreed import AGREED, SETTING, told_in
from dialogs.visits.report import VISIT, Said, blanked, children_in, is_question, when_told
from dialogs.visits.returns import Return, whose_return
from dialogs.visits.subjects import Subject, is_looked_after

RETURNED, ENQUIRY, CHANGED, ASKED_FOR = "missing_return", "section_47", "plan_changed", "requested_visit"
STRATEGY, IN_TOUCH = "strategy_discussion", "keeping_in_touch"


@dataclass(frozen=True, slots=True)
class Happening:
    """`name`: the situation that it starts, or the stream of the event that it is; `says`: a pattern for small letters.

    `in_hours`: whether hours run from it, or it meets a deadline in hours, so that the time of day is asked."""

    name: str
    says: str
    starts: bool = False
    in_hours: bool = False
    called: str = ""


@cache
def happenings() -> Mapping[str, Happening]:
    """Those of happenings.toml by name, in the order in which they are tried."""
    data = tomllib.loads(files("dialogs.visits").joinpath("happenings.toml").read_text(encoding="utf-8"))
    return {name: _happening(name, entry) for name, entry in data.items()}


def _happening(name: str, entry: Mapping[str, Any]) -> Happening:
    says, called = (
        "|".join(ways).replace("<their>", "(?:the |his |her |their )?")
        for ways in (entry["says"], [*entry["says"], *entry.get("called", ())])
    )
    return Happening(
        name, rf"\b(?:{says})\b", entry.get("starts", False), entry.get("in_hours", False), f"(?:{called})"
    )


_NOT_SO = re.compile(
    r"\b(?:not|n't|hasn't|haven't|didn't|wasn't|isn't|never|no|cancelled|postponed|"
    r"rescheduled|rearranged|moved (?:to|from|until|on)|put (?:back|off)|pushed back|due|overdue|late|will|"
    r"going to|booked|planned|arranged|needs?|should|must|if|why|how|might|may|nearly|about to)\b"
)

# "The core group is on Friday" is still to come, "he is at home" is not.
_IS_ON = re.compile(r"\bis (?:on|at) (?:the )?$", re.I)
_ON = re.compile(r"(?:on|at) (?:the )?", re.I)


# A review that is booked has been agreed.
_NOT_AGREED = re.compile(
    r"\b(?:not|n't|hasn't|haven't|didn't|wasn't|isn't|never|no|cancelled|postponed|will|going to|needs?|should|must|if|"
    r"why|how|might|may|about to|wants?|asked|proposed|suggested)\b"
)


# What is told of somebody about the child: "202's school", "202s mum".
_ANOTHERS = re.compile(
    r"'s (?!(?:visit|review|plan|core|strategy|return|section|s47|been|come|back|had)\b)"
    r"|s (?:step)?(?:mum|mam|dad|mother|father|parents?|gran|nan|aunt|uncle|carers?|family|brother|sister|school"
    r"|teacher|partner|worker|placement|gp|health visitor)\b",
    re.I,
)

# "202's carer said he is back" is about 202.
_TOLD_BY = re.compile(
    r"'?s (?:[a-z]+ )?(?:carer|mum|mother|dad|father|parents?|gran|nan|aunt|uncle|placement|home|school|worker|staff) "
    r"(?:has |have |just )*(?:said|says?|rang|called|phoned|texted|messaged|told|confirmed|reported|reports?|"
    r"let me know)"
    r"(?: (?:to say|me|us|that|and said|to tell me))* (?:he|she|they)\b",
    re.I,
)


def happened_in(text: str, at: datetime) -> Said | None:
    """The happening that a sentence tells of; None if it asks, denies, or tells of something to come."""
    told = _told(text, at)
    if told is None:
        return None
    happening = next((h for h in happenings().values() if _says(h, told)), None)
    if happening is not None and happening.name == IN_TOUCH and _whose_return(told) is Return.UNCLEAR:
        return None  # "mum rang, 202 is back at school"
    if happening is None or (_ANOTHERS.match(told.plain, told.end) and happening.name not in (ASKED_FOR, RETURNED)):
        return None
    if _NOT_AGREED.search(told.rest) if happening.name == AGREED else _is_not_so(told):
        return None
    if happening.name == ASKED_FOR:
        return Said(ASKED_FOR, told.children, due_told(told.plain, at))
    if happening.name in SETTING:
        return Said(happening.name, told.children, told_in(told.plain, at))
    return Said(happening.name, told.children, when_told(told.plain, told.found))


def _is_not_so(told: "_Told") -> bool:
    """Whether it is denied, or tells of what is still to come: "is on Friday"."""
    return _NOT_SO.search(told.rest) is not None or any(_is_ahead(told.plain, one) for one in told.found)


def _is_ahead(plain: str, one: dates.Found) -> bool:
    on = _ON.match(plain, one.start)
    return _IS_ON.search(plain[: on.end() if on else one.start]) is not None


def is_unclear_return(text: str, at: datetime) -> bool:
    """Whether a child is told to have come back, who may have been anywhere."""
    told = _told(text, at)
    return told is not None and not _is_not_so(told) and _whose_return(told) is Return.UNCLEAR


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence, its days and times, the children whom it names, and what stands before and after them."""

    plain: str
    found: Sequence[dates.Found]
    children: tuple[str, ...]
    before: str
    after: str
    end: int

    @property
    def rest(self) -> str:
        return " ".join(f"{self.before} {self.after}".split())


def _told(text: str, at: datetime) -> _Told | None:
    plain = " ".join(text.replace("’", "'").split())
    if is_question(plain):
        return None
    found = dates.find(plain, at, lean="past")
    without = blanked(plain, found)
    called = children_in(without)
    if not called:
        return None
    end, children = called[-1].end(), tuple(dict.fromkeys(one.group() for one in called))
    return _Told(plain, found, children, without[: called[0].start()].casefold(), without[end:].casefold(), end)


def _says(happening: Happening, told: _Told) -> bool:
    if happening.name == RETURNED:
        return _whose_return(told) is Return.CHILDS
    return re.search(happening.says, told.rest) is not None


def _whose_return(told: _Told) -> Return:
    by = _TOLD_BY.match(told.plain, told.end)
    return whose_return(told.before, told.after, happenings()[RETURNED].says, by.end() - told.end if by else 0)


def kind_called(what: str) -> str | None:
    """The kind of what is called so afterwards: empty if nothing says, None if nothing is called that."""
    if not what or re.fullmatch(r"(?:entry|record|report|last one)", what):
        return ""
    if re.fullmatch(r"(?:[a-z]+ )?visit", what):
        return VISIT
    return next((h.name for h in happenings().values() if re.fullmatch(h.called, what)), None)


def starts(name: str) -> bool:
    """Whether it starts a situation, rather than being an event of one."""
    return name in happenings() and happenings()[name].starts


def due_told(text: str, at: datetime) -> dict[str, Json]:
    """The day by which a visit is asked for."""
    days = [one.value.date for one in dates.find(text, at, lean="future") if isinstance(one.value, dates.Day)]
    return {"due": days[0].isoformat()} if len(days) == 1 else {}


def is_known(name: str, subjects: Sequence[Subject]) -> bool:
    """Whether an event of this kind meets anything for each of these children, as far as may be seen."""
    if starts(name) or name == AGREED:
        return True
    return all(
        subject.found is None
        or name == STRATEGY
        or any(name in d.rule.met_by for d in (*subject.found.deadlines, *subject.found.unsupplied))
        for subject in subjects
    )


def asks_border(name: str, subjects: Sequence[Subject]) -> bool:
    """Whether it matters how near the border a child is placed: who is looked after may have to be referred."""
    return name == RETURNED and any(is_looked_after(subject) for subject in subjects)
