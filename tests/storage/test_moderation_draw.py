"""Drawing a month's audits to moderate, who may take which, and what a moderator sees of a child."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from storage.access import Door, as_person
from storage.audits import WITHDRAWN
from storage.db import Database
from storage.moderation_draw import Drawn, Wish, draw
from storage.moderations import DONE, GRADED
from storage.outcomes import BELOW, MEETS
from storage.people import Person
from storage.roles import Action, Role
from storage.store import Store
from tests.storage.council import OF_EAST, OF_SOUTH, OWN, RESTRICTED, STAFF, add_council, allocate, object_id
from tests.storage.test_moderations import FINAL_AT, OCTOBER, completed

AT = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
TODAY = AT.date()
MODERATOR = STAFF[Role.MODERATOR]
SECOND = Person("second", "Second Example", object_id=object_id(41), roles=(Role.MODERATOR,))


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    with database.transaction() as store:
        add_council(store)
        yield store


def drawn(store: Store, size: int, seed: int = 1) -> Drawn:
    return draw(store, Wish(OCTOBER, size, seed, date(2026, 11, 17), "Quality assurance"), AT, TODAY)


def door(store: Store, role: Role = Role.MODERATOR, at: datetime = AT) -> Door:
    return as_person(store, str(STAFF[role].object_id), at)


def test_the_same_again_gives_the_same_and_adds_nothing(store: Store) -> None:
    numbers = [completed(store, FINAL_AT + timedelta(hours=n)) for n in range(8)]
    first = [m.audit_id for m in drawn(store, 3).new]
    assert len(first) == 3
    assert set(first) < set(numbers)
    again = drawn(store, 3)
    assert (again.new, again.before, again.completed) == ((), 3, 8)
    completed(store, FINAL_AT + timedelta(days=1))
    assert drawn(store, 3).new == ()
    more = drawn(store, 5)
    assert len(more.new) == 2
    assert not {m.audit_id for m in more.new} & set(first)
    messages = store.outbox.to("moderator", ["pending"])
    assert len(messages) == 5
    assert {m.kind for m in messages} == {"audit_moderation.asked"}


def test_chance_goes_by_the_seed(store: Store) -> None:
    for n in range(12):
        completed(store, FINAL_AT + timedelta(hours=n))
    found = []
    for seed in (1, 1, 2, 3):
        with store.undone_unless() as step:
            found.append([m.audit_id for m in drawn(store, 4, seed).new])
            step.undo()
    assert found[0] == found[1]
    assert len({tuple(one) for one in found}) > 1


def test_the_work_is_shared_evenly(store: Store) -> None:
    store.people.save(SECOND)
    for n in range(7):
        completed(store, FINAL_AT + timedelta(hours=n))
    keys = [m.moderator_key for m in drawn(store, 7).new]
    assert sorted((keys.count("moderator"), keys.count("second"))) == [3, 4]


def _change(store: Store, **changes: object) -> None:
    store.people.save(replace(MODERATOR, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("barred", ["auditor", "takes part", "worked", "line", "auditors_line", "left"])
def test_nobody_moderates_what_they_had_a_part_in(store: Store, barred: str) -> None:
    number = completed(store)
    audit = store.audits.find(number)
    assert audit is not None
    manages = {"line": "practitioner", "auditors_line": "auditor"}
    if barred == "auditor":
        store.audits.change(replace(audit, auditor_key="moderator"))
    elif barred == "takes part":
        store.audits.change(replace(audit, practitioner_key="moderator"))
    elif barred == "worked":
        allocate(store, OWN, "moderator", until_on=date(2026, 6, 1))
    elif barred == "left":
        _change(store, left_on=TODAY)
    else:
        person = store.people.by_key(manages[barred])
        assert person is not None
        store.people.save(replace(person, manager_key="between"))
        store.people.save(Person("between", "Between Example", manager_key="moderator"))
    found = drawn(store, 1)
    assert (found.new, found.without) == ((), (number,))
    assert found.moderators == (0 if barred == "left" else 1)
    store.people.save(SECOND)
    assert [m.moderator_key for m in drawn(store, 1).new] == ["second"]


def test_restricted_children_and_audits_taken_back_are_left_out(store: Store) -> None:
    completed(store, child_id=RESTRICTED)
    audit = store.audits.find(completed(store))
    assert audit is not None
    store.audits.change(replace(audit, state=WITHDRAWN))
    assert drawn(store, 5) == Drawn((), 0, (), 0, 1)


def test_a_moderator_comes_to_the_outcome_alone_and_until_it_is_over(store: Store) -> None:
    number = completed(store)
    other = completed(store, child_id=OF_SOUTH)
    assert not door(store).may(Action.MODERATE, OWN)
    drawn(store, 2)
    own = door(store)
    assert own.may(Action.MODERATE, OWN)
    assert not own.may(Action.MODERATE, OF_EAST)
    assert not any(own.may(action, OWN) for action in (Action.VIEW, Action.RECORD, Action.DECIDE, Action.PREPARE))
    assert own.find(OWN) is None
    assert own.outcomes.find(number) is None
    seen = own.moderations.find(number)
    assert seen is not None
    whole = own.moderations.outcome(seen)
    assert whole is not None
    assert whole.part("overall").answer == MEETS
    assert own.moderations.grade(seen, BELOW, "The plan drifts.", AT)
    graded = own.moderations.find(number)
    assert graded is not None
    assert graded.moderation.state == GRADED
    assert own.moderations.discuss(graded, TODAY, "Look again.", BELOW, AT)
    later = door(store)
    assert not later.may(Action.MODERATE, OWN)
    assert later.may(Action.MODERATE, OF_SOUTH)
    over = later.moderations.find(number)
    assert over is not None
    assert over.moderation.state == DONE
    assert later.moderations.outcome(over) is None
    assert later.moderations.child(over) is None
    audit = store.audits.find(other)
    assert audit is not None
    store.audits.change(replace(audit, state=WITHDRAWN))
    assert not door(store).may(Action.MODERATE, OF_SOUTH)


def test_those_who_took_part_read_both_grades_once_it_was_discussed(store: Store) -> None:
    number = completed(store)
    drawn(store, 1)
    took_part = (Role.AUDITOR, Role.PRACTITIONER)
    assert [door(store, role).moderations.find(number) for role in took_part] == [None, None]
    moderator = door(store).moderations
    seen = moderator.find(number)
    assert seen is not None
    assert moderator.grade(seen, BELOW, "The plan drifts.", AT)
    assert [_tells(store, role, number) for role in took_part] == [False, False]
    graded = moderator.find(number)
    assert graded is not None
    assert moderator.discuss(graded, TODAY, "Look again.", MEETS, AT)
    assert [_tells(store, role, number) for role in (*took_part, Role.QA_LEAD)] == [True, True, True]
    others = set(Role) - {*took_part, Role.QA_LEAD, Role.MODERATOR}
    assert [role for role in others if door(store, role).moderations.find(number)] == []


def _tells(store: Store, role: Role, number: int) -> bool | None:
    seen = door(store, role).moderations.find(number)
    return seen.tells_grades if seen else None
