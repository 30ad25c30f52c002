"""Values of dates and times in one line, for tables of expectations."""

from datetime import date, datetime

from dialogs.core.when import Ambiguous, Certain, Day, Moment, Span, Value, Week


def written(value: Value) -> str:
    """As in "2026-12-05 morning", "2026-12-05T15:30Z", "week 2026-12-07", "2026-12-07..2026-12-11", "..2026-12-14",
    "ask 2026-11-20|2026-11-27" with its choices sorted, "refused" where there is none."""
    if not isinstance(value, Ambiguous):
        return _certain(value)
    choices = sorted(_certain(choice.value) for choice in value.choices)
    return f"ask {'|'.join(choices)}" if choices else "refused"


def _certain(value: Certain) -> str:
    match value:
        case Day(day, part):
            return f"{day} {part}" if part else str(day)
        case Moment(at):
            return _instant(at)
        case Week(monday):
            return f"week {monday}"
        case Span(first, last):
            return f"{_end(first)}..{_end(last)}"


def _end(day: date | None) -> str:
    return str(day) if day else ""


def _instant(at: datetime) -> str:
    seconds = "%Y-%m-%dT%H:%M:%SZ" if at.second else "%Y-%m-%dT%H:%MZ"
    return f"{at:{seconds}}"
