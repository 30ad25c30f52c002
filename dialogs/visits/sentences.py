"""What a typed sentence asks to see: a list of some days, or one child. What isn't wholly understood is nobody's."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from dialogs.core import when as dates
from dialogs.core.mentions import may_name_child, mentions
from dialogs.core.spelling import AT_ONCE
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.visits.holidays import with_holidays
from dialogs.visits.lists import Asked, Window
from standards_kb.working_days import local_day

LONGEST = 300
MINE = "my visits"
# A child: an id as the case system has it, with three digits or more; or initials and the end of the id.
_NO_INITIALS = (
    "til|till|until|why|when|how|what|who|did|has|see|plan|book|next|last|all|also|the|in|for|"
    "at|on|by|and|or|is|my|act|to|of|a|year|due|page|list|from|with|was|saw|s"
)
ID = r"(?=(?:[^\s\d]*\d){3})[\w/.-]{0,48}[\w]"
CHILD = rf"(?P<child>(?!(?:{_NO_INITIALS}) )[a-z]{{1,4}} \d{{3,4}}\b|{ID})"
_SHOW = r"(?:(?:please|can you|could you) )?(?:(?:show|list|give|tell)(?: me)? )?"
_POLITE = re.compile(r"(?:,? (?:please|thanks|thank you|ta))+$")
_WHATS, _IM = re.compile(r"\b(what|when|who)s\b"), re.compile(r"\bim\b")
_PAGE = re.compile(r" page (?P<page>\d{1,3})$")
_OVERDUE = re.compile(
    r"how many(?: visits)?(?: are| have i got| do i have)? overdue(?: visits)?(?: have i got| do i have)?|"
    r"(?:am i |have i got )?(?:behind|anything overdue)(?: (?:on|with) (?:anything|any(?: visits)?|my visits))?"
    r"|(?:what|which)(?: visits)? am i (?:missing|behind (?:on|with)|late (?:on|with|for))"
    r"|am i missing any(?:thing| visits)|(?:any )?(?:missed|late) visits"
    r"|(?:have i|what have i|(?:is there )?anything i(?:'ve| have)) missed(?: any(?:thing| visits)?)?|"
    rf"{_SHOW}(?:(?:what(?:'s| is)?|who(?:'s| is)?|"
    r"which(?: visits)?(?: are)?|my|any|anything|what have i got) )?overdue"
    r"(?: visits| reviews| ones| kids| children| cases)?(?: (?:for|4) me)?(?: and why)?"
)
_MINE = re.compile(
    rf"{_SHOW}(?:my )?(?:visits|visit list)|what(?:'s| is) outstanding(?: for me)?|what do i (?:have|need) to do"
    r"|(?:who|whom|which children) do i (?:have to|need to|must) (?:see|visit)(?: next)?"
    r"|what(?:'s| is)? left(?: to do)?(?: today)?|(?:is there )?anything urgent|am i up to date|how am i doing"
    r"|what(?:'s| is) on my plate|what have i got to do"
    r"|who(?:'s| is)? next|(?:when's |what's )?(?:my )?next visit|who do i (?:see|visit) (?:first|next)"
    r"|(?:where(?:'s| is) )?(?:my |the )?list"
    r"|(?:i'm |i am |i've |i have )?(?:done|finished|completed) (?:all )?(?:of )?my visits(?: (?:today|this week|now))?"
    r"|(?:is there |have you got )?anything (?:else )?for me(?: to do)?|what(?:'s| is) (?:left )?for me"
    r"|(?:what are )?my reminders|reminders|what(?:'s| is) on my list"
)
_AWAY = re.compile(
    r"(?:i'm|i am|i'll be) (?:on (?:annual )?leave|away|off|on holiday) "
    r"(?P<when>.*\d.*|today|tomorrow|(?:on )?(?:mon|tues|wednes|thurs|fri)day|(?:this|next) week)"
    r"|(?:(?:i'm|i am) )?off (?:sick|ill)(?P<sick> .+)?"
)
_ON_LEAVE = re.compile(
    r"(?:i'm|i am) (?:on (?:annual )?leave|away|off(?: sick)?|ill|on holiday) (?P<when>.+?),? (?:and )?"
    r"what(?:(?:'s| is)(?: due)?(?: then)?| needs doing| do i need to do)"
)
_LEAVE = re.compile(r" (?:while|when|during) (?:i(?:'m| am) (?:on (?:annual )?leave|away|on holiday|off)|my leave)")
_DUE = re.compile(
    r"what am i doing(?P<on> .+)|"  # before "what" and whatever follows
    rf"{_SHOW}(?:what visits are|which visits are|what do i have|what have i got|what(?:'s| is| are)?|my visits|visits|"
    r"(?:do i have |have i got )?(?:anything|any visits|any deadlines)|"
    r"(?:what|which) (?:visits|deadlines) (?:do i have|have i got))"
    r"(?: is| are)?(?: coming up)?(?P<due> due)?(?: for me)?(?: for(?= (?:this|next)))?(?P<rest> .+)?|"
    rf"{_SHOW}(?P<of>(?:this|next) week|today|tomorrow)(?:'?s)? visits|"
    r"(?P<bare>due)(?P<days> .+)"
)
_DIARY = re.compile(r"(?:what have i got|what do i have|what's) on (?!a |an |my |the record)")
_TO_SEE = re.compile(
    r"(?:who|whom|which children) do i (?:have to|need to|must) (?:see|visit)(?P<rest> .+)"
    r"|what (?:do i (?:have|need) to|have i got to) do(?P<days> .+)"
    r"|(?:who|which (?:children|kids))(?:'s| is| are) due (?:a visit|to be (?:seen|visited))(?P<on> .+)"
    r"|(?:who(?:'s| is)|whom? (?:i've|have i|i have|do i have)(?: got)?|what(?:'s| is)) left(?: to (?:see|visit"
    r"|do))?(?P<left> .+)"
    r"|(?:is there |have i got )?anything (?:for|on)(?P<of> .+)|what(?:'s| is) happening(?P<day> .+)"
    r"|(?:am i (?:seeing|visiting) (?:anyone|anybody)|who am i (?:seeing|visiting))(?P<seen> .+)"
)
_DAYS_IN = ("rest", "days", "on", "of", "day", "seen", "left")
_NOT_ALONE = re.compile(
    r"(?:who|which (?:of my )?(?:children|kids))(?: (?:was|were) not|(?: was| were)n't)(?: been)? seen alone"
    r"(?: (?:last time|at (?:the|their) last visit|on (?:the|their) last visit))?"
    r"|(?:who|whom|which (?:of my )?(?:children|kids)) (?:haven't i|have i not) seen alone(?: yet| lately| last time)?"
)
_LONGEST = re.compile(
    r"(?:who|whom|which (?:children|kids)) (?:have i not|haven't i|have not i|did i not|have i) (?:not )?"
    r"(?:seen|see|visited)(?:(?: (?:for|in))?(?: (?:the )?longest(?: ago)?(?: time)?| ages| a while)"
    r"| recently| lately)?|"
    r"(?:who|whom) (?:did i (?:see|visit)|was seen|have i seen) (?:the )?longest ago|"
    r"(?:(?:who|whom|which (?:of my )?(?:children|kids)) (?:have i not|haven't i)"
    r"|which of my (?:children|kids) (?:haven't|have not|hasn't|has not) been) seen"
    r" (?:(?:for|in) (?:over |the last |the past )?(?:\d{1,2}|an?|one|two|three|four|five|six) (?:days?|weeks?|months?)"
    r"|(?:this|last) (?:week|month)|since \w+(?: \d{1,2}| \w+day)?)"
)
_CHANGED = re.compile(
    r"what(?:'s been|'s| has| have)? (?:changed|new|happened)(?: (?:for|with) my (?:children|kids|cases))?"
    r"(?P<rest> .+)?"
)
_SEEN = re.compile(
    r"(?:(?:who|whom|which (?:of my )?(?:children|kids)) (?:did|have) i (?:see|seen|visit|visited)"
    r"|(?:what|which|how many) visits (?:did|have) i (?:do|done|make|made)|what did i do"
    r"|what (?:did|have) i (?:record|recorded|log|logged|put in|tell you|told you)"
    rf"|{_SHOW}(?:the |my )?visits (?:that )?(?:i (?:did|made|have done|have made)|done|made))(?P<when> .+)"
)
_CORRECT = re.compile(
    rf"(?:(?:i (?:want|need) to|can i|please|let me) )?(?:correct|amend|fix) (?:(?:the|my|a) )?(?:last )?"
    rf"(?:(?P<what>[a-z0-9 ]{{2,40}}?) (?:to|of|for|with|by|about) )?{CHILD}(?:'s (?P<whose>[a-z0-9 ]{{2,40}}))?"
    rf"|(?:i )?made a mistake (?:with|on|for|about) {CHILD.replace('child', 'mistaken')}"
    rf"|(?:i )?(?:put|got|gave|said|typed) the wrong (?:date|time|day|child|thing) (?:for|on|to|in) "
    rf"{CHILD.replace('child', 'put')}(?: .*)?"
    rf"|(?:delete|remove|take back) (?:the|my) (?:visit|report|record) (?:to|for|of|with) "
    rf"{CHILD.replace('child', 'gone')}(?: (?:from|of|on) .+| yesterday| today)"
    rf"|(?:the )?(?:date|time|day|record|entry) (?:for|of|on) {CHILD.replace('child', 'wrong')} (?:was|is) wrong"
)
_WHEN = tuple(
    map(
        re.compile,
        (
            rf"(?:when(?:'s| is| are)|what(?:'s| is)) {CHILD}(?:'s)?(?: next)?(?: visits?)?(?: due)?(?: next)?",
            rf"when (?:do|must|should|does|can) (?:i|we) (?:next )?(?:have to |need to )?"
            rf"(?:see|visit) {CHILD}(?: next| again| by)?",
            rf"how long (?:until|till|til|before)(?: the)? {CHILD}(?:'?s)?(?: next)?(?: visit)?(?: is due)?",
            rf"(?:what(?:'s| is) (?:happening|going on|up) with|update on|any news (?:on|of)) {CHILD}",
            rf"(?:when(?:'s| is) )?(?:the )?next visit (?:for |to |of )?{CHILD}(?: due)?",
            rf"{_SHOW}what(?:'s| is) (?:due|overdue|next) (?:for|with) {CHILD}",
            rf"(?:is|are) {CHILD}(?:'s visits?)? (?:over)?due",
            rf"{CHILD}(?:'s)? (?:next visit|due|deadlines)",
            rf"(?:can|could|may|should) (?:i|we) (?:see|visit) {CHILD} .{{2,40}}?"
            r"(?:,? (?:or )?(?:is|would) (?:that|it)(?: be)? (?:ok|okay|fine|in time|(?:too )?late))?",
            rf"(?:is|would) .{{2,30}} (?:be )?(?:ok|okay|fine|in time|too late)(?: to (?:see|visit)| for) {CHILD}",
            rf"how long (?:have i got|do i have) (?:left )?(?:for|with|to see|to visit) {CHILD}",
            rf"how many days (?:have i got|do i have|are)(?: there)?(?: left)? (?:for|with|to see|to visit) {CHILD}",
            rf"(?:tell me about|what about|show me what you have (?:of|on)) {CHILD}",
            rf"(?P<child>(?!(?:{_NO_INITIALS}) )[a-z]{{1,4}} ?\d{{3,4}}|\d{{5,}})",
            rf"why(?:'s| is| are| was)? {CHILD}(?:'s visits?)?(?: (?:due|overdue|red|late)(?: .{{1,40}})?)?",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Which:
    """More than one day may be meant: the question, and each choice with the sentence that it makes."""

    question: str
    choices: tuple[tuple[str, str], ...] = ()


@lru_cache(AT_ONCE)
def bare(text: str) -> str:
    """A sentence as these patterns have it: small letters, straight apostrophes, no full stop or question mark."""
    said = " ".join(text.replace("’", "'").casefold().split()).strip(" ?.!")
    if said.endswith(("please", "thanks", "thank you", "ta")):
        said = _POLITE.sub("", said)
    return _WHATS.sub(r"\1's", _IM.sub("i'm", said)) if mentions(said, ("im", "whats", "whens", "whos")) else said


def listed(text: str, at: datetime) -> Asked | Which | None:
    """The list that a sentence asks for."""
    said = with_holidays(_PAGE.sub("", bare(text)), local_day(at), "future")
    ahead = _ON_LEAVE.fullmatch(said) or _AWAY.fullmatch(said)
    said = f"what's due {next(filter(None, ahead.groups()), 'today')}" if ahead else said
    words = words_of("visits")
    if said == MINE or _MINE.fullmatch(said):
        return Asked(MINE, words("mine_title"))
    if _OVERDUE.fullmatch(said):
        return Asked(said, words("overdue_title"), Window(only_overdue=True))
    without_leave = _LEAVE.sub("", said)
    is_leave = without_leave != said
    asked = _DUE.fullmatch(without_leave)
    if asked is None or not (
        asked["due"] or asked["bare"] or asked["on"] or is_leave or {"visits", "deadlines"} & set(said.split())
    ):
        asked = _TO_SEE.fullmatch(said)
    if asked is None and _DIARY.match(said):
        asked = _DUE.fullmatch(without_leave)
    named = asked.groupdict() if asked else {}
    rest = " ".join(next((named[name] for name in _DAYS_IN if named.get(name)), "").split())
    if rest:
        return _in_days(said, rest, at)
    if asked is None or not (is_leave or asked["due"]):
        return None
    return Which(words("leave_when")) if is_leave else Asked(said, words("mine_title"), Window())


def child(text: str, at: datetime) -> str | None:
    """The child whose deadlines a sentence asks for."""
    said = bare(text)
    if not may_name_child(said):
        return None
    found = next((match for pattern in _WHEN if (match := pattern.fullmatch(said))), None)
    return None if found is None or dates.find(found["child"], at) else found["child"]


@dataclass(frozen=True, slots=True)
class Correct:
    """What a sentence wants to correct: of which child, and what it calls it; empty: whatever was told last."""

    child: str
    what: str = ""


def corrected(text: str) -> Correct | None:
    """What a sentence wants to correct."""
    found = _CORRECT.fullmatch(bare(text)) if may_name_child(text) else None
    if found is None:
        return None
    return Correct(
        found["child"] or found["mistaken"] or found["wrong"] or found["put"] or found["gone"],
        found["what"] or found["whose"] or "",
    )


def is_not_alone(text: str) -> bool:
    """Whether it asks who wasn't seen alone last time."""
    return _NOT_ALONE.fullmatch(bare(text)) is not None


