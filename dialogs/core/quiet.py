"""When somebody may be written to unasked: in their working hours, or else the office's, in London's time."""

from datetime import date, datetime, time, timedelta

from standards_kb.working_days import LONDON, WorkingDays, at_local_time
from storage.people import Person

OFFICE = (time(8), time(18))
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LOOKED_AHEAD = 30  # days


def quiet_until(person: Person | None, now: datetime, calendar: WorkingDays) -> datetime | None:
    """When their next working hours begin; None: now is within them."""
    local = now.astimezone(LONDON)
    for ahead in range(_LOOKED_AHEAD):
        day = local.date() + timedelta(days=ahead)
        hours = hours_on(person, day, calendar)
        if hours is None:
            continue
        begins, ends = (at_local_time(day, clock) for clock in hours)
        if now < begins:
            return begins
        if now < ends:
            return None
    return None  # hours that never come would be a message that never comes


def hours_on(person: Person | None, day: date, calendar: WorkingDays) -> tuple[time, time] | None:
    """When somebody works on a day, in London's time; None: they don't."""
    if day in calendar.holidays:
        return None
    if person is None or not person.working_hours:
        return OFFICE if calendar.is_working(day) else None
    given = person.working_hours.get(_DAYS[day.weekday()])
    if not given:
        return None
    begins, ends = (time.fromisoformat(clock) for clock in given)
    return (begins, ends) if begins < ends else None
