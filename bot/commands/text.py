"""Text as people write it: for a terminal, and dates from one."""

from datetime import date, datetime


def printable(text: str) -> str:
    """Without control characters: what people type must not steer the reader's terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def day_of(text: str) -> date | None:
    """The day that a date means, day first; None if it means none."""
    from dateutil import parser

    try:
        return date.fromisoformat(text)  # dateutil would read 2026-04-03 day first, too
    except ValueError:
        pass
    try:
        # A part that is missing is taken from the default, so two defaults tell whether the date is whole.
        readings = {parser.parse(text, dayfirst=True, default=default).date() for default in _DEFAULTS}
    except (ValueError, OverflowError):
        return None
    return readings.pop() if len(readings) == 1 else None


_DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 2, 2))  # noqa: DTZ001
