"""A QA lead's own reminders: shown first, sent once confirmed, once a day, and only to whom something is asked of."""

from datetime import timedelta

import pytest

from storage.db import Database
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
)
from tests.dialogs.support import NOW
from tests.dialogs.unasked import delivered
from tests.dialogs.visits.support import chat

__all__ = ["service"]
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """Where the database makes no difference."""
    return sqlite_database


def test_it_asks_first(service: Database) -> None:
    delivered(service, "anne", NOW)
    for says in ("chase early help", "chase return 1", "Remind early help", "send a reminder to early help pls"):
        heard = chat(service, LEAD).hear(says)
        assert "Send reminders? Nothing is sent yet. Return 1: Early Help" in heard, says
        assert "Would go to Anne One, Ben Two" in heard
        assert 'Type "yes, remind return 1" to send them.' in heard
    assert delivered(service, "anne", LATER) == []


def test_whoever_is_asked_gets_what_is_missing_once_a_day(service: Database) -> None:
    lead = chat(service, LEAD)
    for key in ("anne", "ben", "jo"):
        delivered(service, key, NOW)
    chat(service, ANNE).hear("return 1 days from notification to assessment: 12")
    assert "Reminders are on their way. Return 1, Early Help: Anne One, Ben Two" in lead.hear("yes, remind return 1")
    [told] = delivered(service, "ben", LATER)
    assert "The quality assurance lead reminds you of the return of Early Help" in told.text
    assert "Families stepped up: a figure" in told.text
    assert "Days from notification" not in told.text
    assert delivered(service, "jo", LATER) == []
    assert "Reminded today already: Anne One, Ben Two" in lead.hear("chase early help")
    assert "Nothing was sent" in lead.hear("yes, remind return 1")


def test_what_is_ready_asks_who_signs_and_a_reminder_that_came_too_late_is_none(service: Database) -> None:
    lead = chat(service, LEAD)
    lead.push("check_and_challenge.remind", returns=[1])
    fill(service)
    chat(service, ANNE).hear("return 1 is ready")
    assert not any("reminds you" in one.text for one in delivered(service, "ben", LATER))
    assert "Would go to Jo Head" in lead.hear("chase return 1")
    assert "Jo Head" in lead.hear("yes, remind return 1")
    assert any("reminds you" in one.text for one in delivered(service, "jo", LATER))
    chat(service, HEAD).hear("sign off return 1")
    assert "There is no such return that waits for anybody" in lead.hear("chase return 1")


def test_all_are_those_due_soon_and_nobody_is_reminded_twice_of_a_morning(service: Database) -> None:
    lead = chat(service, LEAD)
    assert "No return waits for anybody within 10 working days" in lead.hear("send reminders")
    lead.clock.move(morning(14) - NOW)
    assert 'Type "yes, remind return 1"' in lead.hear("send reminders")
    planned(service, morning(14))
    assert "Reminded today already: Anne One, Ben Two" in lead.hear("chase the late ones")


def test_only_what_was_shown_is_sent_by_the_numbers_that_were_shown(service: Database) -> None:
    lead = chat(service, LEAD)
    lead.clock.move(morning(14) - NOW)
    for says in ("yes, send reminders", "yes, remind them", "Yes, remind all returns"):
        heard = lead.hear(says)
        assert "Nothing is sent yet" in heard, says
        assert 'Type "yes, remind return 1"' in heard
    assert "Reminders are on their way. Return 1, Early Help: Anne One" in lead.hear("yes, remind returns 1 and 7")


def test_others_can_remind_nobody(service: Database) -> None:
    assert "Reminders of returns are sent by QA leads" in chat(service, BEN).hear("chase early help")
    assert "Reminders of returns are sent by QA leads" in chat(service, BEN).hear("yes, remind return 1")
    assert "The framework doesn't say" in chat(service, OTHER).hear("chase early help")
    for who in (LEAD, BEN):
        assert "The framework doesn't say" in chat(service, who).hear("chase dad out he is hitting him")
    assert "There is no such return" in chat(service, LEAD).hear("chase fostering")


def test_returns_and_sessions_in_few_words(service: Database) -> None:
    for says in ("how are returns going", "any returns late", "return status", "anything to sign off"):
        assert "Return 1: Early Help" in chat(service, LEAD).hear(says), says
    for says in ("next session", "when is early help session"):
        assert "12 October 2026" in chat(service, LEAD).hear(says), says
    for says in ("next session with 12345", "any returns from missing late"):
        assert "The framework doesn't say" in chat(service, LEAD).hear(says), says
