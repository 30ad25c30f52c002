"""What is known already of a child's last six months, so that nobody types it again: counted, never guessed.

Whether something was in time is said only where the record is relied on and shows what it is counted from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias

from dialogs.core import due
from dialogs.core.items import day_of
from dialogs.core.knowledge import Knowledge
from standards_kb.history import AsOf, as_of
from standards_kb.timescales import Deadline, deadlines, is_overdue
from standards_kb.working_days import add_months, end_of
from storage.access import Door
from storage.caseload import ChildsDeadlines
from storage.cases import CHAT, CONTRADICTED, Event, Situation
from storage.decisions import Decision
from storage.preparation_work import Prepared

MONTHS: Final = 6  # audit_expectations.look_back
_DAY = timedelta(days=1)
_A_SECOND = timedelta(seconds=1)
_Key: TypeAlias = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Happened:
    """Something on record. `in_time`: whether it met what was due by then; None: that can't be told."""

    event: Event
    in_time: bool | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A deadline that passed with nothing on record; `until`: when there was something, None: there still isn't."""

    stream: str
    what: str
    due: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the time from one day to another."""

    since: date
    until: date
    happened: tuple[Happened, ...]
    gaps: tuple[Gap, ...]
    situations: tuple[Situation, ...]
    decisions: tuple[Decision, ...]
    supervisions: tuple[date, ...]
    streams: frozenset[str]  # those that anything in these situations is due in
    newest: Mapping[str, date]  # how fresh the data is


def known(one: Prepared, through: Door, knowledge: Knowledge, at: datetime, newest: Mapping[str, date]) -> Known:
    """What is known, for somebody whom the gate lets to the child."""
    now = as_of(at)
    since = add_months(now.today, -MONTHS)
    [of] = through.work.deadlines([one.child], now, knowledge.timescales, knowledge.calendar)
    events = [e for e in of.events if e.state != CONTRADICTED and since <= e.day <= now.today]
    met = _met(of, sorted({e.day for e in events}), since, knowledge, through.preparations.relied_on())
    titles = knowledge.timescales.situations
    gaps = [
        Gap(d.stream, due.title(d, titles[d.situation.name].title), day_of(d.due), closed)
        for d, closed in (*((d, day) for day, d in met if not _is_in_time(d, day)), *_open(of, now))
    ]
    situations = [s for s in of.situations if s.ended_on is None or s.ended_on >= since]
    rules = [titles[s.kind] for s in situations if s.kind in titles]
    return Known(
        since,
        now.today,
        tuple(Happened(event, _judged(event, met)) for event in events),
        tuple(sorted(gaps, key=lambda gap: (gap.due, gap.what))),
        tuple(situations),
        tuple(d for d in of.decisions if d.decided_on >= since),
        tuple(e.day for e in through.preparations.supervisions(one) if since <= e.day <= now.today),
        frozenset(kind for rule in rules for row in rule.timescales for kind in (row.stream, *row.met_by)),
        newest,
    )


def _open(of: ChildsDeadlines, now: AsOf) -> list[tuple[Deadline, date | None]]:
    return [(deadline, None) for deadline in of.deadlines if is_overdue(deadline.due, now)]


def _met(
    of: ChildsDeadlines,
    days: list[date],
    since: date,
    knowledge: Knowledge,
    relied_on: Mapping[tuple[str, str], date],
) -> list[tuple[date, Deadline]]:
    """Each deadline that was met on one of these days, as it stood before, if that can be relied on."""
    rows = {id(s): row for s, row in zip(of.case.situations, of.situations, strict=True)}
    found = []
    for day in days:
        before = {_key(d): d for d in _as_of_end(of, day - _DAY, knowledge)}
        for after in _as_of_end(of, day, knowledge):
            closing = after.met or after.last
            if closing is None or closing.day != day:
                continue
            was = before.get(_key(after), after if after.met else None)
            if was is None or was.met is not None:
                continue
            on_from = relied_on.get((after.situation.name, after.stream))
            is_told = rows[id(after.situation)].source == CHAT
            is_on = is_told or (on_from is not None and on_from <= day)
            is_whole = was.last is not None or was.start_day >= since  # else what came before isn't on record
            if is_on and is_whole:
                found.append((day, was))
    return found


def _as_of_end(of: ChildsDeadlines, day: date, knowledge: Knowledge) -> list[Deadline]:
    return deadlines(of.case, as_of(end_of(day) - _A_SECOND), knowledge.timescales, knowledge.calendar)


def _judged(event: Event, met: list[tuple[date, Deadline]]) -> bool | None:
    """Whether everything that it met was in time; visits that had to be unannounced are told of by themselves."""
    its = [d for day, d in met if day == event.day and _is_of(event, d)]
    return all(_is_in_time(deadline, event.day) for deadline in its) if its else None


def _is_of(event: Event, deadline: Deadline) -> bool:
    if event.stream != "visit":
        return event.stream in deadline.rule.met_by
    return "counting_visit" in deadline.rule.met_by or "visit" in deadline.rule.met_by


def _is_in_time(deadline: Deadline, day: date) -> bool:
    return day <= day_of(deadline.due)


def _key(deadline: Deadline) -> _Key:
    return id(deadline.situation), deadline.stream, deadline.setting
