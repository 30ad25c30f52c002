"""Days and times told in a question, placed as the starts and events of a case by the words that stand beside them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from standards_kb.case import UNANNOUNCED_VISIT, VISIT, Event, happened
from standards_kb.history import COUNTING
from standards_kb.rules import SituationRules
from standards_kb.working_days import local_day

_CLAUSE_END = re.compile(r"[,.;:?!]|\s[-–—]\s|\b(?:if|but|when|because)\b|\band (?=(?:i|we|my|our)\b)", re.IGNORECASE)
_ASKING = re.compile(
    r"\b(?:when|how|what|must|should|do i|do we|does|have to|need to|next|due|deadline)\b", re.IGNORECASE
)
_TO_BE = re.compile(r"\bbe (?:\w+ )?\w+(?:ed|en|eld)\b", re.IGNORECASE)  # "must be seen" tells of no visit
_UNANNOUNCED = re.compile(r"(?<!next )\bunannounced\b", re.IGNORECASE)
_LAST = re.compile(r"\blast\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_AND = frozenset({"and", "then", "again", "on"})
_NEAR = 6  # words after a date that may still say what it is the date of
_VISITS = (VISIT, UNANNOUNCED_VISIT)
_THREE = {"seen_alone": True, "at_home_or_placement": True, "spoken_to": True, "by_allocated_worker": True}


@dataclass(frozen=True, slots=True)
class ScenarioWords:
    """How people tell of situations, starts, events and facts (scenarios.toml); a pattern finds any of its words.
    `unless`: words beside which a situation isn't the one that is named; `in_vain`: what keeps a visit from counting;
    `things`: those words that give way to any other in the same clause."""

    named: Mapping[str, re.Pattern[str]]
    unless: Mapping[str, re.Pattern[str]]
    began: Mapping[str, re.Pattern[str]]
    happened: Mapping[str, re.Pattern[str]]
    said: Mapping[str, re.Pattern[str]]
    aside: re.Pattern[str]
    in_vain: re.Pattern[str]
    things: frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """A London day or an aware instant within a question, with the words before and after it up to the next one."""

    when: date | datetime
    before: str
    after: str


class Placed(NamedTuple):
    """Dates as what they are the dates of; those that the words don't place are `left_out`."""

    starts: Mapping[str, date | datetime]
    events: tuple[Event, ...]
    left_out: tuple[date | datetime, ...] = ()


class _Near(NamedTuple):
    """How near a date words stand, nearest first: `zone` 0 in its clause before it, 1 in its clause after it, 2 in what
    comes before that clause, 3 nowhere; then a thing only after other words; then by distance, longer words first."""

    zone: int = 3
    is_thing: bool = True
    distance: int = 0
    shortness: int = 0


_FAR = _Near()


def placed_as(
    told: Sequence[Told], candidates: Sequence[SituationRules], words: ScenarioWords, *, in_vain: bool
) -> Placed:
    """The nearest words decide; a date after a mere "and" is another of what the one before it was. Visits `in_vain`
    are left out."""
    starts: dict[str, tuple[_Near, date | datetime]] = {}
    events: list[Event] = []
    left_out: list[date | datetime] = []
    streams = sorted(streams_of(candidates) & set(words.happened))
    stream = ""
    for number, one in enumerate(told):
        between = {word.lower() for word in _WORD.findall(one.before)}
        if number and between in ({"or"}, {"or", "on"}):
            return Placed({}, ())
        if number and stream and between <= _AND:
            events.append(_event(stream, one.when))
            continue
        began = {rules.name: _near(words.began[rules.name], one, words.things) for rules in candidates}
        happened_ = {name: _near(words.happened[name], one, words.things, tells=True) for name in streams}
        start, aside = min(began.values(), default=_FAR), _near(words.aside, one, words.things)
        event, stream = min(((near, name) for name, near in happened_.items()), default=(_FAR, ""))
        if event > min(start, aside) or event == _FAR:
            stream = ""
        if stream:
            stream = _unannounced(stream, streams, one)
            events.append(_event(stream, one.when))
        elif start == aside == _FAR:
            left_out.append(one.when)
        elif start < aside:
            # The same word may start several: a child is placed, and looked after from then on.
            for rules in candidates:
                if began[rules.name] == start and _is_better(start, one.when, starts.get(rules.name), rules):
                    starts[rules.name] = (start, one.when)
    told_of = [event for event in events if not (in_vain and event.stream == VISIT)]
    ordered = tuple(sorted(told_of, key=lambda event: event.day))
    return Placed({name: when for name, (_, when) in starts.items()}, ordered, tuple(left_out))


