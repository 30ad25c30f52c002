"""What can't be so is said above the form, which stays with what was typed: a card in its place would lose that."""

from storage.db import Database
from tests.dialogs.card_checks import nodes
from tests.dialogs.support import MEGAN
from tests.dialogs.team.support import number, settle
from tests.dialogs.visits.support import NEED, PLAN, Checked, chat, said

WHY = "The risk has grown since the strategy discussion"


def sent(megan: Checked, form: str, **fields: str) -> tuple[str, dict[str, object]]:
    """A form that is sent: what stands in its place, and what its inputs hold."""
    reply = megan.press("team.answer", proposal=number(form), version=1, **fields)
    assert reply.in_place
    inputs = {n["id"]: n.get("value") for n in nodes(reply.card) if str(n["type"]).startswith("Input.")}
    return said(reply), inputs


def test_another_answer_is_given_in_the_same_form(filled: Database) -> None:
    megan = chat(filled, MEGAN)
    form = megan.push("team.cover", worker="Alex Wilber")
    heard, inputs = sent(megan, form, deputy="Adele Vance", until="1 August 2026")
    assert "The last day away comes before the first" in heard
    assert inputs == {"deputy": "Adele Vance", "until": "1 August 2026"}
    assert number(heard) == number(form)
    assert "until Monday 14 September 2026" in sent(megan, form, deputy="Adele Vance", until="14 September")[0]


def test_a_reason_and_a_choice_stay_beside_what_was_refused(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    heard, inputs = sent(megan, megan.hear(f"set a visiting frequency for {PLAN}"), days="every 90 days", reason=WHY)
    assert "The framework asks for that already" in heard
    assert inputs == {"days": "every 90 days", "reason": WHY}
    form = megan.push("team.supervised", worker="Alex Wilber")
    _, inputs = sent(megan, form, what="supervision", day="1 August 2020")
    assert inputs == {"what": "supervision", "day": "1 August 2020"}
    heard, inputs = sent(megan, megan.hear(f"hand over {PLAN}"), worker="Alex Wilber")
    assert "is with Alex Wilber already" in heard
    assert inputs == {"worker": "Alex Wilber"}


def test_what_can_be_no_more_leaves_the_reason_to_read(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    settle(megan, f"set {NEED} to weekly because of the risk")
    end = f"end the frequency for {NEED} because {WHY}"
    first, other = megan.hear(end), megan.hear(end)
    megan.hear(f"yes {number(first)}")
    reply = megan.press("team.confirm", proposal=number(other), version=1)
    assert reply.in_place
    assert "No shorter visiting frequency is in force" in said(reply)
    assert f"Reason: {WHY}" in said(reply)
    assert megan.push("team.drop", proposal=number(other), version=1) == "Left as it was."
