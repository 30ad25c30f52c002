"""`companion audits …`: allocate audits, see how they stand, draw a month's sample; moderation has a module."""

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.commands import moderation
from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError

if TYPE_CHECKING:
    from storage.audit_work import Verdict
    from storage.db import Database
    from storage.people import Person
    from storage.store import Store

_COLUMNS = ("child", "auditor", "kind", "theme", "why_now", "told_on", "practitioner")
_REFUSED = {
    "open": "there is an open audit of this child already",
    "no_child": "no such child",
    "no_worker": "it isn't known who works with this child",
    "no_auditor": "the auditor must be on the staff as an auditor",
    "not_theirs": "the practitioner isn't working with this child",
    "line": "the auditor manages the child's worker",
    "not_own_team": "a check of one's own team is for the worker's own manager",
    "worked": "the auditor has worked with this child",
}
_WARNED = {
    "left": "the worker has left, so their manager takes part",
    "away": "whoever takes part is away for some of the three weeks",
    "several": "whoever takes part has another open audit",
    "reviewing_officer": "the auditor is an Independent Reviewing Officer: not for a child of theirs",
}


def register(subcommands: Subcommands) -> None:
    """Add the group."""
    group = subcommands.add_parser("audits", help="allocate audits, see how they stand, draw samples, moderate")
    commands = group.add_subparsers(title="commands", dest="audits_command", metavar="COMMAND", required=True)
    new = commands.add_parser("allocate", help="allocate an audit, or those of a CSV file")
    new.add_argument("child", nargs="?", help="the child's id")
    new.add_argument("auditor", nargs="?", help="the auditor's staff key")
    new.add_argument("--kind", default="case_file", help="case_file, themed, dip_sample, … (default: case_file)")
    new.add_argument("--theme", default="", help="what it looks at especially")
    new.add_argument("--why-now", default="", help="priority, data, or what children have said; no names")
    new.add_argument("--told-on", default="", metavar="YYYY-MM-DD", help="the day it counts from (default: today)")
    new.add_argument("--practitioner", default="", help="the staff key of with whom, if not with the child's worker")
    new.add_argument("--file", type=Path, metavar="CSV", help=f"a file with the columns {', '.join(_COLUMNS)}")
    new.set_defaults(run=allocate)
    every = commands.add_parser("list", help="the audits that go on or need another auditor")
    every.add_argument("--json", action="store_true", help="as JSON")
    every.set_defaults(run=list_audits)
    drawn = commands.add_parser("sample", help="draw a month's audits at random, the same for the same seed")
    drawn.add_argument("--month", required=True, metavar="YYYY-MM")
    drawn.add_argument("--size", required=True, type=int)
    drawn.add_argument("--stratify", default="", metavar="team,situation", help="spread evenly over these")
    drawn.add_argument("--seed", required=True, type=int)
    drawn.set_defaults(run=sample)
    moderation.register(commands)


def allocate(arguments: argparse.Namespace) -> int:
    """Allocate one audit or a file's: all of them, or none if one can't be."""
    if bool(arguments.file) == bool(arguments.child) or (arguments.child and not arguments.auditor):
        raise PlainError("Give either a child's id and an auditor's staff key, or --file.")
    one = {name: getattr(arguments, name) or "" for name in _COLUMNS}
    rows = list(_rows(arguments.file)) if arguments.file else [one]
    with _opened() as database, database.transaction() as store:
        judged = [_allocated(store, row) for row in rows]
        refused = [f"{row['child']}: {_REFUSED[v.refused]}" for row, v in zip(rows, judged, strict=True) if v.refused]
        if refused:
            # Leaving by an error takes the whole transaction back.
            raise PlainError("Nothing was allocated.\n" + "\n".join(refused), exit_code=1)
    for row, verdict in zip(rows, judged, strict=True):
        print("; ".join([f"{row['child']}: allocated", *(_WARNED[warning] for warning in verdict.warnings)]))
    return 0


