"""Counts every deadline of a case from an edition's timescales. Pure: the same case and instant give the same dates.

Days are London days, instants are UTC. A deadline on a day is overdue from the next local midnight, one at an instant
after that instant. What the framework leaves open is read as the rows of timescales.toml say (`reading`)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

from standards_kb.case import Case, Event, Situation
from standards_kb.history import AsOf, Known, first_since, known_by, meeting
from standards_kb.intervals import managers, shortest
from standards_kb.rules import Kind, SituationRules, Step, Timescale, Timescales, Unit
from standards_kb.working_days import WorkingDays, add_months, local_day

_MONTHS_A_YEAR = 12


class Deadline(NamedTuple):
    """One deadline and what it is counted from. A tuple, not a dataclass: there are millions.

    `start`: the trigger's day or instant; `last`: the last event that counted; `by_manager`: whether the manager's
    shorter interval decides; `met`: the event that closed it, None while it is open."""

    situation: Situation
    rule: Timescale
    due: date | datetime
    overdue: bool
    start: date | datetime
    step: Step
    last: Event | None = None
    by_manager: bool = False
    setting: str = ""
    met: Event | None = None

    @property
    def stream(self) -> str:
        """The stream's name."""
        return self.rule.stream

    @property
    def start_day(self) -> date:
        """The trigger's London day."""
        return _day(self.start)

    @property
    def trigger(self) -> str:
        """What happened at `start`, in words."""
        fact = self.rule.counted_from_fact
        return self.rule.own_trigger if fact and getattr(self.situation.facts, fact) else self.rule.trigger


class _Here(NamedTuple):
    """One situation of a case, as the rows are applied to it; `begin` is its first London day."""

    situation: Situation
    begin: date
    known: Known
    now: AsOf
    calendar: WorkingDays


def open_deadlines(case: Case, now: AsOf, timescales: Timescales, calendar: WorkingDays) -> list[Deadline]:
    """The open next deadline of every stream of a case, in the order of its situations and their rows."""
    return [found for found in deadlines(case, now, timescales, calendar) if found.met is None]


def deadlines(case: Case, now: AsOf, timescales: Timescales, calendar: WorkingDays) -> list[Deadline]:
    """The same, and those that are met for good."""
    known = known_by(case.events, now)
    found: list[Deadline] = []
    for situation in case.situations:
        rules, facts = timescales.situations[situation.name], situation.facts
        begin = _begin(situation, rules, now.today)
        if begin is None:
            continue
        accepted = facts.accepted_as_counting_from
        theirs = known if accepted is None else known_by(case.events, now, accepted)
        here = _Here(situation, begin, theirs, now, calendar)
        for rule in rules.timescales:
            if not rule.only_if or all(getattr(facts, name) for name in rule.only_if):
                found += _COUNT[rule.kind](rule, here)
    return found


def is_overdue(due: date | datetime, now: AsOf) -> bool:
    """Whether a deadline has passed: never at its very instant, nor on its very day."""
    return now.instant > due if isinstance(due, datetime) else now.today > due


def who_does_it(found: Deadline) -> tuple[tuple[str, ...], bool]:
    """Who is responsible, and whether that is a reading; everybody it may be where the child's age isn't known."""
    by_age, born = found.rule.who_by_age, found.situation.facts.born_on
    if by_age is None or born is None:
        return found.rule.who, False
    if found.start_day < add_months(born, by_age.from_age * _MONTHS_A_YEAR):
        return by_age.younger, False
    is_that_age = found.start_day < add_months(born, (by_age.from_age + 1) * _MONTHS_A_YEAR)
    return by_age.older, is_that_age and by_age.reading_at_that_age


def _begin(situation: Situation, rules: SituationRules, today: date) -> date | None:
    """The London day on which a situation begins; None if it has ended, or can't have begun yet."""
    begin = _day(situation.started)
    for point in rules.ends:
        ended = point.day(situation.facts, begin)
        if ended is not None and today >= ended:
            return None
    earliest = rules.not_before and rules.not_before.day(situation.facts, begin)
    if not earliest:
        return begin
    return max(begin, earliest) if today >= earliest else None


def _day(when: date | datetime) -> date:
    return local_day(when) if isinstance(when, datetime) else when


