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
