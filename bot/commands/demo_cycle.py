"""`companion demo-cycle`: a whole cycle of check and challenge in a minute, on a clock and in a database of its own."""

import argparse
import tempfile
from pathlib import Path

from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError


def register(subcommands: Subcommands) -> None:
    """Add the command."""
    parser = subcommands.add_parser("demo-cycle", help="play a whole cycle of check and challenge with made-up people")
    parser.add_argument("--to", default="", metavar="DIR", help="keep the packs there (default: they are not kept)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Play it and print what everybody says and hears."""
    settings = settings_here()
    if not settings.is_local:
        raise PlainError("demo-cycle works only in local mode: set COMPANION_MODE=local.")
    from bot.commands.database import opened
    from bot.demo_cycle import play

    with tempfile.TemporaryDirectory() as apart:
        folder = Path(arguments.to or Path(apart) / "packs")
        if folder.exists() and not folder.is_dir():
            raise PlainError(f"{folder} is a file, not a folder.")
        with opened(f"sqlite:///{Path(apart) / 'cycle.db'}") as database:
            made = play(settings, database, folder, lambda line: print(line, flush=True))
    if arguments.to:
        print("\n".join(["", "Written:", *map(str, made)]))
    return 0
