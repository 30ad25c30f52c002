"""What is in a cell: days, instants, yes and no, codes, ids. ValueError says what is wrong and quotes codes only."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from standards_kb.working_days import LONDON
from storage.imports.layouts import annex_a

EARLIEST, LATEST = date(1900, 1, 1), date(2099, 12, 31)
_EMPTY = frozenset({"", "''", '""', "'", "null", "none", "#n/a", "n/a", "-", "."})
_EXCEL_BEGAN = date(1899, 12, 30)
_SERIALS = range(1, 73_051)  # what Excel's numbers of days may be, up to 2099
_ISO = re.compile(r"\d{4}-\d\d?-\d\d?([T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2}|[a-z]{3,9})[/.\-, ]+(\d{4}|\d\d)(?:[T, ]+(.+))?", re.I)
_TIME = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:\.\d+)?)?\s*([ap]m)?", re.I)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PREFIX = re.compile(r"[a-z0-9]{1,2}\)\s*", re.I)
_CODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\b(?:[\s:\-–].*)?", re.I)
_NOT_A_DATE = "it isn't a date: write it as 31/12/2026"


def is_empty(cell: object) -> bool:
    """Whether there is nothing in it, as exports write that."""
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in _EMPTY)


def text(cell: object, most: int) -> str:
    """Its text, with whatever is in it for spaces as one space. ValueError if it's longer."""
    if is_empty(cell):
        return ""
    words = cell[1] if isinstance(cell, list) else cell
    found = " ".join(unicodedata.normalize("NFKC", str(words)).split())
    if len(found) > most:
        raise ValueError(f"it is longer than {most} characters")
    return found


def identifier(cell: object, most: int = 50) -> str:
    """An id as text, whether the sheet has it as a number or as text."""
    if isinstance(cell, bool | float | list):
        raise ValueError("it isn't an id")
    if isinstance(cell, int) and abs(cell) >= 10**15:
        raise ValueError("it has more digits than a spreadsheet's number keeps: format the column as text")
    found = text(cell, most)
    return found[:-2] if found.endswith(".0") and found[:-2].isdigit() else found


def day(cell: object, today: date) -> date | None:
    """A day: a date of the spreadsheet's, or text, day first or ISO. Two digits of a year are of the past century."""
    moment = _moment(cell, today)
    return moment[0] if moment else None


def moment(cell: object, clock: object, today: date) -> tuple[date, datetime | None] | None:
    """A local day, and the instant in UTC if a time is written there or in a cell beside it.

    Midnight beside a date is how systems write that they know no time."""
    found = _moment(cell, today)
    if found is None:
        if not is_empty(clock):
            raise ValueError("there is a time without a date")
        return None
    on, at = found
    if not is_empty(clock):
        at = _time_of(clock)
    elif at == time():
        at = None
    return on, None if at is None else _instant(on, at)


def yes_no(cell: object) -> bool | None:
    """Yes, no, or None for empty and unknown."""
    if isinstance(cell, bool):
        return cell
    found = code(cell, annex_a().codes["yes_no"])
    return {"yes": True, "no": False}.get(found) if found else None


def code(cell: object, groups: Mapping[str, Sequence[str]]) -> str | None:
    """The group that a code belongs to; None if empty. ValueError, which quotes the code, if it's in none."""
    if is_empty(cell):
        return None
    written = text(cell, 200)
    found = _group(written.casefold(), tuple((name, tuple(codes)) for name, codes in groups.items()))
    if found is None:
        raise ValueError(f"the code isn't known: {written[:40]}")
    return found


@lru_cache(maxsize=2_000)
def _group(written: str, groups: tuple[tuple[str, tuple[str, ...]], ...]) -> str | None:
    bare = _PREFIX.sub("", written, count=1)
    coded = _CODE.fullmatch(bare)
    compared = coded.group(1) if coded else bare.replace("’", "'").strip(" .")
    return next((name for name, codes in groups if compared in codes), None)


def _moment(cell: object, today: date) -> tuple[date, time | None] | None:
    if is_empty(cell):
        return None
    if isinstance(cell, list):
        on, _, at = str(cell[1]).partition("T")
        return _possible(date.fromisoformat(on)), time.fromisoformat(at) if cell[0] == "t" and at else None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if int(cell) not in _SERIALS:
            raise ValueError(_NOT_A_DATE)
        seconds = min(round((cell - int(cell)) * 86_400), 86_399)
        return _possible(_EXCEL_BEGAN + timedelta(days=int(cell))), _of_day(seconds) if seconds else None
    return _written(" ".join(str(cell).split()), today)


@lru_cache(maxsize=20_000)
def _written(words: str, today: date) -> tuple[date, time | None]:
    if _ISO.fullmatch(words):
        return _iso(words)
    found = _DAY_FIRST.fullmatch(words)
    if not found:
        raise ValueError(_NOT_A_DATE)
    number, month, year, at = found.groups()
    try:
        on = date(_year(year, today), _month(month), int(number))
    except ValueError:
        raise ValueError("there is no such day; days come before months, as in 31/12/2026") from None
    return _possible(on), _time(at) if at else None


def _iso(words: str) -> tuple[date, time | None]:
    try:
        at = datetime.fromisoformat(words) if len(words) > 10 else None
        if at is not None and at.tzinfo is not None:
            at = at.astimezone(LONDON).replace(tzinfo=None)
        on = at.date() if at else date(*(int(part) for part in words.split("-")))
    except (ValueError, TypeError):
        raise ValueError(_NOT_A_DATE) from None
    return _possible(on), at.time() if at else None


def _month(words: str) -> int:
    return int(words) if words.isdigit() else _MONTHS.index(words[:3].lower()) + 1


def _year(digits: str, today: date) -> int:
    if len(digits) == 4:
        return int(digits)
    return 2000 + int(digits) if 2000 + int(digits) <= today.year + 1 else 1900 + int(digits)


def _time_of(cell: object) -> time:
    if isinstance(cell, float) and 0 <= cell < 1:
        return _of_day(round(cell * 86_400))
    return _time(str(cell[1]).partition("T")[2] if isinstance(cell, list) else str(cell))


def _of_day(seconds: int) -> time:
    return time(seconds // 3600 % 24, seconds // 60 % 60, seconds % 60)


def _time(words: str) -> time:
    found = _TIME.fullmatch(words.strip())
    if not found:
        raise ValueError("the time can't be read: write it as 15:30")
    hour, minute, second, half = int(found[1]), int(found[2]), int(found[3] or 0), (found[4] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError("the time can't be read: write it as 15:30")
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    try:
        return time(hour, minute, second)
    except ValueError:
        raise ValueError("there is no such time") from None


def _instant(on: date, at: time) -> datetime:
    """In UTC. The hour that comes twice in October is the first; the one that never comes in March is refused."""
    local = datetime.combine(on, at, LONDON)
    instant = local.astimezone(UTC)
    if instant.astimezone(LONDON).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError("there was no such time: the clocks went forward")
    return instant


def _possible(on: date) -> date:
    if not EARLIEST <= on <= LATEST:
        raise ValueError(f"it is not between {EARLIEST.year} and {LATEST.year}")
    return on
