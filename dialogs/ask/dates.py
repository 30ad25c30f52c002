"""A question that tells of a day or a time gets dates beside the quotes; nothing of the case is kept."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from dialogs.ask.told import told_in, value_of
from dialogs.core.knowledge import Knowledge
from dialogs.core.when import Ambiguous, Found
from standards_kb.answer import answer
from standards_kb.history import AsOf, as_of
from standards_kb.outcomes import Answer, Outcome, Reason
from standards_kb.placing import Told
from standards_kb.proof import Proof, prove
from standards_kb.rules import Kind
from standards_kb.scenario import Scenario, latest, read_scenario
from standards_kb.timescales import Deadline, open_deadlines

MOST_DATES = 6
_ASKS = re.compile(r"\?|\b(?:what|who|how|should|can|could|why|which|where|does|is it|am i)\b", re.I)
_ASKS_WHEN = re.compile(
    r"\b(?:when|due|deadlines?|how (?:long|soon|often|many|quickly|frequently)|timescales?|next|first|pattern|"
    r"(?:what|which|latest|my) (?:day|date|time)s?|do i do|do we do|have to|need to|must|happens)\b|"
    r"\b(?:1st|overdue|out of time|(?:am|are|is) (?:i|we|it) (?:too )?late)\b|"
    r"\bby(?=\s*(?:[?,;-]|when|what|which|$))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Question:
    """What must be asked before anything can be counted: a question, and each choice with the question it makes."""

    text: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """The deadlines of what was told, as of `now`; or what is still wanted: a time of day (`wants_time` says of what),
    or an answer to `unsure`. `answer` is the answer whose quotes go with them; `not_told`, `left_out` and `said` are
    Scenario's."""

    answer: Answer
    now: AsOf
    proofs: tuple[Proof, ...] = ()
    not_told: frozenset[str] = frozenset()
    left_out: tuple[date | datetime, ...] = ()
    said: frozenset[str] = frozenset()
    wants_time: str = ""
    unsure: Question | None = None


def dates(question: str, found: Answer, at: datetime, knowledge: Knowledge) -> Dates | None:
    """The dates that go with an answer; None if the question tells of no day, or of nothing that has a timescale."""
    if found.outcome is Outcome.SIGNPOSTED or found.reason is not Reason.NONE:
        return None
    if _ASKS.search(question) and not _ASKS_WHEN.search(question):
        return None
    told = told_in(question, at)
    if not told:
        return None
    for one in (found, _without_dates(question, told, knowledge)):
        if one.outcome is Outcome.ANSWERED and one.reason is Reason.NONE:
            dated = _dated(question, told, one, at, knowledge)
            if dated is not None:
                return dated
    return None


def _without_dates(question: str, told: Sequence[Found], knowledge: Knowledge) -> Answer:
    for one in reversed(told):
        question = f"{question[: one.start].rstrip()} {question[one.end :].lstrip()}"
    return answer(knowledge.framework, knowledge.finder, question.strip())


def _dated(question: str, told: Sequence[Found], found: Answer, at: datetime, knowledge: Knowledge) -> Dates | None:
    scenario = read_scenario(
        question, _as_told(question, told), found.citations, knowledge.timescales, knowledge.scenario_words
    )
    if scenario is None:
        return None
    now = as_of(at)
    unsure = _unsure(question, [one for one in told if scenario.wants_time or value_of(one) in scenario.used])
    if unsure is not None:
        return Dates(found, now, unsure=unsure)
    when_told = latest(scenario.case)
    then = as_of(max(at, when_told)) if when_told else now
    cited = {passage_id for passage in found.citations for passage_id in (passage.id, *passage.parts)}
    proofs = [
        prove(deadline, scenario.case, then, knowledge.framework, knowledge.calendar)
        for deadline in open_deadlines(scenario.case, then, knowledge.timescales, knowledge.calendar)
        if _can_be_said(deadline, scenario, cited)
    ]
    proofs.sort(key=lambda proof: (not proof.deadline.rule.cites & cited, str(proof.deadline.due)))
    if not proofs and not scenario.wants_time:
        return None
    kept = tuple(passage for passage in found.citations if passage.id not in scenario.elsewhere)
    kept_answer, shown = replace(found, citations=kept), tuple(proofs[:MOST_DATES])
    return Dates(kept_answer, now, shown, scenario.not_told, scenario.left_out, scenario.said, scenario.wants_time)


def _as_told(question: str, told: Sequence[Found]) -> list[Told]:
    ends = [0, *(one.end for one in told)]
    starts = [*(one.start for one in told), len(question)]
    return [
        Told(value_of(one), question[ends[number] : one.start], question[one.end : starts[number + 1]])
        for number, one in enumerate(told)
    ]


def _unsure(question: str, told: Sequence[Found]) -> Question | None:
    for one in told:
        if isinstance(one.value, Ambiguous):
            before, after = question[: one.start], question[one.end :]
            asked = tuple((choice.label, f"{before}on {choice.label}{after}") for choice in one.value.choices)
            return Question(one.value.question, asked)
    return None


def _can_be_said(found: Deadline, scenario: Scenario, cited: set[str]) -> bool:
    """Whether what was told is enough: without a start, only what an event leads to. Whether a session has been
    recorded isn't told, so its deadline comes only where it was asked for."""
    if found.rule.kind is Kind.UNRECORDED and not found.rule.cites & cited:
        return False
    if found.situation.name not in scenario.not_told:
        return True
    turns_on = {point.fact for step in found.rule.steps for point in step.since}
    return (found.last is not None or bool(found.rule.counted_from_event)) and not turns_on & scenario.said