def is_longest(text: str) -> bool:
    """Whether it asks who was seen longest ago."""
    return _LONGEST.fullmatch(bare(text)) is not None


def changed_since(text: str, at: datetime) -> date | None:
    """The day since which it asks what has changed."""
    found = _CHANGED.fullmatch(bare(text))
    if found is None:
        return None
    if not found["rest"]:
        return local_day(at) - timedelta(days=7) if "changed" in found.group() else None
    days = _days_before(found["rest"], at)
    return days[0] if days else None


def seen_in(text: str, at: datetime) -> tuple[date, date] | None:
    """The days, first and last, of which it asks whom one saw."""
    found = _SEEN.fullmatch(bare(text))
    days = _days_before(found["when"], at) if found else None
    return days if days and days[0] <= local_day(at) else None


def _days_before(said: str, at: datetime) -> tuple[date, date] | None:
    """The first and last of days that have begun, up to today; None if there is no first day in it."""
    today = local_day(at)
    try:
        value = dates.read(with_holidays(said, today, "past").strip(), at, lean="past")
    except dates.WhenError:
        return None
    match value:
        case dates.Span(date() as first, last):
            return first, min(last or today, today)
        case dates.Day(day):
            return day, day
        case dates.Week(monday):
            return monday, min(monday + timedelta(days=6), today)
    return None


