"""`companion sessions pack`: a session's pack and its figures as files."""

import argparse
from pathlib import Path

from bot.clock import Clock
from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError


def register(commands: Subcommands) -> None:
    """Add it to the group."""
    parser = commands.add_parser("pack", help="write the panel's pack (Word) and its figures (Excel)")
    parser.add_argument("id", type=int, help="the session's number, as in the list")
    parser.add_argument("--to", default=".", metavar="DIR", help="where to; it is made if need be (default: here)")
    parser.set_defaults(run=write)


def write(arguments: argparse.Namespace) -> int:
    """Write both."""
    from bot.commands.database import opened_up_to_date
    from bot.commands.person_here import who_is_here
    from bot.knowledge import build_knowledge
    from dialogs.challenge_pack import document
    from dialogs.challenge_pack.contents import contents
    from storage.returns import CANCELLED

    settings, clock = settings_here(), Clock()
    knowledge = build_knowledge(settings)
    with opened_up_to_date(settings) as database, database.transaction() as store:
        session = store.returns.find(arguments.id)
        if session is None:
            raise PlainError(f"There is no session {arguments.id}: `companion sessions list` shows them.")
        if session.state == CANCELLED:
            raise PlainError(f"Session {arguments.id} is cancelled: there is no pack for it.", exit_code=1)
        pack = contents(store, knowledge, session, clock.today())
        store.audit_log.add(clock.now(), who_is_here(), "view", f"the pack of session {session.id}", ())
    folder = Path(arguments.to)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise PlainError(f"{folder} is a file, not a folder.") from None
    for name, made in (("pack", document.write(pack)), ("figures", document.write_figures(pack))):
        path = folder / f"check-and-challenge-{session.id}-{name}.{'docx' if name == 'pack' else 'xlsx'}"
        path.write_bytes(made)
        print(path)
    return 0
