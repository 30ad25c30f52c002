"""Children's rows as the cases that timescales count, and their deadlines."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any, Final, get_type_hints

from sqlalchemy import Connection

from standards_kb import case as counted
from standards_kb.history import AsOf
from standards_kb.rules import Timescales
from standards_kb.timescales import Deadline, open_deadlines
from standards_kb.working_days import WorkingDays, local_day
from storage.allocations import Allocation, Allocations, Transfer, transfers
from storage.case_tables import children
from storage.cases import AWAITING_RECORD, CHAT, TEMPORARY, Event, Events, Situation, Situations
from storage.children import Child
from storage.decisions import Decision, Decisions, accepted, facts_for, in_force
from storage.import_runs import SuppliedStreams
from storage.rows import Later, values_among

_NAMES: Final = tuple(one.name for one in fields(Event))
_FIELDS: Final = attrgetter(*_NAMES)
_STATE: Final = _NAMES.index("state")


@dataclass(frozen=True, slots=True)
class ChildsDeadlines:
    """A child with the case as counted, its rows, and every open deadline whose stream has data.

    `situations` are the rows that the case's situations came from, in the same order. `unsupplied` are the deadlines of
    streams for which no file supplies data, or not yet: shown as *no data supplied*, never overdue. `transfer`: since
    when the child has been its present worker's, where somebody else had it before. `decisions`: a manager's that hold.
    `awaiting`: of the events those that people have told here and the record doesn't show yet.
    """

    child: Child
    case: counted.Case
    situations: tuple[Situation, ...]
    events: Sequence[Event]
    deadlines: tuple[Deadline, ...]
    unsupplied: tuple[Deadline, ...]
    transfer: Transfer | None = None
    decisions: tuple[Decision, ...] = ()
    awaiting: tuple[Event, ...] = ()

    def situation_of(self, deadline: Deadline) -> Situation:
        """The row that a deadline's situation came from."""
        return next(s for s, of in zip(self.situations, self.case.situations, strict=True) if of is deadline.situation)


class Caseload:
    """Cases and deadlines of children, whoever asks: `storage.access` says who may."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def deadlines(
        self,
        child_ids: Iterable[str],
        now: AsOf,
        timescales: Timescales,
        calendar: WorkingDays,
        allocated: Iterable[Allocation] | None = None,
        known: Iterable[Child] | None = None,
    ) -> list[ChildsDeadlines]:
        """Those of these children, by child id; a child who isn't there is left out. `allocated`: everybody who works
        or has worked with them, `known`: the children themselves, where they have been read."""
        ids = sorted(set(child_ids))
        situations = _by_child(Situations(self._connection).of_children(ids))
        events = Events(self._connection).by_child(ids)
        if allocated is None:
            allocated = Allocations(self._connection).of_children(ids)
        came = transfers(allocated, now.today)
        decided = _by_child(Decisions(self._connection).of_children(ids))
        supplied = {(s.situation, s.stream): s.on_from for s in SuppliedStreams(self._connection).all()}
        found = []
        for child in self._children(ids) if known is None else _by_id(known):
            rows = tuple(s for s in situations.get(child.id, ()) if _is_relied_on(s, timescales))
            happened = events.get(child.id, ())  # those contradicted, too: with what the record says of them
            case = _case(child, rows, happened, decided.get(child.id, ()))
            every = open_deadlines(case, now, timescales, calendar)
            told = {id(of) for of, row in zip(case.situations, rows, strict=True) if row.source == CHAT}
            on: list[Deadline] = []
            off: list[Deadline] = []
            for d in every:
                is_on = id(d.situation) in told or _is_on(supplied.get((d.situation.name, d.stream)), now.today)
                (on if is_on else off).append(d)
            found.append(
                ChildsDeadlines(
                    child,
                    case,
                    rows,
                    Later(Event, happened),
                    tuple(on),
                    tuple(off),
                    came.get(child.id),
                    in_force(its) if (its := decided.get(child.id)) else (),
                    tuple(Event(*row) for row in happened if row[_STATE] == AWAITING_RECORD),
                )
            )
        return found

    def _children(self, ids: list[str]) -> list[Child]:
        return values_among(self._connection, Child, children, ids, column="id", order=("id",))


def _by_id(found: Iterable[Child]) -> list[Child]:
    return sorted({child.id: child for child in found}.values(), key=lambda child: child.id)


def _by_child(rows: Iterable[Any]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.child_id].append(row)
    return found


def _is_on(on_from: date | None, today: date) -> bool:
    return on_from is not None and on_from <= today


def _is_relied_on(row: Situation, timescales: Timescales) -> bool:
    """Whether deadlines run: not for a placement that may be no new one, nor in hours where the time isn't known."""
    rules = timescales.situations.get(row.kind)
    return rules is not None and row.awaits != TEMPORARY and not (rules.starts_at_instant and row.started_at is None)


def _case(
    child: Child, rows: Sequence[Situation], happened: Sequence[Sequence[Any]], decided: Sequence[Decision]
) -> counted.Case:
    told = map(_counted, happened)
    events = counted.in_order((accepted(event, decided) for event in told) if decided else told)
    facts = [facts_for(row.kind, row.started_on, decided, events) for row in rows]
    situations = tuple(_situation(row, child, more) for row, more in zip(rows, facts, strict=True))
    return counted.Case(situations, events)


def _situation(row: Situation, child: Child, decided: Mapping[str, Any]) -> counted.Situation:
    facts = {**facts_of(row.facts), **facts_of(decided), "born_on": child.born_on, "ended_on": row.ended_on}
    return counted.Situation(row.kind, row.started_at or row.started_on, counted.Facts(**facts))


def facts_of(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a situation as stored in JSON, as values."""
    return {name: _read(value, _kinds()[name]) for name, value in stored.items() if value is not None}


@cache
def _kinds() -> Mapping[str, Any]:
    return get_type_hints(counted.Facts)


def _read(value: Any, kind: Any) -> Any:
    if kind == date | None:
        return date.fromisoformat(value)
    if kind == datetime | None:
        return datetime.fromisoformat(value)
    if kind == tuple[counted.Setting, ...]:
        return tuple(
            counted.Setting(s["name"], *(date.fromisoformat(s[d]) if s.get(d) else None for d in ("began", "ended")))
            for s in value
        )
    return value


def event_of(row: Event) -> counted.Event:
    """What happened as it is counted."""
    return _counted(_FIELDS(row))


def _counted(row: Sequence[Any]) -> counted.Event:
    """The same of a row with the fields of an event. `counted.happened` says it in more words, and takes longer."""
    _, _, _, stream, day, at, seen, alone, place, spoken, unannounced, chaired, setting, name, key, role, *_ = row
    is_visit = stream in counted.VISITS
    return counted.Event(
        counted.VISIT if is_visit else stream,
        day if at is None else local_day(at),
        at,
        False if seen is False else alone,
        place,
        False if seen is False else spoken,
        bool(unannounced) or stream == counted.UNANNOUNCED_VISIT,
        setting,
        key or name,
        role,
        None,
        chaired,
    )
