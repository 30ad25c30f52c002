"""`companion people …`: the staff, whose a worker's name is, and who can't be reached."""

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bot.clock import Clock
from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError

if TYPE_CHECKING:
    from storage.db import Database
    from storage.people import Person
    from storage.store import Store

_GAP = {
    "not_on_staff": "not in the staff file",
    "no_sign_in": "the staff file doesn't say what they sign in with",
    "not_installed": "hasn't installed the app or written to it",
    "conflict": "their sign-in belongs to another account than the one bound: companion people release",
}


def register(subcommands: Subcommands) -> None:
    """Add the group."""
    group = subcommands.add_parser(
        "people", help="look after the staff: whose a worker's name is, who can't be reached"
    )
    commands = group.add_subparsers(title="commands", dest="people_command", metavar="COMMAND", required=True)
    for name, act, does in (
        ("list", list_people, "everybody on the staff"),
        ("unmatched", unmatched, "workers' names in the case data that are nobody's on the staff"),
        ("coverage", coverage, "who can't be reached in chat, and why"),
    ):
        parser = commands.add_parser(name, help=does)
        parser.add_argument("--json", action="store_true", help="write JSON")
        parser.set_defaults(run=act)
    parser = commands.add_parser("match", help="say whose a worker's name is")
    parser.add_argument("name", help="the name as the case system writes it")
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--to", metavar="KEY", help="the staff key of the person")
    whose.add_argument("--nobody", action="store_true", help="it is nobody's on the staff")
    parser.set_defaults(run=match)
    parser = commands.add_parser(
        "release", help="take an account from a member of staff, so that the right one is bound"
    )
    parser.add_argument("key", help="the person's staff key")
    parser.set_defaults(run=release)


def list_people(arguments: argparse.Namespace) -> int:
    """Print the staff."""
    today = Clock().today()
    with _opened() as database, database.reading() as store:
        people = store.people.all()
    rows: list[dict[str, Any]] = [
        {
            "key": p.key,
            "name": p.name,
            "roles": list(p.roles),
            "team": p.team,
            "bound": p.object_id is not None,
            "left": p.has_left(today),
        }
        for p in people
    ]
    if arguments.json:
        return _print_json(rows)
    account = ["left" if r["left"] else "bound" if r["bound"] else "not bound" for r in rows]
    return _print_table(
        ("Key", "Name", "Roles", "Team", "Account"),
        [(r["key"], r["name"], ", ".join(r["roles"]), r["team"], a) for r, a in zip(rows, account, strict=True)],
        "Nobody is on the staff yet: import the staff file.",
    )


def unmatched(arguments: argparse.Namespace) -> int:
    """Print the names that can't be placed."""
    from storage.matching import open_names

    with _opened() as database, database.reading() as store:
        found = open_names(store, Clock().today())
    if arguments.json:
        return _print_json(
            [
                {
                    "name": n.name,
                    "why": n.why,
                    "teams": list(n.teams),
                    "children": len(n.child_ids),
                    "candidates": [p.key for p in n.candidates],
                }
                for n in found
            ]
        )
    return _print_table(
        ("Name", "Teams", "Children", "Why", "Candidates"),
        [
            (n.name, ", ".join(n.teams), str(len(n.child_ids)), n.why, ", ".join(p.key for p in n.candidates))
            for n in found
        ],
        "Every worker's name in the case data is somebody's on the staff.",
    )


def match(arguments: argparse.Namespace) -> int:
    """Settle whose a name is, whatever was settled before."""
    from bot.commands.person_here import who_is_here
    from storage.matching import settle
    from storage.names import LONGEST_NAME, match_name

    clock = Clock()
    if not 0 < len(match_name(arguments.name)) <= LONGEST_NAME:
        raise PlainError("That is no name: write it as the case system does.")
    with _opened() as database, database.transaction() as store:
        person = None if arguments.nobody else _person(store, arguments.to)
        if person is not None and person.has_left(clock.today()):
            raise PlainError(f"{person.name} has left.")
        number = settle(store, arguments.name, person, who_is_here(), clock.now(), clock.today())
    whose = f"{person.name} ({person.key})" if person else "nobody on the staff"
    print(f"“{arguments.name}” is {whose}. That concerns {number} {'child' if number == 1 else 'children'}.")
    return 0


def coverage(arguments: argparse.Namespace) -> int:
    """Print who can't be reached."""
    from storage import coverage as found_by
    from storage.binding import bind_waiting

    clock = Clock()
    with _opened() as database, database.transaction() as store:
        bind_waiting(store, clock.now())
        found = found_by.coverage(store, clock.today(), lambda _person: True)
    rows = [
        (u.name, u.person.key if u.person else "", u.person.team if u.person else "", u.gap) for u in found.unreached
    ]
    if arguments.json:
        unreached = [{"name": name, "key": key, "team": team, "why": gap.value} for name, key, team, gap in rows]
        return _print_json({"reached": found.reached, "unreached": unreached})
    print(f"Reached: {found.reached}")
    return _print_table(
        ("Name", "Key", "Team", "Why not"), [(*row[:3], _GAP[row[3]]) for row in rows], "Everybody on the staff is."
    )


def release(arguments: argparse.Namespace) -> int:
    """Take the account from a member of staff."""
    from bot.commands.person_here import who_is_here

    with _opened() as database, database.transaction() as store:
        person = _person(store, arguments.key)
        if not store.arrivals.release(person.key):
            raise PlainError(f"No account is bound to {person.name}.")
        store.audit_log.add(Clock().now(), who_is_here(), "release", f"staff {person.key} has no account any more")
    print(f"{person.name} has no account any more; whoever signs in as they do is bound next.")
    return 0


def _person(store: "Store", key: str) -> "Person":
    person = store.people.by_key(key)
    if person is None:
        raise PlainError(f"Nobody has the staff key {key}: `companion people list` shows the keys.")
    return person


@contextmanager
def _opened() -> "Iterator[Database]":
    from bot.commands.database import opened_up_to_date

    with opened_up_to_date(settings_here()) as database:
        yield database


def _print_json(found: object) -> int:
    print(json.dumps(found, indent=2, ensure_ascii=False))
    return 0


def _print_table(headings: Sequence[str], rows: Sequence[Sequence[str]], otherwise: str) -> int:
    from bot.commands.table import as_table

    print("\n".join(as_table(headings, rows)) if rows else otherwise)
    return 0
