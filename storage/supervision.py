"""Workers' supervision: what has been recorded of it, and what is due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from standards_kb import case as counted
from standards_kb.history import AsOf
from standards_kb.rules import Timescales
from standards_kb.timescales import Deadline, open_deadlines
from standards_kb.working_days import WorkingDays
from storage.caseload import event_of, facts_of
from storage.cases import CHAT, Event, Situation, key_of
from storage.people import Person

if TYPE_CHECKING:
    from storage.store import Store

SUPERVISION: Final = "supervision"
RECORDED: Final = "supervision_recorded"
STREAMS: Final = (SUPERVISION, RECORDED, "supervision_agreement", "practice_observation", "appraisal")


@dataclass(frozen=True, slots=True)
class Supervised:
    """A worker with what has happened and what is due. Of streams that no file supplies and nobody has told of, nothing
    is said."""

    person: Person
    case: counted.Case
    deadlines: tuple[Deadline, ...]


def supervised(
    store: "Store", people: Iterable[Person], now: AsOf, timescales: Timescales, calendar: WorkingDays
) -> list[Supervised]:
    """What is due for each of these workers, in their order."""
    supplied = {s.stream for s in store.streams.all() if s.situation == SUPERVISION and _is_on(s.on_from, now.today)}
    every = list(people)
    keys = [person.key for person in every]
    its: dict[str, list[Event]] = {key: [] for key in keys}
    for event in store.events.of_all_staff(keys):
        its[event.staff_key or ""].append(event)
    rows = {s.staff_key: s for s in reversed(store.situations.of_all_staff(keys)) if s.kind == SUPERVISION}
    found = []
    for person in every:
        happened, row = its[person.key], rows.get(person.key)
        told = {(e.stream, e.day) for e in happened if e.source == CHAT}
        begin = _begin(row, happened, told, is_recording_supplied=RECORDED in supplied)
        situations = (_situation(row, person, begin),) if begin else ()
        case = counted.Case(situations, counted.in_order(map(event_of, happened)))
        counted_now = open_deadlines(case, now, timescales, calendar)
        on = tuple(d for d in counted_now if (row is not None and d.stream in supplied) or _is_told(d, told))
        found.append(Supervised(person, case, on))
    return found


def record(store: "Store", person: Person, stream: str, day: date, by: Person) -> bool:
    """Keep that something of a worker's supervision happened; False if that is known already."""
    key = key_of(f"staff {person.key}", stream, day)
    told = Event(key, None, person.key, stream, day, worker_name=by.name, worker_key=by.key, worker_role="Manager")
    return store.events.add_if_absent(replace(told, source=CHAT))


def remove(store: "Store", person: Person, stream: str, day: date) -> bool:
    """Forget what was told of in chat; False if nothing was."""
    theirs = [e for e in store.events.of_staff(person.key) if (e.stream, e.day, e.source) == (stream, day, CHAT)]
    store.events.remove_all(theirs)
    return bool(theirs)


def _begin(
    row: Situation | None, happened: Sequence[Event], told: set[tuple[str, date]], *, is_recording_supplied: bool
) -> date | None:
    """The day that supervision is counted from: the last session of a file, else the first that was told of.

    Where no file says what is on record, nobody knows whether sessions before the first that was told of are."""
    first_told = min((day for stream, day in told if stream == SUPERVISION), default=None)
    if row is None:
        return first_told or min((event.day for event in happened), default=None)
    return max(row.started_on, first_told) if first_told and not is_recording_supplied else row.started_on


def _situation(row: Situation | None, person: Person, begin: date) -> counted.Situation:
    facts = facts_of(row.facts) if row else {}
    return counted.Situation(
        SUPERVISION, begin, counted.Facts(**{"newly_qualified_started_on": person.newly_qualified_on, **facts})
    )


def _is_told(deadline: Deadline, told: set[tuple[str, date]]) -> bool:
    """Whether what it is counted from was told of in chat."""
    if deadline.stream == RECORDED:
        return (SUPERVISION, deadline.start_day) in told
    return deadline.last is not None and (deadline.stream, deadline.last.day) in told


def _is_on(on_from: date | None, today: date) -> bool:
    return on_from is not None and on_from <= today
