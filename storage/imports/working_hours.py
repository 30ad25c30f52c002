"""Working days and hours as staff files write them: "Mon-Thu 09:00-17:00; Fri 09:00-13:00"."""

import re

from storage.imports.rows import Typed

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"(\d{1,2})[:.](\d\d)\s*(?:-|–|to)\s*(\d{1,2})[:.](\d\d)")
_SPAN = re.compile(r"([a-z]{3})[a-z]*(?:\s*(?:-|–|to)\s*([a-z]{3})[a-z]*)?")
_USUAL = ["09:00", "17:00"]


def working_hours(row: Typed) -> dict[str, list[str]]:
    """Day → from and until; empty if nothing is written. Days without hours have the other column's, or 9 to 5."""
    every = _hours(row.text("working_hours").casefold())
    if row.has("working_hours") and every is None:
        row.note("working_hours", "hours can't be read: write them as 09:00-17:00")
    found: dict[str, list[str]] = {}
    for part in row.text("working_days", 400).casefold().split(";"):
        hours = _hours(part) or every or _USUAL
        spans = [_SPAN.fullmatch(word.strip()) for word in _HOURS.sub("", part).split(",") if word.strip()]
        days = [day for span in spans if span for day in _days(*span.groups())]
        if None in spans or (spans and not days):
            row.note("working_days", "days can't be read: write them as Mon-Thu 09:00-17:00; Fri 09:00-13:00")
            return {}
        found.update(dict.fromkeys(days, hours))
    if not found and every:
        return dict.fromkeys(_DAYS[:5], every)
    return found


def _hours(words: str) -> list[str] | None:
    found = _HOURS.search(words)
    if found is None:
        return None
    first, first_minute, last, last_minute = (int(part) for part in found.groups())
    if first > 23 or last > 23 or first_minute > 59 or last_minute > 59:
        return None
    begin, end = f"{first:02}:{first_minute:02}", f"{last:02}:{last_minute:02}"
    return [begin, end] if begin < end else None


def _days(first: str, last: str | None) -> list[str]:
    if first not in _DAYS or (last is not None and last not in _DAYS):
        return []
    start, end = _DAYS.index(first), _DAYS.index(last or first)
    return list(_DAYS[start : end + 1]) if start <= end else []