def list_audits(arguments: argparse.Namespace) -> int:
    """Print the audits that go on."""
    from bot.commands.person_here import who_is_here
    from bot.commands.table import as_table
    from storage.audits import CONFLICT, OPEN

    with _opened() as database, database.transaction() as store:
        found = store.audits.in_states(OPEN | {CONFLICT})
        ids = [audit.child_id for audit in found]
        store.audit_log.add(Clock().now(), who_is_here(), "view", "the audits that go on", ids)
    rows = [
        (str(a.id), a.child_id, a.kind, a.auditor_key, a.practitioner_key, a.due_on.isoformat(), a.state) for a in found
    ]
    headings = ("Audit", "Child", "Kind", "Auditor", "With", "Due", "State")
    if arguments.json:
        print(json.dumps([dict(zip(map(str.lower, headings), row, strict=True)) for row in rows], indent=2))
    else:
        print("\n".join(as_table(headings, rows)) if rows else "No audit goes on.")
    return 0


def sample(arguments: argparse.Namespace) -> int:
    """Print a month's sample as the beginning of a CSV file for `allocate`."""
    from bot.commands.person_here import who_is_here
    from storage.audit_sample import draw

    by = [name for name in arguments.stratify.split(",") if name]
    if not set(by) <= {"team", "situation"}:
        raise PlainError("--stratify takes team, situation or team,situation.")
    if arguments.size < 1:
        raise PlainError("--size takes a number from 1 on.")
    month = _day(f"{arguments.month}-01", "--month takes a month such as 2026-09.")
    with _opened() as database, database.transaction() as store:
        drawn = draw(store, month, arguments.size, by, arguments.seed)
        store.audit_log.add(Clock().now(), who_is_here(), "view", "a sample for audits", drawn)
    written = csv.writer(sys.stdout, lineterminator="\n")
    written.writerow(_COLUMNS)
    written.writerows((child_id, "", "case_file", "", "", "", "") for child_id in drawn)
    return 0


def _allocated(store: "Store", row: Mapping[str, str]) -> "Verdict":
    from bot.commands.person_here import who_is_here
    from bot.knowledge import working_days
    from standards_kb.audit_tool import due_on, load_audit_tool
    from standards_kb.load import load_framework
    from standards_kb.load_timescales import load_timescales
    from storage import audit_work

    clock, framework = Clock(), load_framework()
    kind = load_audit_tool(framework).kinds.get(row["kind"])
    if kind is None:
        raise PlainError(f"There is no kind of audit called “{row['kind']}”.")
    if kind.starts_from and not row["why_now"]:
        raise PlainError(f"{kind.title} of {row['child']}: it starts from {kind.starts_from}, so say which as why-now.")
    auditor = _person(store, row["auditor"])
    practitioner = _person(store, row["practitioner"]) if row["practitioner"] else None
    told_on = _day(row["told_on"], "The day takes the form 2026-09-01.") if row["told_on"] else clock.today()
    if store.children.find(row["child"]) is None:
        return audit_work.Verdict(None, "no_child")
    due = due_on(told_on, load_timescales(framework), working_days(settings_here()))
    about = (row["kind"], row["theme"], row["why_now"])
    wanted = audit_work.Wanted(row["child"], auditor, *about, told_on, due, practitioner)
    verdict = audit_work.judge(store, wanted, "Quality assurance", clock.now())
    if verdict.audit is not None:
        audit_work.allocate(store, verdict.audit, clock.now(), clock.today())
        store.audit_log.add(clock.now(), who_is_here(), "change", "allocated an audit", [row["child"]])
    return verdict


def _person(store: "Store", key: str) -> "Person":
    found = store.people.by_key(key)
    if found is None:
        raise PlainError(f"Nobody has the staff key {key}: `companion people list` shows the keys.")
    return found


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = csv.DictReader(file)
            if not {"child", "auditor"} <= set(found.fieldnames or ()):
                raise PlainError(f"{path.name} needs the columns child and auditor; it may have {', '.join(_COLUMNS)}.")
            for row in found:
                told = {name: (row.get(name) or "").strip() for name in _COLUMNS}
                yield {**told, "kind": told["kind"] or "case_file"}
    except (OSError, UnicodeDecodeError) as error:
        raise PlainError(f"{path.name} can't be read: save it as CSV in UTF-8.") from error


def _day(said: str, otherwise: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise PlainError(otherwise) from None


@contextmanager
def _opened() -> "Iterator[Database]":
    from bot.commands.database import opened_up_to_date

    with opened_up_to_date(settings_here()) as database:
        yield database
