"""What managers have decided and still holds: whose, until when, and looking at it again."""

from storage.db import Database
from tests.dialogs.card_checks import nodes
from tests.dialogs.support import ALEX, MEGAN
from tests.dialogs.team.support import NINA, PATTI, decisions, number, second_manager, settle
from tests.dialogs.visits.support import CARE, NEED, PLAN, audited, chat


def test_what_holds_is_listed_with_its_end_and_whatever_ends_first_comes_first(filled: Database) -> None:
    megan = chat(filled, MEGAN)
    assert "Nothing that has been decided here holds at present." in megan.hear("decisions")
    settle(megan, f"standing decision for {NEED} because he is a baby, review on 1 December")
    settle(megan, f"set {PLAN} to every 7 days until 1 November because of the new partner")
    settle(megan, "Alex is on leave until 14 September, cover by Adele Vance")
    heard = megan.hear("what have I decided?")
    assert heard.index("AB 201") < heard.index("LM 209") < heard.index("Alex Wilber Away from")
    assert "the new partner" in heard
    assert "1 November 2026" in heard
    assert "1 December 2026" in heard
    assert "Adele Vance stands in" in heard
    assert "AB 201" not in megan.hear(f"decisions about {NEED}")
    with filled.reading() as store:
        assert any({PLAN, NEED} == set(e.child_ids) and e.action == "view" for e in audited(store, MEGAN))


def test_what_ended_or_was_taken_back_is_not(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    settle(megan, f"set {PLAN} to every 7 days because of the new partner")
    settle(megan, f"end the frequency for {PLAN} because the partner has left")
    settle(megan, f"set {NEED} to every 7 days until 10 September because of the new partner")
    megan.wait(days=20)
    assert "Nothing that has been decided here holds" in megan.hear("decisions")


def test_mine_are_mine(demo: Database) -> None:
    with demo.transaction() as store:
        second_manager(store)
    megan, nina = chat(demo, MEGAN), chat(demo, NINA)
    settle(megan, f"set {PLAN} to every 7 days because of the new partner")
    assert "AB 201" not in nina.hear("what have I decided?")
    assert "AB 201" in nina.hear("what has been decided?")
    assert "AB 201" in chat(demo, PATTI).hear("decisions")


def test_a_review_is_pointed_out_and_the_decision_goes_on_from_its_own_day(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    settle(megan, f"standing decision for {NEED} because he is a baby, review on 1 October")
    assert "Decisions to look at again" not in megan.hear("my team")
    megan.wait(days=33)
    assert "Decisions to look at again within a week Number: 1" in megan.hear("my team")
    reply = megan.say("what needs reviewing?")
    assert "It was to be looked at again by Thursday 1 October 2026." in reply.text
    [goes_on] = [n for n in nodes(reply.card) if n.get("title") == "Reviewed: it goes on"]
    asked = megan.press(goes_on["data"]["action"], **{k: v for k, v in goes_on["data"].items() if k != "action"})
    asked = megan.say(f"answer {number(asked.text)} 1 December")
    asked = megan.say(f"answer {number(asked.text)} he still doesn't speak")
    assert "from Tuesday 1 September 2026 on count" in asked.text
    megan.hear(f"yes {number(asked.text)}")
    with demo.reading() as store:
        newest = decisions(store, NEED)[-1]
    assert newest.facts == {"accepted_as_counting_from": "2026-09-01"}
    assert "Decisions to look at again" not in megan.hear("my team")


def test_it_is_for_those_who_lead(demo: Database) -> None:
    assert "for managers" in chat(demo, ALEX).hear("decisions")
    assert "I can't settle anything" in chat(demo, ALEX).hear(f"decisions about {CARE}")
