from datetime import UTC, date, datetime, timedelta

from bot.clock import Clock
from tests.fixed_clock import FixedClock

REAL = Clock.now  # which no test of a command goes by


def test_now_is_aware_and_in_utc() -> None:
    assert REAL(Clock()).utcoffset() == timedelta(0)


def test_today_is_the_day_in_london() -> None:
    clock = FixedClock(datetime(2026, 6, 30, 22, 59, tzinfo=UTC))
    assert clock.today() == date(2026, 6, 30)
    clock.move(timedelta(minutes=1))
    assert clock.today() == date(2026, 7, 1)  # 23:00 in UTC is midnight in British Summer Time
