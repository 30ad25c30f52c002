"""What a child's own workers are told of what somebody else records, corrects or takes back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.visits.nudges import RECORDED, WITHDRAWN
from storage.db import Database
from storage.outbox import State
from storage.store import Store
from tests.dialogs.card_checks import nodes
from tests.dialogs.support import ALEX, MEGAN, NOW, knowledge
from tests.dialogs.unasked import delivered, recheck, replaced
from tests.dialogs.visits.support import DANA, PLAN, Checked, audited, chat

VISITED = f"saw {PLAN} yesterday at 5pm at home, alone, spoke to her, unannounced"


def alex_key(database: Database) -> str:
    with database.reading() as store:
        person = store.people.find(ALEX.object_id)
    assert person is not None
    return person.key


def visited(database: Database, by: Checked | None = None) -> Checked:
    """Somebody else records a visit to a child of Alex's."""
    dana = by or chat(database, DANA)
    dana.hear(VISITED)
    dana.hear("yes")
    return dana


def states(store: Store, key: str) -> list[tuple[str, State]]:
    return [(entry.kind, entry.state) for entry in store.outbox.to(key, list(State))]


def correct(person: Checked, **answers: object) -> None:
    reply = person.say(f"correct {PLAN}")
    [data] = [n["data"] for n in nodes(reply.card) if n.get("verb") == "visits.answer"]
    person.push("visits.answer", **data, **answers)
    assert "Corrected" in person.hear("yes")


def test_the_worker_is_told_once_and_the_notification_names_nobody(filled: Database) -> None:
    visited(filled)
    [reply] = delivered(filled, alex_key(filled), NOW)
    assert "Dana Duty recorded a visit to AB 201: Monday 31 August 2026 at 5pm." in reply.text
    assert reply.summary == "Something was recorded for a child of yours"
    assert delivered(filled, alex_key(filled), NOW) == []
    with filled.reading() as store:
        told = [event.child_ids for event in audited(store, ALEX) if event.action == "told"]
    assert told == [(PLAN,)]
    [data] = [n["data"] for n in nodes(reply.card) if n.get("type") == "Action.Submit"]
    assert "AB 201" in chat(filled).push(data["action"], child=data["child"])


def test_other_happenings_are_told_by_their_names(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    megan.hear(f"{PLAN} returned from missing today at 9am")
    assert "Saved" in megan.hear("yes")
    [reply] = delivered(demo, alex_key(demo), NOW)
    assert "Megan Bowen recorded for AB 201: Returned from missing, Tuesday 1 September 2026 at 9am." in reply.text


def test_nobody_is_told_of_what_they_recorded_themselves(demo: Database) -> None:
    visited(demo, chat(demo))
    with demo.reading() as store:
        assert store.outbox.in_states(list(State)) == []


def test_a_second_worker_knows(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    megan.hear(f"{VISITED}, with Alex")
    megan.hear("yes")
    with demo.reading() as store:
        assert states(store, alex_key(demo)) == []


class TestTakenBack:
    def test_before_it_was_told_nothing_is(self, filled: Database) -> None:
        visited(filled).hear("undo")
        assert delivered(filled, alex_key(filled), NOW) == []
        with filled.reading() as store:
            gone = [(RECORDED, State.CANCELLED), (WITHDRAWN, State.CANCELLED)]
            assert states(store, alex_key(filled)) == gone

    def test_afterwards_the_card_gives_way_and_the_worker_hears_of_it(self, filled: Database) -> None:
        dana = visited(filled)
        delivered(filled, alex_key(filled), NOW)
        dana.hear("undo")
        [reply] = delivered(filled, alex_key(filled), NOW)
        taken_back = "Dana Duty has taken back what they recorded for AB 201: a visit, Monday 31 August 2026 at 5pm."
        assert taken_back in reply.text
        [settled] = replaced(filled, alex_key(filled), NOW)
        assert "was taken back or corrected since" in settled.text
        assert "AB 201" not in settled.text
        assert PLAN not in settled.text

    def test_what_may_have_been_told_counts_as_told(self, demo: Database) -> None:
        dana = visited(demo)
        with demo.transaction() as store:
            [entry] = store.sending.take_waiting([alex_key(demo)], NOW, "test")
            store.sending.put(entry, state=State.UNKNOWN, due_at=None, ended_at=NOW)
        dana.hear("undo")
        assert len(delivered(demo, alex_key(demo), NOW)) == 1

    def test_a_visit_that_never_was(self, demo: Database) -> None:
        dana = visited(demo)
        delivered(demo, alex_key(demo), NOW)
        correct(dana, happened="no", reason="it was another child")
        [reply] = delivered(demo, alex_key(demo), NOW)
        assert "has taken back what they recorded for AB 201" in reply.text
        assert len(replaced(demo, alex_key(demo), NOW)) == 1


class TestCorrected:
    def test_before_it_was_told_only_the_correction_is(self, demo: Database) -> None:
        dana = visited(demo)
        correct(dana, when="yesterday at 3pm", reason="the time was wrong")
        [reply] = delivered(demo, alex_key(demo), NOW)
        assert "Dana Duty has corrected what they recorded of a visit to AB 201." in reply.text
        assert "It was on Monday 31 August 2026 at 3pm." in reply.text

    def test_afterwards_the_old_card_gives_way(self, demo: Database) -> None:
        dana = visited(demo)
        delivered(demo, alex_key(demo), NOW)
        correct(dana, when="yesterday at 3pm", reason="the time was wrong")
        assert len(delivered(demo, alex_key(demo), NOW)) == 1
        assert len(replaced(demo, alex_key(demo), NOW)) == 1
        correct(dana, when="yesterday at 2pm", reason="wrong again")
        [reply] = delivered(demo, alex_key(demo), NOW)
        assert "at 2pm" in reply.text
        assert len(replaced(demo, alex_key(demo), NOW)) == 2


class TestWhoMayKnow:
    def test_not_whoever_has_the_child_no_more(self, demo: Database) -> None:
        visited(demo)
        with demo.transaction() as store:
            mine = [a for a in store.allocations.of_children([PLAN]) if a.staff_key == alex_key(demo)]
            store.allocations.change_all([replace(a, until_on=NOW.date()) for a in mine])
        assert delivered(demo, alex_key(demo), NOW) == []
        with demo.reading() as store:
            assert states(store, alex_key(demo)) == [(RECORDED, State.CANCELLED)]

    @pytest.mark.parametrize("kind", [RECORDED, WITHDRAWN])
    def test_what_nobody_knows_of_any_more_is_not_said(self, demo: Database, kind: str) -> None:
        visited(demo)
        with demo.transaction() as store:
            [entry] = store.outbox.to(alex_key(demo), [State.PENDING])
            store.reports.purge(NOW + timedelta(days=1))
            nudge = recheck()._nudges[kind]
            assert nudge.render(entry, store, knowledge(), NOW) is None

    def test_outside_working_hours_it_waits(self, demo: Database) -> None:
        visited(demo)
        night = NOW + timedelta(hours=11)
        assert delivered(demo, alex_key(demo), night) == []
        assert len(delivered(demo, alex_key(demo), NOW + timedelta(days=1))) == 1
