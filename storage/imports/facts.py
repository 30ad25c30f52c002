"""The facts of a row of the situations file, as JSON holds them."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from storage.imports import cells
from storage.imports.known import facts
from storage.imports.rows import Typed

_SETTING = re.compile(r"(?P<name>.+?)(?: from (?P<began>[^;]+?))?(?: to (?P<ended>[^;]+?))?")
_DAYS = range(1, 367)


def facts_of(row: Typed) -> dict[str, object]:
    """Those that are written there and can be read; the birth date is the child's, not the situation's."""
    found: dict[str, object] = {}
    for fact, sort in facts().items():
        if fact != "born_on" and row.has(fact):
            value = _READ[sort](row, fact)
            if value is not None:
                found[fact] = value
    return found


def _day(row: Typed, fact: str) -> object:
    day = row.day(fact)
    return None if day is None else day.isoformat()


def _instant(row: Typed, fact: str) -> object:
    when = row.moment(fact)
    if when is None:
        return None
    if when[1] is None:
        row.note(fact, "it needs a time, as 31/12/2026 14:30")
        return None
    return when[1].isoformat()


def _days(row: Typed, fact: str) -> object:
    written = row.text(fact, 20).removesuffix(".0")
    if written.isdigit() and int(written) in _DAYS:
        return int(written)
    row.note(fact, "it isn't a number of days from 1 to 366")
    return None


def _yes_no(row: Typed, fact: str) -> object:
    return row.yes_no(fact)


def _settings(row: Typed, fact: str) -> object:
    """ "Mum from 02/03/2026; Dad from 01/02/2026 to 01/05/2026"."""
    found = []
    for part in row.text(fact, 500).split(";"):
        match = _SETTING.fullmatch(part.strip())
        if match is None:
            continue
        try:
            days = {name: cells.day(match[name], row.today) for name in ("began", "ended")}
        except ValueError as wrong:
            row.note(fact, str(wrong))
            return None
        found.append({"name": match["name"], **{name: day.isoformat() for name, day in days.items() if day}})
    if len({setting["name"] for setting in found}) < len(found):
        row.note(fact, "two places have the same name")
        return None
    return found or None


_READ: Final[Mapping[str, Callable[[Typed, str], object]]] = MappingProxyType(
    {"day": _day, "instant": _instant, "days": _days, "yes_no": _yes_no, "settings": _settings}
)
