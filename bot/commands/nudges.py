"""`companion nudges …`: what would be said unasked, to whom and why; and who should have heard and did not."""

import argparse
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import Clock, DemoClock
from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError
from standards_kb.working_days import LONDON, at_local_time

if TYPE_CHECKING:
    from bot.settings import Settings
    from dialogs.core.knowledge import Knowledge
    from dialogs.core.nudging.decide import Say
    from dialogs.nudges.silence import Looked
    from storage.db import Database
    from storage.store import Store


def register(subcommands: Subcommands) -> None:
    """Add the group."""
    group = subcommands.add_parser("nudges", help="what is said unasked about deadlines, to whom and why")
    commands = group.add_subparsers(title="commands", dest="nudges_command", metavar="COMMAND", required=True)
    parser = commands.add_parser("plan", help="what would be planned at a time; sends nothing and keeps nothing")
    parser.add_argument("--at", type=_instant, metavar="TIME", help="such as 2026-12-01T08:30, London's time; else now")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.set_defaults(run=plan)
    parser = commands.add_parser("play", help="in local mode: a month of somebody's mornings in a minute or two")
    parser.add_argument("--as", dest="person", metavar="NAME", help="as one of the demo's people")
    parser.add_argument("--days", type=int, default=30, help="how many days (30)")
    parser.add_argument("--pause", type=float, default=2, help="seconds between two days (2)")
    parser.set_defaults(run=play)
    parser = commands.add_parser(
        "reconcile", help="who should have heard by now today and did not; 1 if anybody, so that a job can watch it"
    )
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.set_defaults(run=reconcile)


def plan(arguments: argparse.Namespace) -> int:
    """Print it: staff keys and reasons, never a child."""
    from bot.commands.table import as_table

    with _opened() as (database, knowledge):
        now = arguments.at or Clock().now()
        said = [(say, name) for say, name in _said(database, knowledge, now)]
    if arguments.json:
        print(json.dumps([_as_json(say, name) for say, name in said], indent=2))
        return 0
    rows = [(_shown(s.at), str(s.card), s.reader, name, s.why) for s, name in said]
    print("\n".join(as_table(("When", "Card", "Reader", "Name", "Why"), rows)) if rows else "Nobody would be told.")
    return 0


def play(arguments: argparse.Namespace) -> int:
    """Show each day's messages as they would come, on a clock and in a demo of its own."""
    settings = settings_here()
    if not settings.is_local:
        raise PlainError("play works only in local mode: set COMPANION_MODE=local.")
    with tempfile.TemporaryDirectory() as folder:
        apart = settings.model_copy(update={"database_url": f"sqlite:///{Path(folder) / 'play.db'}"})
        _play(arguments, apart)
    return 0


def _play(arguments: argparse.Namespace, settings: "Settings") -> None:
    import time as wait

    from bot.app import Companion
    from bot.commands.chat import demo_person
    from bot.commands.database import prepared
    from bot.terminal import shown
    from bot.unasked import Unasked

    with prepared(settings) as database:
        today = Clock().now().astimezone(LONDON).date()
        clock = DemoClock(Clock().now())
        companion = Companion.build(settings, database, clock=clock)
        person = demo_person(companion, arguments.person)
        unasked = Unasked(companion, person.object_id, "nudges-play")
        for ahead in range(arguments.days):
            day = today + timedelta(days=ahead)
            for hour in (8, 13, 20):
                clock.at = at_local_time(day, time(hour, 45))
                for reply in unasked.next():
                    print(f"--- {day:%A} {day.day} {day:%B}, {hour}:45 ---{shown(reply)}", flush=True)
            wait.sleep(max(0.0, arguments.pause))


def reconcile(arguments: argparse.Namespace) -> int:
    """Print them; the exit status says whether there is anybody."""
    from dialogs.nudges.silence import everything, in_words, look
    from storage.access import as_job

    with _opened() as (database, knowledge):
        pages: list[Looked] = []
        after = ""
        now = Clock().now()
        while not pages or after:
            with database.reading() as store:
                pages.append(look(store, knowledge, now, after))
            after = pages[-1].last
        found = everything(pages)
        with database.transaction() as store:
            as_job(store, "reconcile", now, f"{len(found.silent)} should have heard and did not")
            names = {p.key: p.name for p in store.people.with_keys(one.reader for one in found.silent)}
    if arguments.json:
        silent = [{"reader": one.reader, "card": one.card, "why": one.why} for one in found.silent]
        print(json.dumps({"silent": silent, "children_of_nobody": found.nobody}, indent=2))
    else:
        for one in found.silent:
            print(in_words(one, f"{names.get(one.reader, one.reader)} ({one.reader})"))
        if found.nobody:
            print(f"Children of whom nobody may be told: {found.nobody}")
        if not found.silent and not found.nobody:
            print("Everybody who should have heard by now has heard.")
    return 1 if found.silent or found.nobody else 0


def _said(database: "Database", knowledge: "Knowledge", now: datetime) -> "list[tuple[Say, str]]":
    from dialogs.nudges.planner import PAGE, handed_back, hours, mornings
    from standards_kb.history import as_of
    from storage.access import as_planner

    today, after, found = as_of(now), "", []
    with database.reading() as store:
        found += handed_back(store, knowledge, today)
        found += [say for _, _, says in hours(store, knowledge, now) for say in says]
    while True:
        with database.reading() as store:
            ids = as_planner(store).page(after, PAGE)
            found += mornings(store, knowledge, today, ids)
        if len(ids) < PAGE:
            break
        after = ids[-1]
    with database.reading() as store:
        return _named(store, found)


def _named(store: "Store", found: "list[Say]") -> "list[tuple[Say, str]]":
    once = {(say.card, say.reader, say.occasion): say for say in reversed(found)}
    names = {person.key: person.name for person in store.people.with_keys(say.reader for say in once.values())}
    ordered = sorted(once.values(), key=lambda say: (say.at, say.card, say.reader, say.occasion))
    return [(say, names.get(say.reader, "")) for say in ordered]


def _as_json(say: "Say", name: str) -> dict[str, str]:
    when = {"at": say.at.isoformat(), "occasion": say.occasion, "why": say.why}
    return {"card": say.card, "reader": say.reader, "name": name, **when}


def _shown(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%Y-%m-%d %H:%M}"


def _instant(said: str) -> datetime:
    """An instant in London's time, unless it says another."""
    at = datetime.fromisoformat(said)
    return at if at.tzinfo else at.replace(tzinfo=LONDON)


@contextmanager
def _opened() -> "Iterator[tuple[Database, Knowledge]]":
    from bot.commands.database import opened_up_to_date
    from bot.knowledge import build_knowledge

    settings = settings_here()
    with opened_up_to_date(settings) as database:
        yield database, build_knowledge(settings)
