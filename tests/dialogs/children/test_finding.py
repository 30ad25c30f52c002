"""A child in the personal chat, nowhere else; and figures."""

from dataclasses import replace

import pytest

from dialogs.core.personal import door, label
from dialogs.core.reply import Reply
from dialogs.core.turn import Kind, Scope, Sender
from storage.audit_log import AuditEvent
from storage.children import Child
from storage.db import Database
from storage.roles import Role
from tests.dialogs.card_checks import faults
from tests.dialogs.support import Chat, knowledge
from tests.storage.council import CLOSED, HANDED_OVER, NOBODYS, OF_SOUTH, OWN, STAFF, UNPLACED, add_council

NOT_FOUND = (
    "I can't show you a child by that id. Either I know none, or the case isn't open to you. If you need it for your "
    "work, ask your manager."
)
ELSEWHERE = (
    "That is for our personal chat, as others read along here. Please ask me there: I say nothing about a child "
    "anywhere else."
)


@pytest.fixture
def council(sqlite_database: Database) -> Database:
    with sqlite_database.transaction() as store:
        add_council(store)
    return sqlite_database


def chat(council: Database, role: Role, scope: Scope = Scope.PERSONAL) -> Chat:
    return Chat(council, knowledge(), Sender(str(STAFF[role].object_id), "Somebody"), scope)


def log(council: Database) -> list[AuditEvent]:
    with council.reading() as store:
        return store.audit_log.search()


def test_what_is_said_of_a_child(council: Database) -> None:
    reply = chat(council, Role.PRACTITIONER).say(f"find {OWN}")
    assert reply.text.split("\n\n") == [
        "AB 001",
        "Child in Need plan, since Monday 2 March 2026",
        "Social worker: Practitioner Example",
        "You may record what happens in this case.",
        "The case system is the record; this is what its last export said.",
        'For what is due, type "when is AB 001 due?".',
    ]
    assert OWN not in reply.text
    assert reply.summary == "What you asked about a case"
    assert reply.card is not None
    assert faults(reply.card, reply.text) == []


@pytest.mark.parametrize(
    "text",
    [
        "find {}",
        "Find child {}.",
        "who can see {}?",
        "show {}",
        "show me {}",
        "who has {}?",
        "who's got {}",
        "who is the worker for {}?",
    ],
)
def test_however_it_is_asked(council: Database, text: str) -> None:
    assert chat(council, Role.PRACTITIONER).say(text.format(OWN)).text.startswith("AB 001")


def test_the_case_system_is_a_press_away(council: Database) -> None:
    known = knowledge()
    known = replace(known, council=replace(known.council, case_url="https://cases.example/child/{child}"))
    alex = Chat(council, known, Sender(str(STAFF[Role.PRACTITIONER].object_id), "Somebody"))
    card = alex.say(f"find {OWN}").card
    assert card is not None
    assert [(b["title"], b.get("url")) for b in card["actions"]] == [  # type: ignore[union-attr,index,call-overload]
        ("What is due", None),
        ("Open in case system", f"https://cases.example/child/{OWN}"),
    ]


def test_by_a_button_the_same(council: Database) -> None:
    alex = chat(council, Role.PRACTITIONER)
    assert alex.press("children.find", child=OWN) == alex.say(f"find {OWN}")
    for nonsense in ("1" * 60, "", None, [OWN], {"child": OWN}):
        assert alex.press("children.find", child=nonsense) == Reply(NOT_FOUND)
    assert alex.press("children.find") == Reply(NOT_FOUND)


def test_who_works_with_the_child_where_that_is_not_plain(council: Database) -> None:
    manager = chat(council, Role.MANAGER)
    assert (
        "Social worker: nobody whom I can tell. It is with the manager: Manager Example"
        in manager.say(f"find {UNPLACED}").text
    )
    with council.transaction() as store:
        store.people.save(replace(STAFF[Role.MANAGER], manager_key=None, team="Elsewhere"))
        store.people.save(replace(STAFF[Role.ASSISTANT_MANAGER], roles=(Role.PRACTITIONER, Role.DUTY, Role.MANAGER)))
        store.people.save(replace(STAFF[Role.PERSONAL_ADVISER], left_on=manager.clock.now().date()))
    assert "On duty: Assistant_manager Example" in chat(council, Role.ASSISTANT_MANAGER).say("find 100002").text


def test_a_child_of_whom_nothing_is_open(council: Database) -> None:
    with council.transaction() as store:
        [situation] = store.situations.of_children([OWN])
        store.situations.change(replace(situation, ended_on=situation.started_on))
    assert "I know of no open situation." in chat(council, Role.PRACTITIONER).say(f"find {OWN}").text


@pytest.mark.parametrize("child", [OF_SOUTH, CLOSED, HANDED_OVER, NOBODYS])
def test_not_yours_and_no_such_child_are_one_and_the_same(council: Database, child: str) -> None:
    assert chat(council, Role.PRACTITIONER).say(f"find {child}") == Reply(NOT_FOUND)
    [event] = log(council)
    assert (event.action, event.about, event.child_ids) == ("refused", "asked for a child", (child,))


@pytest.mark.parametrize("scope", [Scope.GROUP, Scope.CHANNEL])
@pytest.mark.parametrize("text", [f"find {OWN}", f"find {NOBODYS}", "figures", "unmatched", "coverage", "match a to b"])
def test_nothing_where_others_read_along(council: Database, scope: Scope, text: str) -> None:
    assert chat(council, Role.MANAGER, scope).say(text) == Reply(ELSEWHERE)
    assert log(council) == []


@pytest.mark.parametrize("scope", [Scope.GROUP, Scope.CHANNEL])
def test_the_gate_itself_has_no_door_there(council: Database, scope: Scope) -> None:
    turn = chat(council, Role.MANAGER, scope).turn(Kind.MESSAGE, "find 1")
    with council.transaction() as store, pytest.raises(ValueError, match="outside a personal chat"):
        door(turn, store, knowledge())


def test_figures_of_nothing(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as store:
        store.people.save(STAFF[Role.DIRECTOR])
    assert "I know of no open situation." in chat(sqlite_database, Role.DIRECTOR).say("figures").text


@pytest.mark.parametrize(
    ("child", "called"),
    [
        (Child("100345", "AB"), "AB 345"),
        (Child("A-7/12", "AB"), "AB 712"),
        (Child("12", "AB"), "AB 12"),
        (Child("100345"), "100345"),
        (Child("A", "AB"), "A"),
    ],
)
def test_a_label(child: Child, called: str) -> None:
    assert label(child) == called
