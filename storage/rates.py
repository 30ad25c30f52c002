"""How fast may be sent: the generic cell rate algorithm, as pure arithmetic on instants.

`next_at` is when the next message would be due at an even pace. A rate allows `burst` messages more at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rate:
    """A message every `interval`, and up to `burst` more that come early."""

    interval: timedelta
    burst: int = 0

    def slot(self, next_at: datetime | None, now: datetime) -> datetime:
        """The first instant from now at which a message may go."""
        return max(now, next_at - self.interval * self.burst) if next_at else now

    def after(self, next_at: datetime | None, slot: datetime) -> datetime:
        """`next_at` when a message has gone at its slot."""
        return max(next_at or slot, slot) + self.interval


# Teams' limits in one chat are 7 messages in a second, 8 in 2, 60 in 30 and 1,800 in an hour: this stays within all.
CHAT = Rate(timedelta(seconds=2.02), burst=4)


def everybody(per_second: float) -> Rate:
    """The pace for all chats together: even, but what was missed by two messages is made up for."""
    return Rate(timedelta(seconds=1 / per_second), burst=2)
