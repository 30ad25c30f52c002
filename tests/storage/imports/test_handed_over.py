"""A handover in chat and what exports say of it afterwards."""

from dataclasses import replace
from datetime import date

import pytest

from storage.allocations import Allocation
from storage.cases import CHAT
from storage.imports.handed_over import HandedOver
from storage.imports.layouts import ANNEX_A
from storage.roles import SOCIAL_WORKER

MOVED, TODAY = date(2026, 9, 1), date(2026, 9, 4)
OLD = Allocation("1", SOCIAL_WORKER, "Jo Before", "jo", "North", date(2026, 3, 2), MOVED, ANNEX_A, 1)
NEW = Allocation("1", SOCIAL_WORKER, "Sam Example", "sam", "North", MOVED, None, CHAT, 2)


def said(name: str, key: str | None) -> Allocation:
    return Allocation("", "", name, key, "South", date.min, None, ANNEX_A)


@pytest.mark.parametrize(("name", "key"), [("Jo Before", "jo"), ("Before, Jo", "jo"), ("", None)])
def test_it_stands_while_the_export_names_the_worker_from_before(name: str, key: str | None) -> None:
    told = HandedOver([OLD, NEW]).seen("1", SOCIAL_WORKER, said(name, key), TODAY)
    assert told is not None
    assert (told.stands, told.changed) == (True, ())


def test_the_export_has_it_once_it_names_the_new_one() -> None:
    told = HandedOver([NEW, OLD]).seen("1", SOCIAL_WORKER, said("Example, Sam", "sam"), TODAY)
    assert told is not None
    assert told.changed == (replace(NEW, worker_name="Example, Sam", team="South", source=ANNEX_A),)


def test_a_third_worker_takes_its_place() -> None:
    told = HandedOver([OLD, NEW]).seen("1", SOCIAL_WORKER, said("Kim Third", None), TODAY)
    assert told is not None
    assert not told.stands
    assert told.changed == (replace(NEW, until_on=TODAY),)


def test_whoever_was_not_handed_over_is_none_of_it() -> None:
    assert HandedOver([OLD]).seen("1", SOCIAL_WORKER, said("Jo Before", "jo"), TODAY) is None
    assert HandedOver([OLD, NEW]).seen("2", SOCIAL_WORKER, said("Jo Before", "jo"), TODAY) is None
