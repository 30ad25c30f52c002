"""A sentence that plans a visit → whom and when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dialogs.core import when as dates
from dialogs.visits.report import NO_CHILD, blanked, children_in
from dialogs.visits.sentences import Which
from standards_kb.working_days import local_day

_PLANS = re.compile(
    r"(?:please )?(?:(?:i|we|i'm|i am|we're|we are|i'll|we'll) )?"
    r"(?:(?:to|want to|need to|have to|would like to|will|going to) )*"
    r"(?:remind me to (?:see|visit)|(?:set |add )?(?:a )?reminder(?= (?:to|for))|move|swap|reschedule|rebook|put|"
    r"plan(?:ning|ned)?|book(?:ing|ed)?(?: in)?|schedul(?:e|ing|ed)|arrang(?:e|ing|ed)|visit(?:ing)?|see(?:ing)?)"
    r"(?: (?:a|an|the|my|next|home|unannounced|visit|visits|to|for|with|of|see|and|joint|statutory|going))*"
)
_OFF = re.compile(r"(?:cancel|drop|remove|delete|forget|unplan)(?: (?:the|my|a|planned|plan|visit|for|to|with))*")
# "Visit to 202 moved to Friday".
_MOVED_WHAT = re.compile(r"(?:(?:the|my) )?(?:visit(?: to| for| with| of)?)?")
_MOVED_TO = re.compile(
    r"(?:'?s )?(?:visit )?(?:is |was |has been |been )?"
    r"(?:moved|rescheduled|rearranged|changed|postponed|put back|brought forward) (?:to|until|for)(?: at)?"
)
_VISIT = re.compile(r"(?:visit|see)(?: (?:to|with|the|my))*")


@dataclass(frozen=True, slots=True)
class Planned:
    """The children as they were called; `day` is None where none was said, `which` a question about it."""

    children: tuple[str, ...]
    day: date | None = None
    at: datetime | None = None
    which: Which | None = None
    is_off: bool = False


def planned_in(text: str, at: datetime) -> Planned | None:
    """The visit that a sentence plans, or takes off again; None if it asks, or tells of what has been."""
    plain = re.sub(r",? instead(?: of .{2,20})?$", "", " ".join(text.replace("’", "'").split()))
    if plain.rstrip(" .!").endswith("?"):
        return None
    found = dates.find(plain, at, lean="future")
    without = blanked(plain, found)
    called = children_in(without)
    if not called or NO_CHILD.match(plain, called[-1].end()):
        return None
    before = " ".join(re.findall(r"[\w']+", without[: called[0].start()].casefold()))
    children = tuple(dict.fromkeys(one.group() for one in called))
    rest = " ".join(re.findall(r"[\w']+", without[called[-1].end() :].casefold()))
    if _OFF.fullmatch(before):
        past = [one.value for one in dates.find(plain, at, lean="past") if isinstance(one.value, dates.Day)]
        if any(day.date < local_day(at) for day in past) and not _is_ahead(found, at):
            return None  # what has been is taken back or corrected, and not planned
        return Planned(children, is_off=True)
    is_bare = not before and re.search(r"\b(?:tomorrow|next)\b", plain, re.I) is not None  # "202 tomorrow 10am"
    is_moved = bool(found) and _MOVED_WHAT.fullmatch(before) is not None and _MOVED_TO.fullmatch(rest) is not None
    if not is_moved and (
        not (_PLANS.fullmatch(before) or (is_bare and found))
        or re.fullmatch(r"(?:'?s? ?visit ?)?(?:for|on|at|to|in)?(?: ?\d{1,2})?", rest) is None
    ):
        return None
    if rest[-1:].isdigit():  # "Thursday 10": o'clock, or the tenth?
        return Planned(children)
    told = [one for one in found if isinstance(one.value, dates.Day | dates.Moment | dates.Ambiguous)]
    planned = _with_day(plain, children, told)
    # "Visit to 12345 on Friday", without a word of planning, may as well have been.
    if _VISIT.fullmatch(before) and (planned.day is None or planned.day <= local_day(at)):
        return None
    return planned


def _is_ahead(found: Sequence[dates.Found], at: datetime) -> bool:
    """Whether a sentence names a day that isn't over."""
    return any(isinstance(one.value, dates.Day) and one.value.date >= local_day(at) for one in found)


def _with_day(text: str, children: tuple[str, ...], told: list[dates.Found]) -> Planned:
    if len(told) != 1:
        return Planned(children)
    match told[0].value:
        case dates.Moment(moment):
            return Planned(children, local_day(moment), moment)
        case dates.Day(day):
            return Planned(children, day)
        case dates.Ambiguous(choices, question):
            head = text[: told[0].start]
            return Planned(children, which=Which(question, tuple((c.label, f"{head}{c.label}") for c in choices)))
    return Planned(children)
