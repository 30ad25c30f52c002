"""`companion sessions …`: create check-and-challenge sessions, list them, move and cancel them, change their people."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.commands import session_pack, session_people
from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError

if TYPE_CHECKING:
    from storage.return_work import ReturnWork
    from storage.returns import Session
    from storage.store import Store

_NOBODY_HERE = "Quality assurance"  # in whose name a command creates


def register(subcommands: Subcommands) -> None:
    """Add the group."""
    group = subcommands.add_parser("sessions", help="check-and-challenge sessions: create, list, move, cancel")
    commands = group.add_subparsers(title="commands", dest="sessions_command", metavar="COMMAND", required=True)
    new = commands.add_parser("create", help="create a session and tell everybody in it")
    new.add_argument("area", help="the service area, or a part of its name")
    new.add_argument("day", help="the day of the session, for example 2027-03-12")
    new.add_argument("--due", default="", metavar="DAY", help="when the return is due (default: see the settings)")
    new.add_argument("--contributor", action="append", default=[], metavar="WHO", help="name or staff key; repeat it")
    new.add_argument("--head", default="", metavar="WHO", help="the Head of Service who signs off: name or staff key")
    new.add_argument("--manager", action="append", default=[], metavar="WHO", help="who signs before; repeat it")
    new.add_argument("--panel", default="", help="who asks the questions")
    new.add_argument("--weeks", default="", help="the action window after the session (default: see the settings)")
    new.add_argument("--priority", action="append", default=[], help="a priority of the improvement plan; repeat it")
    new.set_defaults(run=create)
    every = commands.add_parser("list", help="the sessions to come and their returns")
    every.add_argument("--all", action="store_true", help="those that are over or cancelled, too")
    every.add_argument("--json", action="store_true", help="as JSON")
    every.set_defaults(run=list_sessions)
    session_pack.register(commands)
    session_people.register(commands)
    for name, act, does in (
        ("move", move, "give a session another day and tell everybody in it"),
        ("cancel", cancel, "cancel a session: everybody in it is told, and nobody is chased any more"),
    ):
        parser = commands.add_parser(name, help=does)
        parser.add_argument("id", type=int, help="its number, as in the list")
        if name == "move":
            parser.add_argument("day", help="the new day, for example 2027-03-12")
            parser.add_argument("--due", default="", metavar="DAY", help="when the return is due")
        parser.add_argument("--because", required=name == "cancel", default="", help="why; no names")
        parser.set_defaults(run=act)


def create(arguments: argparse.Namespace) -> int:
    """Create one."""
    from bot.knowledge import build_knowledge
    from dialogs.check_and_challenge.convene import Wrong, begin, wanted

    told = {
        "area": arguments.area,
        "held": arguments.day,
        "due": arguments.due,
        "people": ", ".join(arguments.contributor),
        "head": ", ".join([arguments.head, *arguments.manager]),
        "panel": arguments.panel,
        "weeks": arguments.weeks,
        "priorities": "; ".join(arguments.priority),
    }
    knowledge, clock = build_knowledge(settings_here()), Clock()
    with _opened() as (store, work):
        try:
            made = begin(wanted(told, store, knowledge, _NOBODY_HERE, clock.now()), work, knowledge)
        except Wrong as wrong:
            raise PlainError(_as_command(str(wrong))) from None
        _note(store, f"created session {made.id}")
    print(f"Session {made.id} on {made.held_on}; its return is due by {made.due_on}. Everybody in it is told.")
    return 0


def list_sessions(arguments: argparse.Namespace) -> int:
    """Print them, soonest first."""
    from bot.commands.table import as_table
    from storage.returns import CANCELLED

    today = Clock().today()
    with _opened() as (store, _):
        found = store.returns.all()
        heads = {key: store.people.by_key(key) for key in {one.head_key for one in found}}
    if not arguments.all:
        found = [one for one in found if one.held_on >= today and one.state != CANCELLED]
    headings = ("Session", "Area", "Day", "Due", "Signs off", "Return", "Late")
    rows = [
        (
            str(one.id),
            one.area,
            one.held_on.isoformat(),
            one.due_on.isoformat(),
            who.name if (who := heads[one.head_key]) else one.head_key,
            one.state,
            "yes" if one.is_late(today) else "",
        )
        for one in found
    ]
    if arguments.json:
        print(json.dumps([dict(zip(map(str.lower, headings), row, strict=True)) for row in rows], indent=2))
    else:
        print("\n".join(as_table(headings, rows)) if rows else "No session is planned.")
    return 0


def move(arguments: argparse.Namespace) -> int:
    """Give one another day."""
    from bot.knowledge import build_knowledge
    from dialogs.check_and_challenge.convene import Wrong, days

    clock = Clock()
    with _opened() as (store, work):
        session = _session(store, arguments.id)
        try:
            held, due = days(arguments.day, arguments.due, build_knowledge(settings_here()), clock.now())
        except Wrong as wrong:
            raise PlainError(_as_command(str(wrong))) from None
        there = work.on(session.area, held)
        if there is not None and there.id != session.id:
            raise PlainError(f"The area has a session on that day already: {there.id}.", exit_code=1)
        _done(work.move(session, held, due, arguments.because, clock.now()))
        _note(store, f"moved session {session.id}")
    print(f"Session {session.id} is on {held}; its return is due by {due}. Everybody in it is told.")
    return 0


def cancel(arguments: argparse.Namespace) -> int:
    """Cancel one."""
    if not arguments.because.strip():
        raise PlainError("Say why, with --because.")
    with _opened() as (store, work):
        session = _session(store, arguments.id)
        _done(work.cancel(session, arguments.because.strip(), Clock().now()))
        _note(store, f"cancelled session {session.id}")
    print(f"Session {session.id} is cancelled. Everybody in it is told, and nobody is asked for the return any more.")
    return 0


def _session(store: "Store", session_id: int) -> "Session":
    from storage.returns import CANCELLED

    session = store.returns.find(session_id)
    if session is None:
        raise PlainError(f"There is no session {session_id}: `companion sessions list` shows them.")
    if session.state == CANCELLED:
        raise PlainError(f"Session {session_id} is cancelled already.", exit_code=1)
    return session


def _done(was_done: bool) -> None:
    if not was_done:
        raise PlainError("Somebody has changed the session at the same moment: try again.", exit_code=1)


def _as_command(wrong: str) -> str:
    """What the chat would say, with how a command says it."""
    head, _, tail = wrong.partition("? Add ")
    return f"{head}? Give --contributor, once for each." if tail else wrong


def _note(store: "Store", about: str) -> None:
    from bot.commands.person_here import who_is_here

    store.audit_log.add(Clock().now(), who_is_here(), "change", about)


@contextmanager
def _opened() -> "Iterator[tuple[Store, ReturnWork]]":
    from bot.commands.database import opened_up_to_date
    from storage.return_work import ReturnWork

    with opened_up_to_date(settings_here()) as database, database.transaction() as store:
        yield store, ReturnWork(store, None, lambda: True, lambda: False)
