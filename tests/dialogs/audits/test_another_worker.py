"""A child comes to another worker amid an audit: everybody hears once, and whoever runs it says who takes part."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.audits.nudges import nudges
from dialogs.core.nudge import by_kind
from dialogs.core.turn import Sender
from storage.allocations import Allocation
from storage.db import Database
from storage.people import Person
from storage.roles import AUDITOR, SOCIAL_WORKER, Role
from tests.dialogs.audit_meeting.support import PLAN, PRIYA, QUINN, fill_audit
from tests.dialogs.support import ALEX, NOW, knowledge
from tests.dialogs.unasked import delivered
from tests.dialogs.visits.support import chat

NEW = Sender("00000000-0000-0000-0000-0000000000e1", "Noor Newly")
KINDS = by_kind(nudges())


@pytest.fixture
def moved(database: Database) -> Database:
    """Alex has begun to prepare and has shared it; a meeting is offered. Then Noor has the child."""
    fill_audit(database)
    alex, priya = chat(database, ALEX), chat(database, PRIYA)
    alex.hear("prepare for audit 1")
    alex.hear("preparation 1 area 1 talk about: I wasn't sure about the plan")
    alex.push("audit_preparation.share", preparation=1, sure="yes")
    assert "Alex Wilber" in priya.hear("offer Thursday at 10 for the audit meeting")
    with database.transaction() as store:
        roles = (Role.PRACTITIONER,)
        store.people.save(Person("noor", NEW.name, object_id=NEW.object_id, roles=roles, team="Safeguarding 2"))
        theirs = [a for a in store.allocations.of_child(PLAN, NOW.date()) if a.role != AUDITOR]
        store.allocations.change_all([replace(a, until_on=NOW.date()) for a in theirs])
        new = Allocation(PLAN, SOCIAL_WORKER, NEW.name, "noor", "Safeguarding 2", NOW.date())
        store.allocations.add_all([new])
    return database


def tick(database: Database) -> list[tuple[str, str]]:
    due = KINDS["audits.moved"].due
    assert due is not None
    with database.transaction() as store:
        found = due(store, knowledge(), NOW, "").messages
        return sorted((m.kind.removeprefix("audits."), m.recipient) for m in found if store.outbox.add_all([m], NOW))


def heard(database: Database, key: str, at: int = 0) -> str:
    return " / ".join(r.text for r in delivered(database, key, NOW + timedelta(minutes=at)) if "Audit 1" in r.text)


def test_all_hear_once_and_no_message_names_the_child(moved: Database) -> None:
    told = tick(moved)
    assert [kind for kind, _ in told] == ["moved", "moved", "moved_away", "moved_lead"]
    assert tick(moved) == []
    with moved.reading() as store:
        keys = {who.name: found.key for who in (ALEX, PRIYA, QUINN, NEW) if (found := store.people.find(who.object_id))}
    for name, key in keys.items():
        said = heard(moved, key)
        assert "Noor Newly works with the child now. The audit was begun with Alex Wilber." in said, name
        assert "AB 201" not in said
        assert ("Who is it to be done with" in said) == (name in (PRIYA.name, QUINN.name))


def test_who_comes_back_to_the_child_is_told_of_again(moved: Database) -> None:
    tick(moved)
    # To Alex and once more to Noor on one day, before anybody has said who takes part.
    with moved.transaction() as store:
        [noor] = [a for a in store.allocations.of_child(PLAN, NOW.date()) if a.staff_key == "noor"]
        alex = store.people.find(ALEX.object_id)
        assert alex is not None
        store.allocations.change_all([replace(noor, until_on=NOW.date())])
        back = replace(noor, worker_name=alex.name, staff_key=alex.key, until_on=NOW.date())
        store.allocations.add_all([back, replace(noor, id=0)])
    assert [kind for kind, _ in tick(moved)] == ["moved", "moved", "moved_away", "moved_lead"]
    assert tick(moved) == []


def test_the_new_worker_takes_part_and_sees_nothing_of_what_the_first_prepared(moved: Database) -> None:
    tick(moved)
    noor, alex = chat(moved, NEW), chat(moved, ALEX)
    assert "I know no open audit" in noor.hear("the new worker takes part in audit 1")
    said = chat(moved, QUINN).hear("the new worker takes part in audit 1")
    assert "Noor Newly takes part now" in said
    assert "is done with Noor Newly from here on. There is nothing more for you to do." in heard(
        moved, _key(moved, ALEX)
    )
    assert "is done with Noor Newly" in heard(moved, "priya")
    [invited] = [r for r in delivered(moved, "noor", NOW) if "has been selected" in r.text]
    assert "Priya Nair would like to look at this work" in invited.text
    noor.hear("prepare for audit 1")
    assert "I wasn't sure" not in noor.hear("preparation 2 area 1") + noor.hear("preparation 1 area 1")
    assert "I wasn't sure" not in chat(moved, PRIYA).hear("preparation for audit 1")
    assert "I wasn't sure" not in alex.hear("preparation 1 area 1")  # it isn't their child any more
    assert "It is settled" in chat(moved, PRIYA).hear("audit 1 stays with the first worker")
    assert "Noor Newly" in chat(moved, PRIYA).hear("find a time with Noor this week")


def test_it_stays_with_the_first_who_sees_the_child_until_it_is_over(moved: Database) -> None:
    alex = chat(moved, ALEX)
    assert "no open audit" in alex.hear("audit 1")
    assert "It stays with Alex Wilber" in chat(moved, PRIYA).push("audits.worker", audit=1, version=1, who="first")
    assert "Auditor: Priya Nair. With: Alex Wilber." in alex.hear("audit 1")
    assert "I wasn't sure about the plan" in alex.hear("preparation 1 area 1")
    assert tick(moved) == []
    assert "It is settled" in chat(moved, QUINN).push("audits.worker", audit=1, version=1, who="new")
    with moved.reading() as store:
        assert {a.staff_key for a in store.allocations.of_child(PLAN, NOW.date()) if a.role != AUDITOR} == {"noor"}
    chat(moved, QUINN).hear("withdraw audit 1 because the family has moved")
    assert "no open audit" in alex.hear("audit 1")
    assert "I can't show you" in alex.hear(f"find {PLAN}")


def test_before_the_practitioner_knew_of_it_the_new_worker_takes_part_at_once(moved: Database) -> None:
    with moved.transaction() as store:
        [audit] = store.audits.of_child(PLAN)
        store.audits.change(replace(audit, state="allocated"))
    assert tick(moved) == []
    assert "With: Noor Newly." in chat(moved, PRIYA).hear("accept audit 1")


def _key(database: Database, who: Sender) -> str:
    with database.reading() as store:
        found = store.people.find(who.object_id)
    assert found is not None
    return found.key
