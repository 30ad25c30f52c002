"""`companion demo-data`: a made-up council as files to import."""

import argparse
from datetime import date
from pathlib import Path

from bot.clock import Clock
from bot.commands.command import Subcommands
from bot.commands.text import day_of
from bot.errors import PlainError

STYLES = ("official", "plain", "sql", "dirty")
MOST = 400_000


def register(subcommands: Subcommands) -> None:
    """Add the command."""
    parser = subcommands.add_parser("demo-data", help="write a made-up council's files, for trying the import")
    parser.add_argument("folder", metavar="DIR", help="where to; it is made if need be")
    parser.add_argument("--children", type=int, default=300, metavar="N", help="how many (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another council (default: %(default)s)")
    parser.add_argument("--style", choices=STYLES, default="official", help="how the workbook is laid out")
    parser.add_argument("--as-of", metavar="DATE", help="the day that it is as of (default: today)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the workbook and the four files beside it."""
    if not 1 <= arguments.children <= MOST:
        raise PlainError(f"--children must be from 1 to {MOST}.")
    as_of: date | None = day_of(arguments.as_of) if arguments.as_of else Clock().today()
    if as_of is None:
        raise PlainError(f"--as-of {arguments.as_of} is not a date: write one such as 3/4/2026.")
    from storage.demo.council import make_council
    from storage.demo.write import STYLES, write_annex_a, write_documented

    folder = Path(arguments.folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise PlainError(f"{folder} is a file, not a folder.") from None
    council = make_council(arguments.children, arguments.seed, as_of)
    workbook = folder / "made-up-annex-a.xlsx"
    write_annex_a(council, workbook, STYLES[arguments.style], arguments.seed)
    written = [workbook, *write_documented(council, folder)]
    print(f"A made-up council of {arguments.children:,} children, as of {as_of.day} {as_of:%B %Y}:")
    print("\n".join(f"  {path}" for path in written))
    return 0