def page(text: str) -> int:
    """The page that a sentence asks for."""
    found = _PAGE.search(bare(text))
    return int(found["page"]) if found else 1


def _in_days(said: str, rest: str, at: datetime) -> Asked | Which | None:
    by = re.match(r"(?:by|before) ", rest)
    value = _read(rest[by.end() :] if by else rest, at) or (_read(rest, at) if by else None)  # "before Christmas"
    if value is None:
        return None
    if isinstance(value, dates.Ambiguous):
        head = said.removesuffix(rest) + (by.group() if by else "")
        return Which(value.question, tuple((c.label, f"{head}{c.label}") for c in value.choices))
    window = _window(value, at)
    if by and window.last:
        window = Window(None, window.last - timedelta(days=rest.startswith("before ")))
    words = words_of("visits")
    if window.last and window.first is None:
        return Asked(said, words("until_title", day=day_label(window.last)), window)
    return Asked(said, words("window_title", window=rest), window)


def _read(said: str, at: datetime) -> dates.Value | None:
    try:
        return dates.read(said, at, lean="future")
    except dates.WhenError:
        return None


def _window(value: dates.Certain, at: datetime) -> Window:
    """The days; what was due before belongs to those that have begun, or have no beginning."""
    match value:
        case dates.Day(day):
            return Window(day, day, with_overdue=False)
        case dates.Moment(moment):
            return Window(local_day(moment), local_day(moment), with_overdue=False)
        case dates.Week(monday):
            return Window(monday, monday + timedelta(days=6), with_overdue=monday <= local_day(at))
        case dates.Span(first, last):
            return Window(first, last, with_overdue=first is None or first <= local_day(at))
