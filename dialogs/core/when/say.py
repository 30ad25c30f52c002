"""What people read of dates and times: labels of choices, questions, errors."""

from datetime import date, datetime, timedelta

from dialogs.core.when.values import Certain, Choice, Day, Moment, Part, Span, Week
from dialogs.core.words import words_of
from standards_kb.working_days import LONDON


def choice(value: Certain) -> Choice:
    """A value with its label."""
    match value:
        case Day(day, None):
            label = day_label(day)
        case Day(day, Part() as part):
            label = words_of("core")("when_part", day=day_label(day), part=part)
        case Moment(at):
            label = moment_label(at)
        case Week(monday):
            label = words_of("core")("when_week", monday=day_label(monday))
        case Span(first, last):
            label = _span_label(first, last)
    return Choice(label, value)


def day_label(day: date) -> str:
    """As in "Friday 18 December 2026"."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def moment_label(at: datetime) -> str:
    """As in "Friday 18 December 2026 at 3:30pm", in London; midnight says between which days it is."""
    local = at.astimezone(LONDON)
    if (local.hour, local.minute) == (0, 0):
        before = day_label(local.date() - timedelta(days=1))
        return words_of("core")("when_midnight", before=before, day=day_label(local.date()))
    return words_of("core")("when_at", day=day_label(local.date()), clock=clock_label(local))


def clock_label(local: datetime) -> str:
    """As in "3:30pm"; in the hour that comes twice when the clocks go back, with BST or GMT."""
    if (local.hour, local.minute) == (12, 0):
        return words_of("core")("when_midday")
    minutes = f":{local.minute:02}" if local.minute else ""
    clock = f"{local.hour % 12 or 12}{minutes}{'pm' if local.hour >= 12 else 'am'}"
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        clock += f" {local.tzname()}"
    return clock


def _span_label(first: date | None, last: date | None) -> str:
    if first and first == last:
        return day_label(first)
    if first and last:
        return words_of("core")("when_span", first=day_label(first), last=day_label(last))
    if first:
        return words_of("core")("when_since", first=day_label(first))
    return words_of("core")("when_until", last=day_label(last)) if last else ""


def days_label(first: date, last: date) -> str:
    """As in "on Friday 18 December 2026" or "from Friday … until Monday …"."""
    if first == last:
        return words_of("core")("when_on", day=day_label(first))
    return words_of("core")("when_from_until", first=day_label(first), last=day_label(last))


def moments_label(first: datetime, last: datetime) -> str:
    """The same of two moments, in London: on one day it is said once."""
    begins, ends = first.astimezone(LONDON), last.astimezone(LONDON)
    if begins.date() == ends.date() and (begins.hour, begins.minute) != (0, 0):
        hours = {"first": clock_label(begins), "last": clock_label(ends)}
        return words_of("core")("when_on_from_until", day=day_label(begins.date()), **hours)
    return words_of("core")("when_from_until", first=moment_label(first), last=moment_label(last))


def taken(at: datetime) -> str:
    """What was assumed."""
    return words_of("core")("when_taken", moment=moment_label(at))


def which(said: str) -> str:
    """More than one day or time fits."""
    return words_of("core")("when_which", said=said)


def half_of_day(said: str) -> str:
    """Neither am nor pm, and both may be."""
    return words_of("core")("when_half_of_day", said=said)


def midnight(said: str) -> str:
    """A midnight that may begin the day or end it."""
    return words_of("core")("when_which_midnight", said=said)


def clocks_forward(said: str) -> str:
    """A time that no clock shows on that day."""
    return words_of("core")("when_clocks_forward", said=said)


def clocks_back(said: str) -> str:
    """A time that comes twice on that day."""
    return words_of("core")("when_clocks_back", said=said)


def contradiction(day: date) -> str:
    """A weekday that isn't the date's."""
    return words_of("core")("when_contradiction", day=f"{day.day} {day:%B} {day.year}", weekday=f"{day:%A}")


def short_month(day: int, last: date) -> str:
    """A day that the month doesn't have; `last` is its last."""
    return words_of("core")("when_short_month", month=f"{last:%B} {last.year}", last=last.day, day=day)


def no_month(month: int) -> str:
    """An American date, perhaps."""
    return words_of("core")("when_no_month", month=month)


def not_a_monday(day: date) -> str:
    """A week that is said to begin on another day."""
    return words_of("core")("when_not_a_monday", day=f"{day.day} {day:%B} {day.year}", weekday=f"{day:%A}")


def no_date(said: str) -> str:
    """Numbers that are no date."""
    return words_of("core")("when_no_date", said=said)


def far_off(year: int) -> str:
    """A year that must be a slip."""
    return words_of("core")("when_far_off", year=year)


def not_understood() -> str:
    """No date or time at all."""
    return words_of("core")("when_not_understood")
