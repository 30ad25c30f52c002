"""First-line managers sign before the Head of Service; what they signed holds until the return changes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.db import Database
from storage.returns import ACCEPTED, IN_PROGRESS, READY, SENT_BACK, SUBMITTED
from tests.dialogs.check_and_challenge.test_returns import (
    ANNE,
    BEN,
    CREATES,
    HEAD,
    LEAD,
    OTHER,
    fill,
    planned,
    service,
    session,
)
from tests.dialogs.support import NOW
from tests.dialogs.unasked import delivered
from tests.dialogs.visits.support import chat

__all__ = ["service"]
SIGNED_BY_TWO = CREATES.replace("12 October", "19 October").replace("by Jo Head", "by Jo Head and Olive Other")


@pytest.fixture
def two(service: Database) -> Database:
    """Return 2, ready, which Olive signs before Jo does."""
    assert "Cancelled" in chat(service, LEAD).hear("cancel session 1 because of the summer")
    chat(service, LEAD).hear(SIGNED_BY_TWO)
    fill(service, number=2)
    assert "Asked to sign it off first: Olive Other" in chat(service, ANNE).hear("return 2 is ready")
    return service


def test_the_head_waits_for_the_managers_and_is_told_after_the_last(two: Database) -> None:
    assert "First-line managers sign first: Olive Other (still to sign)" in chat(two, BEN).hear("return 2")
    assert not any("Ready for sign-off" in told.text for told in delivered(two, "jo", NOW))
    assert "Not yet: Olive Other sign" in chat(two, HEAD).hear("sign off return 2")
    assert "That step isn't yours" in chat(two, BEN).hear("sign off return 2")
    assert "Signed. After the last" in chat(two, OTHER).hear("sign off return 2")
    assert any("Ready for sign-off" in told.text for told in delivered(two, "jo", NOW))
    assert session(two, 2).state == READY
    assert "Signed off and submitted" in chat(two, HEAD).hear("sign off return 2")
    assert session(two, 2).state == SUBMITTED


def test_who_has_to_sign_next_is_chased(two: Database) -> None:
    for key in ("olive", "jo", "anne"):
        delivered(two, key, NOW)
    late = NOW.replace(month=10, day=6)  # the first working day after it was due
    planned(two, late)
    assert [len(delivered(two, key, late)) for key in ("olive", "jo", "anne")] == [1, 0, 0]
    chat(two, OTHER).hear("sign off return 2")
    delivered(two, "jo", NOW)
    planned(two, late + timedelta(days=1))
    later = [len(delivered(two, key, late + timedelta(days=1))) for key in ("olive", "jo", "anne")]
    assert later == [0, 1, 0]


def test_a_change_and_sending_back_ask_for_every_signature_anew(two: Database) -> None:
    chat(two, OTHER).hear("sign off return 2")
    chat(two, BEN).hear("return 2 asks of the panel: One thing more.")
    assert session(two, 2).state == IN_PROGRESS
    assert "Olive Other (still to sign)" in chat(two, BEN).hear("return 2")
    assert "it is signed once it is ready" in chat(two, OTHER).hear("sign off return 2")
    for who, text in ((BEN, "return 2 is ready"), (OTHER, "sign off return 2"), (HEAD, "sign off return 2")):
        chat(two, who).hear(text)
    assert "Accepted." in chat(two, LEAD).hear("accept return 2")
    assert session(two, 2).state == ACCEPTED
    said = chat(two, LEAD).hear("send back return 2: a figure was wrong")
    assert session(two, 2).state == SENT_BACK
    assert "Olive Other (still to sign)" in said


def test_nobody_waits_for_who_has_left(two: Database) -> None:
    with two.transaction() as store:
        olive = store.people.by_key("olive")
        assert olive is not None
        store.people.save(replace(olive, left_on=NOW.date() - timedelta(days=1)))
    assert "Signed off and submitted" in chat(two, HEAD).hear("sign off return 2")


@pytest.mark.parametrize(
    ("by", "answer"),
    [
        ("Jo Head and Quinn Lead", "Quinn Lead is no first-line manager"),
        ("Ben Two and Olive Other", "is no Head of Service that I know"),
        ("Jo Head and Nobody", "I don't know who is meant: Nobody"),
    ],
)
def test_who_can_sign_off(service: Database, by: str, answer: str) -> None:
    said = chat(service, LEAD).hear(SIGNED_BY_TWO.replace("Jo Head and Olive Other", by))
    assert answer in said
