"""What follows a session: answers given later, actions by a card, changed, opened again, and how far up delay goes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dialogs.core.reply import Reply
from storage.challenges import DONE, OPEN, ChallengeAction
from storage.db import Database
from storage.returns import CANCELLED
from tests.dialogs.card_checks import faults, nodes
from tests.dialogs.challenge_pack.test_after import GIVES
from tests.dialogs.challenge_pack.test_pack import PEOPLE, made, morning, planned, service, who
from tests.dialogs.support import NOW
from tests.dialogs.unasked import delivered
from tests.dialogs.visits.support import chat

__all__ = ["service"]
STEERS, ANSWERS = {"lead", "director", "panel"}, {"lead", "director", "panel", "head"}
CLOSES = "close challenge action 2: plans are on time, evidence: the last audit"


def action(database: Database, number: int = 2) -> ChallengeAction:
    with database.reading() as store:
        found = store.challenges.action(number)
    assert found is not None
    return found


def fields(reply: Reply) -> dict[str, Any]:
    assert reply.card is not None
    assert faults(reply.card, reply.text) == []
    return {node["id"]: node for node in nodes(reply.card) if node["type"].startswith("Input.")}


def test_a_question_is_answered_later_and_nobody_writes_over_another(service: Database) -> None:
    chat(service, who("director")).hear("challenge 3 question: Why did it fall?")
    chat(service, who("director")).hear("challenge 3 question: What comes next?")
    [told] = delivered(service, "head", NOW)  # one card for both
    assert "Why did it fall?" in told.text
    assert "What comes next?" in told.text
    reply = chat(service, who("head")).say("answers to challenge 3")
    assert set(fields(reply)) == {"answer_1", "answer_2"}
    shown = {"session": 3, "versions": {"1": 1, "2": 1}}
    said = chat(service, who("head")).push("challenge_pack.answer", **shown, answer_1="The summer.", answer_2="")
    assert "The answer is kept." in said
    assert "Answer: The summer. Answer kept by Head Example" in said
    assert "No answer is kept yet." in said
    said = chat(service, who("lead")).push("challenge_pack.answer", **shown, answer_1="The autumn.")
    assert "Somebody has kept another answer meanwhile" in said
    assert "Answer: The summer." in said
    assert "Answer: A plan." in chat(service, who("lead")).hear("challenge 3 answer 2: A plan.")
    assert "Say it in a few words" in chat(service, who("lead")).hear("challenge 3 answer 9: A plan.")


@pytest.mark.parametrize("key", PEOPLE)
def test_who_answers_and_who_steers(service: Database, key: str) -> None:
    chat(service, who("lead")).hear("challenge 3 question: Why?")
    chat(service, who("lead")).hear(GIVES)
    asks = chat(service, who(key))
    assert ("The answer is kept" in asks.hear("challenge 3 answer 1: Because.")) is (key in ANSWERS)
    assert ("A new action" in asks.hear("challenge 3 new action")) is (key in STEERS)
    moves = "move challenge action 2 to 6 November 2026: half-term"
    assert ("Changed." in asks.hear(moves)) is (key in STEERS)
    assert (action(service).due_on == date(2026, 11, 6)) is (key in STEERS)
    chat(service, who("lead")).hear(CLOSES)
    again = "reopen challenge action 2 until 20 November 2026: the audit was of another team"
    assert ("Changed." in asks.hear(again)) is (key in STEERS)
    assert (action(service).state == OPEN) is (key in STEERS)


def test_an_action_is_given_by_a_card_that_keeps_what_was_typed(service: Database) -> None:
    form = fields(chat(service, who("lead")).say("challenge 3 new action"))
    assert set(form) == {"text", "owner", "due", "measure", "difference", "serves"}
    assert [choice["value"] for choice in form["serves"]["choices"]][:2] == ["Neglect", "1"]
    typed = {"text": "Weekly supervision", "owner": "Nobody", "due": "30 October 2026", "measure": "All held"}
    typed |= {"difference": "No drift", "serves": "6"}
    again = chat(service, who("lead")).press("challenge_pack.give", session=3, **typed)
    assert "one person called “Nobody”" in again.text
    assert again.in_place
    kept = {name: field.get("value") for name, field in fields(again).items()}
    assert kept == typed
    said = chat(service, who("lead")).push("challenge_pack.give", session=3, **{**typed, "owner": "Anne Example"})
    assert "Anne Example is told" in said
    assert (action(service).cites, action(service).owner_key) == ("practice_standards.6", "anne")


def test_an_action_is_closed_by_a_card_and_opened_again_with_a_reason(service: Database) -> None:
    chat(service, who("lead")).hear(GIVES)
    delivered(service, "anne", NOW)
    assert set(fields(chat(service, who("anne")).say("close challenge action 2"))) == {"changed", "evidence"}
    done = {"action_id": 2, "version": 1, "changed": "No drift", "evidence": "The audit"}
    assert "Closed." in chat(service, who("anne")).push("challenge_pack.close", **done)
    assert "Nothing was kept" in chat(service, who("anne")).push("challenge_pack.close", **done)
    assert "why in a few words" in chat(service, who("lead")).hear("reopen challenge action 2")
    said = chat(service, who("lead")).hear("reopen challenge action 2: the audit was of another team")
    assert "Open again; it had been closed with: No drift Evidence: The audit" in said
    assert "Why: the audit was of another team" in said
    assert (action(service).state, action(service).evidence) == (OPEN, "")
    [told] = delivered(service, "anne", NOW)
    assert "another team" in told.text
    stale = chat(service, who("lead")).push("challenge_pack.change", action_id=2, version=1, owner="Other Example")
    assert "Nothing was kept" in stale


def test_both_owners_hear_of_a_handover_and_a_day_that_has_passed_needs_another(service: Database) -> None:
    chat(service, who("lead")).hear(GIVES)
    delivered(service, "anne", NOW)
    assert "called “Nobody”" in chat(service, who("lead")).hear("give challenge action 2 to Nobody: Anne is ill")
    assert "Changed." in chat(service, who("lead")).hear("give challenge action 2 to Other Example: Anne is ill")
    assert "Handed from Anne Example to Other Example." in delivered(service, "anne", NOW)[0].text
    assert len(delivered(service, "other", NOW)) == 1
    late = chat(service, who("other"))
    late.clock.move(timedelta(days=80))
    assert "Closed." in late.hear(CLOSES)
    lead = chat(service, who("lead"))
    lead.clock.move(timedelta(days=80))
    assert "Its day has passed" in lead.hear("reopen challenge action 2: it doesn't hold")
    assert action(service).state == DONE


@pytest.mark.parametrize(
    ("day", "heard"),
    [
        (date(2026, 11, 3), {"anne", "head"}),
        (date(2026, 11, 10), {"anne", "head", "lead"}),  # seven working days after
        (date(2026, 11, 17), {"anne", "head", "lead", "director"}),
        (date(2026, 11, 18), set()),
    ],
)
def test_delay_goes_up_to_the_qa_lead_and_then_to_the_chair(service: Database, day: date, heard: set[str]) -> None:
    chat(service, who("anne")).hear("close challenge action 1: less drift, evidence: the log")
    chat(service, who("lead")).hear(GIVES)
    for key in PEOPLE:
        delivered(service, key, NOW)
    planned(service, morning(day))
    assert {key for key in PEOPLE if delivered(service, key, morning(day))} == heard


@pytest.mark.parametrize("what", ["both", "action", "return"])
def test_a_return_and_an_action_of_one_morning_are_one_card(service: Database, what: str) -> None:
    day = date(2026, 9, 18)
    if what != "return":
        chat(service, who("lead")).hear(GIVES.replace("30 October", "18 September"))
    if what != "action":
        created = chat(service, who("lead")).hear(
            "check and challenge for SEND on 2 October 2026, contributors Anne Example, signed off by Head Example"
        )
        assert "due by Friday 18 September 2026" in created
    for key in PEOPLE:
        delivered(service, key, NOW)
    for _hour in range(2):
        planned(service, morning(day))
    [card] = delivered(service, "anne", morning(day))
    has = {"return": "Returns that wait for you" in card.text, "action": "Actions of check and challenge" in card.text}
    assert has == {"return": what != "action", "action": what != "return"}
    if what == "both":
        assert card.summary == "Check and challenge waits for you"
        assert "weekly supervision" in card.text
    planned(service, morning(day))
    assert delivered(service, "anne", morning(day)) == []


def test_a_cancelled_session_has_no_pack_and_takes_no_more(service: Database) -> None:
    with service.transaction() as store:
        found = store.returns.find(3)
        assert found is not None
        store.returns.change(replace(found, state=CANCELLED))
    for text in ("pack 3", "figures of pack 3", "challenge 3 question: Why?", GIVES, "challenge 3 new action"):
        assert "That session is cancelled" in chat(service, who("lead")).hear(text)
    assert "Supervise weekly" in chat(service, who("lead")).hear("challenge 3")  # what is carried stays to be seen
    assert made(service).actions[1][1] == ()


def test_open_actions_have_a_list(service: Database) -> None:
    for key, sees in (("anne", True), ("director", True), ("head", True), ("other", False)):
        said = chat(service, who(key)).hear("show me the open challenge actions please")
        assert ("Action 1: Supervise weekly (Overdue)" in said) is sees, key
        assert ("None is open that is yours to see." in said) is not sees, key
    chat(service, who("anne")).hear("close challenge action 1: it is weekly, evidence: the audit")
    assert "None is open" in chat(service, who("director")).hear("which challenge actions are overdue?")


def test_what_a_panel_keeps_names_nobody(service: Database) -> None:
    director = chat(service, who("director"))
    for said in (
        "challenge 3 question: Why does Anne Example’s team drift?",
        "challenge 3 question: Why did it fall? answer: Anne Example was ill",
        GIVES.replace("weekly supervision", "visit AB 201 weekly"),
        "challenge action 1: the family of 900123 moved",
        "close challenge action 1: Anne Example left, evidence: the rota",
    ):
        speaker = chat(service, who("anne")) if "action 1" in said else director
        assert "Nothing is kept: “" in speaker.hear(said), said
    assert "The question is kept." in director.hear("challenge 3 question: Why did it fall in the North team?")
    chat(service, who("lead")).hear(GIVES)
    for said in (
        "Both posts are filled from 1/9/2026",
        "£12000 is found",
        "It costs £ 15000 until 31.03.27",
        "12000 calls",
        "KPI 123",
    ):
        assert "Kept." in chat(service, who("anne")).hear(f"challenge action 2: {said}"), said
    for said in ("a boy born 1/9/2026", "the boy (3/4/2014)", "12000 calls his mum", "KPI 123 456", "31/02/2026"):
        assert "write it as 12,000" in chat(service, who("anne")).hear(f"challenge action 2: {said}"), said
    assert "Nothing is kept" in director.hear("give challenge action 1 to Panel Example because 900123 moved")
    director.hear("give challenge action 1 to Panel Example because it is a matter of money")
    assert action(service, 1).owner_key == "panel"
    assert "challenge_pack.pack" in str(director.say("can I have the pack for session 3 please").document)
    assert "Why did it fall in the North team?" in director.hear("what came of session 3")


def test_what_isnt_kept_stands_in_the_field_again(service: Database) -> None:
    chat(service, who("lead")).hear(GIVES)
    director, anne = chat(service, who("director")), chat(service, who("anne"))
    for speaker, text in ((director, "challenge 3"), (anne, "challenge action 2")):  # more can't be typed than is kept
        assert fields(speaker.say(text))["text"]["maxLength"] == 2000
    shown = fields(director.press("challenge_pack.ask", session=3, text="Why 900123?", answer="It fell."))
    assert {name: field["value"] for name, field in shown.items()} == {"text": "Why 900123?", "answer": "It fell."}
    shown = fields(anne.press("challenge_pack.update", action_id=2, text="900123 moved"))
    assert shown["text"]["value"] == "900123 moved"
    told = {"changed": "less drift", "evidence": "the log"}
    shown = fields(anne.press("challenge_pack.close", action_id=2, version=9, **told))
    assert {name: field["value"] for name, field in shown.items()} == told
    shown = fields(chat(service, who("lead")).press("challenge_pack.change", action_id=2, version=9, reason="money"))
    assert shown["reason"]["value"] == "money"
    anne.push("challenge_pack.close", action_id=2, **told)
    assert "You wrote: It moves" in anne.push("challenge_pack.update", action_id=2, text="It moves")
    assert "You wrote: again" in anne.push("challenge_pack.close", action_id=2, changed="again", evidence="")
