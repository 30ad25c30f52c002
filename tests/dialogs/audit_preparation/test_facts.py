"""What is known of the six months: counted from the record, and never judged where the record can't tell."""

from datetime import date, timedelta

import pytest

from storage.cases import AWAITING_RECORD, CONTRADICTED, Event, Situation, key_of
from storage.db import Database
from storage.decisions import Decision
from storage.import_runs import SuppliedStream
from storage.roles import Role
from tests.dialogs.audit_preparation.support import AUDITOR, worker
from tests.dialogs.support import NOW
from tests.dialogs.visits.support import chat
from tests.storage.council import OWN, STAFF

TODAY = NOW.date()
KIND = "child_protection_plan"


def happened(stream: str, days_ago: int, **details: object) -> Event:
    day = TODAY - timedelta(days=days_ago)
    return Event(key_of(OWN, stream, day), OWN, None, stream, day, source="visits", **details)  # type: ignore[arg-type]


def seen(days_ago: int, **details: object) -> Event:
    flags = {"seen": True, "seen_alone": True, "at_home_or_placement": True, "spoken_to": True, **details}
    return happened("visit", days_ago, **flags)


def on_plan(database: Database, began: int, *events: Event, on_from: date = date(2026, 1, 1)) -> None:
    """A Child Protection Plan that began so many days ago, with what has happened since."""
    start = TODAY - timedelta(days=began)
    with database.transaction() as store:
        store.situations.add(Situation(key_of(OWN, KIND, start), OWN, None, KIND, start, source="situations"))
        store.events.add_all(events)
        for stream in ("visit", "core_group"):
            store.streams.save(SuppliedStream(KIND, stream, "visits", TODAY, on_from, "test"))


def test_visits_are_counted_by_what_is_recorded_of_them(begun: Database) -> None:
    on_plan(begun, 60, seen(55), seen(44, unannounced=True), seen(20, seen_alone=None), seen(10, seen_alone=False))
    said = worker(begun).hear("preparation 1 area 1")
    assert "Visit: 4 on record, the last on Saturday 22 August 2026." in said
    assert "Seen alone: 2; not seen alone: 1; not recorded: 1." in said
    assert "Unannounced: 1." in said
    assert "Data as of" in said or "No data from the case system" in said


def test_what_was_late_is_named_with_its_days(begun: Database) -> None:
    on_plan(begun, 60, seen(55), seen(44), seen(20))
    said = worker(begun).hear("preparation 1 area 1")
    assert "Visit, in timescale: 2 of 3" in said
    assert "Visit (Child Protection Plan): was due by Friday 31 July 2026, and the next on record is of" in said
    assert "Wednesday 12 August 2026." in said


def test_what_is_open_and_overdue_is_no_visit_on_record(begun: Database) -> None:
    on_plan(begun, 60, seen(55), seen(44))
    assert "was due by Friday 31 July 2026, and none is on record yet" in worker(begun).hear("preparation 1 area 1")


@pytest.mark.parametrize(("on_from", "judged"), [(date(2026, 1, 1), True), (date(2026, 8, 20), False)])
def test_nothing_is_judged_before_its_stream_was_relied_on(begun: Database, on_from: date, *, judged: bool) -> None:
    on_plan(begun, 60, seen(55), seen(44), on_from=on_from)
    assert ("in timescale:" in worker(begun).hear("preparation 1 area 1")) is judged


def test_the_first_on_record_of_an_old_case_is_not_called_late(begun: Database) -> None:
    on_plan(begun, 400, seen(8))
    said = worker(begun).hear("preparation 1 area 1")
    assert "Visit: 1 on record" in said
    assert "in timescale" not in said


def test_what_an_import_contradicts_is_left_out_and_what_awaits_one_says_so(begun: Database) -> None:
    on_plan(begun, 60, seen(30, state=CONTRADICTED), seen(9, state=AWAITING_RECORD), seen(200))
    said = worker(begun).hear("preparation 1 facts")
    assert "Visit: 1 on record, on Sunday 23 August 2026." in said
    assert "Sunday 23 August 2026: Visit (seen alone; after it was due; not in an import yet)" in said


def test_other_streams_decisions_and_supervision_stand_where_they_belong(begun: Database) -> None:
    on_plan(begun, 60, happened("core_group", 45), happened("core_group", 20))
    manager, key = STAFF[Role.MANAGER], "practitioner"
    day = TODAY - timedelta(days=12)
    facts = {"manager_interval_days": 7}
    decision = Decision(OWN, "frequency", facts, "the risk is higher", day, NOW, manager.key, manager.name)
    with begun.transaction() as store:
        store.decisions.add(decision)
        store.events.add(Event(key_of(f"staff {key}", "supervision", day), None, key, "supervision", day))
    chat_ = worker(begun)
    assert "Core Group: 2 on record, the last on Wednesday 12 August 2026." in chat_.hear("preparation 1 area 8")
    assert "Child Protection Plan: since Friday 3 July 2026." in chat_.hear("preparation 1 area 7")
    said = chat_.hear("preparation 1 area 2")
    assert "the risk is higher" in said
    assert "Supervision of the worker: 1 on record, the last on Thursday 20 August 2026." in said
    whole = chat_.hear("preparation 1 facts")
    assert "Friday 3 July 2026: Child Protection Plan began" in whole
    assert "Thursday 20 August 2026: Supervision of the worker" in whole


def test_the_auditor_sees_the_same_facts_once_it_is_shared(begun: Database) -> None:
    on_plan(begun, 60, seen(55))
    assert "no preparation of yours" in chat(begun, AUDITOR).hear("preparation 1 facts")
    worker(begun).hear("share preparation 1, yes")
    assert "Visit: 1 on record" in chat(begun, AUDITOR).hear("preparation 1 facts")


def test_every_look_is_in_the_audit_log(begun: Database) -> None:
    worker(begun).hear("preparation 1 area 1")
    with begun.reading() as store:
        who = [f"person:{STAFF[Role.PRACTITIONER].object_id}"]
        event = store.audit_log.search(who=who)[-1]
    assert (event.action, tuple(event.child_ids)) == ("view", (OWN,))
