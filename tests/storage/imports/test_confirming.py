"""A worker's word, and what files then show of it: confirmed, contradicted, or still awaited."""

from dataclasses import replace
from datetime import UTC, date, datetime

from storage.cases import AWAITING_RECORD, CHAT, CONFIRMED, CONTRADICTED, Event
from storage.imports.merge import merge_events

DAY = date(2026, 8, 31)
AT = datetime(2026, 8, 31, 14, tzinfo=UTC)
TOLD = Event(
    "said 7 visit 1",
    "1",
    None,
    "visit",
    DAY,
    AT,
    seen=True,
    seen_alone=True,
    at_home_or_placement=True,
    spoken_to=True,
    unannounced=True,
    source=CHAT,
    state=AWAITING_RECORD,
    id=7,
)
FILED = replace(TOLD, natural_key="visit 1", source="visits", state="recorded", id=0)
SNAPSHOT = Event("visit 1 snapshot", "1", None, "visit", DAY, seen_alone=True, source="annex_a")


def test_the_same_confirms_it() -> None:
    [after] = merge_events([TOLD], [FILED]).changed
    assert (after.id, after.state, after.natural_key) == (7, CONFIRMED, "visit 1")


def test_another_flag_contradicts_it_and_is_what_counts() -> None:
    [after] = merge_events([TOLD], [replace(FILED, seen_alone=False)]).changed
    assert (after.state, after.seen_alone) == (CONTRADICTED, False)
    again = merge_events([after], [replace(FILED, seen_alone=False)])
    assert (again.changed, again.new, again.unchanged) == ([], [], 1)


def test_another_day_leaves_it_awaited() -> None:
    other = replace(FILED, day=date(2026, 8, 28), natural_key="visit 2")
    changes = merge_events([TOLD], [other])
    assert (changes.changed, changes.new) == ([], [other])


def test_two_visits_of_one_day_are_two() -> None:
    morning = replace(FILED, at=AT.replace(hour=9), natural_key="visit 2", seen_alone=False)
    changes = merge_events([TOLD], [morning, FILED])
    assert [(e.id, e.seen_alone) for e in changes.changed] + [(0, e.seen_alone) for e in changes.new] != []
    assert len(changes.changed) == 1
    assert len(changes.new) == 1


def test_the_one_of_the_same_time_is_meant() -> None:
    other = replace(TOLD, id=8, natural_key="said 8 visit 1", at=AT.replace(hour=9))
    [after] = merge_events([other, TOLD], [FILED]).changed
    assert after.id == 7


def test_a_snapshot_confirms_it_and_a_file_that_knows_more_may_still_contradict() -> None:
    [confirmed] = merge_events([TOLD], [SNAPSHOT]).changed
    assert (confirmed.state, confirmed.natural_key) == (CONFIRMED, TOLD.natural_key)
    changes = merge_events([confirmed], [replace(FILED, spoken_to=False)])
    assert changes.new == []
    assert [(e.state, e.spoken_to) for e in changes.changed] == [(CONTRADICTED, False)]
