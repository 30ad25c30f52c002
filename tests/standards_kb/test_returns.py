"""What an area is asked for, and which figures are refused, questioned or kept back."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from standards_kb.load import DataError, edition_folder
from standards_kb.load_returns import AREAS, FILE, load_templates
from standards_kb.returns import (
    Better,
    Fault,
    Figure,
    Indicator,
    Unit,
    Why,
    fault_of,
    may_leave_the_area,
    measure,
    needs_comment,
)
from tests.standards_kb.support import framework


def indicator(unit: Unit = Unit.PERCENT, better: Better = Better.HIGHER, target: int | None = None) -> Indicator:
    return Indicator(
        "made_up", "Made up", "Made up.", unit, better, "", None if target is None else Decimal(target), False
    )


def figure(value: str, out_of: str | None = None) -> Figure:
    return Figure(Decimal(value), None if out_of is None else Decimal(out_of))


class TestTemplates:
    def test_each_area_of_the_framework_has_one_in_its_order(self) -> None:
        templates = load_templates(framework())
        assert [t.cites for t in templates.values()] == list(framework().passages[AREAS].parts)
        assert len(templates) == 9

    def test_an_areas_own_indicators_come_before_those_of_every_area(self) -> None:
        names = list(load_templates(framework())["send"].indicators)
        assert names[0] == "plans_in_20_weeks"
        assert {"supervision_on_time", "complaints"} < set(names)

    def test_the_framework_sets_a_target_only_where_its_own_words_are_cited(self) -> None:
        listed = [i for t in load_templates(framework()).values() for i in t.indicators.values()]
        assert {i.target for i in listed} == {None, Decimal(100)}
        assert all(i.cites in framework().passages for i in listed if i.target is not None)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "send"', 'name = "schools"', "areas that only the framework names, or only this file: schools, send"),
        ('name = "custody"', 'name = "complaints"', "indicator of youth_offending given twice: complaints"),
        ('name = "asks"', 'name = "heard"', "section given twice: heard"),
        ('cites = "missing.visit"', 'cites = "missing.call"', "missing_episodes cites missing.call, which isn't there"),
        ("figures = true", "figures = false", "one section, and only one"),
        ("target = 100", "target = 101", "no more than 100 percent"),
        ('unit = "days"', 'unit = "weeks"', "Input should be 'percent', 'count' or 'days'"),
        ('better = "neither"', 'better = "neither"\ntarget = 1', "needs `better` to say which way"),
    ],
)
def test_a_fault_stops_the_start(old: str, new: str, says: str, tmp_path: Path) -> None:
    shutil.copy(str(edition_folder() / FILE), tmp_path / FILE)
    assert load_templates(framework(), str(tmp_path)) == load_templates(framework())
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=says):
        load_templates(framework(), str(tmp_path))


@pytest.mark.parametrize(
    ("unit", "given", "fault"),
    [
        (Unit.PERCENT, figure("9", "10"), None),
        (Unit.PERCENT, figure("10", "10"), None),
        (Unit.PERCENT, figure("0", "0"), None),
        (Unit.PERCENT, figure("11", "10"), Fault.MORE_THAN_ALL),
        (Unit.PERCENT, figure("1", "0"), Fault.MORE_THAN_ALL),
        (Unit.PERCENT, figure("90"), Fault.NO_DENOMINATOR),
        (Unit.PERCENT, figure("9.5", "10"), Fault.NOT_WHOLE),
        (Unit.PERCENT, figure("1", "-1"), Fault.NEGATIVE),
        (Unit.COUNT, figure("12"), None),
        (Unit.COUNT, figure("1.5"), Fault.NOT_WHOLE),
        (Unit.COUNT, figure("-1"), Fault.NEGATIVE),
        (Unit.COUNT, figure("1", "2"), Fault.NEEDLESS_DENOMINATOR),
        (Unit.DAYS, figure("12.5"), None),
    ],
)
def test_what_a_figure_may_be(unit: Unit, given: Figure, fault: Fault | None) -> None:
    assert fault_of(indicator(unit), given) is fault


def test_a_percentage_of_nobody_has_no_measure() -> None:
    assert measure(figure("0", "0")) is None
    assert measure(figure("1", "4")) == 25


OFF, MOVED = Why.OFF_TARGET, Why.MOVED


@pytest.mark.parametrize(
    ("asked", "now", "before", "why"),
    [
        (indicator(target=95), figure("95", "100"), None, ()),
        (indicator(target=95), figure("94", "100"), None, (OFF,)),
        (indicator(Unit.COUNT, Better.LOWER, 3), figure("3"), None, ()),
        (indicator(Unit.COUNT, Better.LOWER, 3), figure("4"), None, (OFF,)),
        (indicator(), figure("1", "100"), None, ()),
        (indicator(), figure("85", "100"), figure("80", "100"), ()),
        (indicator(), figure("86", "100"), figure("80", "100"), (MOVED,)),
        (indicator(), figure("74", "100"), figure("80", "100"), (MOVED,)),
        (indicator(target=95), figure("74", "100"), figure("80", "100"), (OFF, MOVED)),
        (indicator(Unit.COUNT), figure("105"), figure("100"), ()),
        (indicator(Unit.COUNT), figure("106"), figure("100"), (MOVED,)),
        (indicator(Unit.COUNT), figure("1"), figure("0"), (MOVED,)),
        (indicator(Unit.COUNT), figure("0"), figure("0"), ()),
        (indicator(target=95), figure("0", "0"), figure("80", "100"), ()),
        (indicator(), figure("80", "100"), figure("0", "0"), ()),
    ],
)
def test_what_has_to_be_explained(asked: Indicator, now: Figure, before: Figure | None, why: tuple[Why, ...]) -> None:
    assert needs_comment(asked, now, before, Decimal(5)) == why


@pytest.mark.parametrize(
    ("unit", "given", "may"),
    [
        (Unit.COUNT, figure("0"), True),
        (Unit.COUNT, figure("1"), False),
        (Unit.COUNT, figure("4"), False),
        (Unit.COUNT, figure("5"), True),
        (Unit.PERCENT, figure("50", "100"), True),
        (Unit.PERCENT, figure("4", "100"), False),
        (Unit.PERCENT, figure("96", "100"), False),
        (Unit.PERCENT, figure("100", "100"), True),
        (Unit.PERCENT, figure("0", "3"), False),
        (Unit.DAYS, figure("2"), True),
    ],
)
def test_no_figure_leaves_its_area_from_which_fewer_than_five_can_be_told(unit: Unit, given: Figure, may: bool) -> None:
    assert may_leave_the_area(indicator(unit), given) is may
