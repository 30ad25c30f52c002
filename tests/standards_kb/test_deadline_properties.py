"""What must hold of every case, whatever happened in it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from standards_kb.case import Case, Event, Facts, Setting, Situation, happened
from standards_kb.history import as_of
from standards_kb.rules import Kind
from standards_kb.timescales import Deadline
from tests.standards_kb.deadlines import of, timescales

NOW = as_of(datetime(2026, 11, 28, 9, tzinfo=UTC))
FIRST = date(2023, 1, 1)
DAYS = st.dates(FIRST, date(2026, 12, 15))
MAYBE_DAYS = st.none() | DAYS
# hypothesis wants naive bounds and adds the zone itself
INSTANTS = st.datetimes(datetime(2023, 1, 1), datetime(2026, 12, 15), timezones=st.just(UTC))  # noqa: DTZ001
FLAGS = st.sampled_from([None, True, True, True, False])
FACTS = st.builds(
    Facts,
    permanence_agreed_on=MAYBE_DAYS,
    first_adoption_review_on=MAYBE_DAYS,
    review_set_interval_days=st.none() | st.integers(1, 120),
    reduced_to_ten_working_days_on=MAYBE_DAYS,
    head_of_service_agreed_on=MAYBE_DAYS,
    newly_qualified_started_on=MAYBE_DAYS,
    born_on=st.none() | st.dates(date(2000, 1, 1), date(2026, 1, 1)),
    looked_after=FLAGS,
    placed_within_20_miles=FLAGS,
    conference_needed=FLAGS,
    accepted_as_counting_from=MAYBE_DAYS,
    settings=st.just((Setting("school"), Setting("carers"))),
    plan_started_on=MAYBE_DAYS,
    due_on=DAYS,
)
STREAMS = sorted(timescales().streams)


def _situation(name: str, started: datetime, facts: Facts) -> Situation:
    return Situation(name, started if timescales().situations[name].starts_at_instant else started.date(), facts)


SITUATIONS = st.builds(_situation, st.sampled_from(sorted(timescales().situations)), INSTANTS, FACTS)
VISITS = st.builds(
    happened,
    st.just("visit"),
    INSTANTS | DAYS,
    seen_alone=FLAGS,
    at_home_or_placement=FLAGS,
    spoken_to=FLAGS,
    unannounced=st.booleans(),
    setting=st.sampled_from(["", "school", "carers"]),
)
EVENTS = VISITS | st.builds(happened, st.sampled_from(STREAMS), INSTANTS | DAYS)
CASES = st.builds(Case, st.tuples(SITUATIONS), st.lists(EVENTS, max_size=12).map(tuple))


def dates(case: Case) -> dict[tuple[str, str], Deadline]:
    return {(d.stream, d.setting): d for d in of(case, NOW)}


@given(CASES, st.randoms(use_true_random=False))
def test_the_order_in_which_events_come_changes_nothing(case: Case, random: object) -> None:
    shuffled = list(case.events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    same = of(replace(case, events=tuple(shuffled)), NOW)
    assert [(d.stream, d.due, d.overdue) for d in same] == [(d.stream, d.due, d.overdue) for d in of(case, NOW)]


@given(CASES, st.integers(0, 11), st.integers(1, 400))
def test_an_earlier_visit_never_makes_a_deadline_later(case: Case, which: int, days: int) -> None:
    if not case.events:
        return
    at = which % len(case.events)
    if case.events[at].day >= NOW.today:  # not known yet, so that the earlier one would be another event
        return
    moved = case.events[at]._replace(
        day=case.events[at].day - timedelta(days),
        at=None if case.events[at].at is None else case.events[at].at - timedelta(days),
    )
    earlier = dates(replace(case, events=(*case.events[:at], moved, *case.events[at + 1 :])))
    for key, deadline in dates(case).items():
        if key in earlier and deadline.rule.kind is not Kind.UNRECORDED:
            assert earlier[key].due <= deadline.due


@given(CASES, INSTANTS | DAYS, st.sampled_from(["seen_alone", "at_home_or_placement", "spoken_to"]))
def test_a_visit_that_does_not_count_moves_only_what_any_visit_meets(
    case: Case, at: date | datetime, missing: str
) -> None:
    waived = replace(case.situations[0].facts, accepted_as_counting_from=None)
    case = replace(case, situations=(replace(case.situations[0], facts=waived),))
    vain = happened("visit", at, **{missing: False})
    before, after = dates(case), dates(replace(case, events=(*case.events, vain)))
    strict = {key for key, d in before.items() if "visit" not in d.rule.met_by}
    assert {key: before[key].due for key in strict} == {key: after[key].due for key in strict if key in after}


@given(CASES, st.integers(1, 400), MAYBE_DAYS, MAYBE_DAYS)
def test_a_managers_interval_never_makes_a_deadline_later(
    case: Case, days: int, set_on: date | None, ends_on: date | None
) -> None:
    facts = replace(
        case.situations[0].facts,
        manager_interval_days=days,
        manager_interval_set_on=set_on,
        manager_interval_ends_on=ends_on,
    )
    shortened = dates(replace(case, situations=(replace(case.situations[0], facts=facts),)))
    plain = dates(case)
    assert shortened.keys() == plain.keys()
    assert all(shortened[key].due <= plain[key].due for key in plain)


@given(CASES)
def test_nothing_is_due_before_its_trigger_nor_counted_before_it(case: Case) -> None:
    for deadline in of(case, NOW):
        assert deadline.start_day <= NOW.today
        if deadline.last is not None and deadline.rule.kind is not Kind.REPEATED:
            assert deadline.last.day >= deadline.start_day
        if deadline.rule.kind is not Kind.GIVEN_DAY:
            assert type(deadline.due) is not date or deadline.due >= deadline.start_day


@given(CASES, st.lists(EVENTS, max_size=4))
def test_what_is_still_to_come_is_not_known_yet(case: Case, more: list[Event]) -> None:
    later = [e for e in more if e.day > NOW.today]
    with_later = of(replace(case, events=(*case.events, *later)), NOW)
    assert [(d.stream, d.due) for d in with_later] == [(d.stream, d.due) for d in of(case, NOW)]


@given(CASES, st.integers(0, 1000))
def test_a_situation_that_has_ended_lists_nothing(case: Case, days: int) -> None:
    situation = case.situations[0]
    ended = NOW.today - timedelta(days)
    facts = replace(situation.facts, ended_on=ended)
    assert of(replace(case, situations=(replace(situation, facts=facts),)), NOW) == []


@given(st.lists(SITUATIONS, min_size=2, max_size=3), st.lists(EVENTS, max_size=12).map(tuple))
def test_several_situations_give_what_each_gives_alone(situations: list[Situation], events: tuple[Event, ...]) -> None:
    together = of(Case(tuple(situations), events), NOW)
    apart = [d for s in situations for d in of(Case((s,), events), NOW)]
    assert together == apart
