"""`companion themes`: a month's headline themes of all audits, in the terminal and as a file."""

import argparse
from pathlib import Path

from bot.clock import Clock
from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError


def register(subcommands: Subcommands) -> None:
    """Add the command."""
    parser = subcommands.add_parser("themes", help="a month's headline themes from all audits")
    parser.add_argument("--month", default="", help="for example 2026-10 (default: the last that is over)")
    parser.add_argument("--to", metavar="DIR", help="write the whole report there (Word); it is made if need be")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print them in brief, and write the report."""
    from bot.commands.database import opened_up_to_date
    from bot.commands.person_here import who_is_here
    from bot.knowledge import build_knowledge
    from dialogs.headline_themes import document
    from dialogs.headline_themes.contents import contents
    from dialogs.headline_themes.months import read_month
    from storage.theme_work import month_of

    settings, clock = settings_here(), Clock()
    today = clock.today()
    month = read_month(arguments.month, today)
    if month is None or month > today:
        raise PlainError(f"“{arguments.month}” is no month that has begun: write one as 2026-10.")
    knowledge = build_knowledge(settings)
    with opened_up_to_date(settings) as database:
        with database.reading() as store:
            report = contents(month_of(store, month, today), knowledge, today)
        with database.transaction() as store:
            store.audit_log.add(clock.now(), who_is_here(), "figures", f"headline themes of {month:%Y-%m}", ())
    print("\n".join([report.title, *report.about, *report.brief, *(f"- {line}" for line in report.worries)]))
    if arguments.to is not None:
        folder = Path(arguments.to)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise PlainError(f"{folder} is a file, not a folder.") from None
        path = folder / f"headline-themes-{month:%Y-%m}.docx"
        path.write_bytes(document.write(report))
        print(path)
    return 0
