"""From a ranked question to an answer that only quotes: what to cite, what to refuse, what to signpost."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from standards_kb.abbreviations import abbreviation_asked_of, naming
from standards_kb.citing import CITED_AT_MOST, RELATED_SHOWN, cite, related_to, with_all_after_missing, with_unannounced
from standards_kb.courtesies import without_courtesies
from standards_kb.follow_up import (
    asks_who,
    completed,
    leans_on,
    on_plans,
    pooled,
    says_whose_plan,
    stays_on,
    subject_of,
    without_visits,
)
from standards_kb.missing import asks_what_now, is_back, is_missing
from standards_kb.outcomes import Answer, Outcome, Reason
from standards_kb.periods import passages_with, period_asked_of
from standards_kb.said import (
    asks_how_often,
    asks_of_elsewhere,
    asks_whom_to_call,
    speaks_of_suicide,
    tells_of_disclosure,
)
from standards_kb.search import SIGNPOST_AT_LEAST, Candidate, total
from standards_kb.types import Framework, NationalRule, Passage

# Measured on the tuning questions, never on the exam (benchmarks/README.md).
COVERED_AT_LEAST = 0.6
NATIONAL_AT_LEAST = 0.25
NEAREST_SHOWN = 3
LISTED_AT_LEAST = 0.02
PART_SIGNPOST_AT_LEAST = 0.8
IN_DOUBT_SIGNPOST_AT_LEAST = 0.08
BESIDE_ANSWER_SIGNPOST_AT_LEAST = 0.1  # of 949 questions that have an answer none comes above 0.06
READ_WHOLE, LONGEST_PART = 25, 40  # words


class Ranks(Protocol):
    """Anything that ranks a question, such as `standards_kb.search.Finder`."""

    def rank(self, question: str) -> list[Candidate]:
        """Every label with its likelihood, likeliest first."""
        ...


_SENTENCE_END = re.compile(r"(?<![.!?])[.!?]+\s+|\n+")  # not tried anew at each of a thousand marks
STRATEGY_DISCUSSION = "assessment_and_planning.strategy_discussion.held"
WHILE_MISSING = ("missing.strategy_meetings", "missing.need_to_know", "missing.visit")


def answer(framework: Framework, finder: Ranks, question: str, recent: tuple[str, ...] = ()) -> Answer:
    """The answer to a question; `recent` are the passages that the last answer in this chat cited, best first."""
    question = without_courtesies(question)
    danger = danger_within(framework, finder, question)
    if danger is not None:
        return danger
    known = [framework.passages[p] for p in recent if p in framework.passages]
    if not known and (asks_who(question) or asks_what_now(question)):
        return Answer(Outcome.NOT_COVERED, Reason.NO_SUBJECT)
    looked_up = _looked_up(framework, finder, question, known)
    if looked_up is not None:
        return looked_up
    candidates = finder.rank(question)
    discloses = tells_of_disclosure(question)
    if known and not discloses:
        followed = _following(framework, finder, candidates, question, known)
        if followed is not None:
            return followed
    found = _decide(framework, candidates)
    if found.outcome is Outcome.ANSWERED:
        # Of "I see no reason to carry on in this job or anything else" passages on purpose are the likeliest reading.
        danger = _signpost(framework, candidates, 0 if asks_whom_to_call(question) else BESIDE_ANSWER_SIGNPOST_AT_LEAST)
        if danger is not None:
            return danger
        if asks_of_elsewhere(question):
            return _uncovered(framework, candidates)
        return _whole(framework, found, question)
    if found.reason is Reason.NONE and found.national is None:
        # Better whom to call once too often than "the framework doesn't say" to somebody who tells of a danger.
        return _signpost(framework, candidates, 0 if discloses else IN_DOUBT_SIGNPOST_AT_LEAST) or found
    return found


def _looked_up(framework: Framework, finder: Ranks, question: str, known: Sequence[Passage]) -> Answer | None:
    """The answer to what a period is for, or a short form stands for: no finder can tell from numbers or letters."""
    period = period_asked_of(question)
    found = passages_with(framework, period) if period else ()
    if not found:
        return _of_abbreviation(framework, finder, question, follows=bool(known))
    found = tuple(passage for passage in found if passage in known) or found
    rows = dict.fromkeys(framework.row_of(passage.id) for passage in found[CITED_AT_MOST:])
    return Answer(Outcome.ANSWERED, citations=found[:CITED_AT_MOST], related=tuple(rows)[:RELATED_SHOWN])


def _of_abbreviation(framework: Framework, finder: Ranks, question: str, follows: bool) -> Answer | None:
    abbreviation = abbreviation_asked_of(framework, question, follows)
    if abbreviation is None:
        return None
    candidates = finder.rank(abbreviation.words[0].lower())
    found = _decide(framework, candidates)
    if found.outcome is Outcome.SIGNPOSTED:
        return found
    likeliest = [framework.passages[c.label] for c in _passages(framework, candidates)]
    named = naming(abbreviation, found.citations, dict.fromkeys((*likeliest, *framework.passages.values())))
    if not named:
        return replace(_uncovered(framework, candidates), abbreviation=abbreviation)
    related = _beside(found.related, named)
    return Answer(Outcome.ANSWERED, citations=named, related=related, abbreviation=abbreviation)


def _whole(framework: Framework, found: Answer, question: str) -> Answer:
    """With what belongs to it, though the finder heard one of it."""
    cited = with_unannounced(framework, found.citations) if asks_how_often(question) else found.citations
    cited = with_all_after_missing(framework, cited) if is_back(question) else cited
    return replace(found, citations=cited, related=_beside(found.related, cited))


def _beside(related: tuple[Passage, ...], cited: tuple[Passage, ...]) -> tuple[Passage, ...]:
    rows = {passage.row for passage in cited}
    return tuple(passage for passage in related if passage.row not in rows)


def while_missing(framework: Framework) -> Answer:
    """Whom to call, and what the framework says of a child who is missing."""
    meant = tuple(framework.passages[p] for p in WHILE_MISSING)
    return Answer(Outcome.SIGNPOSTED, Reason.CHILD_IN_DANGER, meant)


def danger_within(framework: Framework, finder: Ranks, message: str) -> Answer | None:
    """The signpost that its very words call for, or a sentence of a longer message, however much else it says."""
    if speaks_of_suicide(message):
        return Answer(Outcome.SIGNPOSTED, Reason.SELF_HARM)
    if is_missing(message):
        return while_missing(framework)
    if len(message.split()) <= READ_WHOLE:
        return None
    found = (_signpost(framework, finder.rank(part), PART_SIGNPOST_AT_LEAST) for part in _parts(message))
    return next((signpost for signpost in found if signpost is not None), None)


def _parts(message: str) -> list[str]:
    """Its sentences; a long one in pieces that overlap, so that none cuts what matters in two."""
    parts = []
    for sentence in _SENTENCE_END.split(message):
        words = sentence.split()
        starts = range(0, max(len(words) - LONGEST_PART // 2, 1), LONGEST_PART // 2)
        parts += [" ".join(words[start : start + LONGEST_PART]) for start in starts if words]
    return parts


def matches(framework: Framework, finder: Ranks, typed: str, most: int) -> Answer:
    """What a search for `typed` lists: likely passages, likeliest first; a danger is signposted all the same."""
    candidates = finder.rank(typed)
    signpost = danger_within(framework, finder, typed) or _signpost(framework, candidates, SIGNPOST_AT_LEAST)
    if signpost is not None:
        return signpost
    explained = _of_abbreviation(framework, finder, typed, follows=False)
    likely = [c for c in _passages(framework, candidates) if c.likelihood >= LISTED_AT_LEAST]
    named = explained.citations if explained else ()
    found = tuple(dict.fromkeys((*named, *(framework.passages[c.label] for c in likely))))[:most]
    return Answer(Outcome.ANSWERED if found else Outcome.NOT_COVERED, citations=found)


def _decide(framework: Framework, candidates: list[Candidate]) -> Answer:
    fixed = _fixed(framework, candidates)
    if fixed is not None:
        return fixed
    passages = _passages(framework, candidates)
    if sum(c.likelihood for c in passages) < COVERED_AT_LEAST:
        return _uncovered(framework, candidates)
    citations = cite(framework, passages)
    return Answer(Outcome.ANSWERED, citations=citations, related=related_to(framework, passages, citations))


def _passages(framework: Framework, candidates: list[Candidate]) -> list[Candidate]:
    return [c for c in candidates if c.label in framework.passages]


def _uncovered(framework: Framework, candidates: list[Candidate]) -> Answer:
    nearest = _nearest(framework, _passages(framework, candidates))
    return Answer(Outcome.NOT_COVERED, nearest=nearest, national=_national(framework, candidates))


def _fixed(framework: Framework, candidates: list[Candidate]) -> Answer | None:
    """The fixed reply to what isn't a question about the framework."""
    signpost = _signpost(framework, candidates, SIGNPOST_AT_LEAST)
    if signpost is not None:
        return signpost
    best = candidates[0].label
    for reason in (Reason.SMALL_TALK, Reason.CHILD_DATA, Reason.IGNORE_RULES, Reason.NOT_ENGLISH):
        if best == f"guard.{reason}":
            return Answer(Outcome.NOT_COVERED, reason)
    return None


