"""A quarter of a made-up team, day by day, over random histories: nobody is flooded, every missed deadline is heard of
by its worker and its manager on the next working morning, and nothing is said of one that is met."""

import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from shutil import copyfile

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dialogs.core.reply import Reply
from standards_kb.history import as_of
from standards_kb.timescales import is_overdue
from standards_kb.working_days import england
from storage.allocations import Allocation
from storage.cases import Event, Situation, key_of
from storage.children import Child
from storage.covers import Cover
from storage.db import Database
from storage.import_runs import APPLIED, ImportRun, SuppliedStream
from storage.people import Person
from storage.plans import PlannedVisit
from storage.roles import SOCIAL_WORKER, Role
from storage.said import CODES, Reason
from tests.dialogs.nudges.support import KNOWN, delivered

FIRST, DAYS = date(2026, 9, 28), 91  # over the change of clocks in October, up to Boxing Day
RHYTHMS = {"child_protection_plan": 14, "child_in_need": 28, "looked_after": 42}
WORKERS, CHILDREN = ("w1", "w2", "w3"), 9
CALENDAR = england()


def person(key: str, role: Role, manager: str | None) -> Person:
    return Person(key, f"{key} Example", "", f"id-{key}", None, (role,), "North", manager, service_area="Help")


class Town:
    """The team, and what it does of its own accord."""

    def __init__(self, database: Database, seed: int) -> None:
        self.database, self.chance = database, Random(seed)
        self.covers = 0
        with database.transaction() as store:
            store.people.add_all([person("h", Role.HEAD_OF_SERVICE, None), person("m", Role.MANAGER, "h")])
            store.people.add_all([person(key, Role.PRACTITIONER, "m") for key in WORKERS])
            for number in range(CHILDREN):
                self._child(store, number)
            for kind in RHYTHMS:
                store.streams.save(SuppliedStream(kind, "visit", "visits", FIRST, date(1900, 1, 1), "test"))

    def _child(self, store, number: int) -> None:  # type: ignore[no-untyped-def]
        child_id, kind = f"{700_001 + number}", self.chance.choice([*RHYTHMS])
        started = FIRST - timedelta(days=self.chance.randrange(5, 60))
        store.children.add_all([Child(child_id, "QX", date(2015, 1, 1))])
        key = key_of(child_id, kind, started)
        store.situations.add(Situation(key, child_id, None, kind, started, source="test"))
        worker = WORKERS[number % len(WORKERS)]
        name = f"{worker} Example"
        store.allocations.add_all([Allocation(child_id, SOCIAL_WORKER, name, worker, "North", started, source="test")])

    def live(self, day: date) -> None:
        """An afternoon: visits, plans, reasons, an absence now and then; and a new import at its end."""
        at = datetime.combine(day, time(15), UTC)
        with self.database.transaction() as store:
            for child in store.children.all():
                worker = store.allocations.of_child(child.id, day)[0].staff_key or ""
                what = self.chance.random()
                if what < 0.05 and CALENDAR.is_working(day):
                    flags = {"seen_alone": self.chance.random() < 0.9, "at_home_or_placement": True, "spoken_to": True}
                    key = key_of(child.id, "visit", at)
                    store.events.add(
                        Event(key, child.id, None, "visit", day, at, True, worker_key=worker, source="test", **flags)
                    )
                elif what < 0.08:
                    plan = PlannedVisit(child.id, worker, day + timedelta(days=self.chance.randrange(1, 12)))
                    store.plans.save(plan)
                elif what < 0.10:
                    code = self.chance.choice(CODES)
                    until = CALENDAR.add(day, 2)
                    store.sayings.explain(Reason(child.id, worker, worker, code, None, day, until, at))
            if self.chance.random() < 0.03:
                self._away(store, day)
            run = ImportRun("visits", "v", f"{day}", day, at, "test", APPLIED)
            store.import_runs.add(run)

    def _away(self, store, day: date) -> None:  # type: ignore[no-untyped-def]
        away, deputy = self.chance.sample(WORKERS, 2)
        until = day + timedelta(days=self.chance.randrange(1, 10))
        if not store.covers.of([away, deputy], day):
            self.covers += 1
            cover = Cover(away, self.covers, deputy, day + timedelta(days=1), until, "m", datetime.now(UTC))
            store.covers.add(cover)


def missed(database: Database, now: datetime) -> dict[str, set[tuple[str, bool]]]:
    """By the engine alone: whose children are overdue, each with whether a manager needn't be told."""
    found: dict[str, set[tuple[str, bool]]] = {}
    today = as_of(now)
    with database.reading() as store:
        ids = [child.id for child in store.children.all()]
        away = {c.staff_key: c.deputy_key for c in store.covers.of(WORKERS, today.today) if c.from_on <= today.today}
        for of in store.caseload.deadlines(ids, today, KNOWN.timescales, KNOWN.calendar):
            worker = store.allocations.of_child(of.child.id, today.today)[0].staff_key or ""
            said = store.sayings.of_child(of.child.id)
            is_explained = any(r.said_on <= today.today <= r.until_on for r in said.reasons)
            if any(is_overdue(deadline.due, today) for deadline in of.deadlines):
                found.setdefault(away.get(worker, worker), set()).add((of.child.id, is_explained))
    return found


def overdue_in(reply: Reply | None, title: str) -> set[str]:
    """The children named below a title, up to the next one."""
    if reply is None:
        return set()
    parts = re.split(
        r"^(Overdue|Overdue, with .*|Due today|Due soon|Did it go ahead\?|Coming up|Awaiting the record|"
        r"While you were away|Nobody's|Numbers|Data as of.*)$",
        reply.text,
        flags=re.M,
    )
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        if heading == title:
            return {f"700{found}" for found in re.findall(r"^QX (\d{3}):", text, flags=re.M)}
    return set()


@settings(max_examples=2, phases=[Phase.generate])
@given(seed=st.integers(0, 10_000))
def test_a_quarter(migrated_sqlite_file: Path, tmp_path: Path, seed: int) -> None:
    path = tmp_path / f"{seed}.db"
    copyfile(migrated_sqlite_file, path)
    database = Database(f"sqlite:///{path}")
    try:
        play(Town(database, seed))
    finally:
        database.close()
        path.unlink()


def play(town: Town) -> None:
    heads, heard = Counter[int](), 0
    for ahead in range(DAYS):
        day = FIRST + timedelta(days=ahead)
        town.live(day - timedelta(days=1))
        now = datetime.combine(day, time(9), UTC)
        found = delivered(town.database, now)
        if day.weekday() in (0, 5):
            assert delivered(town.database, now + timedelta(hours=2)) == {}, "nobody hears twice"
        told = Counter(reader for kind, reader in found if not kind.startswith("told_"))
        assert all(number == 1 for number in told.values())
        heads[day.isocalendar().week] += ("service", "h") in found
        if not CALENDAR.is_working(day):
            assert found == {}
            continue
        expected = missed(town.database, now)
        for worker in WORKERS:
            theirs = {child for child, _ in expected.get(worker, ())}
            assert overdue_in(found.get(("digest", worker)), "Overdue") == theirs, (day, worker)
            heard += len(theirs)
        every = {child for its in expected.values() for child, is_explained in its if not is_explained}
        title = "Overdue, with no visit recorded and no reason"
        assert overdue_in(found.get(("team", "m")), title) == every, day
        if day.weekday() == 0:
            assert ("team", "m") in found
    assert max(heads.values()) == 1
    assert heard > DAYS, "there is something to be heard of"
