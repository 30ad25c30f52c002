"""Agreed actions after the audit: told, nudged, done, and only over when they made a difference."""

from datetime import UTC, datetime, timedelta

import pytest

from dialogs.audit_outcome.nudges import nudges
from dialogs.core.nudge import by_kind
from storage.audit_actions import AGREED, MADE, OVER, AgreedAction
from storage.db import Database
from storage.outbox import State
from tests.dialogs.audit_outcome.support import ALEX, KNOWN, MEGAN, OMAR, PATTI, PRIYA, audit, chat, final
from tests.dialogs.support import NOW
from tests.dialogs.unasked import delivered

KINDS = by_kind(nudges())
DUE = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
DONE = "action 1 is done: the plan is new. Evidence: the plan of 9 October"
DIFFERENCE = "action 1 made a difference: he says he knows his plan. Evidence: the visit of 10 October"


def action(database: Database) -> AgreedAction:
    with database.reading() as store:
        found = store.audit_actions.find(1)
    assert found is not None
    return found


def planned(database: Database, at: datetime) -> list[tuple[str, str]]:
    """What the hourly run plans anew, and for whom."""
    found = []
    with database.transaction() as store:
        for nudge in KINDS.values():
            for message in nudge.due(store, KNOWN, at, "").messages if nudge.due else ():
                if store.outbox.add(message, at):
                    found.append((message.kind.removeprefix("audit_outcome."), message.recipient[-5:]))
    return found


def test_its_owner_is_told_once_it_is_final(audited: Database) -> None:
    final(audited, "does not meet good")
    told = delivered(audited, audit(audited).practitioner_key, NOW)
    [mine] = [reply for reply in told if "An action was agreed for you: AB 201" in reply.text]
    assert "Difference expected for the child: he knows his plan" in mine.text
    assert "Action 1: AB 201, by Alex Wilber, on Monday 12 October 2026" in chat(audited, ALEX).hear("my actions")
    assert "Action 1: AB 201" in chat(audited, MEGAN).hear("my actions")
    assert "No agreed action goes on" in chat(audited, OMAR).hear("my actions")


def test_done_is_not_made_a_difference(audited: Database) -> None:
    final(audited, "does not meet good")
    alex, megan = chat(audited, ALEX), chat(audited, MEGAN)
    assert "The manager is asked what difference it made." in alex.hear(DONE)
    assert action(audited).state == AGREED
    assert "Done, says Alex Wilber the plan is new" in megan.hear("action 1")
    assert "it made a difference." in megan.hear(DIFFERENCE)
    assert action(audited).state == MADE
    with audited.reading() as store:
        said = [(r.answer, r.is_manager, r.evidence) for r in store.audit_actions.reviews(1)]
    assert said == [("done", 0, "the plan of 9 October"), ("made", 1, "the visit of 10 October")]


def test_no_difference_yet_is_looked_at_again(audited: Database) -> None:
    final(audited, "does not meet good")
    alex, megan = chat(audited, ALEX), chat(audited, MEGAN)
    alex.hear(DONE)
    again = "action 1 made no difference yet, look again on 9 November: he hasn't read it"
    assert "looked at again on that day" in megan.hear(again)
    now = action(audited)
    assert (now.state, now.look_on.isoformat(), now.due_on.isoformat()) == (AGREED, "2026-11-09", "2026-10-12")
    assert [one for one in planned(audited, DUE) if one[0] == "action_due"] == []
    assert sorted(planned(audited, DUE + timedelta(days=28))) == [("action_due", "00020"), ("action_due", "00021")]


@pytest.mark.parametrize(
    ("who", "says", "answer"),
    [
        (ALEX, DIFFERENCE, "the manager whether it made a difference"),
        (MEGAN, DONE, "Its owner says whether it is done"),
        (ALEX, "action 1 is done: yes", "where the evidence is on file"),
        (MEGAN, "action 1 made a difference: yes", "where the evidence is on file"),
        (MEGAN, "action 1 made no difference yet, look again on yesterday: no", "a day after today"),
        (OMAR, DONE, "I know no agreed action by that number"),
        (PATTI, "action 1", "I know no agreed action by that number"),
    ],
)
def test_what_cannot_be_said_changes_nothing(demo: Database, who: object, says: str, answer: str) -> None:
    final(demo, "does not meet good")
    assert answer in chat(demo, who).hear(says)  # type: ignore[arg-type]
    assert action(demo).version == 1


def test_a_stale_card_keeps_what_was_typed(demo: Database) -> None:
    final(demo, "does not meet good")
    chat(demo, ALEX).hear(DONE)
    told = {"agreed": 1, "version": 1, "answer": "over", "changed": "The family has moved", "evidence": ""}
    reply = chat(demo, MEGAN).press("audit_outcome.review", **told)  # type: ignore[arg-type]
    assert "yours isn't saved yet" in reply.text
    assert "Yours: The family has moved" in reply.text
    assert action(demo).state == AGREED
    chat(demo, MEGAN).push("audit_outcome.review", **{**told, "version": 2})
    assert action(demo).state == OVER


