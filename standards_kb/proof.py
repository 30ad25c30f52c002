"""Why a deadline is when it is, as values: what it is counted from, what was skipped, which wording, which reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from standards_kb.case import VISIT, Case, Event
from standards_kb.history import COUNTING, UNANNOUNCED, AsOf, counts, known_by, meeting
from standards_kb.intervals import in_force, span_of
from standards_kb.rules import Kind, Span, Unit, WhoByAge
from standards_kb.timescales import Deadline, who_does_it
from standards_kb.types import Framework, Passage
from standards_kb.working_days import LONDON, PUBLISHED_UNTIL, Skipped, WorkingDays, local_day

MOST_UNCOUNTED = 3


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything that a manager would want to see before signing a date. `passages`: the rule, then who is responsible
    where another passage says so.

    `counted_from` and `span`: the counting, as in "10 working days from 18 December". `framework_due`: the framework's
    own date where a manager's interval comes first. `longer`: a longer interval, and the day from which the next event
    brings it. `uncounted`: the visits that moved nothing. `who_by_age`: who it is by an age that isn't known. `doubts`:
    see `doubts_of`, and who chaired what a manager must (`chair`, `not_chaired`). `past_published`: whether bank
    holidays may yet change."""

    deadline: Deadline
    passages: tuple[Passage, ...]
    who: tuple[str, ...]
    reading: bool
    counted_from: date | datetime
    span: Span
    visit_by: date | None
    skipped: tuple[Skipped, ...]
    clocks_change: bool
    framework_due: date | None
    managers_ended: date | None
    longer: tuple[Span, date] | None
    uncounted: tuple[Event, ...]
    who_by_age: WhoByAge | None
    doubts: tuple[str, ...]
    past_published: bool


def prove(found: Deadline, case: Case, now: AsOf, framework: Framework, calendar: WorkingDays) -> Proof:
    """The proof of one of a case's deadlines, as counted at the same instant."""
    facts, due_day = found.situation.facts, _day(found.due)
    base: date | datetime = found.start if found.last is None or _runs_from_trigger(found) else found.last.day
    span = span_of(found.step, facts)
    framework_due = managers_ended = None
    if found.by_manager and facts.manager_interval_days is not None:
        framework_due = span.after_day(_day(base), calendar)
        managers_ended = facts.manager_interval_ends_on
        span = Span(Unit.DAYS, facts.manager_interval_days, f"{facts.manager_interval_days} days")
        base = found.last.day if found.last else found.start
    return Proof(
        deadline=found,
        passages=tuple(framework.passages[cited] for cited in dict.fromkeys(_cites(found))),
        who=who_does_it(found)[0],
        reading=is_reading(found),
        counted_from=base,
        span=span,
        visit_by=visit_by(found, calendar),
        skipped=calendar.skipped(_day(base), due_day) if span.unit is Unit.WORKING_DAYS else (),
        clocks_change=_clocks_change(base, found.due),
        framework_due=framework_due,
        managers_ended=managers_ended if managers_ended and managers_ended <= now.today else None,
        longer=_longer(found, now),
        uncounted=_uncounted(found, case, now),
        who_by_age=found.rule.who_by_age if facts.born_on is None else None,
        doubts=(*doubts_of(found), *_chair(found, case, now)),
        past_published=due_day > PUBLISHED_UNTIL,
    )


def visit_by(found: Deadline, calendar: WorkingDays) -> date | None:
    """The last working day on or before a deadline on a day; None for one at an instant."""
    return None if isinstance(found.due, datetime) else calendar.on_or_before(found.due)


def is_reading(found: Deadline) -> bool:
    """Whether the framework's wording leaves room for this deadline, and this is how it is read."""
    # A visit also counts as keeping in touch: read so (timescales.toml has no other row that two kinds meet).
    met_by_another = found.last is not None and len(found.rule.met_by) > 1 and found.last.stream != found.stream
    return found.step.reading or met_by_another or who_does_it(found)[1]


def doubts_of(found: Deadline) -> tuple[str, ...]:
    """What isn't sure about the event that it was met by or is counted from: `details` (of the visit) or `who` weren't
    recorded, it was by `somebody_else` than the framework says, or by the child's `own_worker` although it mustn't."""
    event, rule = found.met or found.last, found.rule
    if event is None:
        return ()
    doubts = []
    if event.stream == VISIT and COUNTING in rule.met_by and not event.details_recorded:
        doubts.append("details")
    own = event.by_allocated_worker
    if own is None and (rule.by_own_worker or not event.by_role):
        doubts.append("who")
    if own and rule.by_own_worker is False:
        doubts.append("own_worker")
    elif (own is False and rule.by_own_worker) or not _is_by(event.by_role, who_does_it(found)[0]):
        doubts.append("somebody_else")
    return tuple(doubts)


def _is_by(role: str, who: Sequence[str]) -> bool:
    return not role or role.casefold() in {one.casefold() for one in who}


def _chair(found: Deadline, case: Case, now: AsOf) -> tuple[str, ...]:
    """Doubts about who chaired the first of those that a manager must chair, until there is a second."""
    if not found.rule.first_chaired_by_manager or found.last is None:
        return ()
    happened = meeting(found.rule, known_by(case.events, now), found.start_day)
    if len(happened) != 1 or happened[0].chaired_by_manager:
        return ()
    return ("chair" if happened[0].chaired_by_manager is None else "not_chaired",)


def _cites(found: Deadline) -> tuple[str, ...]:
    by_age = found.rule.who_by_age
    return (found.step.cites, by_age.cites) if by_age else (found.step.cites,)


def _runs_from_trigger(found: Deadline) -> bool:
    """Whether its step is counted from the trigger although something has happened since."""
    return found.rule.second is not None and found.step is found.rule.second


def _longer(found: Deadline, now: AsOf) -> tuple[Span, date] | None:
    """The longer interval that is in force already, but for which the next event is still to come."""
    rule, facts = found.rule, found.situation.facts
    if found.last is None or len(rule.then) < 2 or _runs_from_trigger(found):
        return None
    begin = found.last.day if rule.kind is Kind.REPEATED else found.start_day
    step, since = in_force(rule.then, begin, facts, now.today)
    span = span_of(step, facts)
    return (span, since) if since > found.last.day and span.words != span_of(found.step, facts).words else None


def _uncounted(found: Deadline, case: Case, now: AsOf) -> tuple[Event, ...]:
    """The latest visits since the trigger, or since what it is counted from, that moved nothing."""
    if not {COUNTING, UNANNOUNCED} & set(found.rule.met_by):
        return ()
    since = found.last.day if found.last else found.start_day
    accepted = found.situation.facts.accepted_as_counting_from
    visits: Sequence[Event] = known_by(case.events, now, accepted).get(VISIT, ())
    unannounced = UNANNOUNCED in found.rule.met_by
    vain = [
        event
        for event in visits
        if event.day >= since
        and event is not found.last
        and (
            not counts(event, accepted)
            or (found.rule.after_start_day and event.day == found.start_day)
            or (unannounced and not event.unannounced)
            or (found.setting and event.setting != found.setting)
        )
    ]
    return tuple(vain[-MOST_UNCOUNTED:])


def _clocks_change(base: date | datetime, due: date | datetime) -> bool:
    """Whether elapsed hours and London's clocks differ."""
    if not isinstance(base, datetime) or not isinstance(due, datetime):
        return False
    return base.astimezone(LONDON).utcoffset() != due.astimezone(LONDON).utcoffset()


def _day(when: date | datetime) -> date:
    return local_day(when) if isinstance(when, datetime) else when