def _once(rule: Timescale, here: _Here) -> Sequence[Deadline]:
    facts, now = here.situation.facts, here.now
    step = rule.first_if if rule.first_if and getattr(facts, rule.first_if_fact) else rule.first
    assert step is not None, "checked at load"
    start: date | datetime = here.begin
    if rule.counted_from_event:
        event = first_since(here.known.get(rule.counted_from_event, ()), here.situation.started)
        if event is None:
            return ()
        start = event.day
    elif step.span.unit is Unit.HOURS:
        start = (rule.counted_from_fact and getattr(facts, rule.counted_from_fact)) or here.situation.started
    if now.instant < start if isinstance(start, datetime) else now.today < start:
        return ()
    met = first_since(meeting(rule, here.known), start)
    due = step.span.after(start, here.calendar)
    return (Deadline(here.situation, rule, due, met is None and is_overdue(due, now), start, step, met=met),)


def _recurring(rule: Timescale, here: _Here, began: date | None = None, setting: str = "") -> Sequence[Deadline]:
    situation, begin, known, now, calendar = here
    facts, today = situation.facts, now.today
    if rule.counted_from_fact:
        begin = getattr(facts, rule.counted_from_fact) or _day(situation.started)
    begin = began or begin
    if today < begin:
        return ()
    happened = meeting(rule, known, begin, setting)
    last = happened[-1] if happened else None
    base = last.day if last else begin
    step = _fixed_step(rule, happened)
    if step is not None:
        due = step.span.after_day(begin, calendar)
    else:
        step, due = shortest(rule.then, base, begin, facts, today, calendar)
    wanted = managers(facts, base, today) if rule.manager_may_shorten else None
    by_manager = wanted is not None and wanted < due
    due = wanted if wanted is not None and by_manager else due
    return (Deadline(situation, rule, due, today > due, begin, step, last, by_manager, setting),)


def _fixed_step(rule: Timescale, happened: Sequence[Event]) -> Step | None:
    """The step that runs from the trigger: the first, however late it is, and the second of those that have one."""
    if not happened:
        return rule.first
    return rule.second if rule.second and happened[0].day == happened[-1].day else None


def _each_setting(rule: Timescale, here: _Here) -> Sequence[Deadline]:
    found: list[Deadline] = []
    for setting in here.situation.facts.settings:
        if setting.ended is None or here.now.today < setting.ended:
            found += _recurring(rule, here, setting.began, setting.name)
    return found


def _repeated(rule: Timescale, here: _Here) -> Sequence[Deadline]:
    happened, facts = meeting(rule, here.known), here.situation.facts
    if not happened:
        return ()
    last, today = happened[-1], here.now.today
    step, due = shortest(rule.then, last.day, here.begin, facts, today, here.calendar)
    if rule.under_months and facts.born_on and due >= add_months(facts.born_on, rule.under_months):
        return ()
    return (Deadline(here.situation, rule, due, today > due, last.day, step, last),)


def _unrecorded(rule: Timescale, here: _Here) -> Sequence[Deadline]:
    recorded, today = meeting(rule, here.known), here.now.today
    assert rule.first is not None, "checked at load"
    sessions = [here.begin, *(event.day for event in here.known.get(rule.records, ()) if event.day >= here.begin)]
    session = next((day for day in sessions if not recorded or day > recorded[-1].day), None)
    if session is None or session > today:
        return ()
    due = rule.first.span.after_day(session, here.calendar)
    return (Deadline(here.situation, rule, due, today > due, session, rule.first),)


def _given_day(rule: Timescale, here: _Here) -> Sequence[Deadline]:
    due, today = here.situation.facts.due_on, here.now.today
    assert rule.first is not None, "checked at load"
    if due is None or today < here.begin:
        return ()
    met = next(iter(meeting(rule, here.known, here.begin)), None)
    return (Deadline(here.situation, rule, due, met is None and today > due, here.begin, rule.first, met=met),)


_Count: TypeAlias = Callable[[Timescale, _Here], Sequence[Deadline]]
_COUNT: Mapping[Kind, _Count] = {
    Kind.ONCE: _once,
    Kind.RECURRING: _recurring,
    Kind.EACH_SETTING: _each_setting,
    Kind.REPEATED: _repeated,
    Kind.UNRECORDED: _unrecorded,
    Kind.GIVEN_DAY: _given_day,
}
