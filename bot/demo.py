"""A made-up council for trying Practice Companion on one's own machine, as of today."""

import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.demo_moderation import add_demo_moderation
from bot.demo_returns import add_demo_returns
from bot.demo_themes import add_demo_themes
from standards_kb.working_days import LONDON
from storage.cases import Event, Situation, key_of
from storage.db import Database
from storage.people import Person
from storage.store import Store

_ID = "00000000-0000-0000-0000-0000000000"  # of Microsoft's local client
_HOURS = {day: ["09:00", "17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
_TEAM, _AREA = "North Team", "Help and Protection and Court"
_MANAGER, _HEAD = _ID + "21", _ID + "24"
CHILDREN, SEED = 80, 3


def _person(number: str, name: str, job: str, *roles: str, manager: str | None = _MANAGER, team: str = _TEAM) -> Person:
    key = _ID + number
    address = f"{name.replace(' ', '.').casefold()}@example.invalid"
    return Person(key, name, job, key, address, roles, team, manager, None, _AREA, _HOURS)


DEMO_PEOPLE = (
    _person("20", "Alex Wilber", "Social Worker", "practitioner"),
    _person("21", "Megan Bowen", "Team Manager", "manager", manager=_HEAD),
    _person("22", "Adele Vance", "Personal Adviser", "personal_adviser"),
    _person("23", "Isaiah Langer", "Auditor", "auditor", manager=_HEAD, team="Quality Assurance"),
    _person("24", "Patti Fernandez", "Head of Service", "head_of_service", manager=None, team=""),
    _person(
        "25",
        "Lynne Robbins",
        "Quality Assurance lead",
        "qa_lead",
        "administrator",
        manager=None,
        team="Quality Assurance",
    ),
    _person(
        "2a", "Nestor Wilke", "Quality Assurance officer", "moderator", manager=_ID + "25", team="Quality Assurance"
    ),
    _person("26", "Diego Siciliani", "Director of Children's Services", "director", manager=None, team=""),
)
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


def may_be_demo(store: Store) -> bool:
    """Whether everybody in the database is the demo's; where nobody is, whether there is nothing else either."""
    keys = {person.key for person in store.people.all()} - {person.key for person in DEMO_PEOPLE}
    if keys or store.people.all():
        return all(key.startswith("demo-") for key in keys)
    return not store.questions.since(_EVER) and not store.children.all()


def add_demo_people(store: Store) -> None:
    """Add the demo's people, or put them back as they were."""
    for person in DEMO_PEOPLE:
        store.people.save(person)


def add_demo_council(database: Database, now: datetime, tombstone_key: bytes | None = None) -> None:
    """Import a made-up council as of today, unless that has been done: some visits are late, some due today."""
    today = now.astimezone(LONDON).date()
    with database.reading() as store:
        last = store.import_runs.last_applied("annex_a")
    if last is not None and last.as_of == today:
        return
    # Imported here: on most starts there is nothing to make.
    from storage.demo.council import make_council
    from storage.demo.write import STYLES, write_annex_a, write_documented
    from storage.imports.importer import FROM_THE_START, How, import_file

    council = make_council(CHILDREN, SEED, today, DEMO_PEOPLE)
    how = How(now, "demo", apply=True, confirmed=True, as_of=today, tombstone_key=tombstone_key)
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "made-up-annex-a.xlsx"
        write_annex_a(council, workbook, STYLES["official"])
        staff, *others = write_documented(council, Path(folder))
        for file in (staff, workbook, *others):
            import_file(database, file, how, lambda _words, _share: None)
    with database.transaction() as store:
        _add_demo_audit(store, now, today)
        add_demo_moderation(store, now, DEMO_PEOPLE[3], DEMO_PEOPLE[6], DEMO_PEOPLE[5].name)
        for stream in (s for s in store.streams.all() if s.situation != "child_and_family_assessment"):
            store.streams.save(replace(stream, on_from=FROM_THE_START, switched_by="demo"))
        add_demo_themes(store, now, DEMO_PEOPLE[3], DEMO_PEOPLE[6], DEMO_PEOPLE[5].name)
        add_demo_returns(store, now, _HEAD, [_ID + "20", _MANAGER], "Lynne Robbins")


def _add_demo_audit(store: Store, now: datetime, today: date) -> None:
    """The first time, a child of the social worker's is selected for an audit, and the auditor has accepted it."""
    from standards_kb.audit_tool import due_on
    from standards_kb.load import load_framework
    from standards_kb.load_timescales import load_timescales
    from standards_kb.working_days import england
    from storage.access import as_person
    from storage.audit_work import Wanted, allocate, judge
    from storage.audits import CLOSED, CONFLICT, OPEN, WITHDRAWN

    worker, auditor = DEMO_PEOPLE[0], DEMO_PEOPLE[3]
    own = [allocation.child_id for allocation in store.allocations.of_staff(worker.key, today)]
    theirs = store.situations.of_children(own)
    plans = [s for s in theirs if s.kind == "child_protection_plan" and s.is_open(today)]
    if store.audits.in_states({*OPEN, CONFLICT, CLOSED, WITHDRAWN}) or not plans:
        return
    plan = min(plans, key=lambda s: (s.started_on, s.natural_key))
    store.events.add_all(_half_a_year(store, plan, today))
    due = due_on(today, load_timescales(load_framework()), england())
    wanted = Wanted(plan.child_id or "", auditor, "case_file", "", "the plan's review is coming up", today, due)
    verdict = judge(store, wanted, DEMO_PEOPLE[5].name, now)
    if verdict.audit is not None:
        audit = allocate(store, verdict.audit, now, today)
        as_person(store, auditor.object_id or "", now).audits.accept(audit, now)


def _half_a_year(store: Store, plan: Situation, today: date) -> list[Event]:
    """What happened to a child on a plan before the last visit that the files tell of: most of it in time."""
    child_id, worker = plan.child_id or "", DEMO_PEOPLE[0]
    last = min((event.day for event in store.events.of_children([child_id])), default=today)
    begins, ends = max(plan.started_on, today - timedelta(days=175)), last - timedelta(days=4)
    visits = [begins + timedelta(days=10 * n + (9 if n > 11 else 0)) for n in range(1, 18)]  # once it took longer
    groups = [begins + timedelta(days=27 * n) for n in range(1, 7)]
    made = []
    for number, day in enumerate(_weekday(day) for day in visits if day < ends):
        visit = Event(key_of(child_id, "visit", day), child_id, None, "visit", day, seen=True, seen_alone=number != 5)
        visit = replace(visit, at_home_or_placement=True, spoken_to=True, unannounced=number in (3, 9, 14))
        made.append(replace(visit, source="demo", worker_name=worker.name, worker_key=worker.key))
    for day in (_weekday(day) for day in groups if day < ends):
        made.append(Event(key_of(child_id, "core_group", day), child_id, None, "core_group", day, source="demo"))
    return made


def _weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))
