"""Each night: who should have heard and did not."""

from datetime import UTC, datetime, timedelta

from dialogs.nudges.silence import Looked, Silent, everything, look
from storage.db import Database
from storage.outbox import State
from storage.people import Person
from storage.roles import Role
from tests.dialogs.nudges.support import (
    KNOWN,
    MANAGER,
    TUESDAY,
    WORKER,
    add_enquiry,
    checked,
    delivered,
    line,
    planned,
)

EVENING = datetime(2026, 9, 1, 19, 30, tzinfo=UTC)


def looked(database: Database, now: datetime) -> Looked:
    with database.reading() as store:
        return everything([look(store, KNOWN, now, "")])


def test_nobody_if_everybody_has_heard(demo: Database) -> None:
    delivered(demo, TUESDAY)
    assert looked(demo, EVENING) == Looked((), 0)


def test_a_day_that_was_not_planned(demo: Database) -> None:
    assert set(looked(demo, EVENING).silent) == {Silent(WORKER, "digest", "never"), Silent(MANAGER, "team", "never")}
    assert looked(demo, TUESDAY) == Looked((), 0), "the sender still has a little time"


def test_what_waits_or_was_given_up(filled: Database) -> None:
    planned(filled, TUESDAY)
    with filled.transaction() as store:
        for entry in store.outbox.in_states([State.PENDING]):
            if entry.recipient == WORKER:
                store.sending.put(entry, state=State.UNREACHABLE, due_at=None, ended_at=TUESDAY)
    found = set(looked(filled, EVENING).silent)
    assert found == {Silent(WORKER, "digest", "unreachable"), Silent(MANAGER, "team", "pending")}


def test_what_has_come_up_since_the_morning_is_for_the_next(demo: Database) -> None:
    delivered(demo, TUESDAY)
    add_enquiry(demo, EVENING - timedelta(hours=30))  # and so overdue
    assert looked(demo, EVENING) == Looked((), 0)


def test_a_deadline_in_hours_of_which_nobody_spoke(demo: Database) -> None:
    delivered(demo, TUESDAY)
    add_enquiry(demo, EVENING - timedelta(hours=2))
    assert looked(demo, EVENING).silent == (Silent(WORKER, "hours", "never"),)
    delivered(demo, EVENING)
    assert looked(demo, EVENING) == Looked((), 0)


def test_children_of_whom_nobody_may_be_told(demo: Database) -> None:
    with demo.transaction() as store:
        store.children.set_viewers("100204", [])
    delivered(demo, TUESDAY)
    assert looked(demo, EVENING).nobody == 1


def test_the_card(demo: Database) -> None:
    with demo.transaction() as store:
        store.people.save(Person("lynne", "Lynne Robbins", object_id="id-lynne", roles=(Role.ADMINISTRATOR,)))
    planned(demo, TUESDAY)
    entries = [e for e in planned(demo, EVENING) if e.kind == "nudges.silence"]
    assert {entry.recipient for entry in entries} == {MANAGER, "lynne"}
    assert [e for e in planned(demo, EVENING + timedelta(hours=1)) if e.kind == "nudges.silence"] == []
    found = delivered(demo, EVENING + timedelta(hours=12))  # in their working hours
    said = line(checked(found["silence", "lynne"]))
    assert "Alex Wilber: the morning digest. It is still waiting to be sent." in said
    assert "Megan Bowen: the team's overview." in said
    assert "Megan Bowen" not in line(found["silence", MANAGER])
