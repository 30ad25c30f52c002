"""`companion forget`: remove everything about a child, for good."""

import argparse

from bot.clock import Clock
from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError


def register(subcommands: Subcommands) -> None:
    """Add the command."""
    parser = subcommands.add_parser("forget", help="remove everything about a child, for good; first says what that is")
    parser.add_argument("child", metavar="CHILD", help="the child's id in the case system")
    parser.add_argument("--yes", action="store_true", help="do it, instead of saying what would be removed")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Say what is held, or remove it."""
    from bot.commands.database import OTHER_KEY, opened_up_to_date
    from bot.commands.person_here import who_is_here
    from storage.forgetting import forget
    from storage.tombstones import OtherKeyError

    settings, now, child = settings_here(), Clock().now(), arguments.child
    with opened_up_to_date(settings) as database:
        try:
            with database.transaction() as store:
                if arguments.yes:
                    held = forget(store, child, who_is_here(), now, settings.tombstone_key_bytes)
                else:
                    held = store.retention.held(child)
                    store.audit_log.add(now, who_is_here(), "view", "how much is held about a child", [child])
        except OtherKeyError:
            raise PlainError(OTHER_KEY, exit_code=1) from None
    what = (
        "Nothing is held"
        if held is None
        else (
            f"Situations: {held.situations}, events: {held.events}, allocations: {held.allocations}, "
            f"named people: {held.viewers}, managers' decisions: {held.decisions}, handovers: {held.handovers}, "
            f"corrections: {held.corrections}, told of reviews: {held.agreed}, "
            f"files on offer: {held.offers}, audits: {held.audits}, "
            f"preparations: {held.preparations}, and the child's own row, are held"
        )
    )
    print(f"{what} about {child}.")
    if arguments.yes:
        print("Removed, for good: no import brings this child in. The audit log keeps that it was done, and by whom.")
    else:
        print("Nothing is removed yet. With --yes it is, for good, and no import brings this child in any more.")
    return 0
