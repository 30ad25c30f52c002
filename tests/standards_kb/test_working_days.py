"""Counting days: doctests, and agreement with libraries that count on their own."""

import doctest
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from standards_kb import working_days
from standards_kb.working_days import LONDON, add_months, at_local_time, end_of, england, local_day

DAYS = st.dates(date(1995, 1, 1), date(2060, 12, 31))
# hypothesis wants naive bounds and adds the zone itself
INSTANTS = st.datetimes(datetime(1995, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_the_examples_of_counting_are_true() -> None:
    assert doctest.testmod(working_days).attempted >= 5
    assert doctest.testmod(working_days).failed == 0


@given(DAYS, st.integers(1, 60))
def test_adding_working_days_agrees_with_numpy(day: date, number: int) -> None:
    off = np.array(sorted(england().holidays), dtype="datetime64[D]")
    # numpy's day 0 is the day itself or the last working day before it, so that the count begins after it.
    expected = np.busday_offset(np.datetime64(day), number, roll="backward", holidays=off)
    assert england().add(day, number) == expected.astype(object)


@given(DAYS, st.integers(0, 400))
def test_adding_months_agrees_with_dateutil(day: date, months: int) -> None:
    assert add_months(day, months) == day + relativedelta(months=months)


@given(DAYS)
def test_the_working_day_on_or_before_is_the_nearest(day: date) -> None:
    found = england().on_or_before(day)
    assert england().is_working(found)
    assert not any(england().is_working(found + timedelta(n)) for n in range(1, (day - found).days + 1))


@given(INSTANTS)
def test_a_day_lasts_until_the_next_local_midnight(instant: datetime) -> None:
    day = local_day(instant)
    assert instant < end_of(day)
    assert instant >= end_of(day - timedelta(1))
    assert at_local_time(day, time(12)).astimezone(LONDON).hour == 12


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2022, 9, 19), "State Funeral of Queen Elizabeth II"),
        (date(2023, 5, 8), "Coronation of Charles III"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 12, 28), "Boxing Day (substitute)"),
        (date(2027, 12, 27), "Christmas Day (substitute)"),
        (date(2028, 8, 28), "Summer bank holiday"),
    ],
)
def test_bank_holidays_are_called_what_the_government_calls_them(day: date, name: str) -> None:
    assert england().holidays[day] == name


def test_the_worked_example_says_what_was_skipped() -> None:
    due = england().add(date(2026, 12, 18), 10)
    assert due == date(2027, 1, 6)
    skipped = england().skipped(date(2026, 12, 18), due)
    assert [s.name for s in skipped] == ["Christmas Day", "Boxing Day (substitute)", "New Year's Day"]


def test_a_councils_own_closure_days_are_skipped_too() -> None:
    closed = england().closed_on([date(2026, 12, 29)], "closed")
    assert closed.add(date(2026, 12, 24), 1) == date(2026, 12, 30)
    assert england().add(date(2026, 12, 24), 1) == date(2026, 12, 29)


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2100, 12, 30)])
def test_years_without_data_are_refused(day: date) -> None:
    with pytest.raises(ValueError, match="outside 1990 to 2100"):
        england().add(day, 10)
