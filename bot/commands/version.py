"""`companion version`."""

import argparse

from bot.commands.command import Subcommands
from bot.version import VERSION


def register(subcommands: Subcommands) -> None:
    """Add the command."""
    parser = subcommands.add_parser("version", help="print the version")
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace) -> int:
    """Print the version."""
    print(f"Practice Companion {VERSION}")
    return 0
