"""`companion audits moderate` and `agreement`: draw a month's audits to moderate, see how far grades agree."""

import argparse
import json
from datetime import date
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError

if TYPE_CHECKING:
    from storage.db import Database
    from storage.moderation_draw import Drawn

_WITHOUT = "no moderator may take it: each did the audit, manages somebody in it, or has worked with the child"


def register(commands: Subcommands) -> None:
    """Add them to the group."""
    drawn = commands.add_parser("moderate", help="draw a month's completed audits to moderate, the same for the same")
    drawn.add_argument("--month", required=True, metavar="YYYY-MM", help="the month in which they became final")
    drawn.add_argument("--size", required=True, type=int, help="how many of the month, with those drawn before")
    drawn.add_argument("--seed", type=int, default=1, help="another number draws others (default: 1)")
    drawn.set_defaults(run=moderate)
    agreed = commands.add_parser("agreement", help="how far auditors and moderators give the same grade")
    agreed.add_argument("--month", default="", metavar="YYYY-MM", help="one month")
    agreed.add_argument("--from", dest="first", default="", metavar="YYYY-MM", help="from this month on")
    agreed.add_argument("--to", dest="last", default="", metavar="YYYY-MM", help="until this month (default: this one)")
    agreed.add_argument("--json", action="store_true", help="as JSON")
    agreed.set_defaults(run=agreement)


def moderate(arguments: argparse.Namespace) -> int:
    """Draw them, tell their moderators, and print who has which."""
    from bot.commands.database import opened_up_to_date
    from bot.commands.table import as_table

    if arguments.size < 1:
        raise PlainError("--size takes a number from 1 on.")
    month = _month(arguments.month, "--month")
    if month > Clock().today():
        raise PlainError(f"{arguments.month} hasn't begun: give a month in which audits have become final.")
    with opened_up_to_date(settings_here()) as database:
        drawn = _draw(database, month, arguments.size, arguments.seed)
    rows = [(str(m.audit_id), m.moderator_key, m.due_on.isoformat()) for m in drawn.new]
    print("\n".join(as_table(("Audit", "Moderator", "Due"), rows)) if rows else "Nothing new was drawn.")
    if drawn.before:
        print(f"Drawn before: {drawn.before}.")
    for number in drawn.without if drawn.moderators else ():
        print(f"Audit {number}: {_WITHOUT}.")
    if drawn.completed < arguments.size:
        print(f"Audits that became final in {arguments.month}: {drawn.completed}.")
    if not drawn.moderators:
        raise PlainError("Nobody on the staff is a moderator: give somebody that role in the staff file.", exit_code=1)
    return 0


def agreement(arguments: argparse.Namespace) -> int:
    """Print it."""
    from bot.commands.database import opened_up_to_date
    from bot.commands.person_here import who_is_here
    from dialogs.audit_moderation.agreement import report
    from standards_kb.audit_tool import load_audit_tool
    from standards_kb.load import load_framework

    if bool(arguments.month) == bool(arguments.first) or (arguments.month and arguments.last):
        raise PlainError("Give either --month, or --from and perhaps --to.")
    first = _month(arguments.month or arguments.first, "--month" if arguments.month else "--from")
    last = _month(arguments.last, "--to") if arguments.last else first
    if arguments.first and not arguments.last:
        last = max(first, Clock().today().replace(day=1))
    if last < first:
        raise PlainError("--to can't be before --from.")
    with opened_up_to_date(settings_here()) as database, database.transaction() as store:
        found = store.moderations.of_months(first, last)
        store.audit_log.add(Clock().now(), who_is_here(), "view", "figures of moderation")
    lines = report(found, first, last, load_audit_tool(load_framework()))
    told = {"from": f"{first:%Y-%m}", "to": f"{last:%Y-%m}", "says": lines[1:]}
    print(json.dumps(told, indent=2) if arguments.json else "\n".join(lines))
    return 0


def _draw(database: "Database", month: date, size: int, seed: int) -> "Drawn":
    from bot.commands.person_here import who_is_here
    from bot.knowledge import working_days
    from storage.moderation_draw import Wish, completed, draw

    clock, settings = Clock(), settings_here()
    due = working_days(settings).add(clock.today(), settings.moderation_days)
    with database.transaction() as store:
        drawn = draw(store, Wish(month, size, seed, due, "Quality assurance"), clock.now(), clock.today())
        ids = {m.audit_id for m in drawn.new}
        children = [one.child_id for one in completed(store, month) if one.audit_id in ids]
        store.audit_log.add(clock.now(), who_is_here(), "change", "drew audits to moderate", children)
    return drawn


def _month(said: str, option: str) -> date:
    try:
        return date.fromisoformat(f"{said}-01")
    except ValueError:
        raise PlainError(f"{option} takes a month such as 2026-09.") from None
