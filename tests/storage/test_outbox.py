"""Planning messages, and looking after them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.db import Database
from storage.forgetting import forget
from storage.outbox import UNDELIVERED, Message, State
from tests.storage.council import OWN, add_council
from tests.storage.support import NOW, at_once, failing_transaction

MESSAGE = Message("visits.recorded", "practitioner", "event:7", "recorded", {"event": 7})
HOUR = timedelta(hours=1)


def test_a_message_is_planned_once(database: Database) -> None:
    with database.transaction() as store:
        assert store.outbox.add(MESSAGE, NOW)
        assert not store.outbox.add(replace(MESSAGE, facts={"event": 8}), NOW + HOUR)
    with database.reading() as store:
        [entry] = store.outbox.in_states(list(State))
    assert (entry.facts, entry.planned_at, entry.due_at, entry.state) == ({"event": 7}, NOW, NOW, State.PENDING)


@pytest.mark.parametrize("other", [{"recipient": "manager"}, {"about": "event:8"}, {"occasion": "changed"}])
def test_another_reader_subject_or_occasion_is_another_message(database: Database, other: dict[str, str]) -> None:
    with database.transaction() as store:
        assert store.outbox.add(MESSAGE, NOW)
        assert store.outbox.add(replace(MESSAGE, **other), NOW)  # type: ignore[arg-type]


def test_two_who_plan_the_same_at_once_plan_it_once(database: Database, replica: Database) -> None:
    def plan(where: Database) -> bool:
        with where.transaction() as store:
            return store.outbox.add(MESSAGE, NOW)

    assert sorted(at_once(lambda: plan(database), lambda: plan(replica))) == [False, True]


def test_of_many_only_the_new_ones_are_counted(database: Database) -> None:
    many = [replace(MESSAGE, about=f"event:{number}", due_at=NOW + HOUR) for number in range(2500)]
    with database.transaction() as store:
        store.outbox.add(many[3], NOW)
        assert store.outbox.add_all(many, NOW) == 2499
        assert store.outbox.add_all([], NOW) == 0
        assert store.outbox.counts()[State.PENDING] == 2500


def test_a_decision_that_is_taken_back_takes_its_message_back(database: Database) -> None:
    with failing_transaction(database) as store:
        store.outbox.add(MESSAGE, NOW)
    with database.reading() as store:
        assert store.outbox.in_states(list(State)) == []


def test_a_forgotten_child_leaves_no_message(database: Database) -> None:
    with database.transaction() as store:
        add_council(store)
        store.outbox.add(replace(MESSAGE, child_id=OWN), NOW)
        store.outbox.add(Message("administration.imports", "administrator", "import:1", "held"), NOW)
        forget(store, OWN, "somebody", NOW, None)
        assert [entry.recipient for entry in store.outbox.in_states(list(State))] == ["administrator"]


def test_what_is_dropped_is_not_sent_and_not_planned_again(database: Database) -> None:
    with database.transaction() as store:
        store.outbox.add(MESSAGE, NOW)
        [entry] = store.outbox.in_states([State.PENDING])
        assert store.outbox.drop([entry.id], "dropped by hand", NOW) == 1
        assert store.outbox.drop([entry.id], "again", NOW) == 0
        assert not store.outbox.add(MESSAGE, NOW)
        [dropped] = store.outbox.in_states([State.CANCELLED])
    assert (dropped.reason, dropped.due_at, dropped.ended_at) == ("dropped by hand", None, NOW)
    assert dropped.token > entry.token  # whoever may just be sending it finds out


def test_only_what_ended_undelivered_is_tried_again(database: Database) -> None:
    with database.transaction() as store:
        store.outbox.add(MESSAGE, NOW)
        [entry] = store.outbox.in_states([State.PENDING])
        assert store.outbox.retry([entry.id], NOW) == 0
        assert store.outbox.in_states(UNDELIVERED) == []
