"""Deadlines in hours: at once, at half-time, before the end; who is on duty; who takes it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from storage.db import Database
from storage.outbox import State
from storage.roles import Role
from storage.rota import Duty
from tests.dialogs.nudges.support import MANAGER, WORKER, add_enquiry, add_visit, delivered, line, planned
from tests.dialogs.support import MEGAN
from tests.dialogs.visits.support import DANA, chat

CHILD = "100301"
START = datetime(2026, 9, 2, 9, 0, tzinfo=UTC)  # ten in London
HOUR = timedelta(hours=1)


def put_on_duty(demo: Database) -> None:
    with demo.transaction() as store:
        store.rota.add(Duty("duty", 1, START - HOUR, START + 48 * HOUR, "Megan Bowen"))


def test_three_calls_and_none_of_them_twice(filled: Database) -> None:
    add_enquiry(filled, START)
    put_on_duty(filled)
    hours = {(e.recipient, e.facts["call"]): e for e in planned(filled, START) if e.kind == "nudges.hours"}
    assert {key: entry.due_at for key, entry in hours.items()} == {
        (WORKER, "start"): START,
        (WORKER, "half"): START + timedelta(hours=10, minutes=59),
        ("duty", "half"): START + timedelta(hours=10, minutes=59),
        (WORKER, "last"): START + 21 * HOUR,
        (MANAGER, "last"): START + 21 * HOUR,
    }
    assert all(CHILD not in f"{e.about} {e.occasion} {e.facts}" and e.child_id == CHILD for e in hours.values())
    assert [e for e in planned(filled, START + HOUR) if e.kind == "nudges.hours"] == []


def test_the_words(demo: Database) -> None:
    add_enquiry(demo, START)
    put_on_duty(demo)
    start = line(delivered(demo, START)["hours", WORKER])
    assert start.startswith("Visit (Section 47 enquiry): less than 25 hours left Child: ST 301 The clock started on")
    assert "On duty for it: Alex Wilber." in start
    assert "Emergency Duty Team" not in start
    half = delivered(demo, START + 11 * HOUR)
    assert "Half of the time has passed and nothing is recorded yet." in line(half["hours", WORKER])
    assert "On duty for it: Dana Duty." in line(half["hours", WORKER])
    on_duty = line(half["hours", "duty"])
    # Who is on duty may record for the child, and see no more than the id.
    assert "Child: 100301" in on_duty
    assert "ST 301" not in on_duty
    assert "You get this because you are on duty." in on_duty
    last = delivered(demo, START + 21 * HOUR)
    assert "It ends on Thursday 3 September 2026 at 10am" in line(last["hours", MANAGER])
    assert "You get this as the manager." in line(last["hours", MANAGER])


def test_out_of_hours_without_a_rota_the_emergency_team_has_it(demo: Database) -> None:
    late = datetime(2026, 9, 2, 19, 0, tzinfo=UTC)
    add_enquiry(demo, late)
    assert "Out of hours: Emergency Duty Team, 01632 960002." in line(delivered(demo, late)["hours", WORKER])


def test_what_is_recorded_is_called_no_more(demo: Database) -> None:
    add_enquiry(demo, START)
    delivered(demo, START)
    add_visit(demo, CHILD, START + HOUR)
    assert not any(kind == "hours" for kind, _ in delivered(demo, START + 21 * HOUR))
    with demo.reading() as store:
        assert {e.facts["call"] for e in store.outbox.in_states([State.CANCELLED]) if e.kind == "nudges.hours"} == {
            "half",
            "last",
        }


def test_overdue_comes_the_next_morning(demo: Database) -> None:
    add_enquiry(demo, START)
    morning = datetime(2026, 9, 4, 7, 30, tzinfo=UTC)
    found = delivered(demo, morning)
    assert "ST 301: Visit (Section 47 enquiry) No visit that counts is recorded" in line(found["digest", WORKER])
    assert "ST 301" in found["team", MANAGER].text
    assert not any(kind == "hours" for kind, _ in found)


def test_taken_it_goes_up_no_further(demo: Database) -> None:
    add_enquiry(demo, START)
    put_on_duty(demo)
    alex = chat(demo)
    alex.clock.move(START + HOUR - alex.clock.now())
    assert alex.hear(f"I have {CHILD}") == "Noted: you have it."
    planned(demo, START + HOUR)
    half = delivered(demo, START + 11 * HOUR)
    assert ("hours", "duty") not in half
    assert "Alex Wilber has it." in line(half["hours", WORKER])
    dana = chat(demo, DANA)
    dana.clock.move(START + 2 * HOUR - dana.clock.now())
    assert dana.push("nudges.take", child=CHILD) == "Alex Wilber has it already."
    assert "Either I know none" in chat(demo).hear("I have 999999")
    assert "No deadline in hours runs" in chat(demo).hear("I have 100201")


def test_nobodys_goes_to_who_is_on_duty(demo: Database) -> None:
    add_enquiry(demo, START)
    put_on_duty(demo)
    with demo.transaction() as store:
        [theirs] = store.allocations.of_child(CHILD, date(2026, 9, 2))
        store.allocations.change_all([replace(theirs, staff_key=None)])
    assert {who for kind, who in delivered(demo, START) if kind == "hours"} == {"duty"}


class TestRota:
    @staticmethod
    def test_a_manager_puts_somebody_on_duty(demo: Database) -> None:
        megan = chat(demo, MEGAN)
        assert "Nobody is on duty" in megan.hear("who is on duty")
        said = megan.hear("Put Dana Duty on duty from Friday at 5pm until Monday at 9am")
        until = "from Friday 4 September 2026 at 5pm until Monday 7 September 2026 at 9am"
        assert said == f"Dana Duty is on duty {until}."
        assert f"Dana Duty: {until}" in megan.hear("who is on duty")
        evening = "on Wednesday 2 September 2026 from 5pm until 9pm"
        assert evening in megan.hear("put Dana Duty on duty from tomorrow at 5pm until tomorrow at 9pm")
        assert f"Dana Duty: {evening}" in megan.hear("who is on duty")
        assert "goes up to Dana Duty" in megan.hear("put Dana Duty on second duty from Friday until Monday")
        assert megan.hear("take Dana off duty") == "Dana Duty is on duty no more."
        assert megan.hear("take Dana off duty") == "Dana Duty isn't on duty."

    @staticmethod
    def test_what_is_refused(demo: Database) -> None:
        megan = chat(demo, MEGAN)
        assert "isn't on the duty list" in megan.hear("put Alex Wilber on duty from Friday until Monday")
        assert "write the full name" in megan.hear("put Nobody Known on duty from Friday until Monday")
        assert "From when until when?" in megan.hear("put Dana Duty on duty")
        assert "ends before it begins" in megan.hear("put Dana Duty on duty from Friday until Thursday 3 September")
        for who in (chat(demo), chat(demo, DANA)):
            assert who.hear("who is on duty") == "The rota is for managers."
            assert who.hear("put Dana Duty on duty from Friday until Monday") == "The rota is for managers."

    @staticmethod
    def test_only_the_duty_list_is_told_of_others_children(demo: Database) -> None:
        add_enquiry(demo, START)
        put_on_duty(demo)
        with demo.transaction() as store:
            person = store.people.by_key("duty")
            assert person is not None
            store.people.save(replace(person, roles=(Role.PRACTITIONER,)))
        assert not any(e.recipient == "duty" for e in planned(demo, START))
