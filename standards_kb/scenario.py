"""What somebody tells of a case in a question, as a case to count: "child placed today, when do I visit?"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from standards_kb.case import UNANNOUNCED_VISIT, VISIT, Case, Event, Facts, Situation, happened
from standards_kb.history import COUNTING
from standards_kb.rules import SituationRules, Timescales
from standards_kb.types import Passage
from standards_kb.working_days import add_months, at_local_time, local_day

_AGE = re.compile(r"\b(?:aged? (\d{1,2})|(\d{1,2})[ -]?(?:years?|yrs?)[ -]?old|(\d{1,2}) ?y/?o)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,.;:?!]|\s[-–—]\s|\b(?:if|but|when|because|and (?=(?:i|we)\b))\b?", re.IGNORECASE)
_ASKING = re.compile(r"\b(?:when|how|what|must|should|do i|do we|does|have to|need to|next|due|deadline)\b", re.IGNORECASE)
_TO_BE = re.compile(r"\bbe (?:\w+ )?\w+(?:ed|en|eld)\b", re.IGNORECASE)  # "must be seen" tells of no visit
_LAST = re.compile(r"\blast\b", re.IGNORECASE)
_OR = re.compile(r"\W*or\W*(?:on\W*)?", re.IGNORECASE)
_AND = re.compile(r"\W*(?:and|then|again)?\W*(?:then|again)?\W*(?:on)?\W*", re.IGNORECASE)
_BEST = 4  # citations; those after them only may be meant
_NEAR = 6  # words after a date that may still say what it is the date of
_NOON = time(12)
_VISITS = (VISIT, UNANNOUNCED_VISIT)
_THREE = {"seen_alone": True, "at_home_or_placement": True, "spoken_to": True, "by_allocated_worker": True}


@dataclass(frozen=True, slots=True)
class ScenarioWords:
    """How people tell of situations, starts, events and facts (scenarios.toml); a pattern finds any of its words.
    `things` are those of them that give way to any other in the same clause."""

    named: Mapping[str, re.Pattern[str]]
    began: Mapping[str, re.Pattern[str]]
    happened: Mapping[str, re.Pattern[str]]
    said: Mapping[str, re.Pattern[str]]
    aside: re.Pattern[str]
    things: frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """A London day or an aware instant within a question, with the words before and after it up to the next one."""

    when: date | datetime
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A case as it was told. `not_told`: situations whose start wasn't, so that only what events lead to can be said;
    `said`: the names of the facts that it takes as so; `wants_time`: what happened at an instant whose time of day
    wasn't told, or is empty; `elsewhere`: the ids of passages that are only about situations other than those told
    of."""

    case: Case
    not_told: frozenset[str]
    said: frozenset[str]
    wants_time: str
    elsewhere: frozenset[str]


def read_scenario(
    question: str, told: Sequence[Told], cited: Sequence[Passage], timescales: Timescales, words: ScenarioWords
) -> Scenario | None:
    """The case that a question tells of, given the passages that answer it; None if no date can be placed in one."""
    told_of = [timescales.situations[name] for name in words.named]
    named = [rules for rules in told_of if words.named[rules.name].search(question)]
    candidates = _candidates(named, cited, told_of)
    placed = _placed(told, candidates, words)
    situations: list[Situation] = []
    wants_time, not_told, all_said = "", set(), set()
    for rules in candidates:
        started = placed.starts.get(rules.name)
        mine = [event for event in placed.events if event.stream in _streams([rules])]
        if started is None and mine:
            # Some day before the first event; what is counted from it is left out.
            before = mine[0].day - timedelta(days=1)
            started = at_local_time(before, time()) if rules.starts_at_instant else before
            not_told.add(rules.name)
        if started is None:
            continue
        if rules.starts_at_instant and not isinstance(started, datetime):
            wants_time = wants_time or rules.trigger
            continue
        said = _said(question, rules, cited, words)
        all_said |= said
        situations.append(Situation(rules.name, started, _facts(question, rules, started, said)))
    if not situations and not wants_time:
        return None
    case = Case(tuple(situations), placed.events)
    return Scenario(case, frozenset(not_told), frozenset(all_said), wants_time, _elsewhere(named, timescales))


def latest(case: Case) -> datetime | None:
    """An instant at which all that was told of has happened; None if nothing was."""
    told = [*(s.started for s in case.situations), *(event.at or event.day for event in case.events)]
    return max(map(latest_of, told), default=None)


def latest_of(when: date | datetime) -> datetime:
    """An instant at which what happened then has happened."""
    return when if isinstance(when, datetime) else at_local_time(when, _NOON)


def _candidates(
    named: Sequence[SituationRules], cited: Sequence[Passage], told_of: Sequence[SituationRules]
) -> list[SituationRules]:
    """The situations that the best citations are about: of those the ones named, or if none is named the first."""
    found: dict[str, SituationRules] = {}
    for passage in cited[:_BEST]:
        ids = {passage.id, *passage.parts}
        found |= {rules.name: rules for rules in told_of if ids & _cites(rules)}
    return [rules for rules in found.values() if rules in named] if named else list(found.values())[:1]


class _Placed(NamedTuple):
    """Dates as what they are the dates of."""

    starts: Mapping[str, date | datetime]
    events: tuple[Event, ...]


