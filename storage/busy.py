"""What people have in their diaries, as far as the bot knows: absences, agreed meetings, planned visits, a calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from standards_kb.working_days import at_local_time

if TYPE_CHECKING:
    from storage.store import Store

VISIT_LASTS: Final = timedelta(hours=1)
_MIDNIGHT: Final = time(0)


@dataclass(frozen=True, slots=True)
class Busy:
    """Somebody is taken from one instant to another; or does something on a `day`, it isn't known when.

    `is_elsewhere`: there is a way to it."""

    staff_key: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    day: date | None = None
    is_elsewhere: bool = False


def busy(store: "Store", staff_keys: Iterable[str], first: date, last: date, without_audit: int = 0) -> list[Busy]:
    """Of some people between two days, both included; the meeting about one audit left out, as it is being moved."""
    keys = sorted(set(staff_keys))
    found = [*_away(store, keys, first, last), *_visits(store, keys, first, last)]
    begins, ends = at_local_time(first, _MIDNIGHT), at_local_time(last + timedelta(days=1), _MIDNIGHT)
    found += [
        Busy(key, meeting.starts_at, meeting.ends_at)
        for meeting in store.meetings.agreed(keys, begins, ends)
        if meeting.audit_id != without_audit
        for key in keys
        if key in (meeting.auditor_key, meeting.practitioner_key)
    ]
    found += [
        Busy(taken.staff_key, taken.starts_at, taken.ends_at) for taken in store.meetings.taken(keys, begins, ends)
    ]
    return found


def _away(store: "Store", keys: list[str], first: date, last: date) -> list[Busy]:
    days = [(c.staff_key, max(c.from_on, first), min(c.until_on, last)) for c in store.covers.of(keys, first)]
    return [
        Busy(key, at_local_time(begins, _MIDNIGHT), at_local_time(ends + timedelta(days=1), _MIDNIGHT))
        for key, begins, ends in days
        if begins <= ends
    ]


def _visits(store: "Store", keys: list[str], first: date, last: date) -> list[Busy]:
    plans = [plan for key in keys for plan in store.plans.of_staff(key) if first <= plan.day <= last]
    return [
        Busy(plan.staff_key, plan.at, plan.at + VISIT_LASTS, is_elsewhere=True)
        if plan.at is not None
        else Busy(plan.staff_key, day=plan.day, is_elsewhere=True)
        for plan in plans
    ]
