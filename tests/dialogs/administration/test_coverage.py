"""Who can't be reached, in chat."""

from dataclasses import replace

import pytest

from dialogs.core.turn import Sender
from storage.db import Database
from storage.people import Person
from storage.roles import Role
from storage.store import Store
from tests.dialogs.card_checks import faults
from tests.dialogs.support import NOW, Chat, knowledge
from tests.storage.council import STAFF, add_council

MANAGER, ADMINISTRATOR = STAFF[Role.MANAGER], STAFF[Role.ADMINISTRATOR]


@pytest.fixture
def council(sqlite_database: Database) -> Database:
    with sqlite_database.transaction() as store:
        add_council(store)
        for person in STAFF.values():
            reach(store, person)
    return sqlite_database


def reach(store: Store, person: Person) -> None:
    chat = f"chat of {person.key}"
    store.conversations.remember(chat, "personal", "tenant", "https://smba.trafficmanager.net/uk/")
    store.arrivals.remember_chat(str(person.object_id), person.name, chat)


def said(council: Database, person: Person, text: str = "coverage") -> list[str]:
    reply = Chat(council, knowledge(), Sender(str(person.object_id), person.name)).say(text)
    assert reply.card is not None
    assert faults(reply.card, reply.text) == []
    return reply.text.split("\n\n")


@pytest.mark.parametrize("text", ["coverage", "Who can't be reached?"])
def test_a_manager_sees_the_team(council: Database, text: str) -> None:
    assert said(council, MANAGER, text) == ["Who I can't reach", "I can reach 4 people.", "Nobody is left out."]
    with council.transaction() as store:
        store.people.save(replace(STAFF[Role.PRACTITIONER], object_id=None, principal_name=None))
        store.arrivals.introduce("stranger", "Stranger", "stranger@example.gov.uk", NOW)
    assert said(council, MANAGER, text) == [
        "Who I can't reach",
        "I can reach 3 people.",
        "The staff file doesn't say what they sign in with:\n- Practitioner Example (North, practitioner)",
    ]


def test_an_administrator_sees_strangers_and_conflicts_too(council: Database) -> None:
    with council.transaction() as store:
        store.arrivals.introduce("stranger", "Stranger", "stranger@example.gov.uk", NOW)
        store.arrivals.introduce("nameless", "Nameless", "", NOW)
        store.arrivals.introduce("second", "Second", str(MANAGER.principal_name), NOW)
    found = said(council, ADMINISTRATOR)
    assert found[1:3] == [
        "I can reach 13 people.",
        "Not in the staff file, and so they see nothing of any case:\n- Nameless\n- Stranger (stranger@example.gov.uk)",
    ]
    assert found[-1].splitlines()[1:] == ["- Manager Example (North, manager)"]
    assert "companion people release" in found[-1]


def test_those_who_came_before_the_staff_file_are_bound_on_the_way(council: Database) -> None:
    sam = STAFF[Role.PRACTITIONER]
    with council.transaction() as store:
        store.arrivals.introduce(str(sam.object_id), sam.name, str(sam.principal_name), NOW)
        store.people.save(replace(sam, object_id=None))
    assert said(council, MANAGER)[1] == "I can reach 4 people."


def test_nobody_and_one(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as store:
        store.people.save(ADMINISTRATOR)
    assert said(sqlite_database, ADMINISTRATOR)[1] == "I can reach nobody yet."
    with sqlite_database.transaction() as store:
        reach(store, ADMINISTRATOR)
    assert said(sqlite_database, ADMINISTRATOR)[1] == "I can reach 1 person."


def test_a_long_list_says_how_many_more(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as store:
        store.people.save(ADMINISTRATOR)
        store.people.add_all([Person(f"S-{number:02}", f"Sam {number:02}") for number in range(20)])
    assert said(sqlite_database, ADMINISTRATOR)[2].splitlines()[-1] == "- and 5 more"
