"""What a supervision file changes: events of workers, and since when each has been supervised."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Final

from storage.cases import Event, Situation, key_of
from storage.imports.known import supervision as streams
from storage.imports.layouts import SUPERVISION
from storage.imports.merge import merge_events
from storage.imports.plans import Plan, Source
from storage.imports.rows import Typed, typed
from storage.people import Person
from storage.store import Store

_COLUMNS: Final = {
    "session": "supervision",
    "recorded": "supervision_recorded",
    "agreement": "supervision_agreement",
    "observation": "practice_observation",
    "appraisal": "appraisal",
}


def plan(store: Store, source: Source) -> Plan:
    """Work it out."""
    made = Plan()
    people = {person.key: person for person in store.people.all()}
    said: dict[str, dict[str, Event]] = defaultdict(dict)
    for table in source.tables:
        for row in typed(table, source.today, source.problems):
            for event in _events(row, people):
                said[event.staff_key or ""][event.natural_key] = event
    new, changed = [], []
    for key, events in said.items():
        changes = merge_events(store.events.of_staff(key), events.values())
        new += changes.new
        changed += changes.changed
        made.counts["sessions and events unchanged"] += changes.unchanged
    made.counts["sessions and events new"] = len(new)
    made.counts["sessions and events changed"] = len(changed)
    made.write.append(lambda at: at.events.change_all(changed))
    made.write.append(lambda at: at.events.add_all(new))
    _situations(store, people, said, made)
    made.supplies = frozenset(("supervision", stream) for stream in streams() if _has(source, stream))
    return made


def _events(row: Typed, people: dict[str, Person]) -> list[Event]:
    key = row.id("key", 100)
    if not key:
        return []
    if key not in people:
        row.refuse("key", "nobody has this staff key: import the staff file first")
        return []
    days = {stream: row.past(column) for column, stream in _COLUMNS.items()}
    return [
        Event(key_of(f"staff {key}", stream, day), None, key, stream, day, source=SUPERVISION)
        for stream, day in days.items()
        if day is not None
    ]


def _situations(store: Store, people: dict[str, Person], said: dict[str, dict[str, Event]], made: Plan) -> None:
    """One a worker, started on the day of the last session."""
    new: list[Situation] = []
    changed: list[Situation] = []
    for key, events in said.items():
        sessions = [event.day for event in events.values() if event.stream == "supervision"]
        kept = next((s for s in store.situations.of_staff(key) if s.kind == "supervision"), None)
        if not sessions or (kept is not None and kept.started_on >= max(sessions)):
            continue
        started, facts = max(sessions), _facts(people[key])
        if kept is None:
            natural_key = f"supervision staff {key}"
            new.append(Situation(natural_key, None, key, "supervision", started, facts=facts, source=SUPERVISION))
        else:
            changed.append(replace(kept, started_on=started, facts={**kept.facts, **facts}))
    made.counts["workers' supervision new"] = len(new)
    made.kinds = {situation.kind for situation in new}
    made.counts["workers' supervision changed"] = len(changed)
    made.write.append(lambda at: at.situations.change_all(changed))
    made.write.append(lambda at: at.situations.add_all(new))


def _facts(person: Person) -> dict[str, str]:
    began: date | None = person.newly_qualified_on
    return {} if began is None else {"newly_qualified_started_on": began.isoformat()}


def _has(source: Source, stream: str) -> bool:
    return any(_COLUMNS[column] == stream for table in source.tables for column in table.columns if column in _COLUMNS)
