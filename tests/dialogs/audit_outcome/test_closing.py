"""A final outcome until it is closed, what is shared of it, and when it is forgotten."""

from datetime import timedelta
from threading import Barrier, Thread

from dialogs.core.turn import Sender
from storage.audits import CLOSED, FINAL
from storage.db import Database
from tests.dialogs.audit_outcome.support import (
    ALEX,
    MEGAN,
    OMAR,
    OVERALL,
    PLAN,
    PRIYA,
    QUINN,
    audit,
    chat,
    final,
    outcome,
    shared,
)
from tests.dialogs.support import NOW
from tests.dialogs.unasked import delivered


def test_it_closes_only_when_both_have_confirmed(audited: Database) -> None:
    priya, megan = final(audited), chat(audited, MEGAN)
    assert "can't be changed" in priya.hear("outcome 1 area 1: exceeds good")
    told = delivered(audited, MEGAN.object_id, NOW)
    assert any("enter the monitoring statement" in reply.text for reply in told)
    said = megan.hear("outcome 1")
    assert "Final: Meets good, 6 of 10. Not closed yet." in said
    assert "Priya Nair confirms that the completed tool is on the child's file" in said
    assert "the monitoring statement is confirmed." in megan.hear("monitoring statement for audit 1 is entered")
    assert audit(audited).state == FINAL
    assert "Audit 1 is closed." in priya.hear("audit 1 is on the child's file")
    assert audit(audited).state == CLOSED
    assert "I can't show you" in priya.hear(f"find {PLAN}")
    assert "I know no outcome" in priya.hear("outcome 1")
    assert "Closed: Meets good, 6 of 10." in megan.hear("outcome 1")
    assert any("Audit 1 is closed." in r.text for r in delivered(audited, audit(audited).practitioner_key, NOW))


def test_both_at_once_close_it_once(audited: Database) -> None:
    final(audited)
    barrier, heard = Barrier(2), []

    def confirm(who: Sender, says: str) -> None:
        barrier.wait()
        heard.append(chat(audited, who).hear(says))

    steps = [(PRIYA, "audit 1 is on the child's file"), (MEGAN, "monitoring statement for audit 1 is entered")]
    threads = [Thread(target=confirm, args=step) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(heard) == 2
    for who, says in steps:  # whoever was second and heard that it had changed says it again
        chat(audited, who).hear(says)
    assert audit(audited).state == CLOSED
    now = outcome(audited)
    assert (now.uploaded_by, now.monitored_by) == ("Priya Nair", "Megan Bowen")


def test_below_good_the_manager_records_corrective_action_first_and_a_re_audit_is_proposed(audited: Database) -> None:
    priya, megan, quinn = final(audited, "does not meet good"), chat(audited, MEGAN), chat(audited, QUINN)
    priya.hear("close audit 1, it is on the child's file")
    assert "record the corrective action first" in megan.hear("monitoring statement for audit 1 is entered")
    megan.hear("corrective action for audit 1: A new plan by Friday, which I check.")
    assert delivered(audited, "quinn", NOW) == []
    megan.hear("monitoring statement for audit 1 is entered")
    assert audit(audited).state == CLOSED
    [told] = delivered(audited, "quinn", NOW)
    assert "A re-audit is proposed after audit 1" in told.text
    form = quinn.press("audits.begin", child=PLAN, kind="re_audit", why="re-audit of audit 1")
    assert f"'value': '{PLAN}'" in str(form.card)
    assert "Allocated." in quinn.hear(f"allocate a re-audit of {PLAN} to Omar")


def test_the_qa_lead_may_confirm_the_upload_and_reads_nothing(demo: Database) -> None:
    final(demo)
    said = chat(demo, QUINN).hear("audit 1 is on the child's file")
    assert said == "Thank you: the upload is confirmed."
    assert "I know no outcome" in chat(demo, QUINN).hear("outcome 1")
    assert "Quinn Lead has confirmed the upload already." in chat(demo, PRIYA).hear("audit 1 is on the child's file")


def test_a_final_audit_is_not_given_to_another_auditor(demo: Database) -> None:
    final(demo)
    assert "can't be given to another auditor" in chat(demo, QUINN).hear("give audit 1 to Omar Said")


def test_good_practice_is_shared_without_names_on_consent_alone(audited: Database) -> None:
    priya, alex = chat(audited, PRIYA), chat(audited, ALEX)
    priya.hear("outcome 1 good practice: A worker drew the plan with the child.")
    shared(audited)
    assert "no good practice of yours" in chat(audited, MEGAN).hear("share good practice of outcome 1")
    alex.hear("share good practice of outcome 1")
    assert "No good practice has been shared yet." in alex.hear("shared good practice")
    alex.hear("nothing to add to outcome 1")
    priya.hear("finalise outcome 1")
    said = chat(audited, OMAR).hear("shared good practice")
    assert "A worker drew the plan with the child." in said
    assert "Alex" not in said


def test_consent_is_to_the_words_as_they_were(demo: Database) -> None:
    priya, alex = chat(demo, PRIYA), chat(demo, ALEX)
    priya.hear("outcome 1 good practice: A worker drew the plan.")
    shared(demo)
    alex.hear("share good practice of outcome 1")
    priya.hear("outcome 1 good practice: A worker did something else.")
    priya.hear("share outcome 1")
    alex.hear("nothing to add to outcome 1")
    priya.hear("finalise outcome 1")
    assert "No good practice has been shared yet." in alex.hear("shared good practice")


def test_an_outcome_is_forgotten_with_its_child(audited: Database) -> None:
    final(audited, "does not meet good")
    chat(audited, PRIYA).hear("serious concern in audit 1, I have phoned: Keep him safe.")
    with audited.transaction() as store:
        store.children.forget(PLAN)
    with audited.reading() as store:
        assert store.outcomes.history(1) == []
        assert store.audit_actions.of_audit(1) == []
        assert store.concerns.of_audit(1) == []


def test_texts_go_with_time_and_the_grade_stays(audited: Database) -> None:
    final(audited)
    chat(audited, PRIYA).hear("audit 1 is on the child's file")
    chat(audited, MEGAN).hear("monitoring statement for audit 1 is entered")
    with audited.transaction() as store:
        assert store.outcomes.purge(NOW) == 0
        assert store.outcomes.purge(NOW + timedelta(days=1)) > OVERALL
        assert store.outcomes.history(1) == []
    assert outcome(audited).grade == "meets"
