from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from standards_kb.answer import NEAREST_SHOWN, answer
from standards_kb.citing import CITED_AT_MOST
from standards_kb.outcomes import Outcome, Reason
from standards_kb.search import Candidate
from tests.standards_kb.support import framework, labels

PASSAGES = tuple(framework().passages)


@st.composite
def rankings(draw: Any) -> list[Candidate]:
    """Every label, some of them likely; likelihoods add up to 1."""
    chosen = draw(st.lists(st.sampled_from(labels()), min_size=1, max_size=12, unique=True))
    weights = draw(st.lists(st.floats(0.001, 1), min_size=len(chosen), max_size=len(chosen)))
    rest = draw(st.floats(1e-9, 0.01))
    every = dict.fromkeys(labels(), rest / len(labels())) | dict(zip(chosen, weights, strict=True))
    whole = sum(every.values())
    return sorted((Candidate(label, w / whole) for label, w in every.items()), key=lambda c: -c.likelihood)


class Ranked:
    def __init__(self, *rankings: list[Candidate]) -> None:
        self.rankings = list(rankings)

    def rank(self, _question: str) -> list[Candidate]:
        return self.rankings.pop(0) if len(self.rankings) > 1 else self.rankings[0]


@given(
    st.lists(rankings(), min_size=1, max_size=3),
    st.sampled_from(
        ["how often?", "and unannounced?", "who does that?", "a question of more than eight words, on its own, whole"]
    ),
    st.lists(st.sampled_from((*PASSAGES, "gone.away")), max_size=3, unique=True),
)
def test_whatever_is_likely_the_answer_holds_together(
    ranked: list[list[Candidate]], question: str, recent: list[str]
) -> None:
    found = answer(framework(), Ranked(*ranked), question, tuple(recent))
    cited = [p.id for p in found.citations]
    assert all(framework().passages[p.id] is p for p in (*found.citations, *found.nearest, *found.related))
    assert len(set(cited)) == len(cited) <= CITED_AT_MOST
    assert max(len(found.nearest), len(found.related)) <= NEAREST_SHOWN
    assert not {p.row for p in found.citations} & {p.id for p in found.related}
    # A row and one of its bullets are never quoted side by side, unless the last answer did so.
    whole = {p.id for p in found.citations if p.is_row}
    assert not whole & {p.row for p in found.citations if not p.is_row} or set(cited) <= set(recent)
    match found.outcome:
        case Outcome.ANSWERED:
            assert found.citations
            assert (found.reason, found.nearest, found.national) == (Reason.NONE, (), None)
        case Outcome.NOT_COVERED:
            assert (found.citations, found.related) == ((), ())
        case Outcome.SIGNPOSTED:
            assert found.reason in (Reason.SELF_HARM, Reason.CHILD_IN_DANGER)
