"""`companion returns …`: a return's figures as a workbook, out and in again."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.commands.command import Subcommands, settings_here
from bot.errors import PlainError

if TYPE_CHECKING:
    from standards_kb.returns import Template
    from storage.return_work import Return, ReturnWork
    from storage.store import Store


def register(subcommands: Subcommands) -> None:
    """Add the group."""
    group = subcommands.add_parser("returns", help="a return's figures as a workbook, to fill in and to import")
    commands = group.add_subparsers(title="commands", dest="returns_command", metavar="COMMAND", required=True)
    out = commands.add_parser("template", help="write a return's figures, for its own people to fill in")
    out.add_argument("id", type=int, help="the return's number, as in companion sessions list")
    out.add_argument("--output", metavar="FILE", help="where to (default: return-ID.xlsx in this folder)")
    out.set_defaults(run=template)
    into = commands.add_parser("import", help="take the figures of a file that was filled in")
    into.add_argument("file", type=Path)
    into.add_argument("--as", dest="key", required=True, metavar="KEY", help="the staff key of who filled it in")
    into.set_defaults(run=import_file)


def template(arguments: argparse.Namespace) -> int:
    """Write the file, over nothing that is there."""
    path = Path(arguments.output or f"return-{arguments.id}.xlsx")
    if path.suffix.lower() != ".xlsx":
        raise PlainError("--output must end in .xlsx.")
    if path.exists():
        raise PlainError(f"{path} is there already: name another with --output.")
    if not path.parent.is_dir():
        raise PlainError(f"There is no folder {path.parent}.")
    with _opened() as store:
        one, asked = _found(store, arguments.id)
        from dialogs.check_and_challenge.workbook import book, write
        from storage.return_told import last

        content = write(book(one, asked, last(store, one.session)))
        _note(store, "view", f"wrote the file of return {arguments.id}")
    path.write_bytes(content)
    path.chmod(0o600)
    print(f"Written to {path}. It may hold figures of fewer than five: it is for the return's own people alone.")
    return 0


def import_file(arguments: argparse.Namespace) -> int:
    """Take what can be taken; 1 if any row couldn't."""
    from dialogs.check_and_challenge.workbook import take
    from storage.imports.read import CannotRead
    from storage.imports.return_file import read_figures

    try:
        number, rows = read_figures(arguments.file)
    except (CannotRead, OSError) as error:
        raise PlainError(f"{arguments.file.name}: {error}.") from None
    with _opened() as store:
        one, asked = _found(store, number)
        work = _work(store, one, arguments.key)
        taken, wrong = take(rows, one, asked, work)
        _note(store, "change", f"imported {taken} figures into return {number}")
    print(f"Return {number}: {taken} figures taken.")
    if wrong:
        raise PlainError("Not taken:\n" + "\n".join(wrong), exit_code=1)
    return 0


def _found(store: "Store", number: int) -> "tuple[Return, Template]":
    from standards_kb.load import load_framework
    from standards_kb.load_returns import load_templates
    from storage.return_work import whole

    session = store.returns.find(number)
    if session is None:
        raise PlainError(f"There is no return {number}: `companion sessions list` shows them.")
    return whole(store, session), load_templates(load_framework())[session.area]


def _work(store: "Store", one: "Return", key: str) -> "ReturnWork":
    from storage.return_work import ReturnWork

    person = store.people.by_key(key)
    work = ReturnWork(store, person, lambda: False, lambda: False)
    if person is None or person.has_left(Clock().today()) or not work.contributes(one):
        raise PlainError(f"Nobody with the staff key {key} fills in return {one.session.id}.")
    return work


def _note(store: "Store", action: str, about: str) -> None:
    from bot.commands.person_here import who_is_here

    store.audit_log.add(Clock().now(), who_is_here(), action, about)


@contextmanager
def _opened() -> "Iterator[Store]":
    from bot.commands.database import opened_up_to_date

    with opened_up_to_date(settings_here()) as database, database.transaction() as store:
        yield store
