"""`companion template`: empty files with the documented columns."""

import argparse
from pathlib import Path

from bot.commands.command import Subcommands
from bot.errors import PlainError

NAMES = ("visits", "situations", "staff", "supervision")


def register(subcommands: Subcommands) -> None:
    """Add the command."""
    parser = subcommands.add_parser("template", help="write an empty file with the columns that import reads")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--output", metavar="FILE", help="where to (default: NAME.xlsx in this folder)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write it, over nothing that is there."""
    from storage.imports.templates import write_template

    path = Path(arguments.output or f"{arguments.name}.xlsx")
    if path.suffix.lower() != ".xlsx":
        raise PlainError("--output must end in .xlsx.")
    if path.exists():
        raise PlainError(f"{path} is there already: name another with --output.")
    if not path.parent.is_dir():
        raise PlainError(f"There is no folder {path.parent}.")
    write_template(arguments.name, path)
    print(f"Written to {path}: replace the example row, and leave out the columns that you don't have.")
    return 0
