"""What stands in a worker's morning, as values: asked anew each time, through their own door."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dialogs.core.items import Item, group_of, names, sort_key
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudging.standing import Matter, Standing, standing, tells_worker
from dialogs.nudges.matters import People, matter, plan_of, rules_of, unwritten, workers_of
from standards_kb.history import AsOf
from standards_kb.timescales import Deadline
from storage.access import Door
from storage.cases import Event
from storage.covers import Cover
from storage.people import Person
from storage.planning import Watched
from storage.plans import PlannedVisit
from storage.said import Reason
from storage.store import Store

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Line:
    """One deadline: where it stands, and what was said of it. `worker`: whose it is, where that isn't the reader."""

    item: Item
    watched: Watched
    matter: Matter
    standing: Standing
    plan: PlannedVisit | None = None
    reason: Reason | None = None
    worker: Person | None = None

    @property
    def deadline(self) -> Deadline:
        """The deadline itself."""
        return self.item.deadline

    @property
    def child_id(self) -> str:
        """Whose it is."""
        return self.watched.of.child.id


@dataclass(frozen=True, slots=True)
class Morning:
    """A worker's: what needs them, soonest first; what isn't on the record yet, by child as called; for whom they stand
    in; and, after an absence, who stood in for them and what was recorded meanwhile."""

    lines: Sequence[Line] = ()
    unwritten: Sequence[tuple[str, Event]] = ()
    covering: Sequence[Person] = ()
    back: Cover | None = None
    meanwhile: Sequence[tuple[str, Event]] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.lines or self.unwritten or self.back)


def morning(through: Door, store: Store, knowledge: Knowledge, now: AsOf) -> Morning:
    """What needs a worker."""
    person = through.person
    assert person is not None, "who has a digest is on the staff"
    own = through.caseload("their digest") or ()
    covered = (through.covered_caseload("the digest of those stood in for") or ()) if through.covered() else ()
    children = {child.id: child for child in (*own, *covered)}
    watched = through.work.watched(children.values(), now, knowledge.timescales, knowledge.calendar)
    rules, people, called = rules_of(store, knowledge, now), People(store), names([*children.values()])
    rhythm = people.rhythm(person)
    before = rhythm.digest_before(now.today, knowledge.calendar)
    lines, waiting = [], []
    for one in watched:
        for deadline in one.of.deadlines:
            if person.key not in {worker.key for worker in workers_of(one, deadline)}:
                continue
            its = matter(one, deadline, now)
            where = standing(its, now, rhythm, before, rules.policy, rules.calendar)
            if where is not None and tells_worker(where):
                lines.append(line_of(one, deadline, its, where, called, now))
        mine = [event for event in unwritten(one, now, knowledge) if event.worker_key == person.key]
        waiting += [(called[one.of.child.id], event) for event in mine]
    back = next((c for c in _ended(through, person, now.today) if before <= c.until_on), None)
    return Morning(
        in_order(lines),
        waiting,
        [p for p in through.covered() if covered],
        back,
        _meanwhile([w for w in watched if w.of.child in own], called, person, back) if back else (),
    )


def line_of(
    one: Watched, deadline: Deadline, its: Matter, where: Standing, called: Mapping[str, str], now: AsOf, **more: Person
) -> Line:
    """One deadline as a line; `worker`: whose it is."""
    item = Item(one.of, deadline, called[one.of.child.id], group_of(deadline.due, now))
    plan, reason = plan_of(one, deadline, now), one.said.reason_on(now.today)
    return Line(item, one, its, where, plan, reason, more.get("worker"))


def in_order(lines: Iterable[Line]) -> list[Line]:
    """Soonest first."""
    return sorted(lines, key=lambda line: (sort_key(line.deadline.due), line.child_id, line.deadline.stream))


def _ended(through: Door, person: Person, today: date) -> list[Cover]:
    return [c for c in through.managing.covers.ended(today - _WEEK, today) if c.staff_key == person.key]


def _meanwhile(
    watched: Iterable[Watched], called: Mapping[str, str], person: Person, cover: Cover
) -> list[tuple[str, Event]]:
    """What others recorded for somebody's children while they were away."""
    return [
        (called[one.of.child.id], event)
        for one in watched
        for event in one.of.events
        if event.worker_key not in (None, person.key) and cover.from_on <= event.day <= cover.until_on
    ]
