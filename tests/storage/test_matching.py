"""Names that are nobody's, and settling whose they are."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from storage.allocations import Allocation
from storage.db import Database
from storage.imports.workers import AMBIGUOUS, DIFFERENT, LEFT, NO_NAME, UNKNOWN
from storage.matching import OpenName, open_names, settle
from storage.people import Person
from storage.roles import AUDITOR
from storage.store import Store
from tests.storage.council import DAY, OF_EAST, OWN, SOUTHERN, UNPLACED, add_council
from tests.storage.support import NOW

TODAY = NOW.date()


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    with database.transaction() as store:
        add_council(store)
        yield store


def allocate(store: Store, child: str, name: str, key: str | None = None, role: str = "social_worker") -> None:
    store.allocations.add_all([Allocation(child, role, name, key, "East", DAY)])


def test_a_name_is_listed_once_however_it_is_written(store: Store) -> None:
    allocate(store, OWN, "JO NEMO")
    allocate(store, OF_EAST, "Nemo, Jo", role=AUDITOR)  # an audit is no case of theirs

    [name] = open_names(store, TODAY)
    assert name == OpenName("JO NEMO", UNKNOWN, ("East", "North"), (OWN, UNPLACED))
    assert name.match_name == "jo nemo"


def test_why_it_is_not_known(store: Store) -> None:
    store.people.add_all(
        [Person("S-1", "Sam Same"), Person("S-2", "Sam Same"), Person("S-3", "Gone Away", left_on=TODAY)]
    )
    store.people.save(replace(SOUTHERN, left_on=TODAY))
    allocate(store, OWN, "Same, Sam")
    allocate(store, OWN, " ")
    allocate(store, OWN, "Away, Gone")
    allocate(store, OWN, "Sam Same / Jo Nemo")
    allocate(store, OWN, "Practitioner Example")  # on the staff by now: the next import sees it

    found = {name.name: (name.why, [p.key for p in name.candidates]) for name in open_names(store, TODAY)}
    assert found == {
        "Nemo, Jo": (UNKNOWN, []),
        "Same, Sam": (AMBIGUOUS, ["S-1", "S-2"]),
        " ": (NO_NAME, []),
        "Away, Gone": (LEFT, []),
        "Southern Example": (LEFT, []),
        "Sam Same / Jo Nemo": (DIFFERENT, []),
    }


def test_settled_the_children_have_a_worker_and_the_log_a_row(store: Store) -> None:
    assert settle(store, "nemo,  jo", SOUTHERN, "os:sam", NOW, TODAY) == 1

    assert open_names(store, TODAY) == []
    assert [a.staff_key for a in store.allocations.of_child(UNPLACED, TODAY)] == ["southern"]
    [event] = store.audit_log.search()
    assert (event.who, event.action, event.child_ids) == ("os:sam", "match", (UNPLACED,))
    assert event.about == "“nemo,  jo” is southern"


def test_nobodys_it_is_asked_no_more(store: Store) -> None:
    settle(store, "Nemo, Jo", None, "os:sam", NOW, TODAY)

    assert open_names(store, TODAY) == []
    assert [a.staff_key for a in store.allocations.of_child(UNPLACED, TODAY)] == [None]


def test_what_was_settled_can_be_settled_anew(store: Store) -> None:
    settle(store, "Nemo, Jo", SOUTHERN, "os:sam", NOW, TODAY)
    settle(store, "Nemo, Jo", None, "os:sam", NOW, TODAY)

    assert [a.staff_key for a in store.allocations.of_child(UNPLACED, TODAY)] == [None]
