"""Any sequence of exports and files: the same again changes nothing, nobody is counted twice, nobody is lost."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.cases import TEMPORARY, Situation, key_of
from storage.imports.annex_rows import ChildRows, Placement, Span
from storage.imports.annex_situations import CARE_KINDS, FAMILIES, meaning
from storage.imports.layouts import SITUATIONS
from storage.imports.merge import Changes, merge_export
from storage.imports.merge_file import merge_file

FIRST = date(2026, 1, 1)
LISTS = frozenset(range(3, 11))
DAYS = st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n))
ENDS = st.none() | DAYS
CARE = st.builds(
    Placement,
    care_started=st.just(FIRST),
    ended=ENDS,
    placed=DAYS,
    order_started=st.just(FIRST),
    legal=st.sampled_from(["care_order", "interim_care_order", "remanded", "short_breaks", "other"]),
    placement=st.sampled_from(["with_parents", "adoptive", "temporary", "other"]),
)
STATUSES = ["child_in_need", "child_protection_plan", "looked_after", "child_and_family_assessment", "closed", ""]


@st.composite
def exports(draw: st.DrawFn) -> ChildRows:
    """One child's rows in an export."""
    rows = ChildRows("1", born_on=date(2024, 1, 1), status=draw(st.sampled_from(STATUSES)), lists={6})
    for started in draw(st.lists(DAYS, max_size=2)):
        ended = draw(ENDS)
        rows.plans.append(Span(started, ended if ended is None or ended >= started else None))
        rows.lists.add(7)
    if draw(st.booleans()):
        rows.care.append(draw(CARE))
        rows.lists.add(8)
    if draw(st.booleans()):
        rows.enquiries.append(Span(draw(DAYS), None, draw(st.sampled_from(["", "conference"]))))
        rows.lists.add(5)
    if rows.status == "closed":
        rows.closed = draw(DAYS)
    return rows


@st.composite
def files(draw: st.DrawFn) -> list[Situation]:
    """One child's rows in a situations file."""
    kinds = st.sampled_from(["child_in_need", "child_protection_plan", "looked_after", "supervision_order"])
    found = {}
    for kind, started in draw(st.lists(st.tuples(kinds, DAYS), min_size=1, max_size=3)):
        key = key_of("1", kind, started)
        found[key] = Situation(key, "1", None, kind, started, source=SITUATIONS)
    return list(found.values())


def applied(kept: Sequence[Situation], changes: Changes) -> list[Situation]:
    """What is kept after the changes have been written."""
    changed = {s.id: s for s in changes.changed}
    numbered = enumerate(changes.new, len(kept) + 1)
    return [*(changed.get(s.id, s) for s in kept), *(replace(s, id=number) for number, s in numbered)]


def after(kept: Sequence[Situation], said: ChildRows | list[Situation], today: date) -> list[Situation]:
    """What is kept after an export, or a file."""
    if isinstance(said, ChildRows):
        return applied(kept, merge_export(kept, meaning(said, today), LISTS, today))
    return applied(kept, merge_file(kept, said))


@settings(max_examples=300)
@given(st.lists(exports() | files(), min_size=1, max_size=6))
def test_any_sequence(sequence: list[ChildRows | list[Situation]]) -> None:
    kept: list[Situation] = []
    for number, said in enumerate(sequence):
        today = FIRST + timedelta(days=50 + number)
        kept = after(kept, said, today)
        assert after(kept, said, today) == kept

        assert len({s.natural_key for s in kept}) == len(kept)
        assert all(s.ended_on is None or s.ended_on >= s.started_on for s in kept)
        relied_on = [s for s in kept if s.is_open(today) and s.awaits != TEMPORARY]
        kinds = [s.kind for s in relied_on]
        assert len(set(kinds)) == len(kinds)
        if isinstance(said, ChildRows):
            if any(plan.ended is None for plan in said.plans):
                assert "child_protection_plan" in kinds
            if any(care.ended is None for care in said.care):
                assert CARE_KINDS & set(kinds)
            for _, family in FAMILIES:
                assert sum(s.kind in family and s.source != SITUATIONS for s in relied_on) <= 1
