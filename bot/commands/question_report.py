"""What people ask, for the quality assurance lead: counts and masked words, never who or when."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from standards_kb.outcomes import Outcome, Reason
from standards_kb.types import Passage
from storage.questions import AskedQuestion


@dataclass(frozen=True, slots=True)
class Line:
    """Something that came up so many times; `about` is a passage's id or empty."""

    times: int
    words: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The lists have the most frequent first; `unhelpful` has what people missed, as they put it."""

    asked: int
    outcomes: Mapping[str, int]
    helpful: int
    not_helpful: int
    standards: tuple[Line, ...]
    repeated: tuple[Line, ...]
    unanswered: tuple[Line, ...]
    unhelpful: tuple[Line, ...]


def report(questions: Sequence[AskedQuestion], passages: Mapping[str, Passage], top: int) -> Report:
    """The report on these questions, at most `top` lines a list."""
    # A fixed reply (small talk, a request for a child's data, a disclosure) is counted by its kind and never quoted.
    ordinary = [q for q in questions if q.reason == Reason.NONE and q.outcome != Outcome.SIGNPOSTED]
    answered = [q for q in ordinary if q.outcome == Outcome.ANSWERED]
    repeated = [line for line in _by(ordinary, lambda q: (q.words, "")) if line.times > 1]
    return Report(
        asked=len(questions),
        outcomes=dict(Counter(q.reason or q.outcome for q in questions).most_common()),
        helpful=sum(q.helpful is True for q in questions),
        not_helpful=sum(q.helpful is False for q in questions),
        standards=_by((q for q in answered if q.cited), lambda q: (_title(q.cited[0], passages), q.cited[0]))[:top],
        repeated=tuple(repeated[:top]),
        unanswered=_by((q for q in ordinary if q.outcome == Outcome.NOT_COVERED), lambda q: (q.words, ""))[:top],
        # In a group somebody else may have been helped by what lacked something for one.
        unhelpful=_by((q for q in ordinary if q.helpful is False or q.missing), _complaint)[:top],
    )


def _by(questions: Iterable[AskedQuestion], line_of: Callable[[AskedQuestion], tuple[str, str]]) -> tuple[Line, ...]:
    """Counted, most frequent first; words that differ only in capitals or punctuation are the same, as at first."""
    times: Counter[tuple[str, str]] = Counter()
    shown: dict[tuple[str, str], str] = {}
    for question in questions:
        words, about = line_of(question)
        key = (_plain(words), about)
        times[key] += 1
        shown.setdefault(key, words)
    return tuple(Line(count, shown[key], key[1]) for key, count in times.most_common())


def _plain(words: str) -> str:
    return " ".join("".join(c if c.isalnum() or c in "[]" else " " for c in words.casefold()).split())


def _complaint(question: AskedQuestion) -> tuple[str, str]:
    words = f"{question.words} — missing: {question.missing}" if question.missing else question.words
    return words, question.cited[0] if question.cited else ""


def _title(passage_id: str, passages: Mapping[str, Passage]) -> str:
    passage = passages.get(passage_id)
    return f"{passage.title} ({passage.section})" if passage else "A passage of an earlier edition"