class _Near(NamedTuple):
    """How near a date words stand, nearest first: `zone` 0 in its clause before it, 1 in its clause after it, 2 in what
    comes before that clause, 3 nowhere; then a thing only after other words; then by distance, longer words first."""

    zone: int = 3
    is_thing: bool = True
    distance: int = 0
    shortness: int = 0


_FAR = _Near()


def _placed(told: Sequence[Told], candidates: Sequence[SituationRules], words: ScenarioWords) -> _Placed:
    """The nearest words decide; a date after a mere "and" is another of what the one before it was."""
    starts: dict[str, tuple[_Near, date | datetime]] = {}
    events: list[Event] = []
    streams = sorted(_streams(candidates) & set(words.happened))
    stream = ""
    for number, one in enumerate(told):
        if number and _OR.fullmatch(one.before):
            return _Placed({}, ())
        if number and stream and _AND.fullmatch(one.before):
            events.append(_event(stream, one.when))
            continue
        began = {rules.name: _near(words.began[rules.name], one, words.things) for rules in candidates}
        happened_ = {name: _near(words.happened[name], one, words.things, tells=True) for name in streams}
        start, aside = min(began.values(), default=_FAR), _near(words.aside, one, words.things)
        event, stream = min(((near, name) for name, near in happened_.items()), default=(_FAR, ""))
        if event > min(start, aside) or event == _FAR:
            stream = ""
        if stream:
            events.append(_event(stream, one.when))
        elif start < aside:
            # The same word may start several: a child is placed, and looked after from then on.
            for rules in candidates:
                if began[rules.name] == start and _is_better(start, one.when, starts.get(rules.name), rules):
                    starts[rules.name] = (start, one.when)
    ordered = tuple(sorted(events, key=lambda event: event.day))
    return _Placed({name: when for name, (_, when) in starts.items()}, ordered)


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
    don't where they ask for it: "when is the next visit?", "when must the child be seen?"."""
    ends = [match.end() for match in _CLAUSE_END.finditer(told.before)]
    cut = ends[-1] if ends and told.before[ends[-1] :].strip() else (ends[-2] if len(ends) > 1 else 0)
    before, clause = told.before[:cut], told.before[cut:]
    after = " ".join(_CLAUSE_END.split(told.after.lstrip(" ,"))[0].split()[:_NEAR])
    says_last = tells and _LAST.search(clause) is not None
    return min(
        _nearest(pattern, clause, 0, things, tells=tells),
        _nearest(pattern, after, 1, things, tells=tells),
        # "when is the next core group? The last was on 24 November"
        _nearest(pattern, before, 0 if says_last else 2, things, tells=tells and not says_last),
    )


def _nearest(pattern: re.Pattern[str], text: str, zone: int, things: frozenset[str], *, tells: bool) -> _Near:
    asks = tells and _ASKING.search(text)
    if tells:
        text = _TO_BE.sub(lambda match: " " * len(match.group()), text)
    found = []
    for match in pattern.finditer(text):
        is_thing = match.group().lower() in things
        distance = match.start() if zone == 1 else len(text) - match.end()
        if not (asks and is_thing):
            found.append(_Near(zone, is_thing, distance, -len(match.group())))
    return min(found, default=_FAR)


def _day(when: date | datetime) -> date:
    return local_day(when) if isinstance(when, datetime) else when


def _streams(candidates: Iterable[SituationRules]) -> set[str]:
    """The streams whose events lead to deadlines of these situations."""
    found = {kind for rules in candidates for row in rules.timescales for kind in (*row.met_by, row.counted_from_event)}
    return found | ({VISIT} if COUNTING in found else set())


def _said(question: str, rules: SituationRules, cited: Sequence[Passage], words: ScenarioWords) -> set[str]:
    """The facts that the words tell, and those without which what the answer is about wouldn't apply at all."""
    asked_for = {passage_id for passage in cited for passage_id in (passage.id, *passage.parts)}
    said = {name for name, pattern in words.said.items() if pattern.search(question)} & facts_of(rules)
    return said | {name for row in rules.timescales if row.cites & asked_for for name in row.only_if}


def facts_of(rules: SituationRules) -> set[str]:
    """The facts that any timescale of a situation turns on."""
    rows = rules.timescales
    points = {point.fact for row in rows for step in row.steps for point in step.since}
    return points | {name for row in rows for name in (*row.only_if, row.first_if_fact)} - {""}


def _facts(question: str, rules: SituationRules, started: date | datetime, said: set[str]) -> Facts:
    """A day that wasn't told is the start's."""
    day = _day(started)
    found = {name: day if name.endswith("_on") else True for name in said}
    age = _AGE.search(question)
    if age and any(row.who_by_age or row.under_months for row in rules.timescales):
        years = int(next(group for group in age.groups() if group))
        found["born_on"] = add_months(day, -12 * years)
    return Facts(**found)  # type: ignore[arg-type]


def _elsewhere(named: Sequence[SituationRules], timescales: Timescales) -> frozenset[str]:
    if not named:
        return frozenset()
    theirs = frozenset().union(*(_cites(rules) for rules in named))
    return frozenset().union(*(_cites(rules) for rules in timescales.situations.values())) - theirs


def _cites(rules: SituationRules) -> frozenset[str]:
    return frozenset().union(*(row.cites for row in rules.timescales))
