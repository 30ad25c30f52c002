"""Children as whoever plans messages sees them, a page at a time: what is due, what was said of it, who hears."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, func, select

from standards_kb.history import AsOf
from standards_kb.rules import Timescales
from standards_kb.timescales import Deadline, who_does_it
from standards_kb.working_days import WorkingDays
from storage.agreed import Agreed
from storage.case_tables import children, events, situations
from storage.caseload import ChildsDeadlines
from storage.covers import Cover
from storage.nudge_tables import planned_days, postponements, told_children
from storage.responsible import How, LookedUp, Responsible, Search
from storage.said import Said
from storage.upsert import insert_all_if_absent, insert_or_update

if TYPE_CHECKING:
    from storage.store import Store

_CASEWORK = ("Social Worker", "Personal Advisor")


@dataclass(frozen=True, slots=True)
class Watched:
    """One child, with everything that decides who hears what."""

    of: ChildsDeadlines
    said: Said
    search: Search

    def whom(self, deadline: Deadline) -> Responsible:
        """Who does it: the worker where one does, else as the framework says. Whoever says that the child isn't theirs
        hears no more of it."""
        who = self.casework(deadline)
        return self.search.of(who, self.said.disclaimed) if who else Responsible(How.NOBODY)

    @staticmethod
    def casework(deadline: Deadline) -> str:
        """Whose it is by the framework; empty if nobody's."""
        who, _ = who_does_it(deadline)
        return next((one for one in who if one in _CASEWORK), who[0] if who else "")


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """That a day was planned, by when, of how many children; `basis`: what else that rested on; `silent`: how
    many should have heard and did not, once that was looked at."""

    day: date
    basis: str
    done_at: datetime
    children: int
    silent: int | None = None


class Planning:
    """For what runs by itself, which may see every child and shows none to anybody: see `storage.access.as_job`."""

    def __init__(self, store: "Store", connection: Connection) -> None:
        self._store = store
        self._connection = connection

    def page(self, after: str, size: int) -> list[str]:
        """The next children, by id."""
        found = select(children.c.id).where(children.c.id > after).order_by(children.c.id).limit(size)
        return list(self._connection.execute(found).scalars())

    def in_hours(self, since: datetime) -> list[str]:
        """The children of whom a situation began at an instant since then."""
        began = (situations.c.started_at >= since, situations.c.child_id.is_not(None))
        return sorted(set(self._connection.execute(select(situations.c.child_id).where(*began)).scalars()))

    def watched(
        self,
        child_ids: Sequence[str],
        now: AsOf,
        timescales: Timescales,
        calendar: WorkingDays,
        known: LookedUp | None = None,
    ) -> list[Watched]:
        """These children, whatever is due for them; `known`: of the same day, from a page before."""
        known = known or LookedUp(self._store, now.today)
        known.go_on(self._store)
        known.prepare(child_ids)
        said = self._store.sayings.of_children(child_ids)
        found = self._store.caseload.deadlines(child_ids, now, timescales, calendar, known.allocated)
        return [Watched(of, said[of.child.id], Search(known, of.child)) for of in found]

    def put_off(self, least: int) -> list[str]:
        """The children for whom a visit was put off so often or more, ever."""
        c = postponements.c
        often = select(c.child_id).group_by(c.child_id, c.staff_key).having(func.count() >= least).distinct()
        return sorted(self._connection.execute(often).scalars())

    def unseen(self, since: date) -> list[str]:
        """The children to whom a visit was tried since a day at which nobody was seen."""
        tried = select(events.c.child_id).where(events.c.seen.is_(False), events.c.day >= since)
        return sorted(set(self._connection.execute(tried.where(events.c.child_id.is_not(None))).scalars()))

    def ended(self, first: date, before: date) -> list[Cover]:
        """Covers that ended on a day from `first` on and before another."""
        return self._store.covers.ended(first, before)

    def to_confirm(self, since: datetime, until: datetime) -> list[Agreed]:
        """What workers told then that a review has set, and that awaits somebody's word."""
        return self._store.agreed.waiting_since(since, until)

    def agreed(self, ids: Sequence[int]) -> list[Agreed]:
        """Those with these ids that are still there."""
        return self._store.agreed.with_ids(ids)

    def is_denied(self, number: int) -> bool:
        """Whether what somebody says, that a child isn't theirs, is open still."""
        return self._store.sayings.is_denied(number)

    def planned(self, day: date) -> PlannedDay | None:
        """What is known of a day's planning."""
        row = self._connection.execute(select(planned_days).where(planned_days.c.day == day)).one_or_none()
        return None if row is None else PlannedDay(**row._mapping)

    def last_looked_at(self) -> PlannedDay | None:
        """The last day of which it is known who should have heard and did not."""
        looked = select(planned_days).where(planned_days.c.silent.is_not(None))
        row = self._connection.execute(looked.order_by(planned_days.c.day.desc()).limit(1)).one_or_none()
        return None if row is None else PlannedDay(**row._mapping)

    def done(self, planned: PlannedDay) -> None:
        """Keep that a day is planned."""
        row = {"day": planned.day, "basis": planned.basis, "done_at": planned.done_at, "children": planned.children}
        insert_or_update(self._connection, planned_days, {**row, "silent": planned.silent})

    def told(self, outbox_id: int, child_ids: Sequence[str]) -> None:
        """Keep whom a message names that is about several children."""
        rows = [{"outbox_id": outbox_id, "child_id": child_id} for child_id in sorted(set(child_ids))]
        insert_all_if_absent(self._connection, told_children, rows)

    def told_only(self, outbox_id: int, child_ids: Sequence[str]) -> None:
        """Keep that it names these, and nobody else any more."""
        gone = (told_children.c.outbox_id == outbox_id, told_children.c.child_id.not_in(sorted(set(child_ids))))
        self._connection.execute(delete(told_children).where(*gone))
        self.told(outbox_id, child_ids)

    def told_of(self, outbox_id: int) -> list[str]:
        """Whom it names."""
        found = select(told_children.c.child_id).where(told_children.c.outbox_id == outbox_id)
        return sorted(self._connection.execute(found).scalars())

    def purge(self, before: date) -> int:
        """Forget the planning of days before this one; how many."""
        return self._connection.execute(delete(planned_days).where(planned_days.c.day < before)).rowcount
