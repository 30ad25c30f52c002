"""The only "now"."""

from datetime import UTC, date, datetime

from standards_kb.working_days import LONDON


class Clock:
    """Reads the time; hand `clock.now` to whoever wants a callable."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The day it is in Europe/London."""
        return self.now().astimezone(LONDON).date()


class DemoClock(Clock):
    """A clock that is set by hand, to play a demo's days one after the other."""

    def __init__(self, now: datetime) -> None:
        self.at = now

    def now(self) -> datetime:
        """The instant to which it was set."""
        return self.at
