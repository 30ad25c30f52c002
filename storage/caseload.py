"""Children's rows as the cases that timescales count, and their deadlines."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, get_type_hints

from sqlalchemy import Connection, select

from standards_kb import case as counted
from standards_kb.history import AsOf
from standards_kb.rules import Timescales
from standards_kb.timescales import Deadline, open_deadlines
from standards_kb.working_days import WorkingDays
from storage.allocations import Allocations, Transfer
from storage.case_tables import children
from storage.cases import CHAT, TEMPORARY, Event, Events, Situation, Situations
from storage.children import Child
from storage.decisions import Decision, Decisions, accepted, facts_for, in_force
from storage.import_runs import SuppliedStreams
from storage.rows import value_of


@dataclass(frozen=True, slots=True)
class ChildsDeadlines:
    """A child with the case as counted, its rows, and every open deadline whose stream has data.

    `situations` are the rows that the case's situations came from, in the same order. `unsupplied` are the deadlines of
    streams for which no file supplies data, or not yet: shown as *no data supplied*, never overdue. `transfer`: since
    when the child has been its present worker's, where somebody else had it before. `decisions`: a manager's that hold.
    """

    child: Child
    case: counted.Case
    situations: tuple[Situation, ...]
    events: tuple[Event, ...]
    deadlines: tuple[Deadline, ...]
    unsupplied: tuple[Deadline, ...]
    transfer: Transfer | None = None
    decisions: tuple[Decision, ...] = ()

    def situation_of(self, deadline: Deadline) -> Situation:
        """The row that a deadline's situation came from."""
        return next(s for s, of in zip(self.situations, self.case.situations, strict=True) if of is deadline.situation)


class Caseload:
    """Cases and deadlines of children, whoever asks: `storage.access` says who may."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def deadlines(
        self, child_ids: Iterable[str], now: AsOf, timescales: Timescales, calendar: WorkingDays
    ) -> list[ChildsDeadlines]:
        """Those of these children, by child id; a child who isn't there is left out."""
        ids = sorted(set(child_ids))
        situations = _by_child(Situations(self._connection).of_children(ids))
        events = _by_child(Events(self._connection).of_children(ids))
        transfers = Allocations(self._connection).transfers(ids, now.today)
        decided = _by_child(Decisions(self._connection).of_children(ids))
        supplied = {(s.situation, s.stream): s.on_from for s in SuppliedStreams(self._connection).all()}
        found = []
        for child in self._children(ids):
            rows = tuple(s for s in situations[child.id] if _is_relied_on(s, timescales))
            happened = tuple(events[child.id])  # those contradicted, too: with what the record says of them
            case = _case(child, rows, happened, decided[child.id])
            every = open_deadlines(case, now, timescales, calendar)
            told = {id(of) for of, row in zip(case.situations, rows, strict=True) if row.source == CHAT}
            on: list[Deadline] = []
            off: list[Deadline] = []
            for d in every:
                is_on = id(d.situation) in told or _is_on(supplied.get((d.situation.name, d.stream)), now.today)
                (on if is_on else off).append(d)
            transfer = transfers.get(child.id)
            holding = in_force(decided[child.id])
            found.append(ChildsDeadlines(child, case, rows, happened, tuple(on), tuple(off), transfer, holding))
        return found

    def _children(self, ids: list[str]) -> list[Child]:
        found: list[Child] = []
        for start in range(0, len(ids), 500):
            batch = select(children).where(children.c.id.in_(ids[start : start + 500])).order_by(children.c.id)
            found += [value_of(Child, row) for row in self._connection.execute(batch)]
        return found


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
    child: Child, rows: Sequence[Situation], happened: Sequence[Event], decided: Sequence[Decision]
) -> counted.Case:
    told = map(event_of, happened)
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
    seen = row.seen is not False
    return counted.happened(
        row.stream,
        row.at or row.day,
        seen_alone=row.seen_alone if seen else False,
        at_home_or_placement=row.at_home_or_placement,
        spoken_to=row.spoken_to if seen else False,
        unannounced=bool(row.unannounced),
        setting=row.setting,
        by=row.worker_key or row.worker_name,
        by_role=row.worker_role,
        chaired_by_manager=row.chaired_by_manager,
    )
