"""What somebody tells of a case in a question, as a case to count: "child placed today, when do I visit?"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from standards_kb.case import UNANNOUNCED_VISIT, VISIT, Case, Event, Facts, Situation, happened
from standards_kb.history import COUNTING
from standards_kb.rules import SituationRules, Timescales
from standards_kb.types import Passage
from standards_kb.working_days import add_months, at_local_time, local_day

_AGE = re.compile(r"\b(?:aged? (\d{1,2})|(\d{1,2})[ -]?(?:years?|yrs?)[ -]?old|(\d{1,2}) ?y/?o)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,.;:?!]")
_BEST = 4  # citations; those after them only may be meant
_NEAR = 6  # words after a date that may still say what it is the date of
_FAR = (2, 0, 0)
_NOON = time(12)
_VISITS = (VISIT, UNANNOUNCED_VISIT)
_THREE = {"seen_alone": True, "at_home_or_placement": True, "spoken_to": True, "by_allocated_worker": True}


@dataclass(frozen=True, slots=True)
class ScenarioWords:
    """How people tell of situations, starts, events and facts (scenarios.toml); a pattern finds any of its words."""

    named: Mapping[str, re.Pattern[str]]
    began: Mapping[str, re.Pattern[str]]
    happened: Mapping[str, re.Pattern[str]]
    said: Mapping[str, re.Pattern[str]]
    aside: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Told:
    """A London day or an aware instant within a question, with the words before and after it up to the next one."""

    when: date | datetime
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A case as it was told. `from_events`: its start wasn't, so that only what events lead to can be said;
    `wants_time`: what happened at an instant whose time of day wasn't told, or is empty; `elsewhere`: the ids of
    passages that are only about situations other than those told of."""

    case: Case
    from_events: bool
    wants_time: str
    elsewhere: frozenset[str]


def read_scenario(
    question: str, told: Sequence[Told], cited: Sequence[Passage], timescales: Timescales, words: ScenarioWords
) -> Scenario | None:
    """The case that a question tells of, given the passages that answer it; None if no date can be placed in one."""
    told_of = [timescales.situations[name] for name in words.named]
    named = [rules for rules in told_of if words.named[rules.name].search(question)]
    candidates = _candidates(named, cited, told_of)
    placed = _Placed.of(told, candidates, words)
    situations: list[Situation] = []
    wants_time, from_events = "", False
    for rules in candidates:
        started = placed.starts.get(rules.name)
        if started is None and named == candidates == [rules] and len(placed.unclear) == len(told) == 1:
            started = placed.unclear[0]
        mine = [event for event in placed.events if event.stream in _streams([rules])]
        if started is None and mine:
            # Some day before the first event; what is counted from it is left out.
            before, from_events = mine[0].day - timedelta(days=1), True
            started = at_local_time(before, time()) if rules.starts_at_instant else before
        if started is None:
            continue
        if rules.starts_at_instant and not isinstance(started, datetime):
            wants_time = wants_time or rules.trigger
        else:
            situations.append(Situation(rules.name, started, _facts(question, rules, started, cited, words)))
    if not situations and not wants_time:
        return None
    return Scenario(Case(tuple(situations), placed.events), from_events, wants_time, _elsewhere(named, timescales))


def latest(case: Case) -> datetime | None:
    """An instant at which all that was told of has happened; None if nothing was."""
    told = [*(s.started for s in case.situations), *(event.at or event.day for event in case.events)]
    return max((w if isinstance(w, datetime) else at_local_time(w, _NOON) for w in told), default=None)


def _candidates(
    named: Sequence[SituationRules], cited: Sequence[Passage], told_of: Sequence[SituationRules]
) -> list[SituationRules]:
    """The situations that the best citations are about: of those the ones named, or if none is named the first."""
    found: dict[str, SituationRules] = {}
    for passage in cited[:_BEST]:
        ids = {passage.id, *passage.parts}
        found |= {rules.name: rules for rules in told_of if ids & _cites(rules)}
    return [rules for rules in found.values() if rules in named] if named else list(found.values())[:1]


@dataclass(frozen=True, slots=True)
class _Placed:
    """Dates as what they are the dates of: the nearest words decide."""

    starts: Mapping[str, date | datetime]
    events: tuple[Event, ...]
    unclear: tuple[date | datetime, ...]

    @classmethod
    def of(cls, told: Sequence[Told], candidates: Sequence[SituationRules], words: ScenarioWords) -> Self:
        starts: dict[str, date | datetime] = {}
        events: list[Event] = []
        unclear: list[date | datetime] = []
        for one in told:
            near = {name: _near(words.began[name], one) for name in (rules.name for rules in candidates)}
            streams = {name: _near(words.happened[name], one) for name in _streams(candidates) & set(words.happened)}
            aside, start = _near(words.aside, one), min(near.values(), default=_FAR)
            event, stream = min(((near, name) for name, near in streams.items()), default=(_FAR, ""))
            if min(aside, start, event) == _FAR:
                unclear.append(one.when)
            elif event <= min(start, aside):
                events.append(happened(stream, one.when, **(_THREE if stream in _VISITS else {})))
            elif start < aside:
                # The same word may start several: a child is placed, and looked after from then on.
                starts = {**{name: one.when for name in near if near[name] == start}, **starts}
        return cls(starts, tuple(sorted(events, key=lambda event: event.day)), tuple(unclear))


def _near(pattern: re.Pattern[str], told: Told) -> tuple[int, int, int]:
    """How near a date such words stand: before it nearer than after it, then by distance, longer words first."""
    before = list(pattern.finditer(told.before))
    if before:
        return (0, len(told.before) - before[-1].end(), -len(before[-1].group()))
    after = _CLAUSE_END.split(told.after.lstrip(" ,"))[0].split()[:_NEAR]
    match = pattern.search(" ".join(after))
    return (1, match.start(), -len(match.group())) if match else _FAR


def _streams(candidates: Iterable[SituationRules]) -> set[str]:
    """The streams whose events lead to deadlines of these situations."""
    found = {kind for rules in candidates for row in rules.timescales for kind in (*row.met_by, row.counted_from_event)}
    return found | ({VISIT} if COUNTING in found else set())


def _facts(
    question: str, rules: SituationRules, started: date | datetime, cited: Sequence[Passage], words: ScenarioWords
) -> Facts:
    """What the words tell, and what must be so for the timescales that the answer is about to apply at all."""
    day = local_day(started) if isinstance(started, datetime) else started
    said = {name for name, pattern in words.said.items() if pattern.search(question)}
    asked_for = {passage_id for passage in cited for passage_id in (passage.id, *passage.parts)}
    said |= {name for row in rules.timescales if row.cites & asked_for for name in row.only_if}
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
