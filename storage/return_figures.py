"""Figures of a return that the bot counts itself, of the children and workers whom who signs off is answerable for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from standards_kb.case import VISIT
from standards_kb.history import AsOf
from standards_kb.returns import By, Counting, Figure, Template
from standards_kb.rules import Timescales
from standards_kb.working_days import WorkingDays, add_months
from storage.audit_actions import MADE, OVER
from storage.audits import CLOSED, WITHDRAWN
from storage.caseload import ChildsDeadlines
from storage.cases import Situation
from storage.outcomes import BELOW
from storage.people import Person
from storage.returns import Computed, Session
from storage.roles import Action
from storage.supervision import SUPERVISION, supervised
from storage.theme_counts import judged
from storage.theme_facts import AuditFacts, Facts, among, graded

if TYPE_CHECKING:
    from storage.store import Store

_CHILDREN: Final = frozenset({By.IN_TIME, By.SEEN_ALONE, By.OVER_TWO_YEARS})
_TOLD_HERE: Final = frozenset({By.AUDITS_DONE, By.AUDITS_GOOD, By.ACTIONS_OVERDUE})  # of what is told in chat alone
_PERIOD_MONTHS: Final = 3  # where the area has had no session before
_ONE = Decimal(1)
THEME: Final = "theme:"  # begins the name of what is counted for an area of the audit tool


@dataclass(frozen=True, slots=True)
class _Area:
    """What is counted: an area's children, each once, with the workers who have them, and all of its staff."""

    children: tuple[ChildsDeadlines, ...]
    child_ids: frozenset[str]
    workers: frozenset[str]
    staff: tuple[Person, ...]
    audits: Facts


def count(
    store: "Store", session: Session, template: Template, now: AsOf, timescales: Timescales, calendar: WorkingDays
) -> list[Computed]:
    """Every figure of the template that can be counted. A figure of which there is no data is left out, never nought;
    restricted children are no more counted than they are shown."""
    wanted = {name: one.computed for name, one in template.indicators.items() if one.computed is not None}
    head = store.people.by_key(session.head_key)
    if head is None or not wanted:
        return []
    area = _area(store, head, wanted, _since(store, session, now.today), now, timescales, calendar)
    newest = store.import_runs.newest_days()
    of_children = max((newest[kind] for kind in ("annex_a", "visits") if kind in newest), default=None)
    found = []
    for name, how in wanted.items():
        as_of = now.today if how.by in _TOLD_HERE else of_children
        if how.by is By.SUPERVISION:
            as_of = newest.get(SUPERVISION)
        figure = _figure(store, session, how, area, now, timescales, calendar)
        if figure is not None:
            out_of = str(figure.out_of) if figure.out_of is not None else ""
            found.append(Computed(session.id, name, str(figure.value), out_of, as_of, now.today))
    return found + _themes(session, graded(area.audits, _since(store, session, now.today), now.today), now.today)


def _themes(session: Session, audits: Sequence[AuditFacts], today: date) -> list[Computed]:
    """The areas of the tool in which these audits did not meet good, each as so many of those that were judged."""
    found = []
    for one in judged(audits):
        if one.grades.below:
            counts = str(one.grades.below), str(one.grades.judged)
            found.append(Computed(session.id, f"{THEME}{one.name}", *counts, today, today))
    return found


def _area(
    store: "Store",
    head: Person,
    wanted: Mapping[str, Counting],
    since: date,
    now: AsOf,
    timescales: Timescales,
    calendar: WorkingDays,
) -> _Area:
    reached = store.staff.reached(head, Action.OVERSEE)
    work = store.reached_children.in_work(reached, head.key, now.today)
    ids = frozenset(child_id for child_id, _ in work)
    workers = frozenset(worker for _, worker in work if worker)
    # Most of an area's children are in none of the situations that are counted, and reading a case is what costs.
    kinds = {kind for how in wanted.values() if how.by in _CHILDREN for kind in how.situations}
    counted = ids & store.situations.children_in(kinds) if kinds else frozenset[str]()
    cases = store.caseload.deadlines(counted, now, timescales, calendar) if counted else []
    staff = [person for person in store.people.with_keys(sorted(reached.staff)) if not person.has_left(now.today)]
    return _Area(tuple(cases), ids, workers, tuple(staff), among(store.themes.facts(since, now.today), ids))


