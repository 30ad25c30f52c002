"""What people do with cases: only with those to which the gate has let them."""

from collections.abc import Callable
from typing import Any

import pytest

from standards_kb.history import as_of
from storage.access import Door, as_person
from storage.cases import Event, Situation, key_of
from storage.db import Database
from storage.roles import Role
from storage.store import Store
from storage.work import NotLetInError
from tests.dialogs.support import knowledge
from tests.storage.council import (
    ADVISED,
    CLOSED,
    DAY,
    HANDED_OVER,
    OF_SOUTH,
    OWN,
    RESTRICTED,
    SOUTHERN,
    STAFF,
    add_council,
)
from tests.storage.support import NOW


@pytest.fixture
def council(database: Database) -> Database:
    with database.transaction() as store:
        add_council(store)
    return database


def door(store: Store, role: Role) -> Door:
    return as_person(store, str(STAFF[role].object_id), NOW)


def visit(child_id: str) -> Event:
    return Event(key_of(child_id, "visit", DAY), child_id, None, "visit", DAY)


def plan(child_id: str) -> Situation:
    return Situation(key_of(child_id, "section_47", NOW), child_id, None, "section_47", DAY, NOW)


# Who has children of their own, and which; the restricted one is only for those named, the others aren't here any more.
CASELOADS: dict[Role, tuple[str, ...]] = dict.fromkeys(Role, ()) | {
    Role.PRACTITIONER: (OWN,),
    Role.PERSONAL_ADVISER: (ADVISED,),
}
HAVE_CASES = {Role.PRACTITIONER, Role.PERSONAL_ADVISER, Role.ASSISTANT_MANAGER, Role.MANAGER, Role.HEAD_OF_SERVICE}
RECORD_FOR_OWN = {Role.PRACTITIONER, Role.ASSISTANT_MANAGER, Role.MANAGER, Role.DUTY}


@pytest.mark.parametrize("role", Role)
def test_the_caseload_of_each_role(council: Database, role: Role) -> None:
    with council.transaction() as store:
        found = door(store, role).caseload("a list")
        assert (found is not None) is (role in HAVE_CASES)
        assert tuple(child.id for child in found or ()) == CASELOADS[role]
        [event] = store.audit_log.search()
        assert (event.action, event.child_ids) == ("view" if role in HAVE_CASES else "refused", CASELOADS[role])


@pytest.mark.parametrize("role", Role)
def test_who_may_record_for_a_practitioners_child(council: Database, role: Role) -> None:
    with council.transaction() as store:
        through = door(store, role)
        assert through.may_record(OWN) is (role in RECORD_FOR_OWN)
        assert not through.may_record(RESTRICTED)
        if role in RECORD_FOR_OWN:
            through.work.add_event(visit(OWN))
        else:
            with pytest.raises(NotLetInError):
                through.work.add_event(visit(OWN))


@pytest.mark.parametrize(
    "act",
    [
        lambda work: work.add_event(visit(OF_SOUTH)),
        lambda work: work.change_event(visit(OF_SOUTH)),
        lambda work: work.remove_events([visit(OF_SOUTH)]),
        lambda work: work.add_situation(plan(OF_SOUTH)),
        lambda work: work.change_situation(plan(OF_SOUTH)),
        lambda work: work.remove_situations([plan(OF_SOUTH)]),
        lambda work: work.situations(OF_SOUTH),
        lambda work: work.workers(OF_SOUTH, DAY),
    ],
)
def test_nothing_is_done_to_anybody_elses_child(council: Database, act: Callable[[Any], object]) -> None:
    with council.transaction() as store:
        with pytest.raises(NotLetInError):
            act(door(store, Role.PRACTITIONER).work)
        assert store.events.all() == []


def test_deadlines_are_of_children_whom_the_door_has_shown(council: Database) -> None:
    known, now = knowledge(), as_of(NOW)
    with council.transaction() as store:
        through, child = door(store, Role.PRACTITIONER), store.children.find(OWN)
        assert child is not None
        with pytest.raises(NotLetInError):
            through.work.deadlines([child], now, known.timescales, known.calendar)
        through.find(OWN)
        [found] = through.work.deadlines([child], now, known.timescales, known.calendar)
        assert found.child.id == OWN


def test_what_is_not_theirs_is_not_found(council: Database) -> None:
    with council.transaction() as store:
        number = store.events.add(visit(OF_SOUTH))
        work = door(store, Role.PRACTITIONER).work
        assert work.events([number]) == {}
        assert work.events_called([visit(OF_SOUTH).natural_key]) == []
        southern = as_person(store, str(SOUTHERN.object_id), NOW)
        assert set(southern.work.events([number])) == {number}


@pytest.mark.parametrize(
    ("said", "meant"), [(OWN, OWN), ("001", OWN), ("AB 001", OWN), ("ab001", OWN), (OF_SOUTH, OF_SOUTH), ("x", "x")]
)
def test_what_ones_own_children_are_called(council: Database, said: str, meant: str) -> None:
    with council.transaction() as store:
        assert door(store, Role.PRACTITIONER).named(said) == (meant,)
        assert store.audit_log.search() == []


def test_whose_allocation_is_over_is_in_no_caseload(council: Database) -> None:
    with council.transaction() as store:
        own = {child.id for child in door(store, Role.PRACTITIONER).own()}
        assert not own & {CLOSED, HANDED_OVER, RESTRICTED}
