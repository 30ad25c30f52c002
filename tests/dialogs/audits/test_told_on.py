"""The three weeks of an audit count from the day on which the auditor is told."""

from datetime import timedelta

import pytest

from storage.db import Database
from tests.dialogs.audits.test_allocating import LEAD, audit, council
from tests.dialogs.visits.support import chat
from tests.storage.council import OWN
from tests.storage.support import NOW

__all__ = ["council"]


@pytest.mark.parametrize(
    ("said", "days_ago"),
    [("", 0), (" told on yesterday", 1), (" about drift, told on last Friday", None), (" told on 30/08", 2)],
)
def test_the_three_weeks_count_from_the_day_on_which_they_are_told(
    council: Database, said: str, days_ago: int | None
) -> None:
    lead = chat(council, LEAD)
    lead.hear(f"allocate a case file audit of {OWN} to Auditor{said} because the plan is old")
    made = audit(council)
    assert made.told_on is not None
    assert made.why_now == "the plan is old"
    assert made.due_on == made.told_on + timedelta(days=21)
    if days_ago is not None:
        assert (NOW.date() - made.told_on).days == days_ago
    else:
        assert (made.theme, made.told_on.weekday()) == ("drift", 4)


def test_a_day_that_is_none_is_asked_for_and_what_was_typed_stays(council: Database) -> None:
    said = chat(council, LEAD).hear(
        f"allocate a case file audit of {OWN} to Auditor told on the 45th because it is old"
    )
    assert "I don't understand that day" in said
    with council.reading() as store:
        assert store.audits.of_child(OWN) == []
