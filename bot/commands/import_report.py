"""What came of a file, for a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.commands.text import printable

if TYPE_CHECKING:
    from storage.imports.problems import Problem
    from storage.imports.report import Report

_KINDS = {
    "annex_a": "an Annex A workbook",
    "visits": "visits and other events",
    "situations": "situations",
    "staff": "staff",
    "supervision": "supervision",
}
_OUTCOMES = {
    "dry_run": "A dry run: nothing has been changed.",
    "applied": "Imported.",
    "held": "HELD: nothing has been changed until an administrator confirms it.",
    "failed": "REFUSED: nothing has been changed.",
}
_MOST = 40


def as_text(report: "Report") -> Iterator[str]:
    """The report, line by line."""
    what = f": {_KINDS[report.kind]}" if report.kind else ""
    day = report.as_of
    yield f"{printable(report.file)}{what}, as of {day.day} {day:%B %Y}"
    for sheet, rows in report.rows.items():
        yield f"{rows:>9,}  rows {printable(sheet)}".rstrip()
    for name, count in report.counts.items():
        yield f"{count:>9,}  {name}"
    for words in report.notes:
        yield f"  Note: {words}."
    if report.other_sheets:
        yield f"  Sheets that aren't read: {printable(', '.join(report.other_sheets))}."
    yield from _problems(report)
    yield from _workers(report)
    if report.no_data:
        yield "  No data supplied for these: never overdue, and nobody is nudged, until companion streams on:"
        yield from (f"    {stream}" for stream in report.no_data)
    yield _OUTCOMES[report.outcome]
    if report.why:
        why = printable(report.why)
        yield (
            f"Why: {why}{'' if why.endswith('?') else '.'}"
            if report.outcome != "dry_run"
            else f"It would be held: {why}."
        )


def _problems(report: "Report") -> Iterator[str]:
    total = sum(report.problem_counts.values())
    if not total:
        return
    counts = ", ".join(f"{n:,} {_WHAT[what]}" for what, n in sorted(report.problem_counts.items(), reverse=True))
    yield f"  Problems: {counts}"
    for problem in report.problems[:_MOST]:
        yield f"    {_place(problem)}: {printable(problem.why)}"
    if total > _MOST:
        yield f"    … and {total - _MOST:,} more; --json lists them"


_WHAT = {"unreadable": "cells that can't be read", "refused": "rows refused", "noted": "to note"}


def _place(problem: "Problem") -> str:
    row = f"row {problem.row:,}" if problem.row else ""
    column = f"column {printable(problem.column)}" if problem.column else ""
    return ", ".join(part for part in (printable(problem.sheet), row, column) if part)


def _workers(report: "Report") -> Iterator[str]:
    if not report.unmatched:
        return
    yield "  Workers who aren't matched to the staff file; nobody is nudged in their place:"
    most = sorted(report.unmatched, key=lambda u: -u.times)
    for one in most[:_MOST]:
        yield f"{one.times:>9,}  {printable(one.name) or '(empty)'}: {one.why}"
    if len(most) > _MOST:
        yield f"           … and {len(most) - _MOST:,} more; --json lists them"
