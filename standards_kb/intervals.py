"""Which interval applies: a longer one from the first event on or after the day it takes effect, a shorter at once."""

from collections.abc import Sequence
from datetime import date, timedelta

from standards_kb.case import Facts
from standards_kb.rules import Span, Step, Unit
from standards_kb.working_days import WorkingDays


def shortest(
    steps: Sequence[Step], base: date, begin: date, facts: Facts, today: date, calendar: WorkingDays
) -> tuple[Step, date]:
    """Of the steps in force on any day from `base` to today, the one that makes the earliest deadline, and that."""
    if len(steps) == 1:
        return steps[0], steps[0].span.after_day(base, calendar)
    starts = [_in_force_from(step, facts, begin) for step in steps]
    found: list[tuple[date, int]] = []
    for number, starts_on in enumerate(starts):
        if starts_on is None or starts_on > today:
            continue
        entered = max(starts_on, base)
        if not any(later is not None and later <= entered for later in starts[number + 1 :]):
            found.append((span_of(steps[number], facts).after_day(base, calendar), number))
    due, number = min(found)  # never empty: the first of several steps is always in force (checked at load)
    return steps[number], due


def in_force(steps: Sequence[Step], begin: date, facts: Facts, day: date) -> tuple[Step, date]:
    """The step in force on a day, and the day from which it has been (`date.min` if always)."""
    starts = [_in_force_from(step, facts, begin) for step in steps]
    return next(
        (step, since) for step, since in zip(reversed(steps), reversed(starts), strict=True) if since and since <= day
    )


def managers(facts: Facts, base: date, today: date) -> date | None:
    """The day by which a manager's own interval wants the next event; None if none has been in force since `base`.

    It is in force from the day it was set (or ever since) up to the day before it ends."""
    if facts.manager_interval_days is None:
        return None
    entered = max(base, facts.manager_interval_set_on or base)
    if entered > today or (facts.manager_interval_ends_on is not None and facts.manager_interval_ends_on <= entered):
        return None
    return base + timedelta(days=facts.manager_interval_days)


def span_of(step: Step, facts: Facts) -> Span:
    """A step's span, which may be a fact's."""
    if not step.span_fact:
        return step.span
    days: int = getattr(facts, step.span_fact)
    return Span(Unit.DAYS, days, f"{days} days")


def _in_force_from(step: Step, facts: Facts, begin: date) -> date | None:
    """The day from which a step is in force; None if it never is, as far as is known."""
    if step.span_fact and getattr(facts, step.span_fact) is None:
        return None
    days = [point.day(facts, begin) for point in step.since]
    return None if None in days else max((day for day in days if day is not None), default=date.min)
