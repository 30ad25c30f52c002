"""The numbers of the nudging policy; a council sets them in its settings."""

from dataclasses import dataclass
from datetime import time, timedelta


@dataclass(frozen=True, slots=True)
class Policy:
    """Days are working days unless a name says otherwise; `begins` and `ends`: nothing is said unasked outside them."""

    digest_at: time = time(8, 30)
    begins: time = time(7)
    ends: time = time(21)
    soon: int = 2  # to the day by which to visit
    heads_up: int = 5
    heads_up_interval: int = 21  # calendar days: for shorter intervals a first heads-up would be a second one
    last_call: timedelta = timedelta(hours=4)  # before a deadline in hours
    head_after: int = 3  # overdue for so long, the Head of Service hears
    reason_holds: int = 2
    failed_visits: int = 2  # that many since the last visit that counts go to the manager
    postponements: int = 2
    longest_pause: int = 28  # calendar days
    next_senior_after: timedelta = timedelta(minutes=30)  # a serious concern that nobody has taken
    fresh_for: int = 5  # so old may the data be by which it goes up to the Head of Service
