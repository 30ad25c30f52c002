"""An audit doesn't close while a serious concern of it is untaken, however its last steps fall together."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from dialogs.audit_outcome.nudges import nudges
from storage.audits import CLOSED, FINAL
from storage.db import Database
from tests.dialogs.audit_outcome.support import MEGAN, PATTI, PRIYA, QUINN, audit, chat, final, outcome
from tests.dialogs.audit_outcome.test_concern import NAMED, RAISES, tick, told
from tests.dialogs.support import NOW
from tests.dialogs.unasked import delivered
from tests.dialogs.visits.support import Checked

FILED = "audit 1 is on the child's file"
MONITORED = "monitoring statement for audit 1 is entered"


def raised(database: Database) -> None:
    """A final audit in which Priya has found something; Megan, then Patti are named in the settings."""
    final(database)
    Checked(database, NAMED, PRIYA).hear(RAISES)


def test_it_stays_open_and_says_what_is_missing(audited: Database) -> None:
    raised(audited)
    assert "Thank you: the upload is confirmed. Auditor:" in chat(audited, PRIYA).hear(FILED)
    said = chat(audited, MEGAN).hear(MONITORED)
    assert "It can't close yet: no senior manager has taken the serious safeguarding concern" in said
    assert "of Tuesday 1 September 2026. It was sent to Megan Bowen: phone them" in said
    assert (audit(audited).state, outcome(audited).closed_at) == (FINAL, None)


def test_whoever_takes_it_closes_what_waited_for_that_alone(audited: Database) -> None:
    raised(audited)
    chat(audited, PRIYA).hear(FILED)
    chat(audited, MEGAN).hear(MONITORED)
    delivered(audited, "priya", NOW)
    assert "It is yours" in chat(audited, MEGAN).hear("take concern 1")
    assert (audit(audited).state, outcome(audited).closed_at) == (CLOSED, NOW)
    assert any("Audit 1 is closed." in reply.text for reply in delivered(audited, "priya", NOW))
    assert "I know no outcome" in chat(audited, PRIYA).hear("outcome 1")


def test_taken_before_it_doesnt_hold_anything_up(audited: Database) -> None:
    raised(audited)
    chat(audited, MEGAN).hear("take concern 1")
    assert audit(audited).state == FINAL
    chat(audited, PRIYA).hear(FILED)
    assert "Audit 1 is closed." in chat(audited, MEGAN).hear(MONITORED)


def test_whoever_looks_after_audits_hears_what_is_missing_and_reads_nothing(demo: Database) -> None:
    raised(demo)
    chat(demo, MEGAN).hear(MONITORED)
    said = chat(demo, QUINN).hear(FILED)
    assert said.startswith("Thank you: the upload is confirmed. It can't close yet: no senior manager")
    assert "aunt" not in said
    assert audit(demo).state == FINAL


def test_after_ten_working_days_the_qa_lead_hears_that_it_waits_for_that(demo: Database) -> None:
    raised(demo)
    chat(demo, PRIYA).hear(FILED)
    chat(demo, MEGAN).hear(MONITORED)
    tick(demo, 30)
    at = NOW + timedelta(days=14)
    with demo.transaction() as store:
        for nudge in nudges():
            if nudge.due:
                store.outbox.add_all(nudge.due(store, NAMED, at, "").messages, at)
    [stuck] = [r for r in delivered(demo, "quinn", at) if "isn't closed" in r.text]
    assert "no senior manager has taken the serious safeguarding concern" in stuck.text
    assert "a manager of the case" not in stuck.text


def test_untaken_everybody_is_asked_again_each_day_until_somebody_has_it(audited: Database) -> None:
    raised(audited)
    for minutes in (30, 60, 61, 24 * 60 + 1, 24 * 60 + 2):
        tick(audited, minutes)
    first = [("concern", "00021"), ("concern", "patti"), ("concern_unheard", "priya"), ("concern_unheard", "quinn")]
    assert told(audited) == [*first, *first[2:], *first[:2]]
    asked = delivered(audited, "patti", NOW + timedelta(days=1, minutes=2))
    assert "nobody has taken it yet" in asked[-1].text
    assert "It is yours" in chat(audited, PATTI).hear("take concern 1")
    tick(audited, 49 * 60)
    assert len(told(audited)) == len(first) * 2 + 1  # and that somebody has it


@pytest.mark.parametrize("last", [FILED, MONITORED])
def test_the_last_two_steps_at_once_close_it(audited: Database, last: str) -> None:
    raised(audited)
    steps: list[tuple[Callable[[], Checked], str]] = [
        (lambda: chat(audited, PRIYA), FILED),
        (lambda: chat(audited, MEGAN), MONITORED),
    ]
    for who, says in steps:
        if says != last:
            who().hear(says)
    together = [step for step in steps if step[1] == last]
    together.append((lambda: chat(audited, MEGAN), "take concern 1"))
    barrier = Barrier(2)

    def take(who: Callable[[], Checked], says: str) -> None:
        mine = who()
        barrier.wait()
        mine.hear(says)

    threads = [Thread(target=take, args=step) for step in together]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert audit(audited).state == CLOSED


def test_a_concern_of_the_same_moment_keeps_it_open_or_finds_it_closed(audited: Database) -> None:
    """Raised before the last word it holds the audit open; after it there is nothing to hold, and Priya is to phone."""
    final(audited)
    chat(audited, PRIYA).hear(FILED)
    barrier = Barrier(2)

    def act(mine: Checked, says: str) -> None:
        barrier.wait()
        mine.hear(says)

    steps = [(Checked(audited, NAMED, PRIYA), RAISES), (chat(audited, MEGAN), MONITORED)]
    threads = [Thread(target=act, args=step) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with audited.reading() as store:
        found = store.concerns.of_audit(1)
    is_open = audit(audited).state == FINAL
    assert len(found) == 1 or not is_open
    assert told(audited) == ([("concern", "00021")] if found else [])
