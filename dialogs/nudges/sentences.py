"""Sentences about one's visits that no list of phrases can hold."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from dialogs.core import when as dates
from dialogs.core.spelling import AT_ONCE, spelt_out
from storage.said import ACCESS_REFUSED, CHILD_AWAY, FAMILY_CANCELLED, OTHER, WORKER_ILL

LONGEST = 300
_ID = r"(?=(?:[^\s\d]*\d){3})[\w/.-]{0,48}[\w]"
# A child: an id with three digits or more; or initials and the end of the id.
_CHILD = rf"(?P<child>(?!(?:the|in|for|at|on|by|and|or|is|my|to|of|a|i) )[a-z]{{1,4}} \d{{3,4}}\b|{_ID})"
_CANNOT = re.compile(
    r"(?:sorry,? )?(?:i |we )?(?:can't|cannot|can not|couldn't|won't be able to|am not able to|unable to)"
    rf"(?: (?:make|do|visit|see|get to|manage))?(?: (?:it to|the visit to|the visit for|my visit to|out to))? {_CHILD}"
    r"(?P<rest>.*)"
)
# The reason first: "I'm ill, can't make AB 201".
_WHY_FIRST = re.compile(
    r"(?P<why>(?:i'm|i am|(?:the )?(?:family|child|parents?)|mum|dad|he's|she's|they(?:'re|'ve)?|access) .{2,50}?)"
    r"[,.;:]?(?: so| and)? (?P<what>(?:i |we )?(?:can't|cannot|couldn't|won't be able to) .+)"
)
_NOT_MINE = re.compile(
    rf"(?:(?:no,? )?{_CHILD}(?: is|'s| isn't| is not)?(?: not)? (?:mine|my child|one of mine|my case)"
    rf"|not my child:? {{child2}})".replace("{child2}", _CHILD.replace("<child>", "<child2>"))
)
_IS_NOT = re.compile(r"isn't|not")
_IS_THEIRS = re.compile(rf"{_CHILD} (?:is|belongs to) (?P<name>.{{2,60}}?)(?:'s| after all)?")
_AGREE = re.compile(rf"(?:i )?agree(?:d)? (?:to|with) (?:the (?:plan|day|visit) (?:for|to|of) )?{_CHILD}")
_HAVE = re.compile(rf"(?:i have|i've got|i'll take|i take|i'm on) {_CHILD}")
_CODES = (
    (ACCESS_REFUSED, re.compile(r"access|refus|wouldn't let|let me in|turned away")),
    (FAMILY_CANCELLED, re.compile(r"cancel|called off|parent|mum|dad|famil")),
    (CHILD_AWAY, re.compile(r"\b(?:child|he|she|they|kid)?\b ?.*(?:away|on holiday|not there|not in|not at home)")),
    (WORKER_ILL, re.compile(r"\bill\b|sick|unwell|poorly")),
    (OTHER, re.compile(r"other|something else|no car|meeting|court|snow|train")),
)


@dataclass(frozen=True, slots=True)
class Cannot:
    """That a visit can't be made: of whom, why (empty: it wasn't said), and on which day, if one was said."""

    child: str
    code: str = ""
    day: date | None = None


@lru_cache(AT_ONCE)
def bare(text: str) -> str:
    """Small letters, straight apostrophes, also those left out, no full stop."""
    return " ".join(spelt_out(text.replace("’", "'")).casefold().split()).strip(" .!")


def cannot(text: str, at: datetime) -> Cannot | None:
    """That a visit can't be made; None if it says something else."""
    said = bare(text)
    reversed_ = _WHY_FIRST.fullmatch(said)
    found = _CANNOT.fullmatch(f"{reversed_['what']}, {reversed_['why']}" if reversed_ else said)
    if found is None or said.endswith("?"):
        return None
    rest = found["rest"].strip(" ,;:-")
    days = [one.value.date for one in dates.find(rest, at, lean="future") if isinstance(one.value, dates.Day)]
    code = next((code for code, pattern in _CODES if pattern.search(rest)), "")
    return Cannot(found["child"], code, days[0] if len(days) == 1 else None)


def not_mine(text: str) -> str | None:
    """The child who is said not to be one's own."""
    said = bare(text)
    found = _NOT_MINE.fullmatch(said)
    if found is None or not _IS_NOT.search(said):
        return None
    return found["child"] or found["child2"]


def is_theirs(text: str) -> tuple[str, str] | None:
    """The child, and whose they are said to be after all."""
    found = _IS_THEIRS.fullmatch(bare(text)) if "'s" in bare(text) else None
    return (found["child"], found["name"]) if found else None


def agreed(text: str) -> str | None:
    """The child of whom a manager agrees to a later day."""
    found = _AGREE.fullmatch(bare(text))
    return found["child"] if found else None


def taken(text: str) -> str | None:
    """The child whose deadline in hours somebody takes upon themselves."""
    found = _HAVE.fullmatch(bare(text))
    return found["child"] if found else None
