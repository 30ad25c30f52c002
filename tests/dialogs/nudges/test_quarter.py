"""A quarter of a made-up team, day by day, over random histories: nobody is flooded, every missed deadline is heard of
by its worker and its manager on their next working morning, and nothing is said of one that is met.

What should be heard is worked out by the engine that counts deadlines and by nothing of the planner's."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from shutil import copyfile

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dialogs.core import due
from dialogs.core.reply import Reply
from standards_kb.history import as_of
from standards_kb.timescales import is_overdue
from standards_kb.working_days import at_local_time, england, local_day
from storage.allocations import Allocation
from storage.cases import Event, Situation, key_of
from storage.children import Child
from storage.choices import Choices
from storage.covers import Cover
from storage.db import Database
from storage.import_runs import APPLIED, ImportRun, SuppliedStream
from storage.outbox import State
from storage.people import Person
from storage.plans import PlannedVisit
from storage.roles import SOCIAL_WORKER, Role
from storage.said import CODES, Disclaimer, Reason
from tests.dialogs.nudges.support import KNOWN, Delivered, delivered

FIRST, DAYS = date(2026, 9, 28), 91  # over the change of clocks in October, up to Boxing Day
KINDS_HERE = ("child_protection_plan", "child_in_need", "looked_after")
WORKERS, CHILDREN = ("w1", "w2", "w3"), 9
CALENDAR = england()
# w2 works three days a week, w3 wants no digest on Fridays.
PART_TIME = dict.fromkeys(("mon", "tue", "wed"), ("09:00", "17:00"))
QUIET = Choices("w3", quiet_days=(4,))
ENQUIRY, DAY = timedelta(hours=24), timedelta(days=1)
OVERDUE, UNEXPLAINED = "Overdue", "Overdue, with no visit recorded and no reason"
ESCALATED = "Overdue for more than 3 working days, with no visit recorded, no plan and no reason"
HEADINGS = (
    f"{OVERDUE}|{UNEXPLAINED}|{ESCALATED}|Overdue, with a reason.*|Due today|Due soon|Did it go ahead\\?|Coming up|"
    "Awaiting the record|While you were away|Nobody's|Numbers|Data as of.*"
)


def person(key: str, role: Role, manager: str | None) -> Person:
    one = Person(key, f"{key} Example", "", f"id-{key}", None, (role,), "North", manager, service_area="Help")
    return replace(one, working_hours=PART_TIME) if key == "w2" else one


def has_digest(worker: str, day: date) -> bool:
    if not CALENDAR.is_working(day):
        return False
    return day.weekday() < 3 if worker == "w2" else worker != "w3" or day.weekday() != 4


class Town:
    """The team, and what it does of its own accord."""

    def __init__(self, database: Database, seed: int) -> None:
        self.database, self.chance = database, Random(seed)
        self.covers = 0
        self.enquiries: dict[str, datetime] = {}  # child → when it was triggered
        self.no_files = FIRST + timedelta(days=self.chance.randrange(DAYS - 20))  # for two weeks from then on
        with database.transaction() as store:
            store.people.add_all([person("h", Role.HEAD_OF_SERVICE, None), person("m", Role.MANAGER, "h")])
            store.people.add_all([person(key, Role.PRACTITIONER, "m") for key in WORKERS])
            for number in range(CHILDREN):
                self._child(store, number)
            store.choices.save(QUIET)
            for kind in (*KINDS_HERE, "section_47"):
                store.streams.save(SuppliedStream(kind, "visit", "visits", FIRST, date(1900, 1, 1), "test"))

    def _child(self, store, number: int) -> None:  # type: ignore[no-untyped-def]
        child_id, kind = f"{700_001 + number}", self.chance.choice(KINDS_HERE)
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
                elif what < 0.105 and child.id not in self.enquiries:
                    self._enquire(store, child.id, at - timedelta(hours=self.chance.randrange(1, 23)))
                elif what < 0.11:
                    store.sayings.disclaim(Disclaimer(child.id, worker, worker, at))
                elif what < 0.2:
                    store.sayings.settle(child.id, worker, "m", at)
            if self.chance.random() < 0.03:
                self._away(store, day)
            if not self.no_files <= day < self.no_files + 14 * DAY:
                run = ImportRun("visits", "v", f"{day}", day, at, "test", APPLIED)
                store.import_runs.add(run)

    def _enquire(self, store, child_id: str, at: datetime) -> None:  # type: ignore[no-untyped-def]
        key = key_of(child_id, "section_47", at)
        store.situations.add(Situation(key, child_id, None, "section_47", local_day(at), at, source="test"))
        self.enquiries[child_id] = at

    def _away(self, store, day: date) -> None:  # type: ignore[no-untyped-def]
        away, deputy = self.chance.sample(WORKERS, 2)
        until = day + timedelta(days=self.chance.randrange(1, 10))
        if not store.covers.of([away, deputy], day):
            self.covers += 1
            made = datetime.combine(day, time(9), UTC)
            cover = Cover(away, self.covers, deputy, day + timedelta(days=1), until, "m", made)
            store.covers.add(cover)


@dataclass
class Expected:
    """What a morning has to say: whose children are overdue, which of them the manager and the Head of Service are to
    hear of, and by which day each child's open deadlines are."""

    of_worker: dict[str, set[str]] = field(default_factory=dict)
    of_manager: set[str] = field(default_factory=set)
    of_head: set[str] = field(default_factory=set)
    due: dict[str, set[str]] = field(default_factory=dict)


