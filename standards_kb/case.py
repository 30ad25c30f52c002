"""A child's (or worker's) situations and what has happened, as frozen values: what deadlines are counted from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from standards_kb.working_days import local_day

VISIT, UNANNOUNCED_VISIT = "visit", "unannounced_visit"
# Deadlines that a visit meets: whoever tells of an event by such a name means a visit.
VISITS = frozenset({VISIT, UNANNOUNCED_VISIT, "placement_day_visit", "requested_visit"})


class Event(NamedTuple):
    """Something that happened, in `stream`: `day` is the London day, `at` the aware instant where it is known.

    `seen_alone`, `at_home_or_placement` and `spoken_to` are None where nobody recorded them. `accepted`: a manager has
    accepted that the child wasn't seen alone or spoken to. A tuple, not a dataclass: there are millions."""

    stream: str
    day: date
    at: datetime | None = None
    seen_alone: bool | None = None
    at_home_or_placement: bool | None = None
    spoken_to: bool | None = None
    unannounced: bool = False
    setting: str = ""
    by: str = ""
    by_role: str = ""
    by_allocated_worker: bool | None = None
    chaired_by_manager: bool | None = None
    accepted: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """What keeps a visit from counting, of the three that a statutory visit needs (visiting.statutory_visit)."""
        three = ("at_home_or_placement", "seen_alone", "spoken_to")
        return tuple(name for name in three if getattr(self, name) is False)

    @property
    def details_recorded(self) -> bool:
        """Whether all three that a statutory visit needs have been recorded, either way."""
        return None not in (self.at_home_or_placement, self.seen_alone, self.spoken_to)


def happened(stream: str, at: date | datetime, **details: str | bool | None) -> Event:
    """An event from an aware instant, or from a plain day where the time isn't known. ValueError if naive."""
    if stream in VISITS:
        if stream == UNANNOUNCED_VISIT:
            details["unannounced"] = True
        stream = VISIT
    if not isinstance(at, datetime):
        return Event(stream, at, **details)  # type: ignore[arg-type]
    if at.utcoffset() is None:
        raise ValueError("an event's instant must be aware")
    return Event(stream, local_day(at), at, **details)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Setting:
    """One of the homes of a child who lives in several."""

    name: str
    began: date | None = None
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a situation besides its start; days are London days, `found_at` is an aware instant."""

    permanence_agreed_on: date | None = None
    first_adoption_review_on: date | None = None
    review_set_interval_days: int | None = None
    reduced_to_ten_working_days_on: date | None = None
    carer_approved_on: date | None = None
    final_hearing_on: date | None = None
    head_of_service_agreed_on: date | None = None
    newly_qualified_started_on: date | None = None
    born_on: date | None = None
    looked_after: bool | None = None
    placed_within_20_miles: bool | None = None
    found_at: datetime | None = None
    emergency: bool | None = None
    conference_needed: bool | None = None
    manager_interval_days: int | None = None
    manager_interval_set_on: date | None = None
    manager_interval_ends_on: date | None = None
    accepted_as_counting_from: date | None = None
    settings: tuple[Setting, ...] = ()
    ended_on: date | None = None
    plan_started_on: date | None = None
    due_on: date | None = None


NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class Situation:
    """One of the situations that the timescales name, since `started`: a London day, or an aware instant."""

    name: str
    started: date | datetime
    facts: Facts = NO_FACTS


@dataclass(frozen=True, slots=True)
class Case:
    """One child's situations at once, and every event of any of them."""

    situations: tuple[Situation, ...]
    events: tuple[Event, ...] = ()


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events by day, and within a day by instant; those without an instant come first."""
    return tuple(sorted(events, key=lambda e: (e.day, e.at is not None, e.at)))
