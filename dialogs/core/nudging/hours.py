"""When to speak of a deadline in hours: as it starts, at half-time and shortly before the end, at a humane hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dialogs.core.nudging.policy import Policy
from standards_kb.working_days import LONDON, at_local_time

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


class Call(StrEnum):
    """Which of the three."""

    START = "start"
    HALF = "half"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Timed:
    """A call and when it is due."""

    call: Call
    at: datetime


def calls(start: datetime, due: datetime, now: datetime, policy: Policy) -> list[Timed]:
    """The calls of a deadline, soonest first. Of those whose time has come by `now` only the latest, so that whoever
    learns of it late is told once; and of several that a night has moved to the same instant the latest."""
    if now > due:
        return []
    last = max(due - policy.last_call, start)
    last_at = humane(max(last, now), due, now, policy)
    half = start + (due - start) / 2
    half_at = _half(max(half, now), last_at, due, now, policy)
    wanted = [(Call.START, start, humane(max(start, now), due, now, policy)), (Call.HALF, half, half_at)]
    wanted.append((Call.LAST, last, last_at))
    come = [Timed(call, at) for call, its, at in wanted if its <= now][-1:]
    found = come + [Timed(call, at) for call, its, at in wanted if its > now]
    return [one for one, after in zip(found, [*found[1:], None], strict=True) if after is None or one.at < after.at]


def _half(at: datetime, last_at: datetime, due: datetime, now: datetime, policy: Policy) -> datetime:
    """That of half-time; the evening before rather than the morning, if that would be no earlier than the last one."""
    evening = _evening_before(at, policy)
    if not is_humane(at, policy) and _next_morning(at, policy) >= last_at and evening >= now:
        return evening
    return humane(at, due, now, policy)


def humane(at: datetime, due: datetime, now: datetime, policy: Policy) -> datetime:
    """An instant within the day's hours: if the time up to the deadline lies wholly outside them, the last minute
    before; if that has passed, the next morning; if that is too late, at once."""
    if is_humane(at, policy):
        return at
    morning = _next_morning(at, policy)
    if morning < due:
        return morning
    evening = _evening_before(at, policy)
    if evening >= now:
        return evening
    later = _next_morning(now, policy)
    return later if later < due else now


def is_humane(at: datetime, policy: Policy) -> bool:
    """Whether people may be written to at this instant, on any day."""
    return policy.begins <= at.astimezone(LONDON).time() < policy.ends


def soonest(now: datetime, policy: Policy) -> datetime:
    """Now, or the next morning."""
    return now if is_humane(now, policy) else _next_morning(now, policy)


def _next_morning(at: datetime, policy: Policy) -> datetime:
    day = at.astimezone(LONDON).date()
    today = at_local_time(day, policy.begins)
    return today if today >= at else at_local_time(day + _DAY, policy.begins)


def _evening_before(at: datetime, policy: Policy) -> datetime:
    day = at.astimezone(LONDON).date()
    today = at_local_time(day, policy.ends) - _MINUTE
    return today if today <= at else at_local_time(day - _DAY, policy.ends) - _MINUTE
