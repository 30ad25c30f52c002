"""From a ranked question to an answer that only quotes: what to cite, what to refuse, what to signpost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import prod
from typing import Protocol

from standards_kb.search import Candidate, total
from standards_kb.types import Framework, NationalRule, Passage
from standards_kb.urgency import hours_allowed

# Measured on the tuning questions, never on the exam (benchmarks/README.md).
COVERED_AT_LEAST = 0.6
SIGNPOST_AT_LEAST = 0.5
NATIONAL_AT_LEAST = 0.25
PART_OF_ROW_AT_LEAST = 0.7
CITED_AT_LEAST = 0.06
SPANNED_AT_LEAST = 0.7
CITED_AT_MOST = 8
NEAREST_SHOWN = RELATED_SHOWN = 3
LISTED_AT_LEAST = 0.02
LONGEST_FOLLOW_UP = 8
CLEAR_AT_LEAST = 0.5
# Of the likeliest row's likelihood: below it the last subject has nothing to do with the question.
ON_SUBJECT_AT_LEAST = 0.05
UNSURE = 0.005

_ASKS_ON = re.compile(
    r"^\W*((and|what about|how about|what if|same for|then)\b"
    r"|((so|ok|but)\W+)*(who|when|where|which|why|by when|how (soon|often|long|many|much))\b\W*$)"
    r"|\b(who|whose|when|where|which|why|how|what|is|are|does|do|can|should|must|if)\b.*\b(that|it|they|them|those)\b",
    re.I,
)
_FOLLOW_UP = re.compile(rf"{_ASKS_ON.pattern}|^\W*(or|but|so|ok|also)\b|\b(that|it|this|those|they|them)\b", re.I)
_TO_THE_BOT = re.compile(r"\b(you|your|thanks?|cheers|ta)\b", re.I)
_WHO = re.compile(
    r"^\W*((and|so|ok|then)\W+)*(who|whose|who's)\b"
    r"(\W+(is|are|does|do|must|should|has|have|to|it|that|this|those|them|for|responsible|job|down|the|on|so|then))*\W*$",
    re.I,
)


class Outcome(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    NOT_COVERED = "not_covered"
    SIGNPOSTED = "signposted"


class Reason(StrEnum):
    """Why a question got a fixed reply instead of an answer."""

    NONE = ""
    SMALL_TALK = "small_talk"
    CHILD_DATA = "child_data"
    IGNORE_RULES = "ignore_rules"
    SELF_HARM = "self_harm"
    CHILD_IN_DANGER = "child_in_danger"


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say: `citations` best first (for a signposted danger, the standard to follow); `nearest` and `related`
    are offered as such, never as the answer; `national` is a rule from elsewhere."""

    outcome: Outcome
    reason: Reason = Reason.NONE
    citations: tuple[Passage, ...] = ()
    nearest: tuple[Passage, ...] = ()
    related: tuple[Passage, ...] = ()
    national: NationalRule | None = None


class Ranks(Protocol):
    """Anything that ranks a question, such as `standards_kb.search.Finder`."""

    def rank(self, question: str) -> list[Candidate]:
        """Every label with its likelihood, likeliest first."""
        ...


STRATEGY_DISCUSSION = "assessment_and_planning.strategy_discussion.held"


def answer(framework: Framework, finder: Ranks, question: str, recent: tuple[str, ...] = ()) -> Answer:
    """The answer to a question; `recent` are the passages that the last answer in this chat cited, best first."""
    candidates = finder.rank(question)
    known = [framework.passages[p] for p in recent if p in framework.passages]
    if known and _is_follow_up(framework, candidates, question, known):
        followed = _follow_up(framework, finder, candidates, question, known)
        if followed.outcome is Outcome.ANSWERED:
            return followed
    return _decide(framework, candidates)


def matches(framework: Framework, finder: Ranks, typed: str, most: int) -> Answer:
    """What a search for `typed` lists: likely passages, likeliest first; a danger is signposted all the same."""
    candidates = finder.rank(typed)
    fixed = _fixed(framework, candidates)
    if fixed is not None and fixed.outcome is Outcome.SIGNPOSTED:
        return fixed
    likely = [c.label for c in candidates if c.likelihood >= LISTED_AT_LEAST and c.label in framework.passages]
    found = tuple(framework.passages[p] for p in likely[:most])
    return Answer(Outcome.ANSWERED if found else Outcome.NOT_COVERED, citations=found)


def _decide(framework: Framework, candidates: list[Candidate]) -> Answer:
    passages = [c for c in candidates if c.label in framework.passages]
    fixed = _fixed(framework, candidates)
    if fixed is not None:
        return fixed
    if sum(c.likelihood for c in passages) < COVERED_AT_LEAST:
        return Answer(
            Outcome.NOT_COVERED, nearest=_nearest(framework, passages), national=_national(framework, candidates)
        )
    citations = _cite(framework, passages)
    return Answer(Outcome.ANSWERED, citations=citations, related=_related(framework, passages, citations))


def _fixed(framework: Framework, candidates: list[Candidate]) -> Answer | None:
    """The fixed reply to what isn't a question about the framework."""
    by_label = {c.label: c.likelihood for c in candidates}
    if total(candidates, "signpost") >= SIGNPOST_AT_LEAST:
        if by_label.get("signpost.self_harm", 0) >= by_label.get("signpost.child_in_danger", 0):
            return Answer(Outcome.SIGNPOSTED, Reason.SELF_HARM)
        return Answer(Outcome.SIGNPOSTED, Reason.CHILD_IN_DANGER, (framework.passages[STRATEGY_DISCUSSION],))
    best = candidates[0].label
    for reason in (Reason.SMALL_TALK, Reason.CHILD_DATA, Reason.IGNORE_RULES):
        if best == f"guard.{reason}":
            return Answer(Outcome.NOT_COVERED, reason)
    return None


