"""An outcome from the first word until it is final: written, shared, answered; and two at once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from dialogs.core.reply import Reply
from dialogs.core.turn import Scope
from storage.audits import ACCEPTED, FINAL
from storage.db import Database
from storage.outcomes import DRAFT, SHARED
from storage.outcomes import FINAL as GRADED
from tests.dialogs.audit_outcome.support import (
    ALEX,
    AREAS,
    KNOWN,
    MEGAN,
    OMAR,
    PATTI,
    PLAN,
    PRIYA,
    QUINN,
    audit,
    chat,
    outcome,
    shared,
    written,
)
from tests.dialogs.card_checks import nodes
from tests.dialogs.support import NOW
from tests.dialogs.unasked import delivered
from tests.dialogs.visits.support import Checked

FIRST = AREAS[0]
SAVES = {"audit": 1, "part": FIRST.name}


def test_every_step_is_saved_and_the_next_missing_part_is_asked_for(audited: Database) -> None:
    priya = chat(audited, PRIYA)
    said = priya.hear("fill in outcome 1")
    assert FIRST.title in said
    assert all(prompt in said for prompt in FIRST.prompts)
    told = {"answer": "meets", "evidence": "Visits in May", "impact": "He is heard"}
    said = priya.push("audit_outcome.save", **SAVES, version=0, **told)
    assert f"Saved: {FIRST.title}." in said
    assert AREAS[1].title in said
    said = priya.hear("outcome 1")
    assert f"1. {FIRST.title} (Meets good)" in said
    assert f"2. {AREAS[1].title} (not written yet)" in said
    assert "parts not written yet: 12" in said
    assert "Evidence: Visits in May Impact: He is heard" in priya.hear("outcome 1 area 1")


def test_nothing_is_overwritten(audited: Database) -> None:
    priya = chat(audited, PRIYA)
    priya.hear("outcome 1 area 1: meets good. Evidence: The first. Impact: Some.")
    priya.hear("outcome 1 area 1: does not meet good. Evidence: The second.")
    with audited.reading() as store:
        history = [(p.version, p.answer, p.evidence, p.impact) for p in store.outcomes.history(1)]
    assert history == [(1, "meets", "The first.", "Some."), (2, "below", "The second.", "Some.")]


def test_a_stale_card_saves_nothing_and_loses_no_text(audited: Database) -> None:
    priya = chat(audited, PRIYA)
    priya.push("audit_outcome.save", **SAVES, version=0, answer="meets", evidence="First", impact="")
    stale = {**SAVES, "version": 0, "answer": "exceeds", "evidence": "Second", "impact": "Much"}
    reply = priya.press("audit_outcome.save", **stale)  # type: ignore[arg-type]
    assert "yours isn't saved yet" in reply.text
    assert "Evidence: First" in reply.text
    assert "Yours: exceeds Second Much" in reply.text
    assert "'value': 'Second'" in str(reply.card)
    with audited.reading() as store:
        assert len(store.outcomes.history(1)) == 1


def test_two_devices_at_once_keep_one_version_each_or_say_so(audited: Database) -> None:
    barrier, heard = Barrier(2), []

    def press(text: str) -> None:
        barrier.wait()
        heard.append(chat(audited, PRIYA).push("audit_outcome.save", **SAVES, version=0, answer="meets", evidence=text))

    threads = [Thread(target=press, args=(text,)) for text in ("One", "Two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("yours isn't saved yet" in said for said in heard) == [False, True]
    with audited.reading() as store:
        assert len(store.outcomes.history(1)) == 1


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("outcome 1 scale: 11", "The scale goes from 0 to 10."),
        ("outcome 1 scale: rather good", "The scale goes from 0 to 10."),
        ("outcome 1 overall grading: n/a", "Please choose a judgement."),
        ("outcome 1 nowhere: meets good", "I know no part called"),
        ("outcome 1 area 99", "I know no part called"),
        (f"outcome 1 area 1: meets good. Evidence: {'x' * 1501}", "at most 1500 characters"),
        ("outcome 1 good practice: AB 201 was seen", "This may tell who is meant"),
        ("outcome 1 good practice: Alex drew with him", "This may tell who is meant"),
        ("outcome 1 action: a plan, by the practitioner, by yesterday, difference: safer", "from today on"),
        ("share outcome 1", "Something is still missing"),
        ("finalise outcome 1", "Share the draft first"),
        ("close audit 1", "once its outcome is final"),
        ("audit 1 is on the child's file", "once its outcome is final"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(demo: Database, said: str, answer: str) -> None:
    assert answer in chat(demo, PRIYA).hear(said)
    assert outcome(demo).state == DRAFT
    with demo.reading() as store:
        assert (store.outcomes.history(1), store.audit_actions.of_audit(1)) == ([], [])


def test_an_area_that_is_not_applicable_needs_a_reason(demo: Database) -> None:
    priya = chat(demo, PRIYA)
    priya.hear("outcome 1 area 10: not applicable")
    assert "why it isn't applicable" in priya.hear("outcome 1")
    priya.hear("outcome 1 area 10: n/a because she is four")
    assert "why it isn't applicable" not in priya.hear("outcome 1")


def test_what_does_not_meet_good_needs_an_agreed_action(demo: Database) -> None:
    priya = written(demo)
    priya.hear("outcome 1 area 3: does not meet good")
    assert "An agreed action, as something does not meet good" in priya.hear("outcome 1")
    priya.hear("outcome 1 action: a chronology, by the manager, by 2 October, difference: his story is known")
    assert "By Megan Bowen, by Friday 2 October 2026." in priya.hear("outcome 1")
    priya.hear("outcome 1 take out action 1")
    assert "Something is still missing" in priya.hear("share outcome 1")
    assert "no agreed action 1" in priya.hear("outcome 1 take out action 1")


def test_nobody_sees_a_draft_until_it_is_shared_with_the_practitioner(audited: Database) -> None:
    written(audited)
    for who in (ALEX, MEGAN, OMAR, QUINN, PATTI):
        assert "I know no outcome by that number" in chat(audited, who).hear("outcome 1"), who.name
    chat(audited, PRIYA).hear("share outcome 1")
    assert "Overall grading (Meets good)" in chat(audited, ALEX).hear("outcome 1")
    for who in (MEGAN, OMAR, QUINN, PATTI):
        assert "I know no outcome by that number" in chat(audited, who).hear("outcome 1"), who.name
    told = delivered(audited, str(audit(audited).practitioner_key), NOW)
    assert any("The draft of the audit of AB 201 is there" in reply.text for reply in told)


def test_the_practitioner_comments_before_it_is_final(audited: Database) -> None:
    priya, alex = shared(audited), chat(audited, ALEX)
    assert "until Friday 4 September 2026 to comment" in priya.hear("finalise outcome 1")
    assert "Priya Nair is told." in alex.hear("comment on outcome 1: I saw him on 3 May, too.")
    assert any("I saw him on 3 May, too." in reply.text for reply in delivered(audited, "priya", NOW))
    assert "It is final." in priya.hear("finalise outcome 1")
    now = outcome(audited)
    assert (now.state, now.grade, now.scale, audit(audited).state) == (GRADED, "meets", 6, FINAL)
    assert "What the practitioner says (Alex Wilber) I saw him on 3 May, too." in priya.hear("outcome 1")


def test_without_an_answer_it_can_be_final_after_three_working_days(demo: Database) -> None:
    priya = shared(demo)
    priya.wait(days=3)
    for says in ("outcome 1", "finalise outcome 1"):
        reply = priya.say(says)
        assert "You can finalise it once they have answered, or from Saturday 5 September 2026 on." in reply.text
        assert not _finalises(reply)
    priya.wait(days=1)
    assert _finalises(priya.say("outcome 1"))
    assert "It is final." in priya.hear("finalise outcome 1")


def _finalises(reply: Reply) -> bool:
    return any(node.get("verb") == "audit_outcome.finalise" for node in nodes(reply.card))


def test_a_comment_from_a_card_may_be_as_long_as_a_typed_one(demo: Database) -> None:
    shared(demo)
    alex = chat(demo, ALEX)
    [field] = [node for node in nodes(alex.say("outcome 1").card) if node.get("id") == "text"]
    assert field["maxLength"] == 1500
    version = outcome(demo).version
    assert "is told." in alex.push("audit_outcome.answer", audit=1, version=version, text="é" * 1500)


def test_a_change_after_sharing_is_shared_again(audited: Database) -> None:
    priya, alex = shared(audited), chat(audited, ALEX)
    alex.hear("nothing to add to outcome 1")
    priya.hear("outcome 1 area 2: exceeds good")
    assert outcome(audited).state == DRAFT
    assert "Share the draft first" in priya.hear("finalise outcome 1")
    assert "I know no outcome" in alex.hear("nothing to add to outcome 1")
    priya.wait(minutes=1)
    priya.hear("share outcome 1")
    assert outcome(audited).state == SHARED
    drafts = [r for r in delivered(audited, audit(audited).practitioner_key, NOW + timedelta(minutes=1)) if r.card]
    assert len([r for r in drafts if "is there for you to read" in r.text]) == 1


def test_a_card_from_before_an_answer_finalises_nothing(demo: Database) -> None:
    priya = shared(demo)
    version = outcome(demo).version
    chat(demo, ALEX).hear("comment on outcome 1: Not so.")
    assert "so nothing is done" in priya.push("audit_outcome.finalise", audit=1, version=version)
    assert "Not so." in priya.hear("outcome 1")
    assert audit(demo).state == ACCEPTED


def test_nothing_of_it_in_a_channel(demo: Database) -> None:
    written(demo)
    for says in ("outcome 1", "my actions", "serious concern in audit 1", "outcome 1 area 1: meets good"):
        assert "personal chat" in Checked(demo, KNOWN, PRIYA, Scope.CHANNEL).hear(says)


def test_looking_and_writing_are_in_the_audit_log(demo: Database) -> None:
    priya = chat(demo, PRIYA)
    priya.hear("outcome 1 area 1: meets good. Evidence: One.")
    priya.hear("outcome 1")
    with demo.reading() as store:
        found = store.audit_log.search(who=[f"person:{PRIYA.object_id}"])
    assert [(e.action, e.about, e.child_ids) for e in found][-2:] == [
        ("change", "wrote an audit's outcome", (PLAN,)),
        ("view", "an audit's outcome", (PLAN,)),
    ]
