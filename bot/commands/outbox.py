"""`companion outbox …`: the messages that the bot sends unasked, and what came of them."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.clock import Clock
from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError
from standards_kb.working_days import LONDON

if TYPE_CHECKING:
    from storage.db import Database
    from storage.outbox import Entry
    from storage.store import Store

_STATES = ("pending", "posting", "sent", "unknown", "unreachable", "cancelled", "dead")


def register(subcommands: Subcommands) -> None:
    """Add the group."""
    group = subcommands.add_parser("outbox", help="look after the messages that are sent unasked")
    commands = group.add_subparsers(title="commands", dest="outbox_command", metavar="COMMAND", required=True)
    parser = commands.add_parser("list", help="what didn't reach its reader; or what is in other states")
    parser.add_argument("--state", choices=_STATES, help="these instead")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.set_defaults(run=list_messages)
    parser = commands.add_parser("explain", help="what happened to one message")
    parser.add_argument("id", type=int)
    parser.set_defaults(run=explain)
    for name, act, does in (
        ("retry", retry, "send what didn't reach its reader after all"),
        ("drop", drop, "never send it"),
    ):
        parser = commands.add_parser(name, help=does)
        parser.add_argument("ids", type=int, nargs="*", metavar="ID")
        parser.add_argument("--all", action="store_true", help="everything that `companion outbox list` shows")
        parser.set_defaults(run=act)
    parser = commands.add_parser("hold", help="stop all sending, on every replica, until it is resumed")
    parser.set_defaults(run=hold)
    parser = commands.add_parser("resume", help="go on sending")
    parser.add_argument(
        "--since",
        type=_instant,
        metavar="BACKUP_TIME",
        help="after a restore, when the backup was made, such as 2026-11-28T02:00: what is due by now is assumed sent, "
        "and each reader gets one message about it",
    )
    parser.set_defaults(run=resume)


def list_messages(arguments: argparse.Namespace) -> int:
    """Print them."""
    from bot.commands.table import as_table
    from storage.outbox import State

    with _opened() as database, database.reading() as store:
        found = store.outbox.in_states([State(arguments.state)]) if arguments.state else _undelivered(store)
        held = store.sending.held_since()
    if arguments.json:
        print(json.dumps([_as_json(entry) for entry in found], indent=2))
        return 0
    if held is not None:
        print(f"All sending is on hold since {_shown(held)}: companion outbox resume")
    rows = [(str(e.id), e.state.value, e.kind, e.recipient, e.about, _shown(e.planned_at), e.reason) for e in found]
    headings = ("Id", "State", "Kind", "Reader", "About", "Planned", "Why")
    print("\n".join(as_table(headings, rows)) if rows else "There is nothing.")
    return 0


def explain(arguments: argparse.Namespace) -> int:
    """Print what is known of one."""
    with _opened() as database, database.reading() as store:
        entry, attempts = store.outbox.find(arguments.id), store.outbox.attempts(arguments.id)
    if entry is None:
        raise PlainError(f"There is no message {arguments.id}: `companion outbox list` shows the ids.")
    print(f"Message {entry.id}: {entry.kind} for {entry.recipient}, about {entry.about} ({entry.occasion})")
    print(f"Planned {_shown(entry.planned_at)}; now {entry.state}" + (f": {entry.reason}" if entry.reason else ""))
    if entry.due_at is not None:
        print(f"Next: {_shown(entry.due_at)}")
    if entry.replaced_at is not None:
        print(f"Replaced in place: {_shown(entry.replaced_at)}")
    for attempt in attempts:
        why = f": {attempt.reason}" if attempt.reason else ""
        print(f"{_shown(attempt.at)}  {attempt.outcome} (status {attempt.status or 'none'}, {attempt.replica}){why}")
    if not attempts:
        print("It hasn't been tried.")
    return 0


def retry(arguments: argparse.Namespace) -> int:
    """Plan them once more."""
    with _opened() as database, database.transaction() as store:
        ids = _chosen(arguments, store)
        number = store.outbox.retry(ids, _now(store))
        _audit(store, f"{number} messages to be sent after all", ids)
    print(f"To be sent after all: {number}")
    return 0


def drop(arguments: argparse.Namespace) -> int:
    """Cancel them."""
    with _opened() as database, database.transaction() as store:
        ids = _chosen(arguments, store)
        number = store.outbox.drop(ids, "dropped at the command line", _now(store))
        _audit(store, f"{number} messages dropped", ids)
    print(f"Dropped: {number}")
    return 0


def hold(_arguments: argparse.Namespace) -> int:
    """Stop all sending."""
    with _opened() as database, database.transaction() as store:
        store.sending.hold(store.sending.held_since() or _now(store))
        _audit(store, "all sending on hold", [])
    print("Nothing is sent until `companion outbox resume`.")
    return 0


def resume(arguments: argparse.Namespace) -> int:
    """Go on sending; after a restore, without what may have been sent by the database that is lost."""
    with _opened() as database:
        with database.reading() as store:
            held = store.sending.held_since()
            if held is None:
                raise PlainError("Sending isn't on hold.")
        assumed = [] if arguments.since is None else _assumed_sent(database, arguments.since)
        with database.transaction() as store:
            store.sending.hold(None)
            _audit(store, f"sending resumed, {len(assumed)} messages assumed sent", [])
    for entry in assumed:
        print(f"assumed sent: {entry.id} {entry.kind} for {entry.recipient}, about {entry.about}")
    if arguments.since is not None:
        readers = len({entry.recipient for entry in assumed})
        print(f"Assumed sent: {len(assumed)}. Readers who get one message about them: {readers}.")
    print("Sending goes on.")
    return 0


def _assumed_sent(database: "Database", since: datetime) -> "list[Entry]":
    """What is due, planned first as the lost database may have; it is noted as sent, and its readers are told."""
    from bot.app import Companion
    from dialogs.core.catch_up import digests

    Companion.build(settings_here(), database).scheduler.tick()
    with database.transaction() as store:
        now = _now(store)
        if since > now:
            raise PlainError("--since is in the future: write when the backup was made.")
        assumed = store.outbox.assume_sent(now)
        store.outbox.add_all(digests(assumed, since), now)
    return assumed


def _chosen(arguments: argparse.Namespace, store: "Store") -> list[int]:
    if arguments.all == bool(arguments.ids):
        raise PlainError("Write either the ids of messages or --all.")
    return [entry.id for entry in _undelivered(store)] if arguments.all else list(arguments.ids)


def _undelivered(store: "Store") -> "list[Entry]":
    from storage.outbox import UNDELIVERED

    return [entry for entry in store.outbox.in_states(UNDELIVERED) if entry.due_at is None]


def _audit(store: "Store", about: str, ids: list[int]) -> None:
    from bot.commands.person_here import who_is_here

    which = f": {', '.join(map(str, ids[:50]))}" if ids else ""
    store.audit_log.add(_now(store), who_is_here(), "outbox", about + which)


def _now(store: "Store") -> datetime:
    return store.sending.shared_clock() or Clock().now()


def _as_json(entry: "Entry") -> dict[str, Any]:
    instants = {"planned_at": entry.planned_at, "due_at": entry.due_at, "ended_at": entry.ended_at}
    shown = {name: at.isoformat() if at else None for name, at in instants.items()}
    names = ("id", "kind", "recipient", "about", "occasion", "state", "reason", "tries")
    return {**{name: getattr(entry, name) for name in names}, **shown}


def _instant(said: str) -> datetime:
    """An instant in London's time, unless it says another."""
    at = datetime.fromisoformat(said)
    return at if at.tzinfo else at.replace(tzinfo=LONDON)


def _shown(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%Y-%m-%d %H:%M:%S}"


@contextmanager
def _opened() -> "Iterator[Database]":
    from bot.commands.database import opened_up_to_date

    with opened_up_to_date(settings_here()) as database:
        yield database
