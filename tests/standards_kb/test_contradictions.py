"""What doesn't fit together in a return."""

from decimal import Decimal

import pytest

from standards_kb.contradictions import Clash, Contradiction, Filled, contradictions
from standards_kb.load_returns import load_templates
from standards_kb.returns import Figure
from tests.standards_kb.support import framework

TEMPLATE = load_templates(framework())["early_help"]
TEXTS = {section.name: f"Of {section.name}." for section in TEMPLATE.sections}
ON_TIME, OPEN = "supervision_on_time", "open_families"


def figure(value: int, out_of: int | None = None) -> Figure:
    return Figure(Decimal(value), Decimal(out_of) if out_of is not None else None)


def found(now: Filled, *earlier: Filled) -> list[tuple[Clash, str]]:
    return [(one.clash, one.name) for one in contradictions(TEMPLATE, now, earlier)]


def with_texts(**given: str) -> Filled:
    return Filled(sections={**TEXTS, **given})


def open_families(number: int, comment: str = "") -> Filled:
    return Filled({OPEN: figure(number)}, {OPEN: comment}, TEXTS)


def same(one: Filled) -> Filled:
    """An earlier return with other texts."""
    return Filled(one.figures, one.comments, {name: f"Earlier: {text}" for name, text in TEXTS.items()})


@pytest.mark.parametrize(
    ("now", "comment", "clashes"),
    [
        (100, "", []),
        (105, "", []),  # five percent is no change worth a question
        (106, "", [(Clash.UNEXPLAINED, OPEN)]),
        (94, "n/a", [(Clash.UNEXPLAINED, OPEN)]),
        (200, "Two new teams", []),
        (200, "It is the  season!", [(Clash.SAME_TEXT, OPEN)]),  # last time's comment about another figure
        (100, "It is the season", []),
    ],
)
def test_a_figure_that_changes_is_explained_anew(now: int, comment: str, clashes: list[object]) -> None:
    assert found(open_families(now, comment), same(open_families(100, "It is the season."))) == clashes


def test_from_nothing_to_something_has_changed() -> None:
    assert found(open_families(1), same(open_families(0))) == [(Clash.UNEXPLAINED, OPEN)]


def test_a_first_return_has_nothing_to_be_held_against() -> None:
    assert found(open_families(7)) == []


@pytest.mark.parametrize(
    ("earlier", "is_missed"),
    [([(9, 10), (8, 10)], True), ([(9, 10)], False), ([(9, 10), (10, 10)], False), ([(9, 10), (0, 0)], False)],
)
def test_a_target_missed_three_times_running(earlier: list[tuple[int, int]], is_missed: bool) -> None:
    made = [Filled({ON_TIME: figure(*one)}, {ON_TIME: "Two were ill."}) for one in [(9, 10), *earlier]]
    now = Filled(made[0].figures, made[0].comments, TEXTS)
    assert ((Clash.TARGET_MISSED, ON_TIME) in found(now, *made[1:])) is is_missed


def test_what_the_bot_counted_and_what_is_returned() -> None:
    now = Filled({ON_TIME: figure(10, 10)}, {}, TEXTS, {ON_TIME: figure(9, 10)})
    (one,) = contradictions(TEMPLATE, now, ())
    assert one == Contradiction(Clash.COMPUTED_DIFFERS, ON_TIME, True, figure(10, 10), figure(9, 10))
    assert found(Filled(now.computed, {}, TEXTS, now.computed)) == []


@pytest.mark.parametrize("text", ["", "  ", "N/A", "none.", "TBC", "-"])
def test_an_empty_section(text: str) -> None:
    assert found(with_texts(heard=text)) == [(Clash.EMPTY, "heard")]


def test_the_section_of_the_figures_may_be_empty() -> None:
    assert found(with_texts(performance="")) == []


def test_a_text_that_is_last_times() -> None:
    last = Filled(sections={"asks": "of asks", "heard": "Something else"})
    assert found(with_texts(), last) == [(Clash.SAME_TEXT, "asks")]


def test_an_answer_holds_for_the_figures_it_was_given_for() -> None:
    keys = [contradictions(TEMPLATE, open_families(now), [same(open_families(100))])[0].key for now in (120, 120, 130)]
    assert keys[0] == keys[1] != keys[2]
