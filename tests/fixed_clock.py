"""A clock that stands still until it is moved."""

from datetime import datetime, timedelta

from bot.clock import Clock


class FixedClock(Clock):
    """Says the instant it was given."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant

    def now(self) -> datetime:
        return self._instant

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self._instant += by
