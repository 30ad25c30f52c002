"""`companion sessions people`: who is in a session's return, and somebody else in their place."""

import argparse

from bot.clock import Clock
from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError


def register(commands: Subcommands) -> None:
    """Add it to the group."""
    parser = commands.add_parser("people", help="who is in a session's return; with --leaves or --comes, somebody else")
    parser.add_argument("id", type=int, help="its number, as in the list")
    parser.add_argument("--leaves", default="", metavar="WHO", help="who leaves it: name or staff key")
    parser.add_argument("--comes", default="", metavar="WHO", help="who comes in their place, or anew")
    parser.add_argument("--signs", action="store_true", help="who comes anew signs it before the Head of Service")
    parser.set_defaults(run=change)


def change(arguments: argparse.Namespace) -> int:
    """Put somebody in another's place; print who is in it now."""
    from bot.commands.database import opened_up_to_date
    from bot.commands.person_here import who_is_here
    from dialogs.check_and_challenge.convene import Wrong
    from dialogs.check_and_challenge.people import FILLS, SIGNS, exchange_of
    from storage.return_people import ReturnPeople
    from storage.return_work import whole

    now = Clock().now()
    does = SIGNS if arguments.signs else FILLS
    told = {"leaves": arguments.leaves, "comes": arguments.comes, "does": does}
    with opened_up_to_date(settings_here()) as database, database.transaction() as store:
        session = store.returns.find(arguments.id)
        if session is None:
            raise PlainError(f"There is no session {arguments.id}: `companion sessions list` shows them.")
        if arguments.leaves or arguments.comes:
            one = whole(store, session)
            people = ReturnPeople(store, lambda about: store.audit_log.add(now, who_is_here(), "change", about))
            try:
                how = exchange_of(told, one, store, now)
            except Wrong as wrong:
                raise PlainError(str(wrong)) from None
            if not people.exchange(one, how, now):
                raise PlainError("The session is cancelled, or was changed at the same moment.", exit_code=1)
        one = whole(store, store.returns.find(session.id) or session)
        names = {p.key: p.name for p in store.people.with_keys(store.returns.everybody_in(one.session))}
    print("Fills it in: " + ", ".join(names[key] for key in one.contributors))
    if one.signers:
        print("Signs first: " + ", ".join(names[signer.staff_key] for signer in one.signers))
    print("Signs off:   " + names[one.session.head_key])
    return 0
