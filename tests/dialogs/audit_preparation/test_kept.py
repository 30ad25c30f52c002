"""Nothing that was typed is lost: old cards, two devices at once, a button pressed twice, too long a text, a name."""

from dataclasses import replace
from threading import Barrier, Thread

import pytest

from storage.audits import CLOSED, Audit
from storage.db import Database
from storage.preparations import NOT_APPLICABLE, NOT_YET, YES
from tests.dialogs.audit_preparation.support import full, part, preparation, save, worker


def test_an_old_card_loses_no_text_and_undoes_none(begun: Database) -> None:
    save(begun, "diversity", ready=YES, evidence="Case note of 3 August", talk="Her language")
    said = save(begun, "diversity", ready=NOT_YET, evidence="Letter of 5 August", impact="She joins in", by="Friday")
    assert "Nothing is lost: both texts are kept" in said
    kept = part(begun, "diversity")
    assert kept.evidence == "Case note of 3 August\nLetter of 5 August"
    assert (kept.impact, kept.talk, kept.ready, kept.by_on) == ("She joins in", "Her language", YES, None)


def test_an_old_card_with_what_stands_there_or_with_nothing_changes_nothing(begun: Database) -> None:
    save(begun, "diversity", ready=YES, evidence="Case note of 3 August")
    for evidence in ("", "Case note of 3 August"):
        said = save(begun, "diversity", ready=YES, evidence=evidence)
        assert "Nothing is lost" not in said
        assert "6 of 11: Quality of plans" in said
    assert (part(begun, "diversity").evidence, part(begun, "diversity").version) == ("Case note of 3 August", 2)


def test_a_proposal_from_an_old_card_is_one(begun: Database) -> None:
    save(begun, "independence", ready=YES)
    save(begun, "independence", applies="no", reason="She is four")
    assert part(begun, "independence").ready == NOT_APPLICABLE


def test_the_current_card_takes_words_out_and_a_field_that_isnt_sent_stays(begun: Database) -> None:
    save(begun, "diversity", ready=YES, evidence="one", impact="two")
    save(begun, "diversity", version=2, evidence="")
    kept = part(begun, "diversity")
    assert (kept.evidence, kept.impact, kept.ready) == ("", "two", YES)


def test_two_devices_at_once_lose_nothing(begun: Database) -> None:
    both = Barrier(2)

    def press(text: str) -> None:
        both.wait()
        save(begun, "outcomes", evidence=text)

    threads = [Thread(target=press, args=(text,)) for text in ("From the phone", "From the desk")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(part(begun, "outcomes").evidence.split("\n")) == ["From the desk", "From the phone"]


def test_what_is_too_long_together_stays_on_the_card(begun: Database) -> None:
    save(begun, "diversity", evidence="a " * 1400)
    reply = worker(begun).press(
        "audit_preparation.save",
        preparation=1,
        area=full("diversity"),
        version=1,
        then="next",
        evidence="b " * 300,
    )
    assert "isn't saved yet" in reply.text
    assert ("b " * 300).strip() in str(reply.card)
    assert part(begun, "diversity").evidence == ("a " * 1400).strip()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Told Mrs Jones about it", "Mrs Jones"),
        ("Kyle said so on the way home", "Kyle"),
        ("mum is on 01632 960123", "01632 960123"),
        ("write to jo@example.org", "jo@example.org"),
        ("they live at 12 Mill Road", "12 Mill Road"),
    ],
)
def test_names_and_contact_details_are_saved_and_warned_of(begun: Database, text: str, found: str) -> None:
    said = save(begun, "involvement", ready=YES, evidence=text)
    assert f"looks like somebody's name or contact details: {found}" in said
    assert "1 of 11" in said
    assert part(begun, "involvement").evidence == text
    assert "2 of 11" in save(begun, "involvement", version=2, ready=YES, evidence=text)
    assert found in worker(begun).hear("share preparation 1")


@pytest.mark.parametrize(
    "text",
    [
        "Core Group minutes of 12 June 2026, document 4455667",
        "Three Houses and Signs of Safety with the child; see Chronology",
        "CIN review, LADO referral, GP letter in Documents",
    ],
)
def test_pointers_into_the_record_are_not_warned_of(begun: Database, text: str) -> None:
    assert "looks like" not in save(begun, "involvement", ready=YES, evidence=text)


def test_a_repeated_turn_writes_once_and_no_stored_reply_holds_what_was_noted(begun: Database) -> None:
    chat_ = worker(begun)
    for _ in range(2):
        chat_.hear("preparation 1 area 1 evidence: Direct work of 3 August")
    assert part(begun, "involvement").evidence == "Direct work of 3 August"
    chat_.hear("preparation 1 good practice: her words lead")
    for says in ("preparation 1 area 1", "preparation 1 good practice", "preparation 1 pack", "share preparation 1"):
        assert not chat_.say(says).is_kept, says


def test_when_the_audit_is_over_it_is_only_read(begun: Database) -> None:
    save(begun, "involvement", ready=YES)
    with begun.transaction() as store:
        audit = store.audits.find(1)
        assert isinstance(audit, Audit)
        assert store.audits.change(replace(audit, state=CLOSED))
    assert "This audit is over" in save(begun, "diversity", ready=YES, evidence="more")
    assert part(begun, "diversity").evidence == ""
    assert "This audit is over" in worker(begun).hear("preparation 1")
    assert "1. Children" in worker(begun).hear("preparation 1 pack")


def test_an_unknown_area_or_preparation_of_a_forged_card_writes_nothing(begun: Database) -> None:
    before = preparation(begun)
    assert "I know no area" in save(begun, "weather", ready=YES)
    said = worker(begun).push("audit_preparation.save", preparation="2", area=full("diversity"), version=1)
    assert "no preparation of yours" in said
    assert preparation(begun) == before
