"""Where one open deadline stands on a day, and who is to hear of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dialogs.core.nudging.policy import Policy
from dialogs.core.nudging.rhythm import Rhythm
from standards_kb.history import AsOf
from standards_kb.timescales import is_overdue
from standards_kb.working_days import WorkingDays, local_day

_WEEK = 7


class Stage(StrEnum):
    """The most pressing that is true of it."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    HEADS_UP = "heads_up"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Matter:
    """An open deadline with what people have said of it.

    `since`: the day from which it counts. `planned_on`: when its worker means to visit; `plan_agreed`: a manager has
    agreed to that day, although it is too late. `explained_until`: a reason is given, which holds up to that day.
    `is_supplied`: some file gives data of it, so that what isn't there may be missed. `seen_on`: the day of the last
    visit that is known, whether it counts or not."""

    due: date | datetime
    since: date
    planned_on: date | None = None
    plan_agreed: bool = False
    explained_until: date | None = None
    is_supplied: bool = True
    seen_on: date | None = None

    @property
    def due_day(self) -> date:
        """The London day of the deadline."""
        return local_day(self.due) if isinstance(self.due, datetime) else self.due


@dataclass(frozen=True, slots=True)
class Standing:
    """`is_planned`: the plan that is made silences it; `has_passed`: the planned day is over, and nothing is recorded;
    `is_late_plan`: it is planned for too late a day, and nobody has agreed; `is_explained`: a reason holds."""

    stage: Stage
    is_planned: bool = False
    has_passed: bool = False
    is_late_plan: bool = False
    is_explained: bool = False
    is_new: bool = False


def standing(
    matter: Matter, now: AsOf, rhythm: Rhythm, before: date, policy: Policy, calendar: WorkingDays
) -> Standing | None:
    """Where it stands for whoever has this rhythm, and had a digest on the day `before`; None: nothing may be said, as
    no file gives data of it."""
    if not matter.is_supplied:
        return None
    today, planned = now.today, matter.planned_on
    is_ahead = planned is not None and planned >= today
    is_in_time = planned is not None and (planned <= matter.due_day or matter.plan_agreed)
    stage = _stage(matter, now, rhythm, policy, calendar)
    return Standing(
        stage,
        is_planned=is_ahead and is_in_time,
        has_passed=planned is not None and planned < today and (matter.seen_on is None or matter.seen_on < planned),
        is_late_plan=is_ahead and not is_in_time,
        is_explained=matter.explained_until is not None and today <= matter.explained_until,
        is_new=stage is Stage.HEADS_UP and not _was_heads_up(matter, before, rhythm, policy, calendar),
    )


def is_far(matter: Matter, today: date, policy: Policy) -> bool:
    """Whether nobody need be told yet, even somebody who works one day a week; unless a planned day has passed."""
    return matter.planned_on is None and (matter.due_day - today).days > (policy.heads_up + 2) * _WEEK


def tells_worker(found: Standing) -> bool:
    """Whether it stands in its worker's digest: what is planned waits for that day, what is explained until it is due;
    a heads-up comes once."""
    if found.is_planned:
        return False
    if found.has_passed or found.stage in (Stage.OVERDUE, Stage.TODAY):
        return True
    if found.is_explained:
        return False
    return found.stage is Stage.SOON or found.is_new


def tells_manager(found: Standing) -> bool:
    """Whether the manager hears of it that morning: overdue, and neither explained nor planned by agreement."""
    return found.stage is Stage.OVERDUE and not (found.is_planned or found.is_explained)


def tells_head(
    found: Standing, matter: Matter, now: AsOf, policy: Policy, calendar: WorkingDays, *, is_fresh: bool
) -> bool:
    """Whether it stands in the Head of Service's week: overdue for long enough, no visit, no plan and no reason, by
    data that are fresh."""
    if not is_fresh or found.is_late_plan or not tells_manager(found):
        return False
    return now.today > calendar.add(matter.due_day, policy.head_after)


def explained_until(said_on: date, policy: Policy, calendar: WorkingDays) -> date:
    """The last day on which a reason holds."""
    return calendar.add(said_on, policy.reason_holds)


def _stage(matter: Matter, now: AsOf, rhythm: Rhythm, policy: Policy, calendar: WorkingDays) -> Stage:
    if is_overdue(matter.due, now):
        return Stage.OVERDUE
    if matter.due_day <= now.today:
        return Stage.TODAY
    if is_far(matter, now.today, policy):
        return Stage.LATER
    left = rhythm.days_left(now.today, matter.due_day, calendar, policy.heads_up)
    if left <= policy.soon:
        return Stage.SOON
    is_long = (matter.due_day - matter.since).days >= policy.heads_up_interval
    return Stage.HEADS_UP if is_long and left <= policy.heads_up else Stage.LATER


def _was_heads_up(matter: Matter, before: date, rhythm: Rhythm, policy: Policy, calendar: WorkingDays) -> bool:
    """Whether the digest before this one had it already."""
    if before < matter.since:
        return False
    return rhythm.days_left(before, matter.due_day, calendar, policy.heads_up) <= policy.heads_up
