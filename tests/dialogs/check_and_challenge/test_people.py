"""Somebody else in a return when people leave or are ill: who is chased, whose parts are free, who signs."""

from dataclasses import replace

import pytest

from storage.access import as_person
from storage.db import Database
from storage.people import Person
from storage.return_people import Exchange, ReturnPeople
from storage.return_work import whole
from storage.returns import IN_PROGRESS, READY, SUBMITTED
from storage.roles import Role
from tests.dialogs.check_and_challenge.test_returns import (
    ANNE,
    BEN,
    HEAD,
    LEAD,
    OTHER,
    fill,
    morning,
    planned,
    service,
    session,
)
from tests.dialogs.support import NOW
from tests.dialogs.unasked import delivered, replaced
from tests.dialogs.visits.support import audited, chat

__all__ = ["service"]
ASKS = "asks of the panel"
SWAP = "replace Anne One with Olive Other in return 1"


def people(database: Database) -> tuple[set[str], set[str], str]:
    """Who fills it in, who signs first, who signs off."""
    with database.reading() as store:
        one = whole(store, session(database))
    return {*one.contributors}, {signer.staff_key for signer in one.signers}, one.session.head_key


def test_chasers_follow_at_once_and_taken_parts_are_free(service: Database) -> None:
    for key in ("anne", "ben"):
        delivered(service, key, NOW)
    chat(service, ANNE).hear(f"take return 1 {ASKS}")
    planned(service, morning(28))
    chased = delivered(service, "anne", morning(28))
    assert [reply.text.split("\n")[0] for reply in chased] == ["Returns that wait for you"]
    lead = chat(service, LEAD)
    lead.clock.move(morning(28) - NOW)
    said = lead.hear(f"{SWAP} because she is ill")
    assert "Olive Other is in it now in place of Anne One. Both are told." in said
    assert "Taken by nobody any more: Asks of the panel." in said
    assert "Why isn't kept" in said
    assert "ill" not in " ".join(event.about for event in events(service))
    assert "session 1: staff olive in place of anne" in [event.about for event in events(service)]
    assert people(service) == ({"ben", "olive"}, set(), "jo")
    # The old cards ask Anne for nothing any more, and what she is told names nobody else.
    assert len(replaced(service, "anne", morning(28))) == 2
    (gone,) = delivered(service, "anne", morning(28))
    assert "You are in this return no more" in gone.text
    (joined,) = delivered(service, "olive", morning(28))
    assert "You are in a check-and-challenge return now: Early Help" in joined.text
    planned(service, morning(28))  # within the hour: being told is Olive's card of that morning
    assert delivered(service, "olive", morning(28)) == []
    planned(service, morning(29))
    assert delivered(service, "anne", morning(29)) == []
    assert "Late: it was due" in delivered(service, "olive", morning(29))[0].text
    assert "no return by that number" in chat(service, ANNE).hear("return 1")
    assert "Saved" in chat(service, OTHER).hear(f"return 1 {ASKS}: More workers.")


def events(database: Database) -> list[object]:
    with database.reading() as store:
        return list(audited(store, LEAD))


@pytest.mark.parametrize(
    ("said", "after"),
    [
        ("add Olive Other to return 1", ({"anne", "ben", "olive"}, set(), "jo")),
        ("please add olive to session 1 as a signer.", ({"anne", "ben"}, {"olive"}, "jo")),
        ("take Anne One out of return 1", ({"ben"}, set(), "jo")),
        ("remove ben from check and challenge session 1, because he has left", ({"anne"}, set(), "jo")),
        ("Olive Other takes over from Ben in return 1", ({"anne", "olive"}, set(), "jo")),
        ("in return 1 replace Jo with Harriet Head", ({"anne", "ben"}, set(), "harriet")),
        ("swap Ben Two for Anne One in return 1", ({"anne"}, set(), "jo")),
    ],
)
def test_many_ways_to_say_it(service: Database, said: str, after: object) -> None:
    add_head(service)
    chat(service, LEAD).hear(said)
    assert people(service) == after


def add_head(database: Database) -> None:
    with database.transaction() as store:
        store.people.save(Person("harriet", "Harriet Head", roles=(Role.HEAD_OF_SERVICE,)))
        store.people.save(Person("pat", "Pat Practitioner", roles=(Role.PRACTITIONER,)))


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (
            "replace Olive Other with Anne One in return 1",
            "who of this return “Olive Other” is. In it are: Anne One, Ben",
        ),
        ("replace Anne One with Olive Othr in return 1", "Is it Olive Other?"),
        ("replace Jo Head with Olive Other in return 1", "Olive Other” is no Head of Service"),
        ("take Jo Head out of return 1", "say who does in place of Jo Head. Heads of Service: Harriet Head, Jo Head."),
        ("add Anne One to return 1", "Anne One does that already."),
        ("add Pat Practitioner to return 1 as a signer", "is no first-line manager"),
        ("replace Anne One with Anne One in return 1", "Anne One does that already."),
    ],
)
def test_what_cannot_be_changes_nothing(service: Database, said: str, answer: str) -> None:
    add_head(service)
    assert answer in chat(service, LEAD).hear(said)
    assert people(service) == ({"anne", "ben"}, set(), "jo")


