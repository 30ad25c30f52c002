"""A button that is answered where it was pressed (`bot/teams/answers.py`) shows what comes next."""

from dataclasses import replace

from dialogs.core.reply import Reply
from dialogs.core.turn import Sender
from storage.audits import ALLOCATED
from storage.db import Database
from tests.dialogs.audit_outcome.support import ALEX, MEGAN, PRIYA, chat, final, outcome, shared, written
from tests.dialogs.card_checks import nodes


def press(database: Database, who: Sender, shows: str, title: str, **typed: str) -> Reply:
    """Press a button of what is shown, which takes its answer's card in its place."""
    mine = chat(database, who)
    [button] = [n for n in nodes(mine.say(shows).card) if n.get("title") == title and "verb" in n]
    return mine.press(button["verb"], **{**button["data"], **typed})


def is_shown(reply: Reply, says: str) -> bool:
    return reply.card is not None and says in reply.text


def test_accepting_shows_the_audit_with_what_comes_next(demo: Database) -> None:
    with demo.transaction() as store:
        audit = store.audits.find(1)
        assert audit is not None
        store.audits.change(replace(audit, state=ALLOCATED))
    reply = press(demo, PRIYA, "audit 1", "I'll do this audit")
    assert is_shown(reply, "Hints and tips")
    assert "Find a time to meet" in [node.get("title") for node in nodes(reply.card)]


def test_each_step_of_an_outcome_shows_the_next(demo: Database) -> None:
    written(demo)
    assert is_shown(press(demo, PRIYA, "outcome 1", "Share the draft"), "Shared with Alex Wilber")
    assert is_shown(press(demo, ALEX, "outcome 1", "Nothing to add"), "Priya Nair is told")
    assert is_shown(press(demo, PRIYA, "outcome 1", "Finalise it"), "It closes when")
    assert is_shown(press(demo, PRIYA, "outcome 1", "It is on the file"), "the upload is confirmed")
    assert is_shown(press(demo, MEGAN, "outcome 1", "Monitoring statement is entered"), "is closed")


def test_what_was_typed_on_a_stale_card_is_said_again(demo: Database) -> None:
    priya, stale = shared(demo), outcome(demo).version
    priya.hear("outcome 1 area 2: exceeds good")
    priya.hear("share outcome 1")
    reply = chat(demo, ALEX).press("audit_outcome.answer", audit=1, version=stale, text="I saw him on 3 May.")
    assert is_shown(reply, "Yours: I saw him on 3 May.")
    with demo.reading() as store:
        assert "practitioner" not in store.outcomes.parts(1)


def test_a_corrective_action_that_another_was_faster_with_is_said_again(demo: Database) -> None:
    final(demo, "does not meet good")
    chat(demo, MEGAN).hear("corrective action for audit 1: The first.")
    reply = chat(demo, MEGAN).press("audit_outcome.correct", audit=1, part=0, text="The second.")
    assert is_shown(reply, "Yours: The second.")
