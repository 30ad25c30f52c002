"""A worker's and a manager's morning: once, at their time, with what needs them, and never to anybody else."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from storage.choices import Choices
from storage.covers import Cover
from storage.db import Database
from storage.forgetting import forget
from storage.outbox import State
from storage.plans import PlannedVisit
from tests.dialogs.nudges.support import (
    MANAGER,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    WORKER,
    add_visit,
    delivered,
    line,
    planned,
    replaced,
)
from tests.dialogs.visits.day import ADELE
from tests.dialogs.visits.support import NEVER, PLAN, RESTRICTED

DAY = timedelta(days=1)


def test_the_worker_and_the_manager_hear_at_half_past_eight(filled: Database) -> None:
    early = TUESDAY - timedelta(hours=1)
    entries = planned(filled, early)
    assert {(e.kind, e.recipient, e.due_at) for e in entries} == {
        ("nudges.digest", WORKER, TUESDAY),
        ("nudges.team", MANAGER, TUESDAY),
    }
    assert all(entry.child_id is None and entry.facts.keys() == {"why"} for entry in entries)
    assert planned(filled, early) == []
    assert delivered(filled, early) == {}
    assert set(delivered(filled, TUESDAY)) == {("digest", WORKER), ("team", MANAGER)}
    assert delivered(filled, TUESDAY + timedelta(hours=3)) == {}


def test_the_words(demo: Database) -> None:
    found = delivered(demo, TUESDAY)
    digest, team = line(found["digest", WORKER]), line(found["team", MANAGER])
    assert (
        "RS 212: Visit (Child in Need plan) No visit that counts is recorded since Monday 13 July; the framework asks "
        "for the first within 4 weeks: by Monday 10 August." in digest
    )
    assert "CD 202: Visit (Looked After) The framework asks for one every 6 weeks: by Tuesday 1 September." in digest
    assert "Also: Core Group (Child Protection Plan), Wednesday 2 September" in digest
    assert "Data as of Tuesday 1 September 2026" in digest
    assert "visited" not in digest
    assert digest.index("Overdue") < digest.index("Due today") < digest.index("Due soon")
    # Monday 31 August is a bank holiday, so the week begins on Tuesday.
    assert "The week from Tuesday 1 September 2026: your team" in team
    assert "GH 204 is restricted, and whoever works with the child may not be told." in team
    assert "Alex Wilber. Overdue: 4." in team
    for name in ("Record", "Plan", "Can't make it", "Not my child", "Why this date?"):
        assert name in str(found["digest", WORKER].card)


def test_a_restricted_child_is_for_the_named_alone(demo: Database) -> None:
    found = delivered(demo, TUESDAY)
    assert "GH 204" not in found["digest", WORKER].text
    assert "GH 204" in found["team", MANAGER].text
    assert RESTRICTED not in found["digest", WORKER].text


def test_nobody_is_written_to_at_the_weekend_or_on_a_bank_holiday(demo: Database) -> None:
    for day in (datetime(2026, 9, 5, 9, tzinfo=UTC), datetime(2026, 9, 6, 9, tzinfo=UTC)):
        assert delivered(demo, day) == {}
    assert delivered(demo, datetime(2026, 8, 31, 9, tzinfo=UTC)) == {}


def test_after_a_week_of_downtime_one_digest(demo: Database) -> None:
    planned(demo, TUESDAY)
    found = delivered(demo, MONDAY + timedelta(hours=8))
    assert set(found) == {("digest", WORKER), ("team", MANAGER)}
    with demo.reading() as store:
        assert {e.occasion for e in store.outbox.in_states([State.CANCELLED])} == {"2026-09-01"}


def test_what_was_recorded_before_it_is_sent_is_not_said(demo: Database) -> None:
    planned(demo, TUESDAY - timedelta(hours=1))
    add_visit(demo, NEVER, TUESDAY - timedelta(minutes=50))
    assert "RS 212" not in delivered(demo, TUESDAY)["digest", WORKER].text


def test_a_new_import_in_the_morning_is_planned_by_and_nothing_twice(demo: Database) -> None:
    planned(demo, TUESDAY - timedelta(hours=1))
    with demo.transaction() as store:
        run = store.import_runs.last_applied("annex_a")
        assert run is not None
        store.import_runs.add(replace(run, id=0))
    assert planned(demo, TUESDAY - timedelta(minutes=30)) == []
    with demo.reading() as store:
        day = store.planning.planned(date(2026, 9, 1))
        assert day is not None
        assert day.basis == "2"


def test_a_choice_of_time_and_a_pause(demo: Database) -> None:
    with demo.transaction() as store:
        store.choices.save(Choices(WORKER, time(9, 15), (), None))
    assert {e.due_at for e in planned(demo, TUESDAY) if e.recipient == WORKER} == {TUESDAY + timedelta(minutes=45)}
    with demo.transaction() as store:
        store.choices.save(Choices(WORKER, None, (), date(2026, 9, 3)))
        store.choices.save(Choices(MANAGER, None, (), date(2026, 9, 30)))
    found = delivered(demo, WEDNESDAY)
    assert ("digest", WORKER) not in found
    assert "RS 212" in found["team", MANAGER].text


def test_a_plan_in_time_silences_and_one_too_late_does_not(demo: Database) -> None:
    with demo.transaction() as store:
        store.plans.save(PlannedVisit(PLAN, WORKER, date(2026, 9, 2)))
        store.plans.save(PlannedVisit(NEVER, WORKER, date(2026, 9, 4)))
    said = line(delivered(demo, TUESDAY)["digest", WORKER])
    assert "AB 201" not in said
    assert "Planned for Friday 4 September, which is after the deadline" in said
    later = line(delivered(demo, datetime(2026, 9, 3, 7, 30, tzinfo=UTC))["digest", WORKER])
    assert "A visit was planned for Wednesday 2 September. Did it go ahead?" in later


def test_whoever_stands_in_hears_and_the_worker_is_told_when_back(demo: Database) -> None:
    with demo.transaction() as store:
        cover = Cover(WORKER, 1, ADELE.key, date(2026, 9, 1), date(2026, 9, 4), "Megan Bowen", TUESDAY)
        assert store.covers.add(cover)
    found = delivered(demo, TUESDAY)
    assert ("digest", WORKER) not in found
    assert "With the children of Alex Wilber, for whom you stand in." in line(found["digest", ADELE.key])
    assert "RS 212" in found["digest", ADELE.key].text
    back = delivered(demo, MONDAY)
    assert "Adele Vance stood in for you from Tuesday 1 September 2026" in line(back["digest", WORKER])
    assert "RS 212" in back["digest", WORKER].text
    assert ("digest", ADELE.key) not in back


def test_a_managers_absence_goes_to_the_deputy_who_leads(demo: Database) -> None:
    deputy = replace(ADELE, key="deputy", object_id="00000000-0000-0000-0000-0000000000e1", name="Debra Berger")
    with demo.transaction() as store:
        store.people.save(replace(deputy, roles=("manager",), team="South", manager_key=None))
        assert store.covers.add(Cover(MANAGER, 1, "deputy", date(2026, 9, 1), date(2026, 9, 4), "x", TUESDAY))
    found = delivered(demo, TUESDAY)
    assert "RS 212" in found["team", "deputy"].text
    assert "GH 204" not in found["team", "deputy"].text
    # A restricted child is still hers alone.
    assert "RS 212" not in found["team", MANAGER].text
    assert "GH 204" in found["team", MANAGER].text


def test_a_leavers_children_are_the_managers(demo: Database) -> None:
    with demo.transaction() as store:
        alex = store.people.by_key(WORKER)
        assert alex is not None
        store.people.save(replace(alex, left_on=date(2026, 8, 31)))
    found = delivered(demo, TUESDAY)
    assert ("digest", WORKER) not in found
    assert "AB 201: it isn't known whose the child is." in line(found["team", MANAGER])


def test_old_data_are_said_to_be_old(demo: Database) -> None:
    said = line(delivered(demo, datetime(2026, 9, 21, 7, 30, tzinfo=UTC))["digest", WORKER])
    assert "Not confirmed since Tuesday 1 September 2026: the data are from then." in said


class TestAfterwards:
    @staticmethod
    def test_a_days_card_is_over_with_the_day_and_names_nobody_then(demo: Database) -> None:
        delivered(demo, TUESDAY)
        assert replaced(demo, TUESDAY + timedelta(hours=10)) == []
        gone = replaced(demo, TUESDAY + DAY)
        assert {reply.text for reply in gone} == {
            'This was the list of Tuesday 1 September 2026. Type "my digest" for what needs you now.'
        }

    @staticmethod
    def test_a_child_who_is_handed_over_leaves_the_card(demo: Database) -> None:
        delivered(demo, TUESDAY)
        with demo.transaction() as store:
            [theirs] = store.allocations.of_child(NEVER, date(2026, 9, 1))
            store.allocations.change_all([replace(theirs, staff_key=ADELE.key)])
        assert len(replaced(demo, TUESDAY + timedelta(hours=1))) == 1

    @staticmethod
    def test_a_forgotten_child_leaves_every_card(filled: Database) -> None:
        delivered(filled, TUESDAY)
        with filled.transaction() as store:
            forget(store, NEVER, "os:sam", TUESDAY, None)
        with filled.reading() as store:
            gone = [e for e in store.outbox.in_states([State.SENT]) if e.due_at is not None]
            assert {(e.kind, e.recipient) for e in gone} == {("", WORKER), ("", MANAGER)}


def test_a_child_with_nothing_due_soon_is_in_no_digest(demo: Database) -> None:
    assert "PQ 211" not in delivered(demo, TUESDAY)["digest", WORKER].text
