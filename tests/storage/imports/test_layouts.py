"""The tables that are known: what they name exists, and no heading means two things."""

import pytest

from storage.demo.write import official_lists
from storage.imports.known import STATES, all_streams, situations, streams
from storage.imports.layouts import annex_a, columns_of, comparable, documented, layouts, recognise


def test_what_the_lists_name_exists() -> None:
    spec = annex_a()
    for supplies in spec.supplies:
        table = next(table for table in spec.list if table.number == supplies.list)
        assert supplies.column in table.columns
        assert {tuple(name.split(".")) for name in supplies.streams} <= set(all_streams())
    for row in spec.placement_is:
        assert row.situation in situations()
        assert row.legal in {"any", *spec.codes["legal_status"]}
        assert row.placement in {"any", *spec.codes["placement"]}
    assert set(spec.codes["status"]) - {"closed"} <= set(situations())
    assert set(situations()) >= STATES


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.title)
def test_a_heading_means_one_thing(layout: object) -> None:
    found = next(one for one in layouts() if one is layout)
    assert not found.ignored & found.fields.keys()
    assert found.told_by <= set(found.fields.values())


def test_every_heading_of_the_official_lists_is_known() -> None:
    for number, _, official, also in official_lists():
        for headings in (official, also):
            found = recognise("", headings)
            if 3 <= number <= 10:
                assert found is not None
                assert (found.layout.number, found.unknown) == (number, ())
            else:
                assert found is None


def test_codes_belong_to_one_group() -> None:
    for groups in annex_a().codes.values():
        codes = [code for its in groups.values() for code in its]
        assert len(set(codes)) == len(codes)


def test_the_documented_files_name_what_exists() -> None:
    assert columns_of("visits")["stream"].example in streams()
    assert columns_of("situations")["situation"].example in situations()
    written = [name for names in documented().roles.values() for name in names]
    assert len(set(written)) == len(written)
    assert comparable(" Début-Date (Y/N)) ") == "debutdateyn"
