"""A proof as values: what a date is counted from, what was skipped, which passages, and what a manager would ask."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from standards_kb.case import Case, Facts, Situation, happened
from standards_kb.history import as_of
from standards_kb.proof import Proof, doubts_of, prove
from standards_kb.timescales import deadlines, open_deadlines
from standards_kb.working_days import Skipped, england
from tests.standards_kb.deadlines import timescales
from tests.standards_kb.support import framework

NOW = datetime(2026, 12, 21, 9, tzinfo=UTC)
SEEN = {"seen_alone": True, "at_home_or_placement": True, "spoken_to": True, "by_allocated_worker": True}


def proof(
    situation: str, started: date | datetime, stream: str, *visits: date, at: datetime = NOW, **facts: Any
) -> Proof:
    events = tuple(happened("visit", day, **SEEN) for day in visits)
    case, now = Case((Situation(situation, started, Facts(**facts)),), events), as_of(at)
    [found] = [d for d in open_deadlines(case, now, timescales(), england()) if d.stream == stream]
    return prove(found, case, now, framework(), england())


def test_what_it_is_counted_from_and_what_was_skipped() -> None:
    found = proof("child_protection_plan", date(2026, 11, 2), "visit", date(2026, 12, 18))
    assert (found.counted_from, found.span.words, found.deadline.due) == (
        date(2026, 12, 18),
        "10 working days",
        date(2027, 1, 6),
    )
    assert found.skipped == (
        Skipped(date(2026, 12, 25), "Christmas Day"),
        Skipped(date(2026, 12, 28), "Boxing Day (substitute)"),
        Skipped(date(2027, 1, 1), "New Year's Day"),
    )
    assert [p.id for p in found.passages] == ["visiting.child_protection_plan.every_10_working_days"]
    assert (found.reading, found.doubts, found.longer, found.framework_due) == (False, (), None, None)


def test_holidays_matter_only_to_working_days() -> None:
    assert proof("child_in_need", date(2026, 12, 1), "visit").skipped == ()


def test_a_managers_interval_keeps_the_frameworks_own_date_beside_it() -> None:
    found = proof("child_in_need", date(2026, 12, 1), "visit", date(2026, 12, 10), manager_interval_days=7)
    assert (found.counted_from, found.span.words, found.deadline.due) == (
        date(2026, 12, 10),
        "7 days",
        date(2026, 12, 17),
    )
    assert found.framework_due == date(2027, 1, 7)
    ended = {"manager_interval_days": 7, "manager_interval_ends_on": date(2026, 12, 15)}
    found = proof("child_in_need", date(2026, 12, 1), "visit", date(2026, 12, 10), **ended)
    assert (found.deadline.due, found.managers_ended) == (date(2026, 12, 17), date(2026, 12, 15))


@pytest.mark.parametrize(
    ("agreed", "longer"),
    [(date(2026, 12, 15), ("4 weeks", date(2026, 12, 15))), (date(2026, 12, 10), None), (None, None)],
)
def test_a_longer_interval_waits_for_the_next_visit(agreed: date | None, longer: tuple[str, date] | None) -> None:
    facts = {"head_of_service_agreed_on": agreed}
    found = proof("supervision_order", date(2026, 6, 1), "visit", date(2026, 12, 14), **facts)
    assert (found.longer and (found.longer[0].words, found.longer[1])) == longer
    assert found.span.words == ("4 weeks" if agreed == date(2026, 12, 10) else "10 days")


def test_of_two_passages_the_second_says_who() -> None:
    found = proof("missing_return", NOW, "return_home_interview")
    assert [p.id for p in found.passages] == [
        "missing.return_home_interview_72_hours",
        "missing.return_home_interview_who",
    ]
    assert found.who == ("RU Safe", "Social Care Staff")
    assert found.who_by_age is not None
    assert proof("missing_return", NOW, "return_home_interview", born_on=date(2015, 1, 1)).who_by_age is None


@pytest.mark.parametrize(
    ("started", "change"),
    [
        (datetime(2026, 3, 27, 17, tzinfo=UTC), True),
        (datetime(2026, 10, 23, 16, tzinfo=UTC), True),
        (datetime(2026, 12, 18, 16, tzinfo=UTC), False),
    ],
)
def test_whether_the_clocks_change_in_between(started: datetime, *, change: bool) -> None:
    assert proof("remanded", started, "visit", at=started).clocks_change is change


def test_the_last_day_of_published_bank_holidays_is_still_sure() -> None:
    at = datetime(2028, 12, 11, 9, tzinfo=UTC)
    assert not proof("case_audit", date(2028, 12, 10), "audit_completed", at=at).past_published
    assert proof("case_audit", date(2028, 12, 11), "audit_completed", at=at).past_published


@pytest.mark.parametrize(
    ("by", "doubts"),
    [
        ({}, ("who",)),
        ({"by_role": "Social Worker"}, ("who",)),  # whether it was the child's own isn't known
        ({"by_allocated_worker": True}, ()),
        ({"by_allocated_worker": False}, ("somebody_else",)),
        ({"by_allocated_worker": True, "by_role": "Personal Advisor"}, ("somebody_else",)),
    ],
)
def test_the_visit_after_a_return_is_the_allocated_workers(by: dict[str, Any], doubts: tuple[str, ...]) -> None:
    started = datetime(2026, 12, 20, 21, tzinfo=UTC)
    visit = happened("visit", datetime(2026, 12, 21, 8, tzinfo=UTC), **by)
    case = Case((Situation("missing_return", started),), (visit,))
    [met] = [d for d in deadlines(case, as_of(NOW), timescales(), england()) if d.met]
    assert doubts_of(met) == doubts


def test_a_return_home_interview_is_never_the_childs_own_workers() -> None:
    started = datetime(2026, 12, 20, 21, tzinfo=UTC)
    for own, doubts in ((True, ("own_worker",)), (False, ())):
        interview = happened("return_home_interview", NOW, by_role="RU Safe", by_allocated_worker=own)
        case = Case((Situation("missing_return", started),), (interview,))
        [met] = [d for d in deadlines(case, as_of(NOW), timescales(), england()) if d.met]
        assert doubts_of(met) == doubts
