"""How long to keep trying: the outbox has its own patience, a person who waits has little."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from bot.teams.errors import RateLimited, Unavailable

T = TypeVar("T")

_FIRST_WAIT = 0.5


@dataclass(frozen=True, slots=True)
class Patience:
    """At most so many tries, within so many seconds in all."""

    tries: int
    seconds: float


INTERACTIVE = Patience(tries=3, seconds=10)
ONCE = Patience(tries=1, seconds=10)


@dataclass(frozen=True, slots=True)
class Pace:
    """Time as the retries see it; tests pass their own, so that none of them sleeps."""

    monotonic: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    jitter: Callable[[], float] = random.random


async def retrying(attempt: Callable[[float], Awaitable[T]], patience: Patience, pace: Pace) -> T:
    """Try until it works, else the last Unavailable; `attempt` gets the seconds left. Other errors aren't retried."""
    deadline = pace.monotonic() + patience.seconds
    tries = 1
    while True:
        try:
            return await attempt(max(deadline - pace.monotonic(), 1.0))
        except Unavailable as failure:
            wait = _FIRST_WAIT * 2 ** (tries - 1) * (0.5 + pace.jitter())
            if isinstance(failure, RateLimited):
                wait = failure.retry_after + wait * 0.1
            if tries >= patience.tries or pace.monotonic() + wait >= deadline:
                raise
        await pace.sleep(wait)
        tries += 1


def retry_after(header: str | None, now: Callable[[], datetime]) -> float:
    """The seconds that a Retry-After header asks for, as a number or as an instant; 1 if it says nothing."""
    if header is None:
        return 1.0
    if header.strip().isdigit():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return 1.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((until - now()).total_seconds(), 0.0)
