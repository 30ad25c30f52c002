"""A return's figures as a workbook: what is written into it, and what of one that was filled in can be taken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dialogs.check_and_challenge.left import said
from dialogs.check_and_challenge.parts import wrong_in
from dialogs.core.words import words_of
from standards_kb.returns import Template
from storage.imports.return_file import Filled, Line, written
from storage.return_work import Return, ReturnWork
from storage.returns import CHANGEABLE


@dataclass(frozen=True, slots=True)
class Book:
    """What goes into the file, handed to the process that writes it."""

    number: int
    about: tuple[str, ...]
    lines: tuple[Line, ...]


def book(one: Return, template: Template, before: Return | None) -> Book:
    """The figures of a return to be filled in, with last time's and the computed ones beside them."""
    about = words_of("check_and_challenge")("book_about", area=template.title, day=one.session.due_on)
    return Book(one.session.id, (about,), tuple(_lines(one, template, before)))


def write(made: Book) -> bytes:
    """The file, .xlsx."""
    return written(made.number, list(made.about), list(made.lines))


def take(rows: Sequence[Filled], one: Return, template: Template, work: ReturnWork) -> tuple[int, list[str]]:
    """Write what can be written; how many figures, and what is wrong with the others, by row."""
    words, wrong, taken = words_of("check_and_challenge"), [], 0
    for row in rows:
        fault = _fault(row, one, template, work)
        if not fault and _is_there(row, one):
            continue
        part = one.figures.get(row.name)
        if not fault and part is not None:
            new = replace(part, value=row.value, out_of=row.out_of, text=row.comment)
            fault = "" if work.write(new) else words("book_faster", name=part.by_name or words("somebody"))
        if fault:
            wrong.append(words("book_row", row=row.row, fault=fault))
        else:
            taken += 1
    return taken, wrong


def _lines(one: Return, template: Template, before: Return | None) -> Iterator[Line]:
    for indicator in template.indicators.values():
        part, name = one.figures[indicator.name], indicator.name
        past, computed = before.figures.get(name) if before else None, one.computed.get(name)
        yield Line(
            name,
            indicator.title,
            indicator.definition,
            indicator.unit.value,
            str(indicator.target or ""),
            said(template, past, inside=True) if past and past.value else "",
            said(template, computed, inside=True) if computed else "",
            part.value,
            part.out_of,
            part.text,
            part.version,
        )


def _fault(row: Filled, one: Return, template: Template, work: ReturnWork) -> str:
    words = words_of("check_and_challenge")
    if row.name not in one.figures:
        return words("book_no_part")
    if one.session.state not in CHANGEABLE:
        return words("book_handed_in")
    if not work.may_write(one, one.figures[row.name]):
        return words("book_held")
    if row.version != one.figures[row.name].version and not _is_there(row, one):
        return words("book_faster", name=one.figures[row.name].by_name or words("somebody"))
    fault = wrong_in(template, row.name, {"value": row.value, "out_of": row.out_of, "text": row.comment})
    return fault.rstrip(".")


def _is_there(row: Filled, one: Return) -> bool:
    part = one.figures[row.name]
    return (part.value, part.out_of, part.text) == (row.value, row.out_of, row.comment)