def _signpost(framework: Framework, candidates: list[Candidate], at_least: float) -> Answer | None:
    if total(candidates, "signpost") < at_least:
        return None
    likelihood = dict(candidates)
    if likelihood.get("signpost.self_harm", 0) > likelihood.get("signpost.child_in_danger", 0):
        return Answer(Outcome.SIGNPOSTED, Reason.SELF_HARM)
    return Answer(Outcome.SIGNPOSTED, Reason.CHILD_IN_DANGER, (framework.passages[STRATEGY_DISCUSSION],))


def _national(framework: Framework, candidates: list[Candidate]) -> NationalRule | None:
    best = next((c for c in candidates if c.label in framework.national_rules), None)
    return framework.national_rules[best.label] if best and best.likelihood >= NATIONAL_AT_LEAST else None


def _nearest(framework: Framework, passages: list[Candidate]) -> tuple[Passage, ...]:
    rows = dict.fromkeys(framework.passages[c.label].row for c in passages[:12])
    return tuple(framework.passages[row] for row in rows)[:NEAREST_SHOWN]


def _following(
    framework: Framework, finder: Ranks, alone: list[Candidate], question: str, known: Sequence[Passage]
) -> Answer | None:
    """The answer to a question that leans on the last one, or to a short form by itself that doesn't."""
    leans = leans_on(framework, alone, question, known)
    followed = _follow_up(framework, finder, alone, question, known) if leans else None
    if followed is None:
        return _of_abbreviation(framework, finder, question, follows=False)
    return _whole(framework, followed, question) if followed.outcome is Outcome.ANSWERED else followed


