"""Children, their situations, events and allocations: what is kept comes back; a forgotten child takes all along."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from storage.allocations import Allocation
from storage.cases import AWAITING_RECORD, Event, Situation, key_of
from storage.children import Child
from storage.db import Database
from storage.people import Person
from storage.store import Store
from tests.storage.support import NOW

DAY = date(2026, 3, 2)
CHILD = Child(
    "100001",
    "AB",
    date(2020, 2, 29),
    restricted=True,
    from_export=True,
    missing_from_export_since=DAY,
    case_status="child_in_need",
)
UNBORN = Child("100002", unborn=True)
PLAN = Situation(
    key_of("100001", "child_protection_plan", DAY),
    "100001",
    None,
    "child_protection_plan",
    DAY,
    facts={"settings": [{"name": "Home", "began": "2026-03-02"}], "manager_interval_days": 7},
    source="annex_a",
    awaits="step_down",
    missing_since=DAY,
)
MISSING = Situation(
    key_of("100002", "missing_return", NOW),
    "100002",
    None,
    "missing_return",
    date(2026, 9, 1),
    started_at=NOW,
    ended_on=date(2026, 9, 10),
    ended_by="situations",
    source="situations",
)
VISIT = Event(
    key_of("100001", "visit", NOW),
    "100001",
    None,
    "visit",
    date(2026, 9, 1),
    NOW,
    seen=True,
    seen_alone=False,
    at_home_or_placement=True,
    setting="Home",
    worker_name="Sam Example",
    worker_key="S-1",
    worker_role="Social Worker",
    source="person",
    state=AWAITING_RECORD,
)
SESSION = Event(key_of("S-1", "supervision", DAY), None, "S-1", "supervision", DAY, source="supervision")
SAM = Person("S-1", "Sam Example")


def fill(store: Store) -> None:
    store.people.save(SAM)
    store.children.add_all([UNBORN, CHILD])
    store.situations.add_all([PLAN, MISSING])
    store.events.add_all([VISIT, SESSION])
    store.allocations.add_all(
        [
            Allocation("100001", "social_worker", "Example, Sam", "S-1", "North", DAY, None, "annex_a"),
            Allocation("100001", "personal_adviser", "Nobody Known", None, "", DAY, date(2026, 8, 1), "annex_a"),
            Allocation("100002", "social_worker", "nobody  known", None, "", DAY, None, "annex_a"),
        ]
    )


@pytest.fixture
def filled(database: Database) -> Database:
    with database.transaction() as store:
        fill(store)
    return database


class TestChildren:
    def test_come_back_as_they_were(self, filled: Database) -> None:
        with filled.reading() as store:
            assert store.children.all() == [CHILD, UNBORN]
            assert store.children.find("100002") == UNBORN
            assert store.children.find("10000") is None

    def test_change(self, filled: Database) -> None:
        born = replace(UNBORN, unborn=False, born_on=DAY)
        with filled.transaction() as store:
            store.children.change_all([born])
            assert store.children.all() == [CHILD, born]

    def test_may_be_visible_to_named_people_only(self, filled: Database) -> None:
        with filled.transaction() as store:
            store.people.save(Person("S-2", "Zoe Example"))
            store.children.set_viewers("100001", ["S-1", "S-1"])
            store.children.set_viewers("100001", ["S-2"])
            assert store.children.viewers("100001") == {"S-2"}
            assert store.children.viewers("100002") == set()

    def test_forgotten_leave_nothing(self, filled: Database) -> None:
        with filled.transaction() as store:
            store.children.set_viewers("100001", ["S-1"])
            assert store.children.forget("100001")
            assert not store.children.forget("100001")

            assert store.children.all() == [UNBORN]
            assert [s.kind for s in store.situations.all()] == ["missing_return"]
            assert [e.stream for e in store.events.all()] == ["supervision"]
            assert [a.child_id for a in store.allocations.all()] == ["100002"]
            assert store.children.viewers("100001") == set()


class TestSituations:
    def test_come_back_as_they_were(self, filled: Database) -> None:
        with filled.reading() as store:
            [plan] = store.situations.of_children(["100001", "none"])
            assert replace(plan, id=0) == PLAN
            assert store.situations.find(plan.id) == plan
            assert store.situations.find(0) is None
            assert store.situations.of_staff("S-1") == []

    def test_open_ones_of_a_day(self, filled: Database) -> None:
        def kinds(store: Store, day: date) -> set[str]:
            return {s.kind for s in store.situations.all(open_on=day)}

        with filled.reading() as store:
            assert kinds(store, date(2026, 9, 9)) == {"child_protection_plan", "missing_return"}
            assert kinds(store, date(2026, 9, 10)) == {"child_protection_plan"}
        assert MISSING.is_open(date(2026, 9, 9))
        assert not MISSING.is_open(date(2026, 9, 10))

    def test_change_by_version(self, filled: Database) -> None:
        with filled.transaction() as store:
            [plan] = store.situations.of_children(["100001"])
            assert store.situations.change(replace(plan, ended_on=DAY))
            assert not store.situations.change(replace(plan, ended_on=None))
            assert store.situations.find(plan.id) == replace(plan, ended_on=DAY, version=2)
            store.situations.change_all([replace(plan, awaits=None, version=2)])
            assert store.situations.find(plan.id) == replace(plan, awaits=None, version=3)

    def test_of_a_worker(self, filled: Database) -> None:
        supervision = Situation("supervision S-1", None, "S-1", "supervision", DAY)
        with filled.transaction() as store:
            number = store.situations.add(supervision)
            assert store.situations.of_staff("S-1") == [replace(supervision, id=number)]

    @pytest.mark.parametrize(
        "wrong",
        [
            replace(PLAN, natural_key="other", staff_key="S-1"),
            replace(PLAN, natural_key="other", child_id=None),
            replace(PLAN, natural_key="other", child_id="nobody"),
            PLAN,
        ],
        ids=["two subjects", "no subject", "unknown child", "twice"],
    )
    def test_impossible_ones_are_refused(self, filled: Database, wrong: Situation) -> None:
        with pytest.raises(IntegrityError), filled.transaction() as store:
            store.situations.add(wrong)


class TestEvents:
    def test_come_back_as_they_were(self, filled: Database) -> None:
        with filled.reading() as store:
            [visit] = store.events.of_children(["100001"])
            [session] = store.events.of_staff("S-1")
        assert replace(visit, id=0) == VISIT
        assert replace(session, id=0) == SESSION

    def test_oldest_first(self, filled: Database) -> None:
        earlier = replace(VISIT, natural_key="earlier", day=DAY, at=datetime(2026, 3, 2, 8, tzinfo=UTC))
        with filled.transaction() as store:
            store.events.add(earlier)
            assert [event.day for event in store.events.of_children(["100001"])] == [DAY, VISIT.day]

    def test_change_by_version(self, filled: Database) -> None:
        with filled.transaction() as store:
            [visit] = store.events.of_children(["100001"])
            assert store.events.change(replace(visit, seen_alone=True))
            assert not store.events.change(replace(visit, seen_alone=None))
            assert store.events.find(visit.id) == replace(visit, seen_alone=True, version=2)

    def test_removed(self, filled: Database) -> None:
        with filled.transaction() as store:
            store.events.remove_all(store.events.of_children(["100001"]))
            assert [event.stream for event in store.events.all()] == ["supervision"]


class TestAllocations:
    def test_of_a_day(self, filled: Database) -> None:
        with filled.reading() as store:
            found = {a.role for a in store.allocations.of_child("100001", date(2026, 7, 31))}
            assert found == {"social_worker", "personal_adviser"}
            assert [a.role for a in store.allocations.of_child("100001", date(2026, 8, 1))] == ["social_worker"]
            assert store.allocations.current(date(2026, 3, 1)) == []
            assert [a.child_id for a in store.allocations.of_staff("S-1", DAY)] == ["100001"]
            assert [a.worker_name for a in store.allocations.unmatched(date(2026, 8, 1))] == ["nobody  known"]

    def test_a_decision_about_a_name_reaches_the_open_ones(self, filled: Database) -> None:
        with filled.transaction() as store:
            assert store.allocations.decide("Known, Nobody", "S-1", "oid-9", NOW) == 1
            assert store.allocations.unmatched(DAY) == [
                a for a in store.allocations.all() if a.role == "personal_adviser"
            ]
            assert store.allocations.decide("NOBODY KNOWN", None, "oid-9", NOW) == 1
            [match] = store.allocations.matches()
        assert (match.match_name, match.staff_key, match.decided_by, match.decided_at) == (
            "nobody known",
            None,
            "oid-9",
            NOW,
        )
