"""A clock that stands still until it is moved."""

from datetime import UTC, datetime, timedelta

from bot.clock import Clock

# When commands are run by tests: on a Sunday, when nobody is told anything that a test hasn't put there.
TODAY = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)


class FixedClock(Clock):
    """Says the instant it was given."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant

    def now(self) -> datetime:
        return self._instant

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self._instant += by
