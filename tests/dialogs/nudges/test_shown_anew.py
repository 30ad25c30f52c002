"""A card that was sent keeps up with what is done, wherever that is done: nobody reads of what is dealt with."""

from collections.abc import Sequence
from datetime import timedelta

from storage.db import Database
from storage.outbox import Entry, State
from storage.said import CHILD_AWAY
from tests.dialogs.nudges.support import MANAGER, RECHECK, TUESDAY, WORKER, checked, delivered, line, replaced
from tests.dialogs.support import MEGAN
from tests.dialogs.visits.support import CARE, NEVER, chat


def due(database: Database) -> list[Entry]:
    """The cards that are to be brought up to date."""
    with database.reading() as store:
        return [entry for entry in store.outbox.in_states([State.SENT]) if entry.due_at is not None]


def shown(database: Database, entries: Sequence[Entry]) -> dict[str, str]:
    """What they become, by reader; and that nothing of it is due any more."""
    found = {}
    with database.transaction() as store:
        for entry in entries:
            reply = RECHECK.anew(entry, store, TUESDAY + timedelta(hours=4))
            assert reply is not None
            found[entry.recipient] = line(checked(reply))
            store.sending.put(entry, due_at=None)
    return found


def test_a_visit_that_is_recorded_leaves_the_workers_and_the_managers_card(filled: Database) -> None:
    before = delivered(filled, TUESDAY)
    assert "CD 202: Visit" in line(before["digest", WORKER])
    alex = chat(filled)
    alex.hear(f"saw {CARE} today at 9am at the placement, alone, spoke to her, announced")
    assert due(filled) == []
    assert "Saved" in alex.hear("save")
    after = shown(filled, due(filled))
    assert "CD 202: Visit" not in after[WORKER]
    assert "RS 212: Visit" in after[WORKER]
    assert due(filled) == []
    assert replaced(filled, TUESDAY) == []


def test_a_plan_and_a_reason_stand_in_both_cards(filled: Database) -> None:
    delivered(filled, TUESDAY)
    alex = chat(filled)
    alex.hear(f"plan {NEVER} for Friday")
    after = shown(filled, due(filled))
    assert after.keys() == {WORKER, MANAGER}
    assert all("lanned for Friday 4 September" in card for card in after.values())
    alex.hear(f"can't make {NEVER}, child away")
    after = shown(filled, due(filled))
    assert "You said: child away." in after[WORKER]
    assert after[MANAGER].index("Overdue, with a reason") < after[MANAGER].index("RS 212")


def test_the_pressed_card_is_answered_in_place_and_not_sent_once_more(demo: Database) -> None:
    delivered(demo, TUESDAY)
    with demo.reading() as store:
        [digest] = [e.id for e in store.outbox.in_states([State.SENT]) if e.kind == "nudges.digest"]
    pressed = chat(demo).press(
        "nudges.cannot", child=NEVER, field="code3", code3=CHILD_AWAY, digest=True, message=digest
    )
    assert pressed.in_place
    assert f'"message": {digest}' in str(pressed.card).replace("'", '"')
    assert [entry.recipient for entry in due(demo)] == [MANAGER]


def test_nobody_marks_somebody_elses_card_as_shown(demo: Database) -> None:
    delivered(demo, TUESDAY)
    chat(demo).hear(f"plan {NEVER} for Friday")
    [team] = [entry.id for entry in due(demo) if entry.recipient == MANAGER]
    chat(demo).push("nudges.digest", again=True, day="2026-09-01", message=team)
    assert team in [entry.id for entry in due(demo)]
    chat(demo, MEGAN).push("nudges.team", again=True, day="2026-09-01", message=team)
    assert team not in [entry.id for entry in due(demo)]


def test_an_agreement_in_mondays_card_keeps_its_numbers(demo: Database) -> None:
    delivered(demo, TUESDAY)
    chat(demo).hear(f"plan {NEVER} for Friday")
    pressed = chat(demo, MEGAN).press("nudges.agree", child=NEVER, digest=True, week=True)
    assert "Agreed: RS 212 on Friday 4 September 2026." in line(pressed)
    assert "Numbers" in pressed.text


def test_everything_dealt_with_leaves_a_card_that_says_so(demo: Database) -> None:
    delivered(demo, TUESDAY)
    with demo.transaction() as store:
        for allocation in store.allocations.of_staff(WORKER, TUESDAY.date()):
            store.children.forget(allocation.child_id)
    with demo.transaction() as store:
        [digest] = [e for e in store.outbox.in_states([State.SENT]) if e.kind == "nudges.digest"]
        reply = RECHECK.anew(digest, store, TUESDAY)
    assert reply is not None
    assert "Nothing needs you" in reply.text
