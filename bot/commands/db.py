"""`companion db upgrade`."""

import argparse

from bot.commands.command import Subcommands, settings_here


def register(subcommands: Subcommands) -> None:
    """Add the group."""
    group = subcommands.add_parser("db", help="look after the database")
    commands = group.add_subparsers(title="commands", dest="db_command", metavar="COMMAND", required=True)
    parser = commands.add_parser("upgrade", help="bring the tables up to date; run it before a new version starts")
    parser.set_defaults(run=upgrade)


def upgrade(_arguments: argparse.Namespace) -> int:
    """Bring the tables up to date and print their revision."""
    from bot.commands.database import opened
    from storage import schema

    with opened(settings_here().database_url) as database:
        before = schema.is_current(database)
        revision = schema.upgrade(database)
    print(
        f"The tables were already at revision {revision}." if before else f"The tables are now at revision {revision}."
    )
    return 0
