"""What a typed sentence wants of an audit meeting: offer times, answer an offer, move it, call it off, see it.

A sentence is one of these only if every word of it belongs to meetings: what isn't wholly understood is nobody's."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from dialogs.audit_meeting.slots import Wanted
from dialogs.core import when as dates
from dialogs.core.mentions import mentions
from standards_kb.working_days import local_day

LONGEST: Final = 300
_DAY = timedelta(days=1)


class Wish(StrEnum):
    """What it wants."""

    PROPOSE = "propose"
    SHOW = "show"
    MOVE = "move"
    CANCEL = "cancel"
    ACCEPT = "accept"  # an answer to an offer
    COUNTER = "counter"  # another, with other times if any are said
    OFFER = "offer"  # these very times


@dataclass(frozen=True, slots=True)
class Said:
    """The wish, and what was said of it: a child as it was called, a name, when as it was typed, a reason, and which of
    the offered times (from 1)."""

    wish: Wish
    child: str = ""
    person: str = ""
    when: str = ""
    reason: str = ""
    nth: int = 0


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A child: an id as the case system has it, with three digits or more; or initials and the end of the id.
_CHILD = re.compile(
    r"(?:\b(?:about|for|of|regarding|re|on) )?(?:child )?"
    r"\b(?P<child>(?!(?:the|in|for|at|on|by|and|or|is|my|to|of|a|with|about|us|me) )[a-z]{1,4} \d{3,4}\b"
    r"|(?=(?:[^\s\d]*\d){3})[\w/-]{0,48}\w)(?:'s(?: audit| file)*)?",
    re.I,
)
_REASON = re.compile(r"[,;.:]?\s+(?:because(?: of)?|as|since|due to|reason:?)\s+(?P<reason>.+)$", re.I)
_NAME = r"[A-Z][\w'-]+(?: (?:[A-Z][\w'-]+|de|van|von|al|bin)){0,3}"
_PERSON = re.compile(
    rf"\b(?:with|meet|see) (?P<person>{_NAME})|\bwith (?P<small>[a-z][\w'-]+(?: [a-z][\w'-]+)?)$"
    r"|\b(?:me|i|I|us|we) and (?P<pair>[A-Za-z][\w'-]+)(?= (?:can |could )?(?:meet|have|find|talk)\b)"
)
_CAN_DO = re.compile(
    r"(?:(?:can|could|would|will) (?P<person>[a-z][\w'-]+(?: [a-z][\w'-]+){0,2}?) (?:do|make|manage|meet)"
    r"|is (?P<who>[a-z][\w'-]+(?: [a-z][\w'-]+){0,2}?) (?:free|available))\b",
    re.I,
)
_AROUND = re.compile(
    r"(?:\b(?:on|at|in|by|before|after|until|between|from|for|to|early|late|later|any time|anytime|sometime|some time)"
    r" ?)+$",
    re.I,
)
_OR = re.compile(r"(?:,|\bor|\band)$", re.I)
_DEADLINE = re.compile(r"\b(?:before|by|until) (?:the|its|our|my) (?:deadline|due date|three weeks are up)\b", re.I)
_NTH: Final = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "last": -1}
_FILLING: Final = _set(
    "a about all an and any are at be both can case could date day days discuss discussion do does for free get give "
    "have having i i'd i'm if in is it it's its let let's like me meet meeting meetings my need next now of ok okay on "
    "one our please re shall some suggest suggestions that the them then there they this time times to together us "
    "want we with would you your audit audit's file conversation new another other slot slots hi hello thanks thank "
    "find search look schedule arrange book set up fix organise organize plan propose offer when what which how "
    "before by work works good suit suits fine make made available"
)
_ASKS_FOR: Final = _set("find search look schedule arrange book set fix organise organize plan propose offer")
_MOVES: Final = _set("move reschedule rearrange postpone change shift swap bring forward put back later")
_CANCELS: Final = _set("cancel drop off call called withdraw abandon")
_CANT: Final = _set("can't cant cannot won't unable no longer not make")
_ACCEPTS: Final = _set(
    "accept yes agree agreed suits suit fine works work good perfect great lovely sounds confirm that'll will "
    "do is i i'll we'll take go for with"
)
_DECLINES: Final = _set(
    "none neither nothing decline no not suit suits suitable work works don't dont doesn't "
    "can't cant cannot do any either times these those"
)
_NAMING: Final = _set("my the our audit meeting meetings audit's about for all")
_MEETINGS: Final = _set("meet meeting meetings")
_TIMES: Final = _set("time times slot slots")
_SAYS_YES: Final = _set("accept yes agree agreed confirm suits works fine perfect take")
_SAYS_NONE: Final = _set("none neither")
_ANSWERS: Final = frozenset(_NTH) | _SAYS_YES | _SAYS_NONE
_HOW_ABOUT = re.compile(
    r"^(?:(?:no|sorry|none of (?:them|those|these)(?: suits?| works?)?)[,;.]? ?(?:but )?)?"
    r"(?:how about|what about|(?:could|can) (?:we|you) (?:do|make|meet)|would|is|i (?:could|can) (?:do|make)"
    r"|i'm free|i am free|better)\b",
    re.I,
)

# "When is the first?" asks, and takes nothing.
_ASKS = re.compile(r"(?:who|what|when|where|why|how|which|does|did|should|must|are)\b", re.I)


def understood(text: str, at: datetime) -> Said | None:
    """What it wants, if it is about a meeting by its own words."""
    if not mentions(text, ("meet", "time", "slot", "offer")):
        return None
    plain = _plain(text)
    if len(plain) > LONGEST or not _may_be(plain):
        return None
    said, reason = _parted(plain)
    bare, child, person, when = _taken_apart(said, at)
    words = _words(bare)
    left = set(words)
    if words[:1] == ["offer"] and when and left <= _FILLING and moments(when, at):
        return Said(Wish.OFFER, child, person, when)
    if not _is_of_meetings(left):
        return None
    wish = _wish(words, left)
    return None if wish is None else Said(wish, child, person, when, reason if wish is not Wish.SHOW else "")


def can_do(text: str, at: datetime) -> Said | None:
    """When somebody is asked for: "can Alex do Thursday at 2?". Whether it is about a meeting, the name has to tell."""
    plain = _plain(text)
    found = _CAN_DO.match(plain) if len(plain) <= LONGEST else None
    if found is None:
        return None
    rest, when = _without_dates(plain[found.end() :], at)
    if not when or not set(_words(rest)) <= _FILLING:
        return None
    return Said(Wish.PROPOSE, person=found["person"] or found["who"], when=when)


def _may_be(said: str) -> bool:
    """Whether its words can be about a meeting: told before dates are looked for, which takes far longer."""
    words = _words(said)
    return words[:1] == ["offer"] or _is_of_meetings(set(words))


def _is_of_meetings(words: set[str]) -> bool:
    return bool(words & _MEETINGS) or bool(words & _TIMES and words & _ASKS_FOR)


def _wish(words: list[str], left: set[str]) -> Wish | None:
    if left & {"cancel", "withdraw", "abandon", "drop"} or ({"call", "off"} <= left):
        return Wish.CANCEL if left <= _FILLING | _CANCELS else None
    if left & {"move", "reschedule", "rearrange", "postpone", "change", "shift", "swap"} or (
        left & {"can't", "cant", "cannot"} and "make" in left
    ):
        return Wish.MOVE if left <= _FILLING | _MOVES | _CANT else None
    if not left <= _FILLING | {"show", "list", "see", "details"}:
        return None
    if words[:2] in (["when", "is"], ["when", "are"]) or left & {"show", "list"} or left <= _NAMING:
        return Wish.SHOW
    return Wish.PROPOSE


def answered(text: str, at: datetime) -> Said | None:
    """What it says to an offer, where one is open: by words that mean nothing without one."""
    plain = _plain(text).rstrip(".!?")
    if len(plain) > LONGEST:
        return None
    if not _HOW_ABOUT.match(plain) and (_ASKS.match(plain) or _ANSWERS.isdisjoint(_words(plain))):
        return None
    said, reason = _parted(plain)
    bare, child, _, when = _taken_apart(said, at)
    if child:
        return None
    words = _words(bare)
    left = set(words)
    nth = next((_NTH[word] for word in words if word in _NTH), 0)
    if _HOW_ABOUT.match(said) and when and left <= _FILLING | _DECLINES | {"better", "sorry", "but", "instead"}:
        return Said(Wish.COUNTER, when=when)
    if left & _SAYS_NONE and left <= _FILLING | _DECLINES | {"sorry"}:
        return Said(Wish.COUNTER, when=when, reason=reason)
    rest = left - set(_NTH)
    is_yes = bool(left & _SAYS_YES) or bool(nth)
    if is_yes and (nth or when) and not left & {"not", "no", "don't", "doesn't"} and rest <= _FILLING | _ACCEPTS:
        return Said(Wish.ACCEPT, when=when, nth=nth)
    return None


def wanted(when: str, at: datetime, until: date) -> Wanted | dates.Ambiguous | None:
    """The days and times of day that were meant, up to a deadline where they have no end; None: no date in it."""
    today = local_day(at)
    if not when or _DEADLINE.fullmatch(when):
        return Wanted(today, until)
    found = dates.find(when, at, lean="future")
    if not found:
        return None
    asked = next((one.value for one in found if isinstance(one.value, dates.Ambiguous)), None)
    if asked is not None:
        return _first_ahead(asked, at) or asked
    before = when[: found[0].start].casefold().split()
    values = [one.value for one in found if not isinstance(one.value, dates.Ambiguous)]
    return _wanted(values, before[-1] if before else "", today, until)


def moments(when: str, at: datetime) -> list[datetime]:
    """The times of day on days that were said; none if anything else was, too."""
    found = []
    for one in dates.find(when, at, lean="future"):
        value = one.value
        if isinstance(value, dates.Ambiguous):
            ahead = _first_ahead(value, at)
            value = dates.Moment(ahead.not_before) if ahead is not None and ahead.not_before is not None else value
        if not isinstance(value, dates.Moment):
            return []
        found.append(value.at)
    return found


def _wanted(values: list[dates.Certain], word: str, today: date, until: date) -> Wanted | None:
    first = values[0]
    match first:
        case dates.Day(day) if word in ("before", "by", "until"):
            return Wanted(today, day - _DAY if word == "before" else day)
        case dates.Day(day) if word == "after":
            return Wanted(day + _DAY, max(until, day + _DAY))
        case dates.Day(day, part):
            days = [value.date for value in values if isinstance(value, dates.Day)]
            return Wanted(day, max(days), part)
        case dates.Moment(moment) if word == "after":
            return Wanted(local_day(moment), local_day(moment), not_before=moment)
        case dates.Moment(moment) if word in ("before", "by"):
            return Wanted(local_day(moment), local_day(moment), not_after=moment)
        case dates.Moment(moment):
            return Wanted(local_day(moment), local_day(moment), not_before=moment, not_after=moment)
        case dates.Week(monday):
            return Wanted(monday, monday + 4 * _DAY)
        case dates.Span(begins, ends):
            begins = begins or today
            return Wanted(begins, ends or max(until, begins))
    return None


def _first_ahead(asked: dates.Ambiguous, at: datetime) -> Wanted | None:
    """Of a weekday that may be today's or next week's, the one still to come; an offer is confirmed anyhow."""
    certain = [choice.value for choice in asked.choices]
    ahead = [v for v in certain if isinstance(v, dates.Moment) and v.at > at]
    if ahead and len({v.at.astimezone().time() for v in ahead}) == 1:
        first = min(ahead, key=lambda v: v.at)
        return Wanted(local_day(first.at), local_day(first.at), not_before=first.at, not_after=first.at)
    return None


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split()).strip()


def _parted(said: str) -> tuple[str, str]:
    found = _REASON.search(said)
    return (said[: found.start()], found["reason"].strip(" .!")) if found else (said, "")


def _taken_apart(said: str, at: datetime) -> tuple[str, str, str, str]:
    """The sentence without them; the child, the name, and the words that say when."""
    deadline = _DEADLINE.search(said)
    if deadline is not None:
        said, when = said[: deadline.start()] + said[deadline.end() :], deadline.group()
    else:
        said, when = _without_dates(said, at)
    child = _CHILD.search(said)
    if child:
        said = said[: child.start()] + " " + said[child.end() :]
    person = _PERSON.search(said.rstrip(" ?.!"))
    name = next((name for name in person.groups() if name), "") if person else ""
    if not name or set(_words(name)) & _FILLING:
        return said, child["child"] if child else "", "", when
    return said.replace(name, " "), child["child"] if child else "", name, when


def _without_dates(said: str, at: datetime) -> tuple[str, str]:
    found = dates.find(said, at, lean="future")
    if not found:
        return said, ""
    first, last = found[0], found[-1]
    head, tail = said[: first.start].rstrip(), said[last.end :]
    around = _AROUND.search(head)
    begins = around.start() if around else first.start
    return said[:begins].rstrip(" ,") + " " + tail.lstrip(" ,"), said[begins : last.end].strip()


def _words(said: str) -> list[str]:
    return re.findall(r"[\w']+", said.casefold())