def _figure(
    store: "Store",
    session: Session,
    how: Counting,
    area: _Area,
    now: AsOf,
    timescales: Timescales,
    calendar: WorkingDays,
) -> Figure | None:
    match how.by:
        case By.IN_TIME:
            return _share(_in_time(how, area.children))
        case By.SEEN_ALONE:
            return _share(_seen_alone(one, now.today) for one in _in(how, area.children, now.today))
        case By.OVER_TWO_YEARS:
            long_ago, open_ones = add_months(now.today, -24), list(_in(how, area.children, now.today))
            number = sum(any(s.started_on < long_ago for s in _open(how, one, now.today)) for one in open_ones)
            return Figure(Decimal(number)) if open_ones else None
        case By.SUPERVISION:
            every = supervised(store, area.staff, now, timescales, calendar)
            due = [[d for d in one.deadlines if d.stream == SUPERVISION] for one in every]
            return _share(not any(d.overdue for d in its) for its in due if its)
        case By.CASELOAD:
            share = Decimal(len(area.child_ids)) / len(area.workers) if area.workers else None
            return Figure(share.quantize(_ONE, ROUND_HALF_UP)) if share is not None else None
        case By.AUDITS_DONE:
            return _share(_audits(store, session, area.child_ids, now.today))
        case By.AUDITS_GOOD:
            return _share(
                one.grade != BELOW for one in graded(area.audits, _since(store, session, now.today), now.today)
            )
        case By.ACTIONS_OVERDUE:
            return _overdue(area.audits, now.today)


def _in_time(how: Counting, children: Sequence[ChildsDeadlines]) -> Iterator[bool]:
    for one in children:
        its = [d for d in one.deadlines if d.situation.name in how.situations and d.stream == how.stream]
        if its:
            yield not any(deadline.overdue for deadline in its)


def _in(how: Counting, children: Sequence[ChildsDeadlines], today: date) -> Iterator[ChildsDeadlines]:
    return (one for one in children if _open(how, one, today))


def _open(how: Counting, one: ChildsDeadlines, today: date) -> list[Situation]:
    return [s for s in one.situations if s.kind in how.situations and s.started_on <= today and s.is_open(today)]


def _seen_alone(one: ChildsDeadlines, today: date) -> bool:
    """At the last visit: where it isn't recorded, it isn't counted."""
    visits = [event for event in one.events if event.stream == VISIT and event.day <= today]
    return bool(visits) and max(visits, key=lambda event: event.day).seen_alone is True


def _audits(store: "Store", session: Session, child_ids: frozenset[str], today: date) -> Iterator[bool]:
    for audit in store.audits.due_in(_since(store, session, today), today):
        if audit.child_id in child_ids and audit.state != WITHDRAWN:
            yield audit.state == CLOSED


def _since(store: "Store", session: Session, today: date) -> date:
    before = store.returns.before(session)
    return before.held_on if before is not None else add_months(today, -_PERIOD_MONTHS)


def _overdue(facts: Facts, today: date) -> Figure | None:
    """Where no audit was ever graded there is no figure, rather than nought."""
    still = [one for one in facts.actions if not any(said.answer in (MADE, OVER) for said in one.reviews)]
    is_there = bool(facts.actions) or any(one.done_on is not None for one in facts.audits)
    return Figure(Decimal(sum(one.look_on < today for one in still))) if is_there else None


def _share(each: Iterator[bool]) -> Figure | None:
    counted = list(each)
    return Figure(Decimal(sum(counted)), Decimal(len(counted))) if counted else None