def test_it_is_nudged_before_on_and_after_its_day(audited: Database) -> None:
    final(audited, "does not meet good")
    heard = {}
    for days in range(65):
        at = NOW + timedelta(days=days)
        found = [one for one in planned(audited, at) if one[0].startswith("action")]
        if found:
            heard[at.date().isoformat()] = sorted(found)
    both = [("action_due", "00020"), ("action_due", "00021")]
    assert heard == {
        "2026-10-05": both[:1],
        "2026-10-12": both,
        "2026-10-19": both,
        "2026-10-26": both,
        "2026-11-02": [("action_late", "quinn")],
    }


def test_what_has_been_said_is_not_asked_again(audited: Database) -> None:
    final(audited, "does not meet good")
    chat(audited, ALEX).hear(DONE)
    assert [one for one in planned(audited, DUE) if one[0] == "action_due"] == [("action_due", "00021")]
    [told] = [r for r in delivered(audited, MEGAN.object_id, DUE) if "Agreed action 1: AB 201" in r.text]
    assert "What changed for the child?" in told.text
    chat(audited, MEGAN).hear(DIFFERENCE)
    assert planned(audited, DUE + timedelta(days=7)) == []


def test_what_isnt_on_the_staff_is_the_managers_to_follow_up(demo: Database) -> None:
    priya = chat(demo, PRIYA)
    said = priya.hear("outcome 1 action: a speech test, by the school, by 2 October, difference: she is understood")
    assert "the manager is asked what became of it" in said
    final(demo)
    assert "By the school" in chat(demo, MEGAN).hear("action 1")
    assert "I know no agreed action" in chat(demo, ALEX).hear("action 1")


def test_somebody_who_may_not_see_the_child_gets_no_message(demo: Database) -> None:
    chat(demo, PRIYA).hear("outcome 1 action: a talk, by Omar Said, by 2 October, difference: none feared")
    final(demo)
    assert action(demo).owner_key is None


def test_closing_is_chased_and_then_goes_to_whoever_looks_after_audits(audited: Database) -> None:
    final(audited)
    heard = {}
    for days in range(20):
        found = planned(audited, NOW + timedelta(days=days))
        if found:
            heard[(NOW + timedelta(days=days)).date().isoformat()] = sorted(found)
    both = [("chaser", "00021"), ("chaser", "priya")]
    assert heard == {"2026-09-04": both, "2026-09-09": both, "2026-09-14": both, "2026-09-15": [("stuck", "quinn")]}
    at = NOW + timedelta(days=14)
    [told] = [r for r in delivered(audited, "quinn", at) if "is final, and isn't closed" in r.text]
    assert "It waits for: Megan Bowen, Priya Nair." in told.text
    assert "201" not in told.text


def test_no_deadline_is_told_once_it_is_final(demo: Database) -> None:
    from storage.audit_told import deadlines

    final(demo)
    with demo.reading() as store:
        assert deadlines(store, audit(demo).due_on) == []
        assert deadlines(store, audit(demo).due_on + timedelta(days=9)) == []


def test_nothing_waits_for_anybody_once_it_is_closed(demo: Database) -> None:
    final(demo)
    chat(demo, PRIYA).hear("audit 1 is on the child's file")
    chat(demo, MEGAN).hear("monitoring statement for audit 1 is entered")
    assert planned(demo, NOW + timedelta(days=30)) == []
    with demo.reading() as store:
        pending = [e for e in store.outbox.in_states([State.PENDING]) if e.kind.startswith("audit_outcome")]
        true_ones = {e.kind for e in pending if KINDS[e.kind].still_true(e, store, NOW)}
    assert true_ones <= {"audit_outcome.closed"}


def test_each_hears_what_the_other_said_of_it(audited: Database) -> None:
    final(audited, "does not meet good")
    alex, megan, worker = chat(audited, ALEX), chat(audited, MEGAN), audit(audited).practitioner_key
    alex.hear(DONE)
    [told] = [r for r in delivered(audited, MEGAN.object_id, NOW) if "What became of" in r.text]
    assert "Done, says Alex Wilber\nthe plan is new\nEvidence: the plan of 9 October" in told.text
    assert "please say what difference it made" in told.text
    assert "The manager says what difference it made." in alex.hear("action 1")
    assert "action 1 is done:" in alex.hear("action 1")
    megan.hear("action 1 made no difference yet, look again on 9 November: he hasn't read it")
    [told] = [r for r in delivered(audited, worker, NOW) if "What became of" in r.text]
    assert "It is looked at again on Monday 9 November 2026." in told.text
    assert "Is it done?" in alex.hear("action 1")
    megan.hear(DIFFERENCE)
    [told] = [r for r in delivered(audited, worker, NOW) if "What became of" in r.text]
    assert "It made a difference, says Megan Bowen\nhe says he knows his plan" in told.text


def test_what_was_said_before_something_else_is_not_told(audited: Database) -> None:
    final(audited, "does not meet good")
    delivered(audited, MEGAN.object_id, NOW)
    chat(audited, ALEX).hear("action 1 is not done: the printer is broken")
    chat(audited, ALEX).hear(DONE)
    [told] = [r for r in delivered(audited, MEGAN.object_id, NOW) if "What became of" in r.text]
    assert "Done, says Alex Wilber" in told.text
