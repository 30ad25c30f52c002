"""A practitioner's made-up day: children of every kind, some visited in time, some late, one never; their workers."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, TypeAlias

from storage.allocations import Allocation
from storage.cases import Event, Situation, key_of
from storage.children import Child
from storage.import_runs import APPLIED, ImportRun, SuppliedStream
from storage.people import Person
from storage.roles import PERSONAL_ADVISER, SOCIAL_WORKER, Role
from storage.store import Store

SOURCE: Final = "made up"
_ID: Final = "00000000-0000-0000-0000-0000000000"


def _person(number: str, name: str, job: str, role: Role, manager: str | None = None) -> Person:
    area = "Help and Protection and Court"
    return Person(_ID + number, name, job, _ID + number, None, (role,), "North", manager, service_area=area)


MEGAN: Final = _person("21", "Megan Bowen", "Team Manager", Role.MANAGER)
ALEX: Final = _person("20", "Alex Wilber", "Social Worker", Role.PRACTITIONER, MEGAN.key)
ADELE: Final = _person("22", "Adele Vance", "Personal Advisor", Role.PERSONAL_ADVISER, MEGAN.key)
_SUPPLIED: Final = {
    "child_protection_plan": ("visit", "unannounced_visit", "core_group"),
    "child_in_need": ("visit", "plan_review"),
    "looked_after": ("visit", "placement_day_visit"),
    "short_breaks": ("visit",),
    "child_and_family_assessment": ("visit",),
    "care_leaver": ("visit", "keeping_in_touch"),
}
_Rows: TypeAlias = tuple[tuple[str, str, int, str, int, tuple[int, ...], Mapping[str, int]], ...]
# id, initials, age, kind, days since it began, days since each visit that counts, days since other events.
_ALEXS: Final[_Rows] = (
    ("100201", "AB", 6, "child_protection_plan", 120, (13, 27), {"core_group": 20}),
    ("100202", "CD", 11, "looked_after", 400, (42,), {}),
    ("100206", "JK", 4, "child_protection_plan", 60, (18,), {"core_group": 27}),
    ("100207", "JK", 7, "child_protection_plan", 60, (18,), {"core_group": 27}),
    ("100208", "JK", 9, "child_protection_plan", 60, (18,), {"core_group": 27}),
    ("100209", "LM", 14, "child_in_need", 90, (24,), {"plan_review": 30}),
    ("100210", "NP", 2, "child_and_family_assessment", 5, (), {}),
    ("100211", "PQ", 8, "short_breaks", 200, (90, 198), {}),
    ("100212", "RS", 15, "child_in_need", 50, (), {}),
)
_ADELES: Final[_Rows] = (("100203", "EF", 18, "care_leaver", 300, (70,), {"keeping_in_touch": 20}),)


def add_day(store: Store, at: datetime) -> None:
    """Put everybody in, as of an instant, and that their data has been imported this morning."""
    today = at.date()
    store.people.add_all([MEGAN, ALEX, ADELE])
    for person, role, rows in ((ALEX, SOCIAL_WORKER, _ALEXS), (ADELE, PERSONAL_ADVISER, _ADELES)):
        for child_id, initials, age, kind, began, visited, others in rows:
            born = date(today.year - age, 1, 15)
            start = today - timedelta(days=began)
            store.children.add_all([Child(child_id, initials, born)])
            key = key_of(child_id, kind, start)
            store.situations.add(Situation(key, child_id, None, kind, start, source=SOURCE))
            named = Allocation(child_id, role, person.name, person.key, person.team, start, source=SOURCE)
            store.allocations.add_all([named])
            store.events.add_all(_visits(child_id, today, visited, person))
            store.events.add_all([_happened(child_id, s, _weekday(today, n), person) for s, n in others.items()])
    _add_special(store)
    for kind, streams in _SUPPLIED.items():
        for stream in streams:
            store.streams.save(SuppliedStream(kind, stream, SOURCE, today, date(1900, 1, 1), "demo"))
    run = ImportRun("annex_a", "made up", "", today, at, "demo", APPLIED, "")
    store.import_runs.add(run)


def _visits(child_id: str, today: date, days_ago: Iterable[int], worker: Person) -> list[Event]:
    days = [_weekday(today, days) for days in days_ago]
    return [
        Event(
            key_of(child_id, "visit", day),
            child_id,
            None,
            "visit",
            day,
            datetime.combine(day, time(15), UTC),
            seen=True,
            seen_alone=True,
            at_home_or_placement=True,
            spoken_to=True,
            unannounced=number == len(days) - 1,
            worker_name=worker.name,
            worker_key=worker.key,
            worker_role="Social Worker",
            source=SOURCE,
        )
        for number, day in enumerate(days)
    ]


def _happened(child_id: str, stream: str, day: date, worker: Person) -> Event:
    key = key_of(child_id, stream, day)
    return Event(key, child_id, None, stream, day, worker_key=worker.key, worker_role=worker.job, source=SOURCE)


def _weekday(today: date, days_ago: int) -> date:
    day = today - timedelta(days=days_ago)
    return day - timedelta(days=max(0, day.weekday() - 4))


def _add_special(store: Store) -> None:
    """A restricted child of Alex's whom only Megan sees, and one whose worker is nobody's."""
    day, kind = date(2026, 3, 2), "child_in_need"
    for child_id, initials, worker in (("100204", "GH", ALEX), ("100205", "", None)):
        store.children.add_all([Child(child_id, initials, restricted=child_id == "100204")])
        store.situations.add(Situation(key_of(child_id, kind, day), child_id, None, kind, day, source=SOURCE))
        name, key = (worker.name, worker.key) if worker else ("Example, Sam", None)
        store.allocations.add_all([Allocation(child_id, SOCIAL_WORKER, name, key, "North", day, source=SOURCE)])
    store.children.set_viewers("100204", [MEGAN.key])
