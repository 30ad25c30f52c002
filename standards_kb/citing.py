"""Which passages an answer quotes, of all that the finder holds likely, and in which order."""

import re
from collections.abc import Iterable, Mapping, Sequence

from standards_kb.search import Candidate
from standards_kb.types import Framework, Passage
from standards_kb.urgency import hours_allowed_by

# Measured on the tuning questions, never on the exam (benchmarks/README.md).
PART_OF_ROW_AT_LEAST = 0.7
CITED_AT_LEAST = 0.1
SPANNED_AT_LEAST = 0.7
MEANT_AT_LEAST = 0.25
CITED_AT_MOST = 8
LIST_AT_LEAST = 5  # rows of one section, such as the eight standards: in the framework's order
RELATED_SHOWN = 3
AFTER_MISSING = (
    "visiting.missing_return.within_24_hours",
    "missing.return_home_interview_72_hours",
    "missing.return_home_interview_who",
    "missing.form_read",
)
_UNANNOUNCED = re.compile(r"(?:An )?unannounced\b", re.I)


def cite(framework: Framework, passages: list[Candidate]) -> tuple[Passage, ...]:
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
    if len(cited) == 1:
        return _first(cited, cited)
    if len(cited) >= LIST_AT_LEAST and len({framework.passages[row].section for row in cited}) == 1:
        return _first(cited, sorted(cited, key=lambda row: framework.passages[row].order))
    # The most urgent of what is about as likely comes first; a row that only may be meant never leads.
    urgent = sorted(cited, key=lambda row: min(hours_allowed_by(p) for p in cited[row]))
    lead, *_ = (row for row in urgent if weight[row] >= SPANNED_AT_LEAST * first)
    meant = (row for row in urgent if weight[row] >= MEANT_AT_LEAST * first)
    return _first(cited, dict.fromkeys((lead, *meant, *urgent)))


def _first(cited: Mapping[str, Sequence[Passage]], rows: Iterable[str]) -> tuple[Passage, ...]:
    return tuple(p for row in rows for p in cited[row])[:CITED_AT_MOST]


def _cite_row(framework: Framework, row: str, found: list[Candidate], weight: float) -> list[Passage]:
    best = found[0]
    if best.label == row or best.likelihood < PART_OF_ROW_AT_LEAST * weight:
        return [framework.passages[row]]
    parts = [c for c in found if c.label != row and c.likelihood >= CITED_AT_LEAST * weight]
    return [framework.passages[c.label] for c in parts]


def related_to(framework: Framework, passages: list[Candidate], cited: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """What else is likely, to be offered."""
    shown = {p.row for p in cited}
    rows = dict.fromkeys(framework.passages[c.label].row for c in passages[:20])
    return tuple(framework.passages[row] for row in rows if row not in shown)[:RELATED_SHOWN]


def with_all_after_missing(framework: Framework, cited: Sequence[Passage]) -> tuple[Passage, ...]:
    """With whatever is to be done once a child is back, the most urgent first, though the finder heard one of it."""
    rows = {passage.row for passage in cited}
    due = [framework.passages[p] for p in AFTER_MISSING]
    all_due = sorted((*cited, *(p for p in due if p.row not in rows)), key=hours_allowed_by)
    return tuple(all_due[:CITED_AT_MOST])


def with_unannounced(framework: Framework, cited: Sequence[Passage]) -> tuple[Passage, ...]:
    """With how often a visit is to be unannounced, beside how else a child is to be visited."""
    found = dict.fromkeys(cited)
    for passage in cited:
        if not passage.is_row:
            parts = (framework.passages[part] for part in framework.row_of(passage.id).parts)
            found |= dict.fromkeys(part for part in parts if _UNANNOUNCED.match(part.text))
    rows = list(dict.fromkeys(passage.row for passage in cited))
    return tuple(sorted(found, key=lambda passage: rows.index(passage.row)))[:CITED_AT_MOST]
