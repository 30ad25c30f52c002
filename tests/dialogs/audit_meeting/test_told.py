"""What the two are told unasked: an offer, a yes, that it is off, before it begins; and never of what isn't so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dialogs.audit_meeting.nudges import nudges
from dialogs.core.nudge import by_kind
from dialogs.core.quiet import quiet_until
from standards_kb.working_days import england
from storage.db import Database
from storage.meetings import OFF
from storage.outbox import Entry, State
from storage.store import Store
from tests.dialogs.audit_meeting.support import OMAR, PLAN, both, hand_to, the_audit
from tests.dialogs.card_checks import faults
from tests.dialogs.support import ALEX, NOW, knowledge

OFFER = "offer Thursday 3 September at 2pm and Friday 4 September at 10am"
THURSDAY_2PM = datetime(2026, 9, 3, 13, 0, tzinfo=UTC)
KINDS = by_kind(nudges())


def waiting(store: Store) -> list[Entry]:
    return store.outbox.in_states([State.PENDING])


def says(entry: Entry, store: Store) -> str:
    """As it is sent."""
    reply = KINDS[entry.kind].render(entry, store, knowledge(), NOW)
    assert reply is not None
    assert reply.card is not None
    assert faults(reply.card, reply.text) == []
    assert "201" not in reply.summary
    assert entry.child_id == PLAN
    return " ".join(reply.text.split())


def true_now(store: Store, at: datetime = NOW) -> list[tuple[str, str]]:
    """Which messages would go, to whom, and when."""
    found = [e for e in waiting(store) if KINDS[e.kind].still_true(e, store, at)]
    return [(e.kind.removeprefix("audit_meeting."), e.recipient[-5:]) for e in found]


def plan(database: Database, at: datetime) -> None:
    """What the tick plans."""
    with database.transaction() as store:
        for kind in KINDS.values():
            if kind.due is not None:
                store.outbox.add_all(kind.due(store, knowledge(), at, "").messages, at)


def test_an_offer_is_told_with_a_button_for_each_time(audited: Database) -> None:
    both(audited)[1].hear(OFFER)
    with audited.reading() as store:
        (entry,) = waiting(store)
        heard = says(entry, store)
    assert heard.startswith("Priya Nair offers times for the audit meeting about AB 201")
    assert "Friday 4 September 2026 at 10am" in heard


def test_a_yes_is_told_and_both_are_reminded_twice(audited: Database) -> None:
    alex, priya = both(audited)
    priya.hear(OFFER)
    alex.hear("yes to the first")
    with audited.reading() as store:
        reminded = sorted(e.due_at for e in waiting(store) if e.kind == "audit_meeting.reminder" and e.due_at)
        agreed = next(e for e in waiting(store) if e.kind == "audit_meeting.agreed")
        assert agreed.recipient == "priya"
        assert "Thursday 3 September 2026 at 2pm, for an hour, with Alex Wilber." in says(agreed, store)
    day_before, hour_before = datetime(2026, 9, 2, 8, 0, tzinfo=UTC), THURSDAY_2PM - timedelta(hours=1)
    assert reminded == [day_before, day_before, hour_before, hour_before]


def test_the_day_before_a_monday_is_a_friday_and_its_hour_is_londons(demo: Database) -> None:
    alex, priya = both(demo)
    for chat in (alex, priya):
        chat.wait(days=50)  # Wednesday 21 October: the clocks go back on the 25th
    priya.hear("offer Monday 26 October at 10am")
    alex.hear("yes to the first")
    with demo.reading() as store:
        due = sorted({e.due_at for e in waiting(store) if e.kind == "audit_meeting.reminder" and e.due_at})
    assert due == [datetime(2026, 10, 23, 8, 0, tzinfo=UTC), datetime(2026, 10, 26, 9, 0, tzinfo=UTC)]


def test_what_was_moved_reminds_nobody(demo: Database) -> None:
    alex, priya = both(demo)
    priya.hear(OFFER)
    alex.hear("yes to the first")
    priya.hear("move the audit meeting to Monday at 10 because I am in court")
    with demo.reading() as store:
        assert true_now(store) == [("offered", "00020")]
        old = next(e for e in waiting(store) if e.kind == "audit_meeting.reminder")
        settled = KINDS[old.kind].settled
        assert settled is not None
        assert "answer is awaited" in settled(old, store).text


def test_moved_away_and_back_still_reminds(demo: Database) -> None:
    alex, priya = both(demo)
    priya.hear(OFFER)
    alex.hear("yes to the first")
    priya.hear("move the audit meeting to Monday at 10 because I am in court")
    alex.hear("how about Thursday at 2?")
    alex.hear("offer Thursday 3 September at 2pm")
    priya.hear("yes to the first")
    with demo.reading() as store:
        due = [
            e.due_at
            for e in waiting(store)
            if e.kind == "audit_meeting.reminder" and KINDS[e.kind].still_true(e, store, NOW)
        ]
    assert len(due) == 4


def test_what_is_called_off_is_told_with_the_reason(demo: Database) -> None:
    alex, priya = both(demo)
    priya.hear(OFFER)
    alex.hear("yes to the first")
    alex.hear("cancel the audit meeting because I am ill")
    with demo.reading() as store:
        off = next(e for e in waiting(store) if e.kind == "audit_meeting.off")
        assert off.recipient == "priya"
        assert "Alex Wilber called off the meeting on Thursday 3 September 2026 at 2pm: I am ill" in says(off, store)
        assert true_now(store) == [("off", "priya")]


def test_no_reminder_after_it_has_begun(demo: Database) -> None:
    alex, priya = both(demo)
    priya.hear(OFFER)
    alex.hear("yes to the first")
    with demo.reading() as store:
        assert ("reminder", "priya") in true_now(store, THURSDAY_2PM - timedelta(minutes=1))
        assert ("reminder", "priya") not in true_now(store, THURSDAY_2PM)


def test_when_every_offered_time_has_passed_both_are_told_once(audited: Database) -> None:
    both(audited)[1].hear(OFFER)
    plan(audited, datetime(2026, 9, 4, 8, 59, tzinfo=UTC))
    with audited.reading() as store:
        assert not any(entry.kind == "audit_meeting.off" for entry in waiting(store))
    for _ in range(2):
        plan(audited, datetime(2026, 9, 4, 9, 0, tzinfo=UTC))
    with audited.reading() as store:
        told = [e for e in waiting(store) if e.kind == "audit_meeting.off"]
        assert sorted(e.recipient for e in told) == sorted(["priya", ALEX.object_id])
        assert "No time was agreed before the last one" in says(told[0], store)


@pytest.mark.parametrize("is_agreed", [True, False])
def test_if_the_audit_changes_hands_nobody_is_left_believing_in_it(audited: Database, *, is_agreed: bool) -> None:
    alex, priya = both(audited)
    priya.hear(OFFER)
    if is_agreed:
        alex.hear("yes to the first")
    hand_to(audited, OMAR)
    plan(audited, NOW)
    with audited.reading() as store:
        told = [e for e in waiting(store) if e.kind == "audit_meeting.off"]
        assert {e.recipient for e in told} == {"priya", ALEX.object_id}
        assert "The audit has changed hands" in says(next(e for e in told if e.recipient != "priya"), store)
        assert [kind for kind, _ in true_now(store)] == ["off", "off"]
        found = store.meetings.of_audit(the_audit(store).id)
        assert found is not None
        assert found.state == OFF


def test_outside_working_hours_an_offer_waits(demo: Database) -> None:
    evening = datetime(2026, 9, 1, 19, 0, tzinfo=UTC)
    assert not KINDS["audit_meeting.offered"].at_any_hour
    assert quiet_until(None, evening, england()) == datetime(2026, 9, 2, 7, 0, tzinfo=UTC)


class TestUnmet:
    """The practitioner was told on Friday 28 August; Monday is a bank holiday."""

    def told(self, database: Database, day: int) -> list[Entry]:
        plan(database, datetime(2026, 9, day, 9, 0, tzinfo=UTC))
        with database.reading() as store:
            return [e for e in waiting(store) if e.kind == "audit_meeting.unmet"]

    def test_three_working_days_later_both_hear_once(self, audited: Database) -> None:
        assert self.told(audited, 2) == []
        found = self.told(audited, 3)
        assert sorted(entry.recipient for entry in found) == sorted(["priya", ALEX.object_id])
        assert self.told(audited, 4) == found
        with audited.reading() as store:
            assert "You and Alex Wilber have not agreed" in says(
                next(e for e in found if e.recipient == "priya"), store
            )

    def test_not_if_they_have_agreed(self, demo: Database) -> None:
        alex, priya = both(demo)
        priya.hear(OFFER)
        assert len(self.told(demo, 3)) == 2
        alex.hear("yes to the second")
        with demo.reading() as store:
            assert not any(kind == "unmet" for kind, _ in true_now(store))

    def test_nor_where_the_kind_of_audit_needs_no_meeting(self, demo: Database) -> None:
        with demo.transaction() as store:
            store.audits.change(replace(the_audit(store), kind="dip_sample"))
        assert self.told(demo, 3) == []

    def test_nor_once_it_is_due(self, demo: Database) -> None:
        assert self.told(demo, 18) == []
