"""Nothing is shared before the practitioner says so, and then exactly what was shown; the auditor decides on areas."""

from dataclasses import replace
from datetime import timedelta

from storage.db import Database
from storage.people import Person
from storage.preparations import AGREED, WANTED, YES
from storage.roles import Role
from tests.dialogs.audit_preparation.support import AUDITOR, LEAD, MANAGER, full, part, preparation, save, worker
from tests.dialogs.support import NOW
from tests.dialogs.unasked import delivered, replaced
from tests.dialogs.visits.support import chat
from tests.storage.council import STAFF

SECOND = replace(AUDITOR, object_id="10000000-0000-0000-0000-000000000077", name="Second Example")


def share(database: Database) -> str:
    return worker(database).hear("share preparation 1, yes")


def test_it_is_asked_first_and_then_told_to_the_auditor_alone(begun: Database) -> None:
    save(begun, "involvement", ready=YES, evidence="Direct work of 3 August")
    said = worker(begun).hear("share preparation 1")
    assert "Auditor Example then sees the pack as it is now" in said
    assert "haven't looked at 10 of 11" in said
    assert preparation(begun).shared_with == ""
    assert "Shared. Auditor Example is told" in share(begun)
    [told] = [r for r in delivered(begun, "auditor", NOW) if "has prepared" in r.text]
    assert "001" not in told.summary
    assert "On file: Direct work of 3 August" in chat(begun, AUDITOR).hear("preparation 1")
    assert "Shared with you" in chat(begun, AUDITOR).hear("my preparations")
    assert "no preparation of yours" in chat(begun, MANAGER).hear("preparation 1")


def test_the_auditor_sees_it_as_it_was_shared_until_it_is_shared_again(begun: Database) -> None:
    share(begun)
    save(begun, "diversity", ready=YES, evidence="Written later")
    assert "Written later" not in chat(begun, AUDITOR).hear("preparation for audit 1")
    assert "sees it as it was then" in worker(begun).hear("preparation 1")
    share(begun)
    assert "Written later" in chat(begun, AUDITOR).hear("preparation for audit 1")
    assert "sees it as it was then" not in worker(begun).hear("preparation 1")


def test_a_yes_to_what_has_changed_since_is_asked_again(begun: Database) -> None:
    version = preparation(begun).version
    save(begun, "diversity", ready=YES, evidence="Written on another device")
    said = worker(begun).push("audit_preparation.share", preparation=1, version=version, sure="yes")
    assert "isn't shared yet" in said
    assert preparation(begun).shared_with == ""


def test_it_can_be_taken_back(begun: Database) -> None:
    assert "isn't shared" in worker(begun).hear("stop sharing preparation 1")
    share(begun)
    delivered(begun, "auditor", NOW)
    assert "no longer sees it" in worker(begun).hear("stop sharing preparation 1")
    assert "no preparation of yours" in chat(begun, AUDITOR).hear("preparation 1")
    assert any("no longer shared" in reply.text for reply in replaced(begun, "auditor", NOW))


def test_another_auditor_sees_nothing_until_it_is_shared_with_them(begun: Database) -> None:
    save(begun, "diversity", ready=YES, evidence="For the first auditor")
    share(begun)
    person = Person("second", SECOND.name, object_id=SECOND.object_id, roles=(Role.AUDITOR,), team="Quality")
    with begun.transaction() as store:
        store.people.save(person)
    chat(begun, LEAD).hear("give audit 1 to Second Example")
    assert "no preparation of yours" in chat(begun, AUDITOR).hear("preparation 1")
    chat(begun, SECOND).hear("accept audit 1")
    assert "no preparation of yours" in chat(begun, SECOND).hear("preparation 1")
    assert "has been shared with you" in chat(begun, SECOND).hear("preparation for audit 1")
    assert "Shared. Second Example is told" in share(begun)
    assert "For the first auditor" in chat(begun, SECOND).hear("preparation 1")


def test_the_auditor_decides_on_an_area_that_is_proposed_as_not_applicable(begun: Database) -> None:
    save(begun, "independence", applies="no", reason="She is four")
    save(begun, "permanence", applies="no", reason="She is at home")
    share(begun)
    auditor = chat(begun, AUDITOR)
    assert "10. Are young people prepared" in auditor.hear("preparation 1")
    pressed = {"preparation": 1, "area": full("independence"), "reason": "She is four", "is": AGREED}
    assert "You agree that it doesn't apply." in auditor.push("audit_preparation.decide", **pressed)
    assert "You want to look at it together." in auditor.hear("look at area 7 of preparation 1 together")
    assert (part(begun, "independence").decision, part(begun, "permanence").decision) == (AGREED, WANTED)
    told = " ".join(reply.text for reply in delivered(begun, "practitioner", NOW))
    assert "Auditor Example agrees that this area doesn't apply." in told
    assert "would like to look at this area together with you" in told
    said = worker(begun).hear("preparation 1")
    assert "it doesn't apply, as Auditor Example agrees" in said
    assert "Auditor Example wants to look at it together" in said


def test_a_decision_on_a_reason_that_has_changed_meanwhile_is_none(begun: Database) -> None:
    save(begun, "independence", applies="no", reason="She is four")
    share(begun)
    save(begun, "independence", version=2, applies="no", reason="She is at home")
    pressed = {"preparation": 1, "area": full("independence"), "reason": "She is four", "is": AGREED}
    assert "isn't proposed any more as you have read it" in chat(begun, AUDITOR).push(
        "audit_preparation.decide", **pressed
    )
    assert part(begun, "independence").decision == ""
    share(begun)
    assert "isn't proposed any more" in chat(begun, AUDITOR).push("audit_preparation.decide", **pressed)
    pressed["reason"] = "She is at home"
    chat(begun, AUDITOR).push("audit_preparation.decide", **pressed)
    assert part(begun, "independence").decision == AGREED


def test_who_prepares_it_after_all_is_asked_anew(begun: Database) -> None:
    save(begun, "independence", applies="no", reason="She is four")
    share(begun)
    chat(begun, AUDITOR).hear("agree that area 10 of preparation 1 doesn't apply")
    save(begun, "independence", version=3, ready=YES)
    assert (part(begun, "independence").ready, part(begun, "independence").decision) == (YES, "")


def test_only_its_auditor_decides(begun: Database) -> None:
    save(begun, "independence", applies="no", reason="She is four")
    share(begun)
    said = worker(begun).hear("agree that area 10 of preparation 1 doesn't apply")
    assert "no preparation of yours" in said
    assert part(begun, "independence").decision == ""


def test_a_worker_who_loses_the_child_loses_the_preparation(begun: Database) -> None:
    with begun.transaction() as store:
        [row] = [a for a in store.allocations.of_staff("practitioner", NOW.date()) if a.child_id == "100001"]
        store.allocations.change_all([replace(row, until_on=NOW.date() - timedelta(days=1))])
    assert "no preparation of yours" in worker(begun).hear("preparation 1")


def test_it_is_the_managers_where_the_worker_has_left(database: Database) -> None:
    from tests.dialogs.audit_preparation.support import SAYS
    from tests.storage.council import add_council

    with database.transaction() as store:
        add_council(store)
        gone = STAFF[Role.PRACTITIONER]
        store.people.save(replace(gone, left_on=NOW.date()))
    chat(database, LEAD).hear(SAYS)
    chat(database, AUDITOR).hear("accept audit 1")
    assert "Nothing looked at yet" in chat(database, MANAGER).hear("prepare for audit 1")
