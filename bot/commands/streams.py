"""`companion streams`: which deadlines have data, and from which day they are relied on."""

import argparse
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.commands.command import Subcommands, settings_here
from bot.commands.text import day_of
from bot.errors import PlainError

if TYPE_CHECKING:
    from storage.import_runs import SuppliedStream


def register(subcommands: Subcommands) -> None:
    """Add the group."""
    group = subcommands.add_parser("streams", help="which deadlines have data; switch one on or off")
    commands = group.add_subparsers(title="commands", dest="streams_command", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="every stream, what supplies it, as of when, and since when it is on")
    listing.set_defaults(run=list_streams)
    for name, words in (("on", "rely on a stream from a day on"), ("off", "show it as: no data supplied")):
        parser = commands.add_parser(name, help=words)
        parser.add_argument("stream", help="situation.stream, such as child_in_need.visit")
        if name == "on":
            parser.add_argument(
                "--from", dest="from_on", metavar="DATE", required=True, help="complete from this day on"
            )
        parser.set_defaults(run=switch, on=name == "on")


def list_streams(_arguments: argparse.Namespace) -> int:
    """Print them all."""
    from bot.commands.database import opened
    from storage.import_runs import SuppliedStream
    from storage.imports.known import all_streams

    with opened(settings_here().database_url, must_exist=True) as database, database.reading() as store:
        found = {(s.situation, s.stream): s for s in store.streams.all()}
    for situation, stream in all_streams():
        print(_line(found.get((situation, stream), SuppliedStream(situation, stream))))
    return 0


def switch(arguments: argparse.Namespace) -> int:
    """Switch one on from a day, or off."""
    from bot.commands.database import opened
    from bot.commands.person_here import who_is_here
    from storage.import_runs import SuppliedStream
    from storage.imports.known import all_streams

    situation, _, stream = arguments.stream.partition(".")
    if (situation, stream) not in all_streams():
        raise PlainError(f"There is no {arguments.stream}: companion streams list shows them all.")
    day = _day(arguments.from_on) if arguments.on else None
    who = who_is_here()
    with opened(settings_here().database_url, must_exist=True) as database, database.transaction() as store:
        before = next((s for s in store.streams.all() if (s.situation, s.stream) == (situation, stream)), None)
        after = replace(before or SuppliedStream(situation, stream), on_from=day, switched_by=who)
        store.streams.save(after)
        store.audit_log.add(Clock().now(), who, "streams.switch", f"{arguments.stream} {'on' if day else 'off'}")
    print(_line(after))
    return 0


def _line(stream: "SuppliedStream") -> str:
    name = f"{stream.situation}.{stream.stream}"
    source = f"from {stream.source}, as of {_written(stream.as_of)}" if stream.source and stream.as_of else "no file"
    on = "no data supplied (off)"
    if stream.on_from is not None:
        on = "on" if stream.on_from.year == 1900 else f"on from {_written(stream.on_from)}"
    return f"{name:<44} {on:<28} {source}"


def _day(text: str) -> date:
    day = day_of(text)
    if day is None:
        raise PlainError(f"--from {text} is not a date: write one such as 3/4/2026.")
    return day


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
