"""A child's deadlines as the policy sees them, with the people who may be told."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from dialogs.core.knowledge import Knowledge
from dialogs.core.nudging.decide import Reader, Rules, Whom
from dialogs.core.nudging.freshness import is_fresh
from dialogs.core.nudging.rhythm import Rhythm, rhythm_of
from dialogs.core.nudging.standing import Matter
from standards_kb.case import VISIT
from standards_kb.history import COUNTING, UNANNOUNCED, AsOf
from standards_kb.timescales import Deadline
from storage.cases import Event
from storage.choices import Choices
from storage.people import Person
from storage.planning import Watched
from storage.plans import PlannedVisit
from storage.responsible import How, Responsible
from storage.roles import Role
from storage.said import FAILED, Reason
from storage.store import Store

_VISITS = frozenset({COUNTING, UNANNOUNCED, VISIT})
CASEWORK = ("Social Worker", "Personal Advisor")
RECORD_WITHIN_WORKING_DAYS = 1  # recording.significant_events


def rules_of(store: Store, knowledge: Knowledge, now: AsOf) -> Rules:
    """By what is decided today."""
    fresh = is_fresh(store.import_runs.newest_days(), now.today, knowledge)
    return Rules(knowledge.nudging, knowledge.calendar, fresh)


def workers_of(watched: Watched, deadline: Deadline) -> tuple[Person, ...]:
    """Whose it is; nobody where that isn't known, or they may not be told, or only the duty list is left, to which the
    gate shows no child."""
    return told(watched.whom(deadline))


def told(found: Responsible) -> tuple[Person, ...]:
    """Those of whom the gate says that the child is theirs."""
    return found.people if found.how in (How.ALLOCATED, How.COVERED) else ()


def unwritten(watched: Watched, now: AsOf, knowledge: Knowledge) -> list[Event]:
    """What was told here and ought to be on the record by today, and isn't."""
    waiting = watched.of.awaiting
    return [event for event in waiting if knowledge.calendar.add(event.day, RECORD_WITHIN_WORKING_DAYS) <= now.today]


def seen_on(watched: Watched, now: AsOf) -> date | None:
    """The day of the last visit that is known, whether it counts or not."""
    return max((e.day for e in watched.of.events if e.stream == VISIT and e.day <= now.today), default=None)


@dataclass(frozen=True, slots=True)
class Failed:
    """The days of visits that didn't come about since the last one that counts, up to a day: as attempts on the record,
    and as reasons given here. Told both ways on the same day it is one visit."""

    attempts: frozenset[date]
    reasons: frozenset[date]

    @property
    def days(self) -> list[date]:
        """All of them, in order."""
        return sorted(self.attempts | self.reasons)


def failed(watched: Watched, reasons: Iterable[Reason], today: date) -> Failed:
    """Those of a child."""
    last = max((d.last.day for d in watched.of.deadlines if d.last and is_met_by_visits(d)), default=date.min)
    tried = (event.day for event in watched.of.events if event.seen is False)
    said = (reason.said_on for reason in reasons if reason.code in FAILED)
    attempts, given = (frozenset(day for day in days if last < day <= today) for days in (tried, said))
    return Failed(attempts, given)


def matter(watched: Watched, deadline: Deadline, now: AsOf) -> Matter:
    """One deadline."""
    since = deadline.last.day if deadline.last else deadline.start_day
    if not is_met_by_visits(deadline) or not (watched.said.plans or watched.said.reasons):
        return Matter(deadline.due, since)
    plan, reason = plan_of(watched, deadline, now), watched.said.reason_on(now.today)
    return Matter(
        deadline.due,
        since,
        planned_on=plan.day if plan else None,
        plan_agreed=plan is not None and watched.said.is_agreed(plan),
        explained_until=reason.until_on if reason else None,
        seen_on=seen_on(watched, now),
    )