def expected(database: Database, now: datetime) -> Expected:
    today, found = as_of(now), Expected()
    with database.reading() as store:
        ids = [child.id for child in store.children.all()]
        away = {c.staff_key: c.deputy_key for c in store.covers.of(WORKERS, today.today) if c.from_on <= today.today}
        for of in store.caseload.deadlines(ids, today, KNOWN.timescales, KNOWN.calendar):
            child_id, said = of.child.id, store.sayings.of_child(of.child.id)
            found.due[child_id] = {due.label(d.due) for d in of.deadlines} | {_plain(d.due) for d in of.deadlines}
            late = [deadline.due for deadline in of.deadlines if is_overdue(deadline.due, today)]
            if not late:
                continue
            worker = store.allocations.of_child(child_id, today.today)[0].staff_key or ""
            hears = None if worker in said.disclaimed else away.get(worker, worker)
            if hears is not None:
                found.of_worker.setdefault(hears, set()).add(child_id)
            if any(r.said_on <= today.today <= r.until_on for r in said.reasons):
                continue
            found.of_manager.add(child_id)
            is_planned = any(plan.staff_key == hears and plan.day >= today.today for plan in said.plans)
            if not is_planned and today.today > CALENDAR.add(min(map(_day, late)), 3):
                found.of_head.add(child_id)
    return found


def _day(when: date | datetime) -> date:
    return local_day(when) if isinstance(when, datetime) else when


def _plain(when: date | datetime) -> str:
    return f"{when:%A} {when.day} {when:%B}"


def named(reply: Reply | None) -> Iterator[tuple[str, str, str]]:
    """The children of a card, each with the title that it stands below and with what is said of it."""
    if reply is None:
        return
    parts = re.split(rf"^({HEADINGS})(?=\n\n)", reply.text, flags=re.M)
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        children = re.split(r"^QX (\d{3}):", text, flags=re.M)
        yield from ((heading, f"700{end}", said) for end, said in zip(children[1::2], children[2::2], strict=True))


def below(reply: Reply | None, title: str) -> set[str]:
    return {child for heading, child, _ in named(reply) if heading == title}


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
        began, ends = (datetime.combine(one, time(15, 1), UTC) for one in (day - timedelta(days=1), day))
        found = told_between(town, began, ends)
        heads[day.isocalendar().week] += ("service", "h") in found
        if not CALENDAR.is_working(day):
            assert found == {}, day
            continue
        wanted = expected(town.database, at_local_time(day, time(8, 30)))
        for worker in WORKERS:
            digest, theirs = found.get(("digest", worker)), wanted.of_worker.get(worker, set())
            assert below(digest, OVERDUE) == (theirs if has_digest(worker, day) else set()), (day, worker)
            heard += len(theirs)
        assert below(found.get(("team", "m")), UNEXPLAINED) == wanted.of_manager, day
        assert ("team", "m") in found or day.weekday() != 0
        nobody_is_told_of_what_is_met(found, wanted)
        if ("service", "h") in found:
            is_fresh = CALENDAR.add(town.no_files - DAY, 5) >= day or day > town.no_files + 14 * DAY
            told = below(found["service", "h"], ESCALATED)
            assert told == wanted.of_head if is_fresh else told <= wanted.of_head, day
    assert max(heads.values()) == 1
    assert heard > DAYS, "there is something to be heard of"
    hours_are_heard(town)


def told_between(town: Town, at: datetime, ends: datetime) -> Delivered:
    """The mornings of the time from one afternoon to the next: each reader has one at most. Ticks as one falls due."""
    found: Delivered = {}
    morning = at_local_time(ends.date(), time(6))
    while at < ends:
        new = {key: reply for key, reply in delivered(town.database, at, is_checked=False).items() if _is_morning(key)}
        assert not found.keys() & new.keys(), "nobody hears twice"
        found |= new
        with town.database.reading() as store:
            pending = [entry.due_at for entry in store.outbox.in_states([State.PENDING]) if entry.due_at]
        at = min((one for one in (morning, *pending, ends) if one > at), default=ends)
    readers = Counter(reader for _, reader in found)
    assert all(number == 1 for number in readers.values()), "a digest, or an overview, and no more"
    return found


def _is_morning(key: tuple[str, str]) -> bool:
    return key[0] in ("digest", "team", "service")


def nobody_is_told_of_what_is_met(found: Delivered, wanted: Expected) -> None:
    for reply in found.values():
        for heading, child, said in named(reply):
            if not heading.startswith(("Awaiting", "While", "Nobody")):
                assert any(day in said for day in wanted.due[child]), (child, said, wanted.due[child])


def hours_are_heard(town: Town) -> None:
    """Of each enquiry: at most three calls to anybody, none after a visit or the end; its worker and its manager heard
    of it before it was missed."""
    assert town.enquiries
    with town.database.reading() as store:
        entries = [e for e in store.outbox.in_states([State.SENT]) if e.kind == "nudges.hours"]
        for child_id, start in town.enquiries.items():
            calls = [e for e in entries if e.child_id == child_id]
            visits = [e.at for e in store.events.of_children([child_id]) if e.at and start <= e.at <= start + ENQUIRY]
            closed = min([*visits, start + ENQUIRY])
            assert all(e.ended_at is not None and start <= e.ended_at <= closed for e in calls), (child_id, start)
            assert max(Counter(e.recipient for e in calls).values(), default=0) <= 3
            if not visits and start + ENQUIRY < datetime.combine(FIRST + timedelta(days=DAYS - 1), time(15), UTC):
                assert "m" in {e.recipient for e in calls}, (child_id, start)
                is_known = not any(d.said_at <= start + ENQUIRY for d in store.sayings.of_child(child_id).disclaimers)
                assert {e.recipient for e in calls} & {*WORKERS} or not is_known, (child_id, start)
