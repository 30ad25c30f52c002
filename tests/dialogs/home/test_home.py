import pytest

from dialogs.core.reply import Reply
from dialogs.core.turn import Scope, Sender
from storage.db import Database
from storage.people import Person
from tests.dialogs.card_checks import faults, nodes
from tests.dialogs.support import ALEX, COUNCIL, MEGAN, Chat, knowledge


@pytest.fixture
def chat(sqlite_database: Database) -> Chat:
    return Chat(sqlite_database, knowledge())


def checked(reply: Reply | None) -> Reply:
    assert reply is not None
    assert reply.card is not None
    assert faults(reply.card, reply.text) == []
    return reply


class TestWelcome:
    def test_it_says_what_it_can_do_with_three_examples_to_press(self, chat: Chat) -> None:
        reply = checked(chat.install())
        assert "Hello Alex. I answer questions about Example Council's practice standards" in reply.text
        buttons = [n for n in nodes(reply.card) if n["type"] == "Action.Submit"]
        assert [b["data"]["action"] for b in buttons] == ["ask.example"] * 3
        assert all(f"- {b['data']['question']}" in reply.text for b in buttons)
        assert [b["title"] for b in buttons] == [b["data"]["question"] for b in buttons]

    def test_once_a_conversation(self, chat: Chat) -> None:
        assert chat.install() is not None
        assert chat.install() is None
        chat.wait(days=400)
        assert chat.install() is None
        assert Chat(chat.database, chat.knowledge, name="chat-2").install() is not None

    def test_again_for_who_removed_it_and_returns(self, chat: Chat) -> None:
        other = Chat(chat.database, chat.knowledge, name="chat-2")
        assert None not in (chat.install(), other.install())
        assert chat.remove() is None
        assert checked(chat.install()).text
        assert other.install() is None

    @pytest.mark.parametrize("scope", [Scope.GROUP, Scope.CHANNEL])
    def test_in_front_of_others_it_greets_nobody_and_asks_for_no_names(self, chat: Chat, scope: Scope) -> None:
        chat.scope = scope
        reply = checked(chat.install())
        assert "Alex" not in reply.text
        assert "never name or describe a child here" in reply.text

    @pytest.mark.parametrize(
        ("name", "greeting"),
        [
            ("Alex Wilber", "Hello Alex."),
            ("Wilber, Alex", "Hello Alex."),
            ("Wilber, Alex (Children's Services)", "Hello Alex."),
            ("Cher", "Hello Cher."),
            ("Wilber,", "Hello Wilber."),
            ("", "Hello."),
            ("   ", "Hello."),
            (" , ", "Hello."),
        ],
    )
    def test_by_first_name_however_it_is_written(self, chat: Chat, name: str, greeting: str) -> None:
        chat.person = Sender("", name)
        assert f"\n{greeting} I answer" in checked(chat.install()).text

    def test_somebody_on_the_staff_by_the_name_that_the_council_has(self, chat: Chat) -> None:
        with chat.database.transaction() as store:
            store.people.save(Person("S-1", "Megan Bowen", "Team Manager", MEGAN.object_id))
        chat.person = Sender(MEGAN.object_id, "BOWENM01")
        assert "Hello Megan." in checked(chat.install()).text


class TestHelp:
    def test_it_says_everything_that_can_be_done_and_whom_to_call(self, chat: Chat) -> None:
        reply = checked(chat.say("help"))
        for said in (
            "April 2021",
            "and unannounced?",
            '"whole"',
            '"yes" or "no"',
            '"missing:"',
            "mention me",
            "call 999",
            COUNCIL.first_response,
            COUNCIL.emergency_duty,
            COUNCIL.who_to_ask,
            "without who asked",
        ):
            assert said in reply.text

    def test_nothing_said_is_met_with_help(self, chat: Chat) -> None:
        assert chat.say(" ") == chat.say("help") == chat.press("home.help")
        assert chat.kept() == []

    def test_it_is_the_same_for_everybody(self, chat: Chat) -> None:
        assert Chat(chat.database, chat.knowledge, person=Sender("", "")).say("help") == Chat(
            chat.database, chat.knowledge, person=ALEX
        ).say("help")
