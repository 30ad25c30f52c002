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
    from storage.imports.return_file import Filled, Line
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
    from storage.imports.return_file import written

    path = Path(arguments.output or f"return-{arguments.id}.xlsx")
    if path.suffix.lower() != ".xlsx":
        raise PlainError("--output must end in .xlsx.")
    if path.exists():
        raise PlainError(f"{path} is there already: name another with --output.")
    if not path.parent.is_dir():
        raise PlainError(f"There is no folder {path.parent}.")
    with _opened() as store:
        one, asked = _found(store, arguments.id)
        from storage.return_told import last

        about = [f"{asked.title}: due by {one.session.due_on}. Fill in Figure, Out of and Comment. Name nobody."]
        content = written(arguments.id, about, list(_lines(one, asked, last(store, one.session))))
        _note(store, "view", f"wrote the file of return {arguments.id}")
    path.write_bytes(content)
    path.chmod(0o600)
    print(f"Written to {path}. It may hold figures of fewer than five: it is for the return's own people alone.")
    return 0


def import_file(arguments: argparse.Namespace) -> int:
    """Take what can be taken; 1 if any row couldn't."""
    from storage.imports.read import CannotRead
    from storage.imports.return_file import read_figures

    try:
        number, rows = read_figures(arguments.file)
    except (CannotRead, OSError) as error:
        raise PlainError(f"{arguments.file.name}: {error}.") from None
    with _opened() as store:
        one, asked = _found(store, number)
        work = _work(store, one, arguments.key)
        wrong, taken = [], 0
        for row in rows:
            fault = _fault(row, one, asked, work)
            if fault:
                wrong.append(f"row {row.row}: {fault}")
            elif not _is_there(row, one):
                _write(row, one, work)
                taken += 1
        _note(store, "change", f"imported {taken} figures into return {number}")
    print(f"Return {number}: {taken} figures taken.")
    if wrong:
        raise PlainError("Not taken:\n" + "\n".join(wrong), exit_code=1)
    return 0


def _lines(one: "Return", asked: "Template", before: "Return | None") -> "Iterator[Line]":
    from dialogs.check_and_challenge.left import said
    from storage.imports.return_file import Line

    for indicator in asked.indicators.values():
        part, name = one.figures[indicator.name], indicator.name
        past, computed = before.figures.get(name) if before else None, one.computed.get(name)
        yield Line(
            name,
            indicator.title,
            indicator.definition,
            indicator.unit.value,
            str(indicator.target or ""),
            said(asked, past, inside=True) if past and past.value else "",
            said(asked, computed, inside=True) if computed else "",
            part.value,
            part.out_of,
            part.text,
            part.version,
        )


def _fault(row: "Filled", one: "Return", asked: "Template", work: "ReturnWork") -> str:
    from dialogs.check_and_challenge.parts import wrong_in
    from storage.returns import CHANGEABLE

    if row.name not in one.figures:
        return "there is no such part"
    if one.session.state not in CHANGEABLE:
        return "the return is handed in"
    if not work.may_write(one, one.figures[row.name]):
        return "somebody else has taken this part"
    if row.version != one.figures[row.name].version and not _is_there(row, one):
        return f"{one.figures[row.name].by_name or 'somebody'} has changed it meanwhile: look at it in the chat"
    return wrong_in(asked, row.name, {"value": row.value, "out_of": row.out_of, "text": row.comment}).rstrip(".")


def _is_there(row: "Filled", one: "Return") -> bool:
    part = one.figures[row.name]
    return (part.value, part.out_of, part.text) == (row.value, row.out_of, row.comment)


def _write(row: "Filled", one: "Return", work: "ReturnWork") -> None:
    from dataclasses import replace

    part = one.figures[row.name]
    if not work.write(replace(part, value=row.value, out_of=row.out_of, text=row.comment)):
        raise PlainError("Somebody has changed the return at the same moment: try again.", exit_code=1)


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
