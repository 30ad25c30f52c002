"""What is said unasked: gently, once, on the day that was named; and where preparing is offered."""

from datetime import datetime, timedelta

from dialogs.audit_preparation.nudges import nudges
from dialogs.core.reply import Reply
from storage.audits import WITHDRAWN
from storage.db import Database
from storage.preparations import NOT_YET, YES
from tests.dialogs.audit_preparation.support import AUDITOR, LEAD, part, save, worker
from tests.dialogs.support import NOW, knowledge
from tests.dialogs.unasked import delivered, replaced
from tests.dialogs.visits.support import chat
from tests.storage.council import OWN

FRIDAY = NOW + timedelta(days=3)


def planned(database: Database, at: datetime) -> None:
    """What the hourly run plans."""
    with database.transaction() as store:
        for nudge in nudges():
            if nudge.due:
                store.outbox.add_all(nudge.due(store, knowledge(), at, "").messages, at)


def told(database: Database, at: datetime, key: str = "practitioner") -> list[Reply]:
    planned(database, at)
    return [reply for reply in delivered(database, key, at) if "ready by now" in reply.text]


def test_not_yet_is_said_once_on_its_day_and_all_of_the_day_together(begun: Database) -> None:
    save(begun, "diversity", ready=NOT_YET, by="Friday")
    save(begun, "outcomes", ready=NOT_YET, by="Friday")
    assert told(begun, FRIDAY - timedelta(days=1)) == []
    [reply] = told(begun, FRIDAY)
    assert "You wanted to be ready by now: the audit of AB 001" in reply.text
    assert "Consideration and impact of diversity: by Friday 4 September 2026" in reply.text
    assert "How has the help provided improved outcomes?: by Friday 4 September 2026" in reply.text
    assert OWN not in reply.summary
    assert "001" not in reply.summary
    assert told(begun, FRIDAY + timedelta(hours=2)) == []
    assert told(begun, FRIDAY + timedelta(days=3)) == []


def test_it_is_nobody_elses_and_not_said_of_what_is_ready(begun: Database) -> None:
    save(begun, "diversity", ready=NOT_YET, by="Friday")
    planned(begun, FRIDAY)
    save(begun, "diversity", version=2, ready=YES)
    assert told(begun, FRIDAY) == []
    assert told(begun, FRIDAY, "auditor") == []


def test_another_day_asks_again_then(begun: Database) -> None:
    save(begun, "diversity", ready=NOT_YET, by="Friday")
    [_] = told(begun, FRIDAY)
    save(begun, "diversity", version=2, ready=NOT_YET, by="Monday 7 September")
    [settled] = [r for r in replaced(begun, "practitioner", FRIDAY) if "Nothing waits" in r.text]
    assert "001" not in settled.text
    [_] = told(begun, FRIDAY + timedelta(days=3))


def test_when_the_bot_was_away_it_is_said_later_but_not_for_ever(begun: Database) -> None:
    save(begun, "diversity", ready=NOT_YET, by="Friday")
    assert len(told(begun, FRIDAY + timedelta(days=3))) == 1
    save(begun, "outcomes", ready=NOT_YET, by="Wednesday 9 September")
    assert told(begun, FRIDAY + timedelta(days=20)) == []


def test_nothing_is_said_of_an_audit_that_was_taken_back(begun: Database) -> None:
    save(begun, "diversity", ready=NOT_YET, by="Friday")
    chat(begun, LEAD).hear("withdraw audit 1 because the family has moved")
    with begun.reading() as store:
        audit = store.audits.find(1)
    assert audit is not None
    assert audit.state == WITHDRAWN
    assert told(begun, FRIDAY) == []


def test_its_reader_can_do_all_of_it_from_there(begun: Database) -> None:
    save(begun, "diversity", ready=NOT_YET, by="Friday")
    [reply] = told(begun, FRIDAY)
    assert '"preparation 1 area 5 not ready by Friday"' in reply.text
    worker(begun).hear("preparation 1 area 5 ready")
    assert part(begun, "diversity").ready == YES


def test_preparing_is_offered_in_the_invitation_and_before_the_meeting(audited: Database) -> None:
    [invitation] = [r for r in delivered(audited, "practitioner", NOW) if "selected for an audit" in r.text]
    assert "you may propose that, with a reason, and the auditor decides" in invitation.text
    assert "audit_preparation.begin" in str(invitation.card)
    assert 'type "prepare for audit 1"' in invitation.text
    auditor = chat(audited, AUDITOR)
    auditor.hear("offer Thursday 3 September at 2pm")
    worker(audited).hear("yes to the first")
    at = datetime.fromisoformat("2026-09-02T08:00:00+00:00")
    [mine] = [r for r in delivered(audited, "practitioner", at) if "for an hour" in r.text and "My prep" in str(r.card)]
    assert 'type "prepare for audit 1"' in mine.text
    theirs = [r for r in delivered(audited, "auditor", at) if "What they have prepared" in str(r.card)]
    assert any('type "preparation for audit 1"' in reply.text for reply in theirs)


def test_the_audits_card_has_it_for_both(audited: Database) -> None:
    assert "Prepare for it" in str(worker(audited).say("audit 1").card)
    assert "What they have prepared" in str(chat(audited, AUDITOR).say("audit 1").card)