def plan_of(watched: Watched, deadline: Deadline, now: AsOf) -> PlannedVisit | None:
    """When its workers mean to visit: the soonest day that is still to come, else the last one that has passed."""
    keys = {person.key for person in watched.whom(deadline).people}
    plans = [plan for plan in watched.said.plans if plan.staff_key in keys]
    ahead = [plan for plan in plans if plan.day >= now.today]
    return ahead[0] if ahead else plans[-1] if plans else None


def is_met_by_visits(deadline: Deadline) -> bool:
    """Whether it is visits that meet it, so that one can be planned, or can't be made."""
    return not _VISITS.isdisjoint(deadline.rule.met_by)


def hours_about(watched: Watched, deadline: Deadline) -> str:
    """What the messages of a deadline in hours are about; names no child."""
    return f"hours:{watched.of.situation_of(deadline).id}:{deadline.stream}"


class People:
    """The staff as readers, each with their rhythm; looked up once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, Reader] = {}
        self._whom: dict[Hashable, Whom] = {}  # by what children, and their deadlines, have in common: `Search.alike`

    def prepare(self, store: Store, people: Iterable[Person]) -> None:
        """Look these up together, in this transaction."""
        self._store = store
        self.readers({person.key: person for person in people}.values())

    def readers(self, people: Iterable[Person]) -> list[Reader]:
        """These, in their order."""
        every = list(people)
        new = [person for person in every if person.key not in self._known]
        chosen: Mapping[str, Choices] = self._store.choices.of_all(p.key for p in new) if new else {}
        self._known.update({p.key: Reader(p.key, rhythm_of(p, chosen.get(p.key))) for p in new})
        return [self._known[person.key] for person in every]

    def rhythm(self, person: Person) -> Rhythm:
        """One person's."""
        return self.readers([person])[0].rhythm

    def of_child(self, watched: Watched) -> Whom:
        """The people of a child, whatever is due."""
        alike = (watched.search.alike, watched.said.disclaimed)
        if alike not in self._whom:
            workers = [p for who in CASEWORK for p in told(watched.search.of(who, watched.said.disclaimed))]
            managers, heads = watched.search.managers(), watched.search.heads()
            self._whom[alike] = Whom(self.readers(workers), self.readers(managers), self.readers(heads))
        return self._whom[alike]

    def of(self, watched: Watched, deadline: Deadline, child: Whom) -> Whom:
        """The people of one of the child's deadlines."""
        whose = (watched.search.alike, watched.said.disclaimed, watched.casework(deadline))
        if whose not in self._whom:
            workers = self.readers(workers_of(watched, deadline))
            self._whom[whose] = child if workers == child.workers else replace(child, workers=workers)
        return self._whom[whose]

    def awaited(self, watched: Watched, now: AsOf, knowledge: Knowledge) -> list[Person]:
        """Those of the child's workers who have told here of what ought to be on the record by today, and isn't."""
        keys = {event.worker_key for event in unwritten(watched, now, knowledge)}
        workers = (p for who in CASEWORK for p in told(watched.search.of(who, watched.said.disclaimed)))
        return [person for person in workers if person.key in keys]

    def of_hours(self, watched: Watched, deadline: Deadline, at: datetime) -> Whom:
        """The same of a deadline in hours, with who is on duty."""
        about = hours_about(watched, deadline)
        is_taken = any(call.about == about for call in watched.said.taken)
        workers, managers = workers_of(watched, deadline), watched.search.managers()
        duty = [p for p in on_duty(self._store, at) if watched.search.may_be_told(p)]
        return Whom(self.readers(workers), self.readers(managers), (), self.readers(duty), is_taken)


def on_duty(store: Store, at: datetime) -> Sequence[Person]:
    """Who is on duty, and above; only those whose role lets them be told of children who aren't theirs."""
    keys = [duty.staff_key for duty in store.rota.on_duty(at)]
    found = {person.key: person for person in store.people.with_keys(keys)}
    return [found[key] for key in dict.fromkeys(keys) if key in found and Role.DUTY in found[key].roles]
