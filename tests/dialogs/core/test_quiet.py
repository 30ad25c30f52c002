"""When somebody may be written to: eight in the morning is eight in London, whatever the clocks did that night."""

from datetime import UTC, datetime

import pytest

from dialogs.core.quiet import quiet_until
from standards_kb.working_days import england
from storage.people import Person

NIGHTS = Person("n", "N", working_hours={"sun": ["00:30", "08:00"]})


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (datetime(2026, 10, 23, 18, 0, tzinfo=UTC), datetime(2026, 10, 26, 8, 0, tzinfo=UTC)),  # the clocks go back
        (datetime(2027, 3, 26, 19, 0, tzinfo=UTC), datetime(2027, 3, 30, 7, 0, tzinfo=UTC)),  # forward
        (datetime(2026, 10, 26, 7, 59, tzinfo=UTC), datetime(2026, 10, 26, 8, 0, tzinfo=UTC)),
        (datetime(2026, 10, 26, 17, 59, tzinfo=UTC), None),
    ],
)
def test_over_a_change_of_the_clocks(now: datetime, opens: datetime | None) -> None:
    assert quiet_until(None, now, england()) == opens


@pytest.mark.parametrize(("hour", "minute", "is_open"), [(0, 30, True), (1, 30, True), (7, 59, True), (8, 1, False)])
def test_hours_across_the_change_itself(hour: int, minute: int, is_open: bool) -> None:
    now = datetime(2026, 10, 25, hour, minute, tzinfo=UTC)  # back at one o'clock UTC
    assert (quiet_until(NIGHTS, now, england()) is None) is is_open
