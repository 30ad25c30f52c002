"""`companion schedule`: the year's quality assurance as a list."""

import argparse
import json
from datetime import date

from bot.clock import Clock
from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError


def register(subcommands: Subcommands) -> None:
    """Add the command."""
    parser = subcommands.add_parser("schedule", help="the year's sessions, audits and other quality assurance")
    parser.add_argument("--from", dest="first", metavar="DAY", help="the first day, as 2027-01-01 (default: today)")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print twelve months, soonest first."""
    from bot.commands.database import opened_up_to_date
    from bot.commands.table import as_table
    from bot.knowledge import build_knowledge
    from dialogs.schedule.entries import against, what, why_now, year
    from storage.schedule_work import ScheduleWork

    try:
        first = date.fromisoformat(arguments.first) if arguments.first else Clock().today()
    except ValueError:
        raise PlainError("--from takes a day such as 2027-01-01.") from None
    settings = settings_here()
    knowledge = build_knowledge(settings)
    with opened_up_to_date(settings) as database, database.reading() as store:
        every = year(ScheduleWork(store, None, lambda: True, lambda: False), first)
    rows = [
        (one.day.isoformat(), what(one, knowledge), why_now(one), "; ".join(against(one, every, knowledge)))
        for one in every
    ]
    if arguments.json:
        names = ("day", "what", "why", "check")
        print(json.dumps([dict(zip(names, row, strict=True)) for row in rows], indent=2, ensure_ascii=False))
    else:
        headings = ("Day", "What", "Why now", "Check the day")
        print("\n".join(as_table(headings, rows)) if rows else "Nothing is planned.")
    return 0
