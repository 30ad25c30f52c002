"""`companion audit-log`: who viewed or changed what, when, about which children."""

import argparse
import json
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError
from standards_kb.working_days import LONDON

CHILDREN_SHOWN = 5

if TYPE_CHECKING:
    from storage.audit_log import AuditEvent
    from storage.store import Store


def register(subcommands: Subcommands) -> None:
    """Add the command."""
    parser = subcommands.add_parser("audit-log", help="who viewed or changed what, when, about which children")
    parser.add_argument("--child", metavar="ID", help="about this child")
    parser.add_argument("--person", metavar="WHO", help="by this person: staff key, full name, sign-in or object id")
    parser.add_argument("--day", metavar="DATE", help="on this day, such as 3/4/2026")
    parser.add_argument("--action", metavar="NAME", help="of this kind, such as view, refused, match, forget")
    parser.add_argument(
        "--limit", type=int, default=100, metavar="N", help="at most so many, the newest (default: 100)"
    )
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the events, oldest first; that somebody looked is one, too."""
    from bot.commands.database import opened_up_to_date
    from bot.commands.person_here import who_is_here
    from bot.commands.table import as_table

    if arguments.limit < 1:
        raise PlainError("--limit must be 1 or more.")
    since, before = _of_day(arguments.day) if arguments.day else (None, None)
    with opened_up_to_date(settings_here()) as database, database.transaction() as store:
        found = store.audit_log.search(
            child_id=arguments.child,
            who=_names_of(store, arguments.person) if arguments.person else None,
            since=since,
            before=before,
            action=arguments.action,
            limit=arguments.limit,
        )
        names = {f"person:{p.object_id}": p.name for p in store.people.all() if p.object_id}
        children = {child for event in found for child in event.child_ids}
        store.audit_log.add(Clock().now(), who_is_here(), "audit_log", f"{len(found)} events read", children)
    if arguments.json:
        print(json.dumps([_as_json(event, names) for event in found], indent=2, ensure_ascii=False))
    elif not found:
        print("Nothing like that is in the audit log.")
    else:
        rows = [
            (_when(event.at), names.get(event.who, event.who), event.action, event.about, _listed(event.child_ids))
            for event in found
        ]
        print("\n".join(as_table(("When", "Who", "Action", "About", "Children"), rows)))
    return 0


def _of_day(text: str) -> tuple[datetime, datetime]:
    from bot.commands.text import day_of

    day: date | None = day_of(text)
    if day is None:
        raise PlainError(f"--day {text} is no date: write one such as 3/4/2026.")
    return datetime.combine(day, time(), LONDON), datetime.combine(day + timedelta(days=1), time(), LONDON)


def _names_of(store: "Store", person: str) -> list[str]:
    """What the log calls somebody: by what is known of them, and by the words as they stand."""
    found = [store.people.by_key(person), store.people.by_principal_name(person), *store.people.named(person)]
    ids = {p.object_id for p in found if p is not None and p.object_id}
    return [person, *(f"person:{object_id}" for object_id in sorted({*ids, person}))]


def _listed(child_ids: tuple[str, ...]) -> str:
    """A few of them: an import is about thousands, and --json has them all."""
    more = len(child_ids) - CHILDREN_SHOWN
    return ", ".join(child_ids[:CHILDREN_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _when(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%d/%m/%Y %H:%M:%S}"


def _as_json(event: "AuditEvent", names: dict[str, str]) -> dict[str, object]:
    return {
        "at": event.at.isoformat(),
        "who": event.who,
        "name": names.get(event.who),
        "action": event.action,
        "about": event.about,
        "children": list(event.child_ids),
    }
