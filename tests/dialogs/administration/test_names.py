"""Names that are nobody's, in chat: seen and settled by managers and administrators."""

from dataclasses import replace

import pytest

from dialogs.core.reply import Reply
from dialogs.core.turn import Kind, Sender
from storage.allocations import Allocation
from storage.db import Database
from storage.people import Person
from storage.roles import Role
from tests.dialogs.card_checks import faults, nodes
from tests.dialogs.support import NOW, Chat, knowledge
from tests.storage.council import DAY, EASTERN_MANAGER, HELP, OF_EAST, OWN, STAFF, UNPLACED, add_council, object_id

PRACTITIONER, MANAGER, ADMINISTRATOR = (STAFF[r] for r in (Role.PRACTITIONER, Role.MANAGER, Role.ADMINISTRATOR))
SETTLED = 'There is no unplaced name like that for you to settle. Type "unmatched" to see which there are.'
UNKNOWN = (
    "I can't tell who that is, or they aren't in your team. Write a staff key, or the full name as the staff file has "
    "it."
)
NEMO = "“Nemo, Jo” (North): 1 child. Nobody on the staff has this name."


@pytest.fixture
def council(sqlite_database: Database) -> Database:
    with sqlite_database.transaction() as store:
        add_council(store)
    return sqlite_database


def chat(council: Database, person: Person) -> Chat:
    return Chat(council, knowledge(), Sender(str(person.object_id), person.name))


def worker(council: Database, child: str = UNPLACED) -> list[str | None]:
    with council.reading() as store:
        return [a.staff_key for a in store.allocations.of_child(child, NOW.date())]


def press(who: Chat, reply: Reply, title: str) -> Reply:
    """Press the line of that title, as the card has it."""
    assert reply.card is not None
    assert faults(reply.card, reply.text) == []
    [button] = [n for n in nodes(reply.card) if n["type"] == "Action.Submit" and n["title"] == title]
    data = {name: value for name, value in button["data"].items() if name != "action"}
    pressed = who.act(who.turn(Kind.ACTION, action=button["data"]["action"], data=data))
    assert pressed is not None
    return pressed


def test_settled_by_pressing(council: Database) -> None:
    manager = chat(council, MANAGER)
    who = press(manager, manager.say("unmatched workers"), NEMO)
    assert who.text.splitlines()[0] == "Whose name is “Nemo, Jo”?"
    with council.transaction() as store:
        store.people.save(Person("S-7", "Joan Nemo", "Social Worker", team="North", service_area=HELP))
    who = manager.press("administration.who", name="jo nemo")
    done = press(manager, who, "Joan Nemo (Social Worker, North, S-7)")
    assert done.text == "Noted: “Nemo, Jo” is Joan Nemo (Social Worker, North, S-7). That concerns 1 child."
    assert worker(council) == ["S-7"]
    with council.reading() as store:
        [event] = store.audit_log.search()
        assert (event.who, event.action, event.child_ids) == (f"person:{MANAGER.object_id}", "match", (UNPLACED,))
    # Pressed again, or by somebody else meanwhile.
    assert press(manager, who, "Joan Nemo (Social Worker, North, S-7)") == Reply(SETTLED)
    assert manager.press("administration.who", name="jo nemo") == Reply(SETTLED)
    assert manager.say("unmatched").text == "Every worker's name in the case data is somebody's on the staff."


def test_nobodys_by_pressing(council: Database) -> None:
    manager = chat(council, MANAGER)
    who = press(manager, manager.say("unmatched"), NEMO)
    assert press(manager, who, "Nobody on the staff").text.startswith("Noted: “Nemo, Jo” is nobody on the staff.")
    assert worker(council) == [None]


@pytest.mark.parametrize(
    "said",
    [
        "practitioner",
        "Practitioner@Example.gov.uk",
        "Example, Practitioner",
        "PRACTITIONER EXAMPLE.",
    ],
)
def test_settled_by_a_sentence(council: Database, said: str) -> None:
    reply = chat(council, MANAGER).say(f"match “Nemo, Jo” to {said}")
    assert reply.text.startswith("Noted: “Nemo, Jo” is Practitioner Example")
    assert worker(council) == ["practitioner"]


