"""Moderations as they are kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from storage.audits import ACCEPTED, CLOSED, FINAL, Audit
from storage.db import Database
from storage.moderations import DONE, GRADED, RETURNED, Moderated, Moderation
from storage.outcomes import BELOW, EXCEEDS, MEETS, OVERALL, Outcome, Part
from storage.store import Store
from tests.storage.council import OF_SOUTH, OWN, add_council

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
AT = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
SPAN = (datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))
FINAL_AT = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    with database.transaction() as store:
        add_council(store)
        yield store


def completed(store: Store, final_at: datetime = FINAL_AT, state: str = FINAL, child_id: str = OWN) -> int:
    """An audit that was graded as meeting good."""
    audit = Audit(child_id, "practitioner", "auditor", date(2026, 10, 20), state=ACCEPTED, theme="neglect")
    number = store.audits.add(audit)
    store.outcomes.touch(number, "auditor")
    assert store.outcomes.write(Part(number, OVERALL, answer=MEETS, by_name="Auditor Example", at=final_at))
    closed_at = final_at if state == CLOSED else None
    outcome = Outcome(number, "final", final_at=final_at, grade=MEETS, scale=6, closed_at=closed_at, version=1)
    assert store.outcomes.change(outcome)
    assert store.audits.change(replace(audit, id=number, state=state))
    return number


def drawn(store: Store, audit_id: int, month: date = OCTOBER) -> Moderation:
    new = Moderation(audit_id, "moderator", month, date(2026, 11, 17), MEETS, "Qa_lead Example", AT)
    assert store.moderations.add(new)
    found = store.moderations.of_audit(audit_id)
    assert found is not None
    return found


def over(store: Store, was: Moderation, grade: str = BELOW, **more: object) -> None:
    values = {"state": DONE, "reasons": "The plan drifts.", "agreed": "Look again.", "stands": grade, "done_at": AT}
    assert store.moderations.change(replace(was, grade=grade, learning="Plans drift.", **{**values, **more}))  # type: ignore[arg-type]


def test_a_moderation_is_kept_as_it_is(store: Store) -> None:
    one = drawn(store, completed(store))
    assert (one.original, one.state, one.is_open) == (MEETS, "drawn", True)
    assert store.moderations.open_of("moderator") == [one]
    assert store.moderations.open_of("auditor") == []
    assert store.moderations.of_month(OCTOBER) == [one]
    assert store.moderations.of_month(NOVEMBER) == []


def test_an_audit_is_moderated_once(store: Store) -> None:
    one = drawn(store, completed(store))
    assert not store.moderations.add(replace(one, id=0, moderator_key="qa_lead"))
    assert store.moderations.of_audit(one.audit_id) == one


def test_whoever_is_second_changes_nothing(store: Store) -> None:
    one = drawn(store, completed(store))
    assert store.moderations.change(replace(one, state=GRADED, grade=MEETS))
    assert not store.moderations.change(replace(one, state=RETURNED))
    now = store.moderations.of_audit(one.audit_id)
    assert now is not None
    assert (now.state, now.version, now.is_confirmed) == (GRADED, 2, True)


def test_what_is_over_tells_both_grades_and_what_is_learned(store: Store) -> None:
    one = drawn(store, completed(store))
    assert store.moderations.between(AT, AT + timedelta(days=1)) == []
    over(store, one, stands=MEETS)
    said = ("The plan drifts.", "Look again.", "Plans drift.")
    wanted = Moderated(one.audit_id, "case_file", "neglect", OCTOBER, MEETS, BELOW, MEETS, *said, AT)
    assert store.moderations.between(AT, AT + timedelta(days=1)) == [wanted]
    assert store.moderations.between(AT - timedelta(days=1), AT) == []
    assert store.moderations.of_months(OCTOBER, OCTOBER) == [wanted]
    assert store.moderations.of_months(NOVEMBER, NOVEMBER) == []
    assert (wanted.drop, wanted.is_agreed) == (1, False)
    assert replace(wanted, original=EXCEEDS).drop == 2
    assert replace(wanted, original=BELOW, moderated=EXCEEDS).drop == -2
    assert replace(wanted, moderated=MEETS).is_agreed


def test_an_audit_is_completed_in_the_month_in_which_it_became_final(store: Store) -> None:
    first = completed(store)
    closed = completed(store, SPAN[1] - timedelta(seconds=1), CLOSED, OF_SOUTH)
    completed(store, SPAN[1])
    completed(store, SPAN[0] - timedelta(seconds=1))
    found = store.moderations.completed(*SPAN)
    assert [(c.audit_id, c.child_id, c.grade) for c in found] == [(first, OWN, MEETS), (closed, OF_SOUTH, MEETS)]


def test_grades_and_learning_outlive_the_texts_and_nobody_moderates_without_them(store: Store) -> None:
    one = drawn(store, completed(store, state=CLOSED))
    over(store, one)
    assert store.moderations.purge(FINAL_AT) == 0
    later = FINAL_AT + timedelta(days=1)
    assert store.moderations.purge(later) == 1
    assert store.moderations.purge(later) == 0
    found = store.moderations.of_months(OCTOBER, OCTOBER)
    assert [(m.reasons, m.agreed, m.learning, m.moderated) for m in found] == [("", "", "Plans drift.", BELOW)]
    store.outcomes.purge(later)
    assert store.moderations.completed(*SPAN) == []


def test_a_forgotten_child_takes_its_moderations_along(store: Store) -> None:
    one = drawn(store, completed(store))
    store.children.forget(OWN)
    assert store.moderations.of_audit(one.audit_id) is None
