"""The year's schedule as one person may see and plan it: sessions, other activities, audits by number alone."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from storage.audits import WITHDRAWN
from storage.people import Person
from storage.schedule import CANCELLED, DONE, PLANNED, Activity

if TYPE_CHECKING:
    from storage.returns import Session
    from storage.store import Store

SESSION: Final = "session"
ACTIVITY: Final = "activity"
AUDITS: Final = "audits"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is on one day. `number`: of a session or activity its id, of audits how many; `last`: the day of the area's
    session before this one; `changed_at`: since when it stands as it does, if that is known."""

    what: str
    kind: str
    day: date
    number: int
    area: str = ""
    title: str = ""
    why_now: str = ""
    last: date | None = None
    is_done: bool = False
    version: int = 1
    changed_at: datetime | None = None


class ScheduleWork:
    """`may_see`, `may_plan`: whether their roles let them see the whole schedule, or plan it."""

    def __init__(
        self, store: "Store", person: Person | None, may_see: Callable[[], bool], may_plan: Callable[[], bool]
    ) -> None:
        self._store = store
        self._person = person
        self._may_see = may_see
        self._may_plan = may_plan

    @property
    def may_plan(self) -> bool:
        """Whether they plan activities."""
        return self._person is not None and self._may_plan()

    def entries(self, first: date, last: date) -> list[Entry]:
        """What they see of these days, soonest first: who doesn't see the whole sees the sessions they are in."""
        sees_all = self._may_see()
        if self._person is None and not sees_all:
            return []
        sessions = [s for s in self._store.returns.between(first, last) if sees_all or self._is_in(s)]
        found = [self._of_session(session) for session in sessions]
        if sees_all:
            found += [_of_activity(one) for one in self._store.schedule.between(first, last)]
            due = [a for a in self._store.audits.due_in(first, last) if a.state != WITHDRAWN]
            counted = Counter((audit.due_on, audit.kind) for audit in due)
            found += [Entry(AUDITS, kind, day, number) for (day, kind), number in counted.items()]
        return sorted(found, key=lambda one: (one.day, one.what, one.kind, one.number))

    def find(self, activity_id: int) -> Activity | None:
        """One activity, if it is theirs to plan and isn't cancelled."""
        found = self._store.schedule.find(activity_id) if self.may_plan else None
        return found if found is not None and found.state != CANCELLED else None

    def add(self, activity: Activity) -> int:
        """Plan one; its id."""
        assert self._person is not None
        return self._store.schedule.add(replace(activity, by_name=self._person.name))

    def move(self, activity: Activity, day: date, reason: str, at: datetime) -> bool:
        """Another day; False if somebody has changed it meanwhile."""
        return self._store.schedule.change(replace(activity, on_day=day, reason=reason, changed_at=at, state=PLANNED))

    def cancel(self, activity: Activity, reason: str, at: datetime) -> bool:
        """No activity."""
        return self._store.schedule.change(replace(activity, state=CANCELLED, reason=reason, changed_at=at))

    def done(self, activity: Activity, at: datetime) -> bool:
        """It has taken place."""
        return self._store.schedule.change(replace(activity, state=DONE, changed_at=at))

    def open_feed(self, secret: str, at: datetime) -> None:
        """A feed of their own at a new address."""
        assert self._person is not None
        self._store.schedule.open_feed(self._person.key, secret, at)

    def feed_since(self) -> datetime | None:
        """Since when they have one."""
        return self._store.schedule.feed_of(self._person.key) if self._person is not None else None

    def close_feed(self) -> bool:
        """No feed any more; False if there was none."""
        return self._person is not None and self._store.schedule.close_feed(self._person.key)

    def _is_in(self, session: "Session") -> bool:
        key = self._person.key if self._person else ""
        return bool(key) and key in self._store.returns.everybody_in(session)

    def _of_session(self, session: "Session") -> Entry:
        before = self._store.returns.before(session)
        why, last = "; ".join(session.priorities), before.held_on if before else None
        return Entry(
            SESSION,
            "check_and_challenge",
            session.held_on,
            session.id,
            session.area,
            why_now=why,
            last=last,
            version=session.version,
            changed_at=session.made_at,
        )


def _of_activity(one: Activity) -> Entry:
    return Entry(
        ACTIVITY,
        one.kind,
        one.on_day,
        one.id,
        one.area,
        one.title,
        one.why_now,
        is_done=one.state == DONE,
        version=one.version,
        changed_at=one.changed_at,
    )
