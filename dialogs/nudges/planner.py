"""What is to be said unasked, from the database and the time alone: the mornings once a day, hours at every tick."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Planned
from dialogs.core.nudging.decide import Card, Say, decide, decide_child, decide_hours
from dialogs.core.nudging.hours import soonest
from dialogs.core.nudging.standing import Stage
from dialogs.core.turn import Json
from dialogs.nudges.matters import People, failed, hours_about, matter, rules_of
from dialogs.nudges.told import FAILED, POSTPONED
from standards_kb.case import VISIT
from standards_kb.history import AsOf, as_of
from standards_kb.timescales import Deadline
from standards_kb.working_days import LONDON
from storage.access import as_planner
from storage.outbox import Message
from storage.planning import PlannedDay, Watched
from storage.responsible import LookedUp
from storage.store import Store

PAGE: Final = 500
KINDS: Final = {card: f"nudges.{card}" for card in Card}
# The day's planning begins so early, and after this it is only done for a day that has none: nobody who has had a
# digest gets another, and what is new in the afternoon is for the next morning.
_FIRST_HOUR, _LAST_HOUR = 5, 12
_LONGEST_HOURS = timedelta(hours=100)
_WEEK, _LATELY = timedelta(days=7), timedelta(days=3)


class Mornings:
    """Plans a day's digests and overviews. Who is who is looked up once for all pages of a day's planning."""

    def __init__(self) -> None:
        self._known: _Known | None = None

    def due(self, store: Store, knowledge: Knowledge, now: datetime, page: str) -> Planned:
        """The next page of children; nothing, once the day is planned and no newer data have come."""
        today, planning = as_of(now), as_planner(store)
        basis, number, after = _read(page) if page else (_basis(store), 0, "")
        if not page:
            self._known = None
            if not _is_wanted(planning.planned(today.today), basis, now):
                return Planned()
        if self._known is None or self._known.looked_up.on != today.today:
            self._known = _Known(LookedUp(store, today.today), People(store))
        ids = planning.page(after, PAGE)
        said = mornings(store, knowledge, today, ids, self._known)
        if not page:
            said += handed_back(store, knowledge, today)
        number += len(ids)
        if len(ids) < PAGE:
            self._known = None
            planning.done(PlannedDay(today.today, basis, now, number))
            return Planned(_messages(said))
        return Planned(_messages(said), f"{basis}|{number}|{ids[-1]}")


@dataclass(frozen=True, slots=True)
class _Known:
    """`done`: whose children, by identity, have been a reason for all that children alone are a reason for."""

    looked_up: LookedUp
    people: People
    done: set[int] = field(default_factory=set)


def mornings(
    store: Store, knowledge: Knowledge, today: AsOf, child_ids: Sequence[str], known: "_Known | None" = None
) -> list[Say]:
    """What these children are a reason for this morning."""
    known = known or _Known(LookedUp(store, today.today), People(store))
    people, rules = known.people, rules_of(store, knowledge, today)
    said: dict[tuple[str, str], Say] = {}
    found_page = as_planner(store).watched(child_ids, today, knowledge.timescales, knowledge.calendar, known.looked_up)
    people.prepare(store, known.looked_up.new)
    for watched in found_page:
        whom = people.of_child(watched)
        found = [] if id(whom) in known.done else decide_child(whom, today, rules)
        known.done.add(id(whom))
        for deadline in watched.of.deadlines:
            found += decide(matter(watched, deadline, today), people.of(watched, deadline, whom), today, rules)
        found += _awaiting(watched, people, today, knowledge)
        for say in found:
            key = (say.card, say.reader)
            if key not in said or (say.card is Card.DIGEST and say.why == Stage.OVERDUE):
                said[key] = say
    return [*said.values()]


def hours_due(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    """The calls of deadlines in hours that run, also those that are still to come."""
    found = []
    for watched, deadline, says in hours(store, knowledge, now):
        situation = watched.of.situation_of(deadline)
        facts: dict[str, Json] = {"situation": situation.id, "stream": deadline.stream}
        found += [
            Message(
                KINDS[Card.HOURS],
                say.reader,
                hours_about(watched, deadline),
                say.occasion,
                {**facts, "call": say.why},
                watched.of.child.id,
                say.at,
            )
            for say in says
        ]
    return Planned(tuple(found))


def hours(store: Store, knowledge: Knowledge, now: datetime) -> Iterable[tuple[Watched, Deadline, list[Say]]]:
    """The same with the deadlines."""
    today, people = as_of(now), People(store)
    planning, rules = as_planner(store), rules_of(store, knowledge, as_of(now))
    for watched in planning.watched(
        planning.in_hours(now - _LONGEST_HOURS), today, knowledge.timescales, knowledge.calendar
    ):
        for deadline in watched.of.deadlines:
            if isinstance(deadline.due, datetime) and isinstance(deadline.start, datetime):
                whom = people.of_hours(watched, deadline, now)
                says = decide_hours(matter(watched, deadline, today), deadline.start, whom, today, rules)
                yield watched, deadline, says


def postponed_due(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    """Visits that were put off for the second time, or once more, since the last one, for their managers."""
    today, planning, least = as_of(now), as_planner(store), knowledge.nudging.postponements
    found = []
    ids = planning.put_off(least)
    for watched in planning.watched(ids, today, knowledge.timescales, knowledge.calendar):
        seen = max((e.day for e in watched.of.events if e.stream == VISIT and e.day <= today.today), default=date.min)
        since = [one for one in watched.said.postponed if one.from_day > seen]
        for key in sorted({one.staff_key for one in since}):
            theirs, person = [one for one in since if one.staff_key == key], store.people.by_key(key)
            if len(theirs) < least or person is None or not watched.of.deadlines:
                continue
            last = theirs[-1].to_day.isoformat()
            facts: dict[str, Json] = {"name": person.name, "day": last}
            about, at = f"postponed:{key}:{watched.of.child.id}", soonest(now, knowledge.nudging)
            managers = [m.key for m in watched.search.managers() if m.key != key]
            found += [Message(POSTPONED, m, about, last, facts, watched.of.child.id, at) for m in managers]
    return Planned(tuple(found))


def failed_due(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    """Visits that were tried of late and didn't come about, the second time or once more, for the managers; what was
    given as a reason they have heard of as it was said."""
    today, planning, least = as_of(now), as_planner(store), knowledge.nudging.failed_visits
    found = []
    ids = planning.unseen(today.today - _LATELY)
    for watched in planning.watched(ids, today, knowledge.timescales, knowledge.calendar):
        its = failed(watched, watched.said.reasons, today.today)
        if len(its.days) < least or its.days[-1] in its.reasons or its.days[-1] < today.today - _LATELY:
            continue
        day, child_id = its.days[-1].isoformat(), watched.of.child.id
        about, at = f"failed:{child_id}", soonest(now, knowledge.nudging)
        found += [Message(FAILED, m.key, about, day, {"day": day}, child_id, at) for m in watched.search.managers()]
    return Planned(tuple(found))


def handed_back(store: Store, knowledge: Knowledge, today: AsOf) -> list[Say]:
    """Those who were away and have their first digest since: it tells what was done meanwhile."""
    people, rules, said = People(store), rules_of(store, knowledge, today), []
    for cover in as_planner(store).ended(today.today - _WEEK, today.today):
        person = store.people.by_key(cover.staff_key)
        if person is None or person.has_left(today.today):
            continue
        rhythm = people.rhythm(person)
        is_first = rhythm.digest_before(today.today, knowledge.calendar) <= cover.until_on
        if is_first and rhythm.has_digest(today.today, knowledge.calendar):
            at = rhythm.digest_instant(today.today, rules.policy)
            said.append(Say(Card.DIGEST, person.key, today.today.isoformat(), at, "back again"))
    return said


def _awaiting(watched: Watched, people: People, today: AsOf, knowledge: Knowledge) -> list[Say]:
    """Whose visit to the child is to be on the record by today, and isn't."""
    said = []
    for person in people.awaited(watched, today, knowledge):
        rhythm = people.rhythm(person)
        if rhythm.has_digest(today.today, knowledge.calendar):
            at = rhythm.digest_instant(today.today, knowledge.nudging)
            said.append(Say(Card.DIGEST, person.key, today.today.isoformat(), at, "awaiting record"))
    return said


def _messages(said: Iterable[Say]) -> tuple[Message, ...]:
    return tuple(Message(KINDS[s.card], s.reader, s.card, s.occasion, {"why": s.why}, due_at=s.at) for s in said)


def _read(page: str) -> tuple[str, int, str]:
    basis, number, after = page.split("|", 2)
    return basis, int(number), after


def _basis(store: Store) -> str:
    return str(store.import_runs.newest_id())


def _is_wanted(planned: PlannedDay | None, basis: str, now: datetime) -> bool:
    hour = now.astimezone(LONDON).hour
    if hour < _FIRST_HOUR:
        return False
    return planned is None or (planned.basis != basis and hour < _LAST_HOUR)