@pytest.mark.parametrize("said", ["nobody", "Nobody on the staff"])
def test_nobodys_by_a_sentence(council: Database, said: str) -> None:
    assert "is nobody on the staff" in chat(council, ADMINISTRATOR).say(f"match jo nemo to {said}").text


def test_not_to_somebody_who_is_not_there_for_it(council: Database) -> None:
    with council.transaction() as store:
        store.people.add_all([Person(key, "Sam Same", team="North", service_area=HELP) for key in ("S-1", "S-2")])
        store.people.save(replace(STAFF[Role.PERSONAL_ADVISER], left_on=NOW.date()))
    for whom in ("Sam Same", "eastern", "personal_adviser", "no such key"):
        assert chat(council, MANAGER).say(f"match Nemo, Jo to {whom}") == Reply(UNKNOWN)
    assert chat(council, MANAGER).press("administration.match", name="jo nemo", person="eastern") == Reply(UNKNOWN)
    assert worker(council) == [None]
    # The administrator may, as it is the data that counts there.
    assert "Eastern Example" in chat(council, ADMINISTRATOR).say("match Nemo, Jo to eastern").text


def test_a_name_of_other_teams_too_is_the_administrators(council: Database) -> None:
    with council.transaction() as store:
        store.allocations.add_all([Allocation(OF_EAST, "social_worker", "Jo Nemo", None, "East", DAY)])
    for person in (MANAGER, EASTERN_MANAGER):
        reply = chat(council, person).say("match Nemo, Jo to practitioner")
        assert reply.text == "That name is used in other teams, too, so the administrator has to settle it."
    assert "That concerns 2 children." in chat(council, ADMINISTRATOR).say("match Nemo, Jo to practitioner").text
    assert worker(council) == ["practitioner"]


def test_only_names_of_ones_own_teams(council: Database) -> None:
    eastern = chat(council, EASTERN_MANAGER)
    assert eastern.say("unmatched").text == "Every worker's name in the case data is somebody's on the staff."
    assert eastern.say("match Nemo, Jo to eastern") == Reply(SETTLED)


@pytest.mark.parametrize("action", ["unmatched", "who", "match"])
def test_not_for_practitioners(council: Database, action: str) -> None:
    pressed = chat(council, PRACTITIONER).press(f"administration.{action}", name="jo nemo", person="practitioner")
    assert pressed == Reply("That is for managers and administrators of Practice Companion.")
    assert worker(council) == [None]


def test_what_each_name_is_about_and_no_child(council: Database) -> None:
    with council.transaction() as store:
        store.people.add_all([Person(key, "Sam Same") for key in ("S-1", "S-2")])
        store.people.save(Person("S-3", "Gone Away", left_on=NOW.date()))
        for name in ("Same, Sam", "", "Away, Gone"):
            store.allocations.add_all([Allocation(OWN, "social_worker", name, None, "", DAY)])
    reply = chat(council, ADMINISTRATOR).say("unmatched")
    for line in (
        "“no name”: 1 child. The case system names no worker: allocate one there.",
        "“Away, Gone”: 1 child. Whoever had this name has left: reallocate in the case system.",
        "“Same, Sam”: 1 child. Several on the staff have this name.",
        'Press a name to say whose it is, or type "match Nemo, Jo to" and a staff key or a full name.',
    ):
        assert line in reply.text
    assert not any(child in str(reply.to_json()) for child in (OWN, UNPLACED, "001"))


def test_a_long_list_says_how_many_more(council: Database) -> None:
    with council.transaction() as store:
        for number in range(12):
            store.allocations.add_all([Allocation(OWN, "social_worker", f"Worker {number}", None, "North", DAY)])
    reply = chat(council, MANAGER).say("unmatched")
    assert "And 3 more: `companion people unmatched` lists all." in reply.text
    assert reply.card is not None
    assert faults(reply.card, reply.text) == []


def test_the_first_administrators_come_from_the_settings(council: Database) -> None:
    first = replace(knowledge(), administrators=frozenset({object_id(99)}))
    stranger = Chat(council, first, Sender(object_id(99), "First"))
    assert "“Nemo, Jo” (North): 1 child." in stranger.say("unmatched").text
    assert stranger.say(f"find {OWN}").text.startswith("I can't show you a child by that id.")
