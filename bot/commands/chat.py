"""`companion chat`: talk to the bot in this terminal."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError

if TYPE_CHECKING:
    from bot.app import Companion
    from dialogs.core.turn import Sender

FILES = Path("data/files")
HOW_TO_TALK = "Type a question, help, or quit."


def register(subcommands: Subcommands) -> None:
    """Add the command."""
    parser = subcommands.add_parser("chat", help="talk to the bot in this terminal")
    parser.add_argument("--as", dest="person", metavar="NAME", help="as one of the demo's people (only in local mode)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Talk until quit."""
    settings = settings_here()
    if arguments.person and not settings.is_local:
        raise PlainError("--as works only in local mode: set COMPANION_MODE=local.")
    from bot.app import Companion
    from bot.commands.database import prepared
    from bot.files import into
    from bot.knowledge import build_knowledge
    from bot.logs import set_up_logs
    from bot.terminal import TerminalChat
    from dialogs.core.turn import Sender

    set_up_logs("WARNING", for_terminal=True)
    with prepared(settings) as database:
        known = replace(build_knowledge(settings), publish=into(FILES))
        companion = Companion.build(settings, database, known)
        # In production nobody: what is kept says nothing about who asked.
        person = demo_person(companion, arguments.person) if settings.is_local else Sender("", "")
        print(f"You are {person.name}. {HOW_TO_TALK}" if person.name else HOW_TO_TALK)
        TerminalChat(companion, person, input, print).run()
    return 0


def demo_person(companion: "Companion", name: str | None) -> "Sender":
    """The demo's person whose name begins so; the first one if none is named. PlainError if nobody's does."""
    from bot.demo import DEMO_PEOPLE
    from dialogs.core.turn import Sender

    wanted = (name or DEMO_PEOPLE[0].name).casefold()
    with companion.database.reading() as store:
        people = store.people.all()
    for person in people:
        if person.name.casefold().startswith(wanted):
            return Sender(person.object_id or "", person.name)
    raise PlainError(f"Nobody is called {name}. There are {', '.join(p.name for p in people)}.")
