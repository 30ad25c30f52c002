"""What somebody tells of a case in a question, as a case to count: "child placed today, when do I visit?"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from standards_kb.case import Case, Facts, Situation
from standards_kb.placing import ScenarioWords, Told, placed_as, streams_of
from standards_kb.rules import SituationRules, Timescales
from standards_kb.types import Passage
from standards_kb.working_days import add_months, at_local_time, local_day

_AGE = re.compile(r"\b(?:aged? (\d{1,2})|(\d{1,2})[ -]?(?:years?|yrs?)[ -]?old|(\d{1,2}) ?y/?o)\b", re.IGNORECASE)
_BEST = 4  # citations; those after them only may be meant
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A case as it was told. `not_told`: situations whose start wasn't, so that only what events lead to can be said;
    `left_out`: days and times that the words don't place; `said`: the names of the facts that it takes as so;
    `wants_time`: what happened at an instant whose time of day wasn't told, or is empty; `elsewhere`: the ids of
    passages that are only about situations other than those told of."""

    case: Case
    not_told: frozenset[str]
    left_out: tuple[date | datetime, ...]
    said: frozenset[str]
    wants_time: str
    elsewhere: frozenset[str]

    @property
    def used(self) -> set[date | datetime]:
        """The days and instants that it was told with."""
        return {s.started for s in self.case.situations} | {event.at or event.day for event in self.case.events}


def read_scenario(
    question: str, told: Sequence[Told], cited: Sequence[Passage], timescales: Timescales, words: ScenarioWords
) -> Scenario | None:
    """The case that a question tells of, given the passages that answer it; None if no date can be placed in one."""
    never = {name for name, pattern in words.unless.items() if pattern.search(question)}
    told_of = [timescales.situations[name] for name in words.named if name not in never]
    named = [rules for rules in told_of if words.named[rules.name].search(question)]
    candidates = _candidates(named, cited, told_of)
    placed = placed_as(told, candidates, words, in_vain=words.in_vain.search(question) is not None)
    situations: list[Situation] = []
    wants_time, not_told, all_said = "", set(), set()
    for rules in candidates:
        started = placed.starts.get(rules.name)
        mine = [event for event in placed.events if event.stream in streams_of([rules])]
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
    elsewhere = _elsewhere(named, timescales)
    return Scenario(case, frozenset(not_told), placed.left_out, frozenset(all_said), wants_time, elsewhere)


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


def _said(question: str, rules: SituationRules, cited: Sequence[Passage], words: ScenarioWords) -> set[str]:
    """The facts that the words tell, and those without which what the answer is about wouldn't apply at all."""
    asked_for = {passage_id for passage in cited for passage_id in (passage.id, *passage.parts)}
    said = {name for name, pattern in words.said.items() if pattern.search(question)} & _facts_of(rules)
    return said | {name for row in rules.timescales if row.cites & asked_for for name in row.only_if}


def _facts_of(rules: SituationRules) -> set[str]:
    """The facts that any timescale of a situation turns on."""
    rows = rules.timescales
    points = {point.fact for row in rows for step in row.steps for point in step.since}
    return points | {name for row in rows for name in (*row.only_if, row.first_if_fact)} - {""}


def _facts(question: str, rules: SituationRules, started: date | datetime, said: set[str]) -> Facts:
    """A day that wasn't told is the start's."""
    day = local_day(started) if isinstance(started, datetime) else started
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