def _national(framework: Framework, candidates: list[Candidate]) -> NationalRule | None:
    best = next((c for c in candidates if c.label in framework.national_rules), None)
    return framework.national_rules[best.label] if best and best.likelihood >= NATIONAL_AT_LEAST else None


def _nearest(framework: Framework, passages: list[Candidate]) -> tuple[Passage, ...]:
    rows = dict.fromkeys(framework.passages[c.label].row for c in passages[:12])
    return tuple(framework.passages[row] for row in rows)[:NEAREST_SHOWN]


def _cite(framework: Framework, passages: list[Candidate]) -> tuple[Passage, ...]:
    """The passages to quote: of each likely row the bullets that answer, or the row whole where none stands out."""
    by_row: dict[str, list[Candidate]] = {}
    for candidate in passages:
        by_row.setdefault(framework.passages[candidate.label].row, []).append(candidate)
    weight = {row: sum(c.likelihood for c in found) for row, found in by_row.items()}
    rows = sorted(weight, key=lambda row: -weight[row])
    first = weight[rows[0]]
    cited = {
        row: _cite_row(framework, row, by_row[row], weight[row])
        for row in rows
        if weight[row] >= CITED_AT_LEAST * first
    }
    # A question that spans rows gets the most urgent first; a row that only may be meant never leads.
    spanned = [row for row in cited if weight[row] >= SPANNED_AT_LEAST * first]
    spanned.sort(key=lambda row: min(hours_allowed(p.text) for p in cited[row]))
    return tuple(p for row in dict.fromkeys((*spanned, *cited)) for p in cited[row])[:CITED_AT_MOST]


def _cite_row(framework: Framework, row: str, found: list[Candidate], weight: float) -> list[Passage]:
    best = found[0]
    if best.label == row or best.likelihood < PART_OF_ROW_AT_LEAST * weight:
        return [framework.passages[row]]
    parts = [c for c in found if c.label != row and c.likelihood >= CITED_AT_LEAST * weight]
    return [framework.passages[c.label] for c in parts]


def _related(framework: Framework, passages: list[Candidate], cited: tuple[Passage, ...]) -> tuple[Passage, ...]:
    shown = {p.row for p in cited}
    rows = dict.fromkeys(framework.passages[c.label].row for c in passages[:20])
    return tuple(framework.passages[row] for row in rows if row not in shown)[:RELATED_SHOWN]


def _is_follow_up(framework: Framework, candidates: list[Candidate], question: str, known: Sequence[Passage]) -> bool:
    """Short, and leaning on what was said before or unclear on its own."""
    words = question.split()
    if len(words) > LONGEST_FOLLOW_UP:
        return False
    fixed = _fixed(framework, candidates)
    if fixed is not None:  # "who does that?" sounds like small talk to who hasn't heard what came before
        small_talk = fixed.reason is Reason.SMALL_TALK
        return small_talk and bool(_ASKS_ON.search(question)) and not _TO_THE_BOT.search(question)
    if candidates[0].label.startswith(("signpost.", "guard.")) or _is_clear(framework, candidates, known):
        return False
    return bool(_FOLLOW_UP.search(question)) or len(words) <= LONGEST_FOLLOW_UP // 2


def _is_clear(framework: Framework, candidates: list[Candidate], known: Sequence[Passage]) -> bool:
    """Whether the question says on its own what it is about, and that it isn't the last subject."""
    about: dict[str, float] = {}
    for found in candidates:
        passage = framework.passages.get(found.label)
        label = passage.row if passage else found.label.partition(".")[0]
        about[label] = about.get(label, 0) + found.likelihood
    most = max(about.values())
    on_subject = sum(about.get(row, 0) for row in {p.row for p in known})
    return most >= CLEAR_AT_LEAST and on_subject < ON_SUBJECT_AT_LEAST * most


def _follow_up(
    framework: Framework, finder: Ranks, alone: list[Candidate], question: str, known: Sequence[Passage]
) -> Answer:
    """The answer to a question that leans on the last one: what fits the question as well as the last subject."""
    if _WHO.search(question):
        return Answer(Outcome.ANSWERED, citations=tuple(known))
    title = framework.passages[known[0].row].title
    # "Visits: Child in Need" leads to the same row, "Visits" to the same question about another child.
    subjects = dict.fromkeys((title, title.partition(":")[0]))
    found = _decide(framework, _pooled(alone, *(finder.rank(f"{subject}: {question}") for subject in subjects)))
    rows = {p.row for p in known}
    if found.citations and found.citations[0].row in rows:
        return replace(found, citations=tuple(p for p in found.citations if p.row in rows))
    return found


def _pooled(*rankings: list[Candidate]) -> list[Candidate]:
    """What all rankings find likely, likeliest first."""
    likely = [dict(ranking) for ranking in rankings]
    weight = {label: prod(found.get(label, 0) + UNSURE for found in likely) for label in set().union(*likely)}
    whole = sum(weight.values())
    return sorted((Candidate(label, w / whole) for label, w in weight.items()), key=lambda c: (-c.likelihood, c.label))


def rebuilt(framework: Framework, outcome: str, reason: str, cited: Sequence[str]) -> Answer:
    """The answer that was given, from what was kept of it; `related` isn't kept."""
    passages = tuple(framework.passages[c] for c in cited if c in framework.passages)
    rule = next((framework.national_rules[c] for c in cited if c in framework.national_rules), None)
    refused = outcome == Outcome.NOT_COVERED
    return Answer(
        outcome=Outcome(outcome),
        reason=Reason(reason),
        citations=() if refused else passages,
        nearest=passages if refused else (),
        national=rule,
    )
