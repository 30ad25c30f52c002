"""`companion questions`: the quality assurance lead's report."""

import argparse
import json
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.commands.command import Subcommands, settings_here
from bot.commands.text import day_of, printable
from bot.errors import PlainError
from standards_kb.working_days import LONDON

if TYPE_CHECKING:
    from bot.commands.question_report import Line, Report

_OUTCOMES = {
    "answered": "answered from the framework",
    "not_covered": "not covered by the framework",
    "signposted": "signposted",
    "small_talk": "small talk",
    "child_data": "asked for data about a child",
    "ignore_rules": "asked the bot to ignore its rules",
    "self_harm": "signposted: self-harm",
    "child_in_danger": "signposted: a child in danger",
}


def register(subcommands: Subcommands) -> None:
    """Add the command."""
    parser = subcommands.add_parser(
        "questions", help="what people ask most, what the framework doesn't answer, what didn't help; never by person"
    )
    parser.add_argument(
        "--since", default="30", metavar="DAYS|DATE", help="so many days back, or a date such as 3/4/2026 (default: 30)"
    )
    parser.add_argument("--top", type=int, default=15, metavar="N", help="lines a list (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the report."""
    since = first_day(arguments.since, Clock().today())
    if arguments.top < 1:
        raise PlainError("--top must be 1 or more.")

    from bot.commands.database import opened
    from bot.commands.question_report import report
    from standards_kb.load import load_framework
    from storage import schema

    with opened(settings_here().database_url, must_exist=True) as database:
        if not schema.is_current(database):
            raise PlainError("The database's tables aren't up to date: run `companion db upgrade` first.", exit_code=1)
        with database.reading() as store:  # the bot, which may be writing, is never held up
            questions = store.questions.since(datetime.combine(since, time(), LONDON))
    found = report(questions, load_framework().passages, arguments.top)
    if arguments.json:
        print(json.dumps({"since": since.isoformat(), **asdict(found)}, indent=2, ensure_ascii=False))
    else:
        print("\n".join(as_text(found, since, shutil.get_terminal_size((100, 24)).columns)))
    return 0


def first_day(text: str, today: date) -> date:
    """The day that `--since` means: so many days before today, or a date, day first. PlainError if it means neither."""
    if text.isascii() and text.isdigit() and len(text) <= 4:
        return today - timedelta(days=int(text))
    day = day_of(text)
    if day is None:
        raise PlainError(
            f"--since {text} is neither a number of days nor a date: write 30, or a date such as 3/4/2026."
        )
    if day > today:
        raise PlainError(f"--since {text} lies ahead: write a day that has been.")
    return day


def as_text(report: "Report", since: date, width: int) -> Iterator[str]:
    """The report for a terminal, line by line."""
    yield f"Questions since {since.day} {since:%B %Y}: {report.asked}"
    if not report.asked:
        return
    for outcome, times in report.outcomes.items():
        yield f"{times:>6}  {_OUTCOMES.get(outcome, outcome)}"
    yield f"{report.helpful:>6}  said that the answer helped"
    yield f"{report.not_helpful:>6}  said that it didn't"
    yield from _section(
        "Most asked, by standard", report.standards, "No question was answered from the framework.", width
    )
    yield from _section("Most asked, by words", report.repeated, "No question came twice in the same words.", width)
    yield from _section("Unanswered: the framework doesn't say", report.unanswered, "None.", width)
    yield from _section("Unhelpful", report.unhelpful, "None.", width)


def _section(title: str, lines: "Sequence[Line]", otherwise: str, width: int) -> Iterator[str]:
    yield ""
    yield title
    if not lines:
        yield f"        {otherwise}"
    for line in lines:
        about = f"  [{line.about}]" if line.about else ""
        wrapped = textwrap.wrap(printable(line.words + about), max(width - 8, 30)) or [""]
        yield f"{line.times:>6}  {wrapped[0]}"
        yield from (f"        {rest}" for rest in wrapped[1:])
