"""A plain way to count, with `dateutil` and `holidays`: what `plain_deadlines` is written with."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta

At = date | datetime
Case = dict[str, Any]
VISITS = ("visit", "unannounced_visit")
WEEK = timedelta(weeks=1)


@cache
def _london() -> ZoneInfo:
    return ZoneInfo("Europe/London")


@cache
def _bank_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG")


def months(number: int) -> relativedelta:
    """The same day-of-month so many months on, or the month's last."""
    return relativedelta(months=number)


def years(number: int) -> relativedelta:
    """So many anniversaries on."""
    return relativedelta(years=number)


def day_of(at: At) -> date:
    """The day it is in London."""
    return at.astimezone(_london()).date() if isinstance(at, datetime) else at


def hours_after(instant: datetime, hours: int) -> datetime:
    """Elapsed hours, whatever the clocks do."""
    return instant.astimezone(UTC) + timedelta(hours=hours)


def nine_next_morning(day: date) -> datetime:
    """09:00 in London on the day after."""
    tomorrow = day + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, 9, tzinfo=_london()).astimezone(UTC)


class Situation:
    """One situation of a case, with what is known of it at `as_of`."""

    def __init__(self, case: Case, situation: Case):
        self.name: str = situation["situation"]
        self.started: At = situation["started"]
        self.facts: dict[str, Any] = situation.get("facts") or {}
        self.as_of: datetime = case["as_of"]
        self.today = day_of(self.as_of)
        self.closures = case.get("closure_days") or ()
        self.events = [event for event in case.get("events") or () if self._is_known(event["at"])]
        self.found: list[dict[str, Any]] = []

    def _is_known(self, at: At) -> bool:
        return at <= self.as_of if isinstance(at, datetime) else at <= self.today

    def day(self, fact: str) -> date | None:
        """The day that a fact gives, unless that is still to come."""
        day = self.facts.get(fact)
        return day if day is not None and day <= self.today else None

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, no bank holiday, no closure."""
        return day.weekday() < 5 and day not in _bank_holidays() and day not in self.closures

    def working_days_after(self, day: date, number: int) -> date:
        """Counted one by one."""
        while number > 0:
            day += timedelta(days=1)
            if self.is_working_day(day):
                number -= 1
        return day

    def visit_by(self, day: date) -> date:
        """The last working day on or before it."""
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def has_begun(self, trigger: At) -> bool:
        """Whether the trigger has happened by `as_of`."""
        return trigger <= self.as_of if isinstance(trigger, datetime) else trigger <= self.today

    def counts(self, event: Case) -> bool:
        """Whether a visit counts: none of the three said to be missing, unless a manager's decision waives it."""
        if event.get("at_home_or_placement") is False:
            return False
        accepted = self.facts.get("accepted_as_counting_from")
        if accepted is not None and day_of(event["at"]) >= accepted:
            return True
        return event.get("seen_alone") is not False and event.get("spoken_to") is not False

    def days(self, stream: str, trigger: At) -> list[date]:
        """The days of the events of a stream since its trigger."""
        return [day_of(event["at"]) for event in self._since(trigger) if event["stream"] == stream]

    def any_visits(self, trigger: At) -> list[date]:
        """The days of every visit since the trigger, whether it counts or not."""
        return [day_of(event["at"]) for event in self._since(trigger) if event["stream"] in VISITS]

    def visits(self, trigger: At, setting: str | None = None) -> list[date]:
        """The days of the visits since the trigger that count, of one setting if that is named."""
        return [
            day_of(event["at"])
            for event in self._since(trigger)
            if event["stream"] in VISITS and self.counts(event) and (setting is None or event.get("setting") == setting)
        ]

    def unannounced_visits(self, trigger: At) -> list[date]:
        """The days of the visits since the trigger that count and were unannounced."""
        return [
            day_of(event["at"])
            for event in self._since(trigger)
            if (event["stream"] == "unannounced_visit" or (event["stream"] == "visit" and event.get("unannounced")))
            and self.counts(event)
        ]

    def _since(self, trigger: At) -> Iterator[Case]:
        for event in self.events:
            at = event["at"]
            if not isinstance(trigger, datetime):
                if day_of(at) >= trigger:
                    yield event
            elif isinstance(at, datetime):
                if at >= trigger:
                    yield event
            elif at > day_of(trigger):
                yield event

    def at_managers_interval(self, due: date, last: date) -> date:
        """The manager's shorter interval, if it was in force on any day from the last event to today."""
        number = self.facts.get("manager_interval_days")
        if number is None:
            return due
        first_day, last_day = last, self.today
        if self.facts.get("manager_interval_set_on") is not None:
            first_day = max(first_day, self.facts["manager_interval_set_on"])
        if self.facts.get("manager_interval_ends_on") is not None:
            last_day = min(last_day, self.facts["manager_interval_ends_on"] - timedelta(days=1))
        if first_day > last_day:
            return due
        return min(due, last + timedelta(days=number))

    def add(self, stream: str, due: At, setting: str | None = None) -> None:
        """Lists an open deadline."""
        if isinstance(due, datetime):
            deadline = {"stream": stream, "due": due, "overdue": self.as_of > due, "visit_by": None}
        else:
            deadline = {"stream": stream, "due": due, "overdue": self.today > due, "visit_by": self.visit_by(due)}
        deadline["situation"] = self.name
        if setting is not None:
            deadline["setting"] = setting
        self.found.append(deadline)

    def once_in_hours(self, stream: str, hours: int) -> None:
        """One event within elapsed hours of the start."""
        if self.has_begun(self.started) and not self.days(stream, self.started):
            self.add(stream, hours_after(self.started, hours))

    def once_in_working_days(self, stream: str, trigger: date, number: int) -> None:
        """One event within working days."""
        if self.has_begun(trigger) and not self.days(stream, trigger):
            self.add(stream, self.working_days_after(trigger, number))

    def every(self, stream: str, trigger: date, days: list[date], first: date, then: Callable[[date], date]) -> None:
        """The first, and then each from the last."""
        if self.has_begun(trigger):
            self.add(stream, then(max(days)) if days else first)

    def every_weeks(self, stream: str, trigger: date, number: int) -> None:
        """As often from the start on."""
        days = self.days(stream, trigger)
        self.every(stream, trigger, days, trigger + number * WEEK, lambda last: last + number * WEEK)

    def visit(
        self,
        trigger: date,
        days: list[date],
        first: date,
        then: Callable[[date], date],
        setting: str | None = None,
    ) -> None:
        """A recurring visit, which a manager may ask for more often."""
        if self.has_begun(trigger):
            due = then(max(days)) if days else first
            self.add("visit", self.at_managers_interval(due, max(days, default=trigger)), setting)

    def plan_review(self) -> None:
        """Within three months, then every six."""
        started = self.facts.get("plan_started_on") or day_of(self.started)
        reviews = self.days("plan_review", started)
        self.every("plan_review", started, reviews, started + months(3), lambda last: last + months(6))
