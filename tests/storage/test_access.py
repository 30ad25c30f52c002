"""The gate, beyond the table of roles: cover, leavers, named people, teams of the same name, administrators."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.access import as_job, as_person
from storage.audit_log import AuditEvent
from storage.cases import Situation, key_of
from storage.db import Database
from storage.people import Person
from storage.roles import Action, Role
from storage.store import Store
from tests.storage.council import (
    ADVISED,
    CLOSED,
    DAY,
    HANDED_OVER,
    HELP,
    NOBODYS,
    OF_EAST,
    OF_SOUTH,
    OWN,
    RESTRICTED,
    SOUTHERN,
    SOUTHERN_MANAGER,
    STAFF,
    STRANGER,
    UNPLACED,
    add_council,
    allocate,
    object_id,
)
from tests.storage.support import NOW


@pytest.fixture
def council(database: Database) -> Database:
    with database.transaction() as store:
        add_council(store)
    return database


def sees(store: Store, person: Person | str, administrators: frozenset[str] = frozenset()) -> set[str]:
    """The children whom somebody may view."""
    who = person if isinstance(person, str) else str(person.object_id)
    door = as_person(store, who, NOW, administrators)
    found = {child: door.find(child) for child in (*every_child(store), NOBODYS)}
    return {child for child, case in found.items() if case is not None and case.situations is not None}


def every_child(store: Store) -> list[str]:
    return [child.id for child in store.children.all()]


def change(store: Store, person: Person, **changes: object) -> None:
    store.people.save(replace(person, **changes))  # type: ignore[arg-type]


def test_a_case_is_the_child_the_open_situations_and_the_workers(council: Database) -> None:
    with council.transaction() as store:
        ended = Situation(key_of(OWN, "x", DAY), OWN, None, "missing_return", DAY, ended_on=NOW.date())
        store.situations.add(ended)
        case = as_person(store, object_id(1), NOW).find(OWN)

        assert case is not None
        assert case.child.id == OWN
        assert case.situations is not None
        assert [s.kind for s in case.situations] == ["child_in_need"]
        assert [a.staff_key for a in case.allocations] == ["practitioner"]
        assert case.may_record


def test_who_may_only_record_gets_no_history(council: Database) -> None:
    with council.transaction() as store:
        case = as_person(store, str(STAFF[Role.DUTY].object_id), NOW).find(OWN)

        assert case is not None
        assert (case.situations, case.allocations, case.may_record) == (None, (), True)


class TestCover:
    @staticmethod
    def test_whoever_stands_in_sees_the_children_too(council: Database) -> None:
        with council.transaction() as store:
            change(store, STAFF[Role.PRACTITIONER], deputy_key="southern")
            assert sees(store, SOUTHERN) == {OF_SOUTH, HANDED_OVER, OWN, RESTRICTED}

    @staticmethod
    def test_it_is_not_handed_on(council: Database) -> None:
        with council.transaction() as store:
            change(store, STAFF[Role.PRACTITIONER], deputy_key="personal_adviser")
            change(store, STAFF[Role.PERSONAL_ADVISER], deputy_key="southern")
            assert OWN not in sees(store, SOUTHERN)

    @staticmethod
    def test_whoever_has_left_is_stood_in_for_all_the_same(council: Database) -> None:
        with council.transaction() as store:
            change(store, STAFF[Role.PRACTITIONER], deputy_key="southern", left_on=NOW.date())
            assert OWN in sees(store, SOUTHERN)

    @staticmethod
    def test_a_manager_who_stands_in_for_a_manager_has_both_teams(council: Database) -> None:
        with council.transaction() as store:
            change(store, STAFF[Role.MANAGER], deputy_key="southern_manager")
            assert sees(store, SOUTHERN_MANAGER) == {OF_SOUTH, HANDED_OVER, OWN, ADVISED, UNPLACED}

    @staticmethod
    def test_a_manager_who_stands_in_for_a_practitioner_has_no_more_than_the_practitioner(council: Database) -> None:
        with council.transaction() as store:
            change(store, STAFF[Role.PRACTITIONER], deputy_key="southern_manager")
            assert sees(store, SOUTHERN_MANAGER) == {OF_SOUTH, HANDED_OVER, OWN}

    @staticmethod
    def test_a_practitioner_who_stands_in_for_a_manager_does_not_get_the_team(council: Database) -> None:
        with council.transaction() as store:
            change(store, STAFF[Role.MANAGER], deputy_key="southern")
            assert sees(store, SOUTHERN) == {OF_SOUTH, HANDED_OVER, RESTRICTED}

    @staticmethod
    def test_an_audit_is_not_covered(council: Database) -> None:
        with council.transaction() as store:
            change(store, STAFF[Role.AUDITOR], deputy_key="qa_lead")
            change(store, STAFF[Role.QA_LEAD], roles=(Role.AUDITOR,))
            assert sees(store, STAFF[Role.QA_LEAD]) == set()


class TestTeams:
    @staticmethod
    def test_downwards_however_far(council: Database) -> None:
        with council.transaction() as store:
            low = Person("low", "Low Example", roles=(Role.PRACTITIONER,), team="Far", manager_key="personal_adviser")
            store.people.save(low)
            allocate(store, OF_EAST, "low", team="Far")
            assert OF_EAST in sees(store, STAFF[Role.MANAGER])

    @staticmethod
    def test_never_upwards(council: Database) -> None:
        with council.transaction() as store:
            change(store, STAFF[Role.MANAGER], manager_key="southern_manager")
            change(store, SOUTHERN_MANAGER, manager_key="manager")  # nor round in circles
            allocate(store, CLOSED, "head_of_service", team="")
            assert CLOSED not in sees(store, STAFF[Role.MANAGER])

    @staticmethod
    def test_a_team_of_the_same_name_elsewhere_is_another_team(council: Database) -> None:
        with council.transaction() as store:
            change(store, SOUTHERN, team="North", service_area="Elsewhere")
            # And whose an unplaced worker's child is can't be told by the name any more.
            assert sees(store, STAFF[Role.MANAGER]) == {OWN, ADVISED}

    @staticmethod
    def test_case_and_spaces_make_no_other_team(council: Database) -> None:
        with council.transaction() as store:
            change(store, STAFF[Role.PRACTITIONER], team=" NORTH ", manager_key=None, service_area=HELP.upper())
            assert OWN in sees(store, STAFF[Role.MANAGER])

    @staticmethod
    def test_nor_do_they_in_letters_that_databases_do_not_know(council: Database) -> None:
        with council.transaction() as store:
            change(store, STAFF[Role.MANAGER], team="Équipe", service_area="Área")
            change(store, STAFF[Role.PRACTITIONER], team="ÉQUIPE", manager_key=None, service_area="ÁREA")
            allocate(store, CLOSED, None, team="équipe ")
            assert {OWN, CLOSED} <= sees(store, STAFF[Role.MANAGER])

    @staticmethod
    def test_no_team_is_nobodys_team(council: Database) -> None:
        with council.transaction() as store:
            change(store, STAFF[Role.MANAGER], team="", service_area="")
            allocate(store, CLOSED, None, team="")
            assert CLOSED not in sees(store, STAFF[Role.MANAGER])


class TestRestricted:
    @staticmethod
    def test_those_who_are_named_see_the_child_if_their_role_sees_children(council: Database) -> None:
        with council.transaction() as store:
            assert RESTRICTED in sees(store, SOUTHERN)
            assert RESTRICTED not in sees(store, STAFF[Role.ADMINISTRATOR])  # named, too

    @staticmethod
    def test_duty_may_not_even_record(council: Database) -> None:
        with council.transaction() as store:
            door = as_person(store, str(STAFF[Role.DUTY].object_id), NOW)
            assert door.find(RESTRICTED) is None
            store.children.set_viewers(RESTRICTED, ["duty"])
            assert door.find(RESTRICTED) is not None

    @staticmethod
    def test_figures_count_the_child_for_the_named_alone(council: Database) -> None:
        director, manager = STAFF[Role.DIRECTOR], SOUTHERN_MANAGER
        with council.transaction() as store:
            assert as_person(store, str(director.object_id), NOW).figures() == {"child_in_need": 6}
            assert as_person(store, str(manager.object_id), NOW).figures() == {"child_in_need": 2}
            store.children.set_viewers(RESTRICTED, [manager.key])
            assert as_person(store, str(manager.object_id), NOW).figures() == {"child_in_need": 3}


class TestWho:
    @staticmethod
    def test_nobody_without_an_object_id(council: Database) -> None:
        with council.transaction() as store:
            change(store, STAFF[Role.PRACTITIONER], object_id=None)
            assert sees(store, "") == sees(store, STRANGER) == set()

    @staticmethod
    def test_the_day_somebody_leaves_shuts_the_door(council: Database) -> None:
        with council.transaction() as store:
            change(store, STAFF[Role.PRACTITIONER], left_on=NOW.date() + timedelta(days=1))
            assert sees(store, STAFF[Role.PRACTITIONER]) == {OWN}
            change(store, STAFF[Role.PRACTITIONER], left_on=NOW.date())
            assert sees(store, STAFF[Role.PRACTITIONER]) == set()

    @staticmethod
    def test_the_day_is_londons(council: Database) -> None:
        late = NOW.replace(hour=23, minute=30)  # half past midnight in London
        with council.transaction() as store:
            change(store, STAFF[Role.PRACTITIONER], left_on=date(2026, 9, 2))
            assert as_person(store, object_id(1), late).find(OWN) is None

    @staticmethod
    def test_several_roles_add_up(council: Database) -> None:
        with council.transaction() as store:
            change(store, STAFF[Role.PRACTITIONER], roles=(Role.PRACTITIONER, Role.DUTY))
            door = as_person(store, object_id(1), NOW)
            own, other = door.find(OWN), door.find(ADVISED)
            assert own is not None
            assert own.situations is not None
            assert other is not None
            assert other.situations is None

    @staticmethod
    def test_a_role_that_nobody_knows_is_none(council: Database) -> None:
        with council.transaction() as store:
            change(store, STAFF[Role.PRACTITIONER], roles=("chief_of_everything",))
            assert sees(store, STAFF[Role.PRACTITIONER]) == set()

    @staticmethod
    def test_the_settings_administrators_need_no_row(council: Database) -> None:
        with council.transaction() as store:
            first = frozenset({STRANGER, object_id(1)})
            assert as_person(store, STRANGER, NOW, first).reached(Action.MATCH).everybody
            assert sees(store, STRANGER, first) == set()
            # Somebody on the staff keeps their own roles besides.
            assert as_person(store, object_id(1), NOW, first).reached(Action.MATCH).everybody
            assert sees(store, object_id(1), first) == {OWN}

    @staticmethod
    def test_not_even_they_once_they_have_left(council: Database) -> None:
        with council.transaction() as store:
            change(store, STAFF[Role.PRACTITIONER], left_on=NOW.date())
            assert as_person(store, object_id(1), NOW, frozenset({object_id(1)})).reached(Action.MATCH).is_nothing


def test_a_run_of_a_job_is_one_event(council: Database) -> None:
    with council.transaction() as store:
        as_job(store, "retention", NOW, "2 closed cases forgotten", [OWN, ADVISED])

        [event] = store.audit_log.search()
        assert event == AuditEvent(event.id, NOW, "job:retention", "run", "2 closed cases forgotten", (OWN, ADVISED))
