"""`companion import`: files of the council's systems."""

import argparse
import json
import sys
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.commands.command import Subcommands, settings_here
from bot.commands.text import day_of
from bot.errors import PlainError

if TYPE_CHECKING:
    from storage.db import Database
    from storage.imports.importer import How
    from storage.imports.report import Report

LOOK_EVERY = 30.0  # seconds


def register(subcommands: Subcommands) -> None:
    """Add the command."""
    parser = subcommands.add_parser(
        "import", help="take in Annex A workbooks, visits, situations, staff and supervision files"
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="what it is, is told by its headings")
    parser.add_argument("--apply", action="store_true", help="the first file of its kind, too, without asking")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    parser.add_argument("--confirm", action="store_true", help="also what would be held for an administrator")
    parser.add_argument("--as-of", metavar="DATE", help="the day the data is of (default: the file's own date)")
    parser.add_argument("--json", action="store_true", help="write a line of JSON a file")
    parser.add_argument("--watch", metavar="DIR", help="go on importing what is put into this folder")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import, and say what came of it: 0 if every file could be used, 1 if one was held or refused."""
    if bool(arguments.files) == bool(arguments.watch):
        raise PlainError("Write the files to import, or --watch DIR.")
    if arguments.dry_run and (arguments.apply or arguments.confirm or arguments.watch):
        raise PlainError("--dry-run changes nothing: leave --apply, --confirm and --watch out.")
    as_of = _as_of(arguments.as_of)
    from bot.commands.database import OTHER_KEY, opened
    from storage import schema
    from storage.tombstones import OtherKeyError

    with opened(settings_here().database_url, must_exist=True) as database:
        if not schema.is_current(database):
            raise PlainError("The database's tables aren't up to date: run `companion db upgrade` first.", exit_code=1)
        try:
            if arguments.watch:
                _watch(arguments, database, as_of)
            outcomes = [_import(Path(name), arguments, database, as_of) for name in arguments.files]
        except OtherKeyError:
            raise PlainError(OTHER_KEY, exit_code=1) from None
    return 0 if set(outcomes) <= {"applied", "dry_run"} else 1


def _import(path: Path, arguments: argparse.Namespace, database: "Database", as_of: date | None) -> str:
    from bot.commands.progress import Bar
    from storage.imports.importer import import_file

    may_ask = not (arguments.apply or arguments.dry_run or arguments.json) and sys.stdin.isatty()
    with Bar() as bar:
        report = import_file(database, path, _how(arguments, as_of), bar)
    _say(report, arguments)
    if report.outcome == "dry_run" and not arguments.dry_run:
        if not may_ask:
            if not arguments.json:
                print("It is the first of its kind: write --apply to import it.")
        elif input("Import it? [y/N] ").strip().casefold() in ("y", "yes"):
            arguments.apply = True
            with Bar() as bar:
                report = import_file(database, path, _how(arguments, as_of), bar)
            _say(report, arguments)
            arguments.apply = False
    return report.outcome


def _watch(arguments: argparse.Namespace, database: "Database", as_of: date | None) -> None:
    from bot.commands.progress import Bar
    from storage.imports.watch import Watched

    folder = Path(arguments.watch)
    if not folder.is_dir():
        raise PlainError(f"{arguments.watch} is not a folder.")
    watched = Watched(folder, database)
    while True:
        with Bar() as bar:
            for report in watched.look(_how(arguments, as_of), bar):
                _say(report, arguments)
        time.sleep(LOOK_EVERY)


def _how(arguments: argparse.Namespace, as_of: date | None) -> "How":
    from bot.commands.person_here import who_is_here
    from storage.imports.importer import How

    first = "applied" if arguments.apply else "held" if arguments.watch else "dry_run"
    return How(
        Clock().now(),
        who_is_here(),
        apply=not arguments.dry_run,
        confirmed=arguments.confirm,
        first=first,
        as_of=as_of,
        tombstone_key=settings_here().tombstone_key_bytes,
    )


def _as_of(text: str | None) -> date | None:
    if text is None:
        return None
    day = day_of(text)
    if day is None:
        raise PlainError(f"--as-of {text} is not a date: write one such as 3/4/2026.")
    if day > Clock().today():
        raise PlainError(f"--as-of {text} lies ahead: write a day that has been.")
    return day


def _say(report: "Report", arguments: argparse.Namespace) -> None:
    from bot.commands.import_report import as_text

    if arguments.json:
        print(json.dumps(asdict(report), default=str, ensure_ascii=False), flush=True)
    else:
        print("\n".join(as_text(report)), flush=True)
