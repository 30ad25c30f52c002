"""Which events meet a timescale: which visits count, and what comes before a trigger."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeAlias

from standards_kb.case import VISIT, Event, in_order
from standards_kb.rules import Timescale
from standards_kb.working_days import local_day

# The events that had happened, in the order of time, by stream; and three kinds of visits beside.
Known: TypeAlias = Mapping[str, Sequence[Event]]
COUNTING, UNANNOUNCED = "counting_visit", "unannounced_visit"
_DAY = timedelta(days=1)


class AsOf(NamedTuple):
    """The instant at which deadlines are asked for, and the London day it is then."""

    instant: datetime
    today: date


def as_of(instant: datetime) -> AsOf:
    """An aware instant with its London day. ValueError if naive."""
    if instant.utcoffset() is None:
        raise ValueError("the instant must be aware")
    return AsOf(instant, local_day(instant))


def counts(event: Event, accepted_from: date | None = None) -> bool:
    """Whether a visit counts as a statutory visit (visiting.statutory_visit): what isn't recorded is not held against
    it. A manager may have accepted that the child isn't seen alone and spoken to: once, or from `accepted_from` on."""
    if event.stream != VISIT or event.at_home_or_placement is False:
        return False
    if event.accepted or (accepted_from is not None and event.day >= accepted_from):
        return True
    return event.seen_alone is not False and event.spoken_to is not False


def known_by(events: Sequence[Event], now: AsOf, accepted_from: date | None = None) -> Known:
    """What had happened by now, by the kinds of events that meet timescales."""
    found: dict[str, list[Event]] = {}
    instant, today = now
    before = date.min
    for event in events:
        day = event.day
        if day < before:
            return known_by(in_order(events), now, accepted_from)
        before = day
        if day >= today and (day > today or (event.at is not None and event.at > instant)):
            continue
        stream = event.stream
        found.setdefault(stream, []).append(event)
        if stream == VISIT and counts(event, accepted_from):
            found.setdefault(COUNTING, []).append(event)
            if event.unannounced:
                found.setdefault(UNANNOUNCED, []).append(event)
    return found


def meeting(rule: Timescale, known: Known, begin: date = date.min, setting: str = "") -> Sequence[Event]:
    """The events that meet a timescale, in the order of time; none before its trigger's day."""
    if len(rule.met_by) == 1:
        happened = known.get(rule.met_by[0], ())
    else:
        happened = in_order(event for kind in rule.met_by for event in known.get(kind, ()))
    if setting:
        happened = [event for event in happened if event.setting == setting]
    if rule.after_start_day:
        begin += _DAY
    if not happened or happened[0].day >= begin:
        return happened
    return [event for event in happened if event.day >= begin]


def first_since(happened: Sequence[Event], start: date | datetime) -> Event | None:
    """The first event that isn't earlier than a trigger, a London day or an instant."""
    return next((event for event in happened if not _precedes(event, start)), None)


def _precedes(event: Event, start: date | datetime) -> bool:
    """On the very day of an instant, an event whose time nobody recorded may have come before it."""
    if not isinstance(start, datetime):
        return event.day < start
    return event.at < start if event.at is not None else event.day <= local_day(start)