def _unannounced(stream: str, streams: Sequence[str], told: Told) -> str:
    """Of a visit whose own clause says so, as in "the last unannounced CIN visit was on": that it was unannounced."""
    says_so = _UNANNOUNCED.search(_CLAUSE_END.split(told.before)[-1])
    return UNANNOUNCED_VISIT if stream == VISIT and UNANNOUNCED_VISIT in streams and says_so else stream


def _is_better(
    near: _Near, when: date | datetime, than: tuple[_Near, date | datetime] | None, rules: SituationRules
) -> bool:
    """Whether a date is rather a situation's start than another: by the words beside it, then with a time of day where
    that is needed, then the later one (each new placement starts anew)."""
    if than is None:
        return True
    needs_time = rules.starts_at_instant
    ours = (near[:2], needs_time and not isinstance(when, datetime))
    theirs = (than[0][:2], needs_time and not isinstance(than[1], datetime))
    return ours < theirs or (ours == theirs and _day(when) > _day(than[1]))


def _event(stream: str, when: date | datetime) -> Event:
    return happened(stream, when, **(_THREE if stream in _VISITS else {}))


def _near(pattern: re.Pattern[str], told: Told, things: frozenset[str], *, tells: bool = False) -> _Near:
    """How near a date the nearest of a pattern's words stands. Words that are to tell (`tells`) of what has happened
    don't where they ask for it: "when is the next visit?", "when must the child be seen?"; nor do things after it."""
    ends = [match.end() for match in _CLAUSE_END.finditer(told.before)]
    cut = ends[-1] if ends and told.before[ends[-1] :].strip() else (ends[-2] if len(ends) > 1 else 0)
    before, clause = told.before[:cut], told.before[cut:]
    after = " ".join(_CLAUSE_END.split(told.after.lstrip(" ,:-"))[0].split()[:_NEAR])
    says_last = tells and _LAST.search(clause) is not None
    return min(
        _nearest(pattern, clause, 0, things, tells=tells),
        _nearest(pattern, after, 1, things, tells=tells),
        # "when is the next core group? The last was on 24 November"
        _nearest(pattern, before, 0 if says_last else 2, things, tells=tells and not says_last),
    )


def _nearest(pattern: re.Pattern[str], text: str, zone: int, things: frozenset[str], *, tells: bool) -> _Near:
    asks = (tells or zone == 1) and _ASKING.search(text)
    if tells:
        text = _TO_BE.sub(lambda match: " " * len(match.group()), text)
    found = []
    for match in pattern.finditer(text):
        is_thing = match.group().lower() in things
        distance = match.start() if zone == 1 else len(text) - match.end()
        if not (is_thing and (asks or (tells and zone == 1))):
            found.append(_Near(zone, is_thing, distance, -len(match.group())))
    return min(found, default=_FAR)


def _day(when: date | datetime) -> date:
    return local_day(when) if isinstance(when, datetime) else when


def streams_of(candidates: Iterable[SituationRules]) -> set[str]:
    """The streams whose events lead to deadlines of these situations."""
    found = {kind for rules in candidates for row in rules.timescales for kind in (*row.met_by, row.counted_from_event)}
    return found | ({VISIT} if COUNTING in found else set())
