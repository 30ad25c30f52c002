"""Who is to hear of one deadline today, when, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from dialogs.core.nudging.hours import Call, calls
from dialogs.core.nudging.policy import Policy
from dialogs.core.nudging.rhythm import Rhythm
from dialogs.core.nudging.standing import Matter, Standing, is_far, standing, tells_manager, tells_worker
from standards_kb.history import AsOf
from standards_kb.timescales import is_overdue
from standards_kb.working_days import WorkingDays, local_day


class Card(StrEnum):
    """In which message."""

    DIGEST = "digest"  # a worker's morning
    TEAM = "team"  # a manager's morning
    SERVICE = "service"  # a Head of Service's week
    HOURS = "hours"  # at once, of one deadline in hours


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may be told."""

    key: str
    rhythm: Rhythm = field(default_factory=Rhythm)


@dataclass(frozen=True, slots=True)
class Whom:
    """The people of a deadline, as they are today. `workers` is empty where it isn't known who works with the child, or
    nobody who does may be told: then the managers hear instead, as `is_open`. `duty`: who is on duty, and above."""

    workers: Sequence[Reader] = ()
    managers: Sequence[Reader] = ()
    heads: Sequence[Reader] = ()
    duty: Sequence[Reader] = ()
    is_taken: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is nobody's."""
        return not self.workers


@dataclass(frozen=True, slots=True)
class Say:
    """A message that one person gets once: (`card`, `reader`, `occasion`), not before `at`; `why`: for whoever asks."""

    card: Card
    reader: str
    occasion: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What is decided by: the numbers, the working days, whether the data are fresh."""

    policy: Policy
    calendar: WorkingDays
    is_fresh: bool = True


def decide(matter: Matter, whom: Whom, now: AsOf, rules: Rules) -> list[Say]:
    """Everything that the deadline is a reason for this morning. Several deadlines give one message: it has one key."""
    if not matter.is_supplied:
        return []
    said = [s for reader in whom.workers if (s := _digest(matter, reader, now, rules))]
    return said + [s for reader in whom.managers if (s := _team(matter, reader, now, rules))]


def decide_child(whom: Whom, now: AsOf, rules: Rules) -> list[Say]:
    """What the child alone is a reason for, whatever is due: the overviews that come as the week begins, even when all
    is clear, and that it isn't known whose the child is."""
    said = []
    for reader in whom.managers:
        if reader.rhythm.is_first_of_week(now.today, rules.calendar):
            said.append(_morning(Card.TEAM, reader, now, rules, "the week begins"))
        elif whom.is_open and reader.rhythm.works_on(now.today, rules.calendar):
            said.append(_morning(Card.TEAM, reader, now, rules, "nobody's"))
    heads = [reader for reader in whom.heads if reader.rhythm.is_first_of_week(now.today, rules.calendar)]
    return said + [_morning(Card.SERVICE, reader, now, rules, "the week begins") for reader in heads]


def decide_hours(matter: Matter, start: datetime, whom: Whom, now: AsOf, rules: Rules) -> list[Say]:
    """The same of the calls of a deadline in hours; they go out at once, on any day."""
    if not matter.is_supplied or not isinstance(matter.due, datetime):
        return []
    found = standing(matter, now, Rhythm(), now.today, rules.policy, rules.calendar)
    said = []
    for timed in calls(start, matter.due, now.instant, rules.policy):
        if timed.call is Call.HALF and found is not None and found.is_planned:
            continue
        occasion = f"{matter.due:%Y-%m-%dT%H:%M} {timed.call}"
        for reader in _called(timed.call, start, whom, rules):
            said.append(Say(Card.HOURS, reader.key, occasion, timed.at, timed.call))
    return said


def owner(at: datetime, whom: Whom, day: date, rules: Rules) -> Reader | None:
    """Who has a deadline in hours at an instant: its worker in working hours, else who is on duty, else its worker."""
    at_work = next((w for w in whom.workers if w.rhythm.is_at_work(at, day, rules.calendar)), None)
    return at_work or next(iter((*whom.duty, *whom.workers, *whom.managers)), None)


def _digest(matter: Matter, reader: Reader, now: AsOf, rules: Rules) -> Say | None:
    rhythm, calendar = reader.rhythm, rules.calendar
    if is_far(matter, now.today, rules.policy) or not rhythm.has_digest(now.today, calendar):
        return None
    before = rhythm.digest_before(now.today, calendar)
    found = standing(matter, now, rhythm, before, rules.policy, calendar)
    if found is None or not tells_worker(found):
        return None
    return _morning(Card.DIGEST, reader, now, rules, _why(found))


def _team(matter: Matter, reader: Reader, now: AsOf, rules: Rules) -> Say | None:
    """A pause or quiet day of theirs doesn't keep it from them."""
    if not is_overdue(matter.due, now) or not reader.rhythm.works_on(now.today, rules.calendar):
        return None
    found = standing(matter, now, reader.rhythm, now.today, rules.policy, rules.calendar)
    if found is None or not tells_manager(found):
        return None
    return _morning(Card.TEAM, reader, now, rules, "overdue")


def _morning(card: Card, reader: Reader, now: AsOf, rules: Rules, why: str) -> Say:
    at = reader.rhythm.digest_instant(now.today, rules.policy)
    return Say(card, reader.key, now.today.isoformat(), at, why)


def _called(call: Call, start: datetime, whom: Whom, rules: Rules) -> list[Reader]:
    """Whom a call goes to: its worker always; at half-time, if nobody has taken it, one step up from its owner; the
    last one to the manager, too."""
    first = owner(start, whom, local_day(start), rules)
    found = [*whom.workers, *([first] if first is not None else [])]
    if call is Call.HALF and not whom.is_taken:
        above = [*whom.duty, *whom.managers]
        place = above.index(first) + 1 if first in above else 0
        found += above[place : place + 1]
    if call is Call.LAST:
        found += whom.managers
    return [*{reader.key: reader for reader in found}.values()]


def _why(found: Standing) -> str:
    return "did the planned visit go ahead" if found.has_passed else found.stage
