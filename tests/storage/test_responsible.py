"""Who a timescale's `who` is: the allocated worker, else the duty list, else the manager, and never a guess."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from storage.db import Database
from storage.people import Person
from storage.responsible import How, responsible
from storage.roles import Role
from storage.store import Store
from tests.storage.council import (
    ADVISED,
    CLOSED,
    HELP,
    NOBODYS,
    OF_EAST,
    OWN,
    RESTRICTED,
    STAFF,
    UNPLACED,
    add_council,
)
from tests.storage.support import NOW


@pytest.fixture
def store(sqlite_database: Database) -> Iterator[Store]:
    with sqlite_database.transaction() as store:
        add_council(store)
        yield store


def who(store: Store, who: str, child_id: str) -> tuple[How, list[str]]:
    found = responsible(store, who, child_id, NOW.date())
    return found.how, [person.key for person in found.people]


def change(store: Store, role: Role, **changes: object) -> None:
    store.people.save(replace(STAFF[role], **changes))  # type: ignore[arg-type]


def on_duty(store: Store, key: str, area: str) -> None:
    store.people.save(Person(key, key, roles=(Role.PRACTITIONER, Role.DUTY), service_area=area))


def test_the_allocated_worker_in_that_role(store: Store) -> None:
    assert who(store, "Social Worker", OWN) == (How.ALLOCATED, ["practitioner"])
    assert who(store, "Personal Advisor", ADVISED) == (How.ALLOCATED, ["personal_adviser"])
    assert who(store, "Auditor", OF_EAST) == (How.ALLOCATED, ["auditor"])


def test_without_one_the_duty_list_of_the_childs_service(store: Store) -> None:
    on_duty(store, "elsewhere", "Elsewhere")
    assert who(store, "Social Worker", ADVISED) == (How.MANAGER, ["manager"])
    on_duty(store, "here", HELP)
    assert who(store, "Social Worker", ADVISED) == (How.DUTY, ["here"])
    assert who(store, "Social Worker", CLOSED) == (How.DUTY, ["elsewhere", "here"])  # nobody knows which service


def test_a_name_that_is_nobodys_is_for_the_manager_of_the_team_not_for_duty(store: Store) -> None:
    on_duty(store, "here", HELP)
    assert who(store, "Social Worker", UNPLACED) == (How.MANAGER, ["manager"])
    change(store, Role.MANAGER, left_on=NOW.date())
    assert who(store, "Social Worker", UNPLACED) == (How.MANAGER, ["assistant_manager"])


def test_a_teams_name_that_two_services_use_tells_nothing(store: Store) -> None:
    store.people.save(Person("other", "Other", roles=(Role.MANAGER,), team="NORTH ", service_area="Elsewhere"))
    assert who(store, "Social Worker", UNPLACED) == (How.NOBODY, [])


def test_a_worker_who_has_left_is_the_managers_matter(store: Store) -> None:
    change(store, Role.PRACTITIONER, left_on=NOW.date())
    assert who(store, "Social Worker", OWN) == (How.MANAGER, ["manager"])


def test_a_manager_who_has_left_is_stood_in_for_or_passed_over(store: Store) -> None:
    change(store, Role.MANAGER, left_on=NOW.date())
    assert who(store, "Manager", OWN) == (How.MANAGER, ["head_of_service"])
    change(store, Role.MANAGER, left_on=NOW.date(), deputy_key="assistant_manager")
    assert who(store, "Manager", OWN) == (How.MANAGER, ["assistant_manager"])


def test_managers_in_a_circle(store: Store) -> None:
    change(store, Role.MANAGER, left_on=NOW.date(), manager_key="practitioner")
    assert who(store, "Manager", OWN) == (How.NOBODY, [])


def test_others_whom_the_framework_names_are_not_on_the_staff(store: Store) -> None:
    assert who(store, "RU Safe", OWN) == (How.MANAGER, ["manager"])


def test_a_restricted_childs_matters_are_for_the_named_alone(store: Store) -> None:
    assert who(store, "Social Worker", RESTRICTED) == (How.NOBODY, [])
    store.children.set_viewers(RESTRICTED, ["manager"])
    assert who(store, "Social Worker", RESTRICTED) == (How.MANAGER, ["manager"])
    store.children.set_viewers(RESTRICTED, ["practitioner"])
    assert who(store, "Social Worker", RESTRICTED) == (How.ALLOCATED, ["practitioner"])


def test_nobody_for_no_child(store: Store) -> None:
    assert who(store, "Social Worker", NOBODYS) == (How.NOBODY, [])