def _follow_up(
    framework: Framework, finder: Ranks, alone: list[Candidate], question: str, known: Sequence[Passage]
) -> Answer | None:
    """The answer to a question that leans on the last one, if there is one."""
    rows = {p.row for p in known}
    if asks_who(question):
        return Answer(Outcome.ANSWERED, citations=tuple(known))
    row = framework.passages[known[0].row]
    title, subject = row.title, subject_of(row.title)
    if stays_on(title, question):
        led = finder.rank(completed(question, title))
        found = _decide(framework, led)
        # An answer about another subject would be taken for one about this; rather none.
        if not found.citations or subject_of(found.citations[0].title) != subject:
            return _uncovered(framework, led)
        both = _passages(framework, pooled(alone, led))
        of_row = [c for c in both if framework.passages[c.label].row == found.citations[0].row]
        return Answer(Outcome.ANSWERED, citations=cite(framework, of_row))
    left_out = on_plans(framework, alone, question, known)
    if left_out:
        rankings = (alone, finder.rank(f"{left_out}: {question}"))
        found = _decide(framework, pooled(*(without_visits(framework, ranking) for ranking in rankings)))
        # A row of visits may speak of a review itself.
        if says_whose_plan(found.citations[0].title) if found.citations else "review" not in row.text:
            return found
    # Else what fits the question as well as the last row, or the same question about another child.
    led_by = dict.fromkeys((title, title.partition(":")[0]))
    found = _decide(framework, pooled(alone, *(finder.rank(f"{words}: {question}") for words in led_by)))
    return _on(rows, found) if found.outcome is Outcome.ANSWERED else None


def _on(rows: set[str], found: Answer) -> Answer:
    """Without what other rows say, if the answer is about the last ones."""
    if found.citations[0].row not in rows:
        return found
    return replace(found, citations=tuple(p for p in found.citations if p.row in rows))
