"""One file from beginning to end: read, plan, apply in one transaction or hold; and what came of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from standards_kb.working_days import LONDON
from storage.db import Database
from storage.import_runs import APPLIED, FAILED, HELD, ImportRun, SuppliedStream
from storage.imports import annex_plan, situations_plan, staff_plan, supervision_plan, visits_plan
from storage.imports.known import all_streams
from storage.imports.layouts import ANNEX_A, SITUATIONS, STAFF, SUPERVISION, VISITS
from storage.imports.plans import Plan, Source
from storage.imports.problems import Problems
from storage.imports.read import READING, CannotRead, Progress, Reading, read, sha256_of
from storage.imports.report import DRY_RUN, Report
from storage.store import Store

_FIRST: Final = "It is the first of its kind: look at what it would change, then confirm it"
FROM_THE_START: Final = date(1900, 1, 1)
# A file of these is the state of a day; one of the others only adds to what has happened.
_SNAPSHOTS = frozenset({ANNEX_A, SITUATIONS, STAFF})
_PLANS: Final[MappingProxyType[str, Callable[[Store, Source], Plan]]] = MappingProxyType(
    {
        ANNEX_A: annex_plan.plan,
        VISITS: visits_plan.plan,
        SITUATIONS: situations_plan.plan,
        STAFF: staff_plan.plan,
        SUPERVISION: supervision_plan.plan,
    }
)


@dataclass(frozen=True, slots=True)
class How:
    """How a file is imported: when and by whom, whether it is applied, and whether although it would be held.

    `first`: what becomes of the first file of its kind, of which nobody has seen yet what it comes to.
    `as_of` of None is the day of the file; `tombstone_key` keys the hashes of forgotten children; without
    one the database's own does."""

    now: datetime
    by: str
    apply: bool
    confirmed: bool = False
    first: str = APPLIED
    as_of: date | None = None
    tombstone_key: bytes | None = None


def import_file(database: Database, path: Path, how: How, progress: Progress) -> Report:
    """What came of a file. A file that can't be used is a report, too; only a broken database is an exception."""
    problems = Problems()
    report = Report(path.name, "", "", how.as_of or how.now.astimezone(LONDON).date(), FAILED)
    try:
        report = replace(report, sha256=sha256_of(path), as_of=how.as_of or _day_of(path))
        reading = read(path, problems, progress)
        report = replace(report, kind=_kind(reading), other_sheets=reading.others)
        report = replace(report, rows={table.sheet: len(table.rows) for table in reading.tables})
    except CannotRead as why:
        report = replace(report, why=str(why))
        if how.apply:
            with database.transaction() as store:
                store.import_runs.add(_run(report, how))
        return report
    progress("comparing", READING)
    with _transaction(database, how) as store:
        return _planned(store, report, reading, how, problems, progress)


def _transaction(database: Database, how: How) -> AbstractContextManager[Store]:
    return database.transaction() if how.apply else database.reading()


def _planned(
    store: Store, report: Report, reading: Reading, how: How, problems: Problems, progress: Progress
) -> Report:
    if how.apply:
        store.import_runs.lock()
    last = store.import_runs.last_applied(report.kind)

    def forgotten(children: frozenset[str]) -> frozenset[str]:
        return store.tombstones.forgotten(how.tombstone_key, children)

    source = Source(reading.tables, report.as_of, how.now, how.by, problems, forgotten)
    plan = _PLANS[report.kind](store, source)
    held = [plan.held, _older(report, last), _FIRST if last is None and how.first == HELD else ""]
    why_held = ". ".join(filter(None, held))
    report = replace(
        report,
        outcome=DRY_RUN,
        counts=dict(sorted((name, count) for name, count in plan.counts.items() if count)),
        problems=tuple(problems.listed),
        problem_counts=dict(problems.counts),
        notes=tuple(plan.notes),
        unmatched=tuple(plan.unmatched),
        why=why_held,
        is_first=last is None,
    )
    if how.apply and not (last is None and how.first == DRY_RUN):
        confirmed = how.confirmed or store.import_runs.is_confirmed(report.sha256)
        report = replace(report, outcome=HELD if why_held and not confirmed else APPLIED)
        if report.outcome == APPLIED:
            progress("writing", 0.8)
            _write(store, plan, report, how)
        store.import_runs.add(_run(report, how))
    return replace(report, no_data=_no_data(report, store, plan))


def _write(store: Store, plan: Plan, report: Report, how: How) -> None:
    for act in plan.write:
        act(store)
    for stream in _supplied(store, plan, report):
        store.streams.save(stream)
    about = f"{report.kind} {report.file}, as of {report.as_of}"
    store.audit_log.add(how.now, how.by, "import", about, plan.children)


def _supplied(store: Store, plan: Plan, report: Report) -> list[SuppliedStream]:
    """The streams that the file has data for, as they are after it. Whether one is on, is for people to say; until they
    have, those of an export are on."""
    known = {(stream.situation, stream.stream): stream for stream in store.streams.all()}
    found = []
    for situation, name in sorted(plan.supplies):
        before = known.get((situation, name), SuppliedStream(situation, name))
        is_first = plan.always and before.on_from is None and not before.switched_by
        found.append(
            replace(
                before,
                source=before.source if before.source == ANNEX_A else report.kind,
                as_of=max(report.as_of, before.as_of or report.as_of),
                on_from=FROM_THE_START if is_first else before.on_from,
            )
        )
    return found


def _no_data(report: Report, store: Store, plan: Plan) -> tuple[str, ...]:
    """The streams, of situations that anybody is in, that nothing supplies or nobody has switched on."""
    if report.kind == STAFF:
        return ()
    streams = (*store.streams.all(), *_supplied(store, plan, report))
    on = {(stream.situation, stream.stream) for stream in streams if stream.on_from is not None}
    kinds = plan.kinds | {situation.kind for situation in store.situations.all(open_on=report.as_of)}
    return tuple(f"{kind}.{name}" for kind, name in all_streams() if kind in kinds and (kind, name) not in on)


def _older(report: Report, last: ImportRun | None) -> str:
    if last is None or last.as_of is None or report.as_of >= last.as_of or report.kind not in _SNAPSHOTS:
        return ""
    return f"It is as of {_written(report.as_of)}, older than the last one imported ({_written(last.as_of)})"


def _run(report: Report, how: How) -> ImportRun:
    counts = {**report.counts, **{f"problems {what}": n for what, n in report.problem_counts.items()}}
    return ImportRun(
        report.kind, report.file, report.sha256, report.as_of, how.now, how.by, report.outcome, report.why, counts
    )


def _kind(reading: Reading) -> str:
    kinds = {table.layout.kind for table in reading.tables}
    if len(kinds) > 1:
        raise CannotRead(f"it holds tables of different kinds of files ({', '.join(sorted(kinds))}): make it two files")
    numbers = [table.layout.number for table in reading.tables if table.layout.kind == ANNEX_A]
    for number in set(numbers):
        if numbers.count(number) > 1:
            sheets = " and ".join(t.sheet for t in reading.tables if t.layout.number == number)
            raise CannotRead(f"both {sheets} have the headings of list {number}: leave one of them out")
    return kinds.pop()


def _day_of(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, LONDON).date()


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