def test_somebody_always_fills_it_in_and_only_the_qa_lead_changes_who(service: Database) -> None:
    chat(service, LEAD).hear("take Anne One out of return 1")
    assert "is the only one who fills it in" in chat(service, LEAD).hear("take Ben Two out of return 1")
    for who in (BEN, HEAD):
        assert "That step isn't yours" in chat(service, who).hear("add Anne One to return 1")
    assert "no return by that number" in chat(service, OTHER).hear("add Olive Other to return 1")
    chat(service, LEAD).hear("cancel session 1 because of rain")
    assert "cancelled already" in chat(service, LEAD).hear("add Anne One to return 1")


def test_the_form_does_the_same_and_an_old_one_nothing(service: Database) -> None:
    said = chat(service, LEAD).hear("who is in return 1?")
    assert "Filled in by Anne One, Ben Two. Signed off by Jo Head." in said
    same = {"return": 1, "version": session(service).version}
    reply = chat(service, LEAD).press(
        "check_and_challenge.exchange", **same, leaves="anne", comes="Olive O", does="fills"
    )
    assert "I don't know who is meant: Olive O" in reply.text
    assert "'value': 'anne'" in str(reply.card)  # what was chosen stays
    assert "Say who leaves" in chat(service, LEAD).push("check_and_challenge.exchange", **same, leaves="", comes="")
    fields = {"leaves": "anne", "comes": "Olive Other", "does": "fills"}
    assert "Both are told" in chat(service, LEAD).push("check_and_challenge.exchange", **same, **fields)
    assert "nothing was done" in chat(service, LEAD).push("check_and_challenge.exchange", **same, **fields)


def test_another_head_signs_what_is_ready_and_is_told_so(service: Database) -> None:
    add_head(service)
    fill(service)
    chat(service, ANNE).hear("return 1 is ready")
    with service.transaction() as store:
        store.returns.count_now(1, morning(1).date())
    chat(service, LEAD).hear("replace Jo Head with Harriet Head in return 1")
    with service.transaction() as store:
        (told,) = store.outbox.about("harriet", "session:1")
        assert told.kind == "check_and_challenge.joined"
    assert session(service).state == READY
    assert delivered(service, "jo", NOW)[-1].text.startswith("You are in this return no more")
    assert "no return by that number" in chat(service, HEAD).hear("sign off return 1")


def test_a_signer_who_goes_leaves_the_head_to_sign(service: Database) -> None:
    chat(service, LEAD).hear("add Olive Other to return 1 as a signer")
    fill(service)
    assert "Asked to sign it off first: Olive Other" in chat(service, ANNE).hear("return 1 is ready")
    delivered(service, "jo", NOW)
    chat(service, LEAD).hear("take Olive Other out of return 1")
    assert any("Ready for sign-off" in reply.text for reply in delivered(service, "jo", NOW))
    chat(service, LEAD).hear("add Olive Other to return 1 as a signer")
    assert "Not yet: Olive Other sign" in chat(service, HEAD).hear("sign off return 1")
    assert "Signed." in chat(service, OTHER).hear("sign off return 1")
    chat(service, LEAD).hear("replace Olive Other with Ben Two in return 1")  # whose signature isn't Ben's
    assert "Not yet: Ben Two sign" in chat(service, HEAD).hear("sign off return 1")


def test_a_step_and_a_change_at_the_same_moment_never_both_take_what_the_other_has_not_seen(service: Database) -> None:
    fill(service)
    chat(service, ANNE).hear("return 1 is ready")
    with service.reading() as store:
        shown = whole(store, session(service))
        anne, olive = (store.people.by_key(key) for key in ("anne", "olive"))
    assert anne is not None
    how = Exchange(anne, olive)
    chat(service, HEAD).hear("sign off return 1")
    with service.transaction() as store:  # the signature came first: the QA lead is shown it and says it again
        assert not ReturnPeople(store, print).exchange(shown, how, NOW)
    assert session(service).state == SUBMITTED
    chat(service, LEAD).hear("send back return 1: why?")
    with service.reading() as store:
        shown = whole(store, session(service))
    with service.transaction() as store:
        assert ReturnPeople(store, print).exchange(shown, how, NOW)
        work = as_person(store, str(ANNE.object_id), NOW).returns
        assert not work.ready(shown.session, NOW)  # decided of a return with other people in it
        # What Anne had begun to save is saved, and what she takes at that moment is locked for nobody.
        assert work.write(replace(shown.texts["asks"], text="Her last words"))
        assert work.hold(replace(shown.texts["asks"], version=shown.texts["asks"].version + 1), ["anne"])
    assert session(service).state == IN_PROGRESS
    assert "taken by" not in chat(service, BEN).hear("return 1")
    assert "Saved" in chat(service, OTHER).hear(f"return 1 {ASKS}: and mine")
    with service.reading() as store:
        assert "Her last words\nand mine" in whole(store, session(service)).texts["asks"].text


def test_who_has_left_the_council_is_shown_to_the_qa_lead(service: Database) -> None:
    with service.transaction() as store:
        anne = store.people.by_key("anne")
        assert anne is not None
        store.people.save(replace(anne, left_on=NOW.date()))
    assert "No longer on the staff: Anne One." in chat(service, LEAD).hear("return 1")
    assert "No longer on the staff" not in chat(service, BEN).hear("return 1")
    chat(service, LEAD).hear(SWAP)
    assert "No longer on the staff" not in chat(service, LEAD).hear("return 1")
