"""Words of danger, and whom to call above the reply to a sentence that has them."""

import pytest

from dialogs.core import alarm, cards
from dialogs.core.feature import Handler
from dialogs.core.reply import Reply
from dialogs.core.turn import Kind
from storage.db import Database
from tests.dialogs.card_checks import faults
from tests.dialogs.support import Chat, knowledge

DANGERS = """
he wants to die|mum overdosed|she has od'd and is unconscious|he is suicidal|HE'S SUICIDAL|dad pulled a gun|dad hits her
bruises on his face|she disclosed|was raped|he touched her|was groomed|self-harm|self harming|he harms himself
left alone|trafficked
baby left on her own|left the kids alone|ran away|has run away|gone missing|MISSING|absconded|bleeding
hasn’t come home|hasnt come home|isn’t answering the door|isn't answering the door|stabbed|burns on her arm|found dead
she was beaten|he slapped her|kicked her|exploited|mum has been strangled|wants to end her life|abuse|assaulted
missing from home, not been back|gone missing, school rang back|missing since noon, not returned
has not been found|back from missing with bruises|found at a brothel
drunk dad there|mum was drunk|house full of needles|a used needle on the floor|she has a broken arm|broke his leg
broken ribs|fractured skull|found him hanging|tried hanging|a noose|with a rope|bought some rope|hung himself
cuts on her arms|cuts to his wrists|cutting again|took an overdose|suicidal|black eye|took an od|heroin
she told me about uncle|told me about her step-dad|told me about somebody|told us about what happened
"""
HARMLESS = """
saw AB 201 today at home alone|not in|no answer|DIE 201 not in|saw HIT 201 today|what am I missing|anything missing?
back from missing at 9pm|was missing and is now back|went missing, came back|ran off but found safe
came home from running away|missing return interview held|201 is missing from my list
touched base|how do I hit the deadline|kick off meeting|burnt out|left a card, seen alone|skills|stable|punctual|begun
dad was present|note for 201: dad hit him|confirm 201's start: dad hit her in May|answer 5: he was beaten
because of the reason: abuse
has drunk her milk|she had drunk all of it|hanging out with friends|hanging around|pine needles|needlework|skipping rope
cuts to the budget|cuts to services|broken window|broken down car|told me about school|told me about mum's new job
told me about uncle's dog|changing|a broken promise|he was hanging up coats
"""


def each(table: str) -> list[str]:
    return [said for line in table.split("\n") for said in line.split("|") if said]


@pytest.mark.parametrize("said", each(DANGERS))
def test_danger(said: str) -> None:
    assert alarm.is_alarming(said)


@pytest.mark.parametrize("said", each(HARMLESS))
def test_no_danger(said: str) -> None:
    assert not alarm.is_alarming(said)


def heard(reply: Reply | None, database: Database) -> Reply:
    """What a handler that answers this says once it stands below whom to call."""
    taken: Handler = lambda _turn, _store, _knowledge: reply  # noqa: E731
    with database.transaction() as store:
        made = alarm.with_whom_to_call(taken)(
            Chat(database, knowledge()).turn(Kind.MESSAGE, "dad hit him"), store, knowledge()
        )
    assert made is not None
    return made


def test_it_stands_above_all_and_leaves_everything_else(sqlite_database: Database) -> None:
    made = cards.card([cards.heading("Visit: AB 201")], [], "Visit: AB 201")
    reply = heard(Reply("Visit: AB 201", made, summary="A visit", in_place=True, is_kept=False), sqlite_database)
    assert reply.text.startswith("If a child may be in danger now, call 999.")
    assert reply.text.endswith("What you type here alerts nobody.\n\nVisit: AB 201")
    assert (reply.summary, reply.in_place, reply.is_kept) == ("A visit", True, False)
    assert reply.card is not None
    box, title = reply.card["body"]  # type: ignore[misc]
    assert box["style"] == "attention"
    assert title["text"] == "Visit: AB 201"
    assert faults(reply.card, reply.text) == []


def test_it_is_not_said_twice_and_said_where_nothing_is(sqlite_database: Database) -> None:
    said = heard(None, sqlite_database)
    assert said.text.endswith("alerts nobody.")
    assert "AB" not in said.summary
    assert heard(said, sqlite_database) is said


def test_a_refusal_to_tell_of_a_child_hears_a_danger_and_an_answer_stands_as_it_is(sqlite_database: Database) -> None:
    unseen, guard = "who hasn't been seen since dad hit them", {"guard.child_data": 0.9}
    refused = {"12345 was assaulted": guard, unseen: guard, "abuse under the 1989 act": {"core_group.first": 0.9}}
    chat = Chat(sqlite_database, knowledge(refused))
    for says in ("12345 was assaulted", unseen):
        assert chat.say(says).text.startswith("If a child may be in danger now, call 999.")
    assert "call 999" not in chat.say("abuse under the 1989 act").text
