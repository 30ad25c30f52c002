"""An auditor closes an audit; a card that shows an older one changes nothing."""

from storage.audits import ACCEPTED, CLOSED
from storage.db import Database
from tests.dialogs.audits.test_allocating import AUDITOR, LEAD, SAYS, WORKER, audit, council
from tests.dialogs.visits.support import chat
from tests.storage.council import OWN

__all__ = ["council"]


def test_closing_asks_about_the_file_and_ends_the_auditors_sight(council: Database) -> None:
    chat(council, LEAD).hear(SAYS)
    auditor = chat(council, AUDITOR)
    assert "once its auditor has accepted" in auditor.hear("close audit 1")
    auditor.hear("accept audit 1")
    assert "no open audit" in chat(council, WORKER).hear("close audit 1")
    assert "on the child's file?" in auditor.hear("close audit 1")
    assert audit(council).state == ACCEPTED
    assert "Audit 1 is closed" in auditor.hear("close audit 1, it is on the child's file")
    assert audit(council).state == CLOSED
    assert "I can't show you" in auditor.hear(f"find {OWN}")
    with council.reading() as store:
        held = store.retention.held(OWN)
        assert held is not None
        assert held.audits == 1


def test_a_stale_card_changes_nothing_and_shows_how_it_stands(council: Database) -> None:
    chat(council, LEAD).hear(SAYS)
    auditor = chat(council, AUDITOR)
    auditor.hear("accept audit 1")
    for action in ("audits.decline", "audits.close"):
        said = auditor.push(action, audit=1, version=1, reason="no", filed="yes")
        assert "how it stands now" in said
    assert "how it stands now" in chat(council, LEAD).push("audits.withdraw", audit=1, version=1, reason="no")
    assert (audit(council).state, audit(council).version) == (ACCEPTED, 2)
