"""The made-up council of local mode: there after the first start, as of today, and never in anybody else's database."""

from datetime import UTC, date, datetime, timedelta

from bot.demo import DEMO_PEOPLE, add_demo_council, add_demo_people, may_be_demo
from storage.children import Child
from storage.db import Database
from storage.people import Person
from storage.theme_work import month_of

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
ALEX = DEMO_PEOPLE[0]


def started(database: Database, now: datetime) -> None:
    with database.transaction() as store:
        assert may_be_demo(store)
        add_demo_people(store)
    add_demo_council(database, now)


def runs(database: Database) -> list[tuple[str, str]]:
    with database.reading() as store:
        return [(run.kind, run.outcome) for run in reversed(store.import_runs.recent())]


def test_everybody_has_something_to_do(database: Database) -> None:
    started(database, NOW)
    assert runs(database) == [(k, "applied") for k in ("staff", "annex_a", "situations", "visits", "supervision")]
    with database.reading() as store:
        assert [p for p in store.people.all() if p in DEMO_PEOPLE] == sorted(DEMO_PEOPLE, key=lambda p: p.name)
        his = {allocation.child_id for allocation in store.allocations.of_staff(ALEX.key, NOW.date())}
        kinds = {situation.kind for situation in store.situations.of_children(his)}
        assert len(his) >= 10
        assert {"child_in_need", "child_protection_plan", "looked_after"} <= kinds
        assert store.events.of_children(his)
        assert store.allocations.of_staff(DEMO_PEOPLE[2].key, NOW.date())
        assert all(s.on_from for s in store.streams.all() if s.situation == "child_in_need")


def test_the_same_day_it_is_left_as_it_is_and_the_next_day_made_anew(database: Database) -> None:
    for _ in range(2):
        started(database, NOW)
    assert len(runs(database)) == 5
    started(database, NOW + timedelta(days=1))
    assert len(runs(database)) == 10
    assert {outcome for _, outcome in runs(database)} == {"applied"}


def test_a_councils_own_database_is_no_demo(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as store:
        assert may_be_demo(store)
        store.children.add_all([Child("1")])
        assert not may_be_demo(store)
        add_demo_people(store)
        assert may_be_demo(store)
        store.people.save(Person("S-1", "Somebody Else"))
        assert not may_be_demo(store)


def test_there_is_one_audit_to_walk_through(sqlite_database: Database) -> None:
    for days in (0, 1):
        started(sqlite_database, NOW + timedelta(days=days))
    with sqlite_database.reading() as store:
        [audit] = store.audits.in_states(["accepted"])
        isaiah = DEMO_PEOPLE[3]
        assert (audit.practitioner_key, audit.auditor_key) == (ALEX.key, isaiah.key)
        assert audit.child_id in {a.child_id for a in store.allocations.of_staff(isaiah.key, NOW.date())}


def test_last_months_audits_have_themes(sqlite_database: Database) -> None:
    for day in (NOW, NOW + timedelta(days=1)):
        started(sqlite_database, day)
    with sqlite_database.reading() as store:
        found = month_of(store, date(2026, 8, 1), NOW.date())
    assert found.now.done >= 25
    assert [one.done >= 25 for one in found.before[-3:]] == [True, True, True]
    assert len(found.now.areas) == 11
    assert min(found.now.actions.made, found.now.moderation.number, len(found.now.practice), len(found.notes)) > 0
