"""An audit to prepare for, on both databases."""

import pytest

from storage.db import Database
from tests.dialogs.audit_preparation.support import AUDITOR, LEAD, SAYS, worker
from tests.dialogs.visits.support import chat
from tests.storage.council import add_council


@pytest.fixture
def audited(database: Database) -> Database:
    """Accepted by its auditor."""
    with database.transaction() as store:
        add_council(store)
    chat(database, LEAD).hear(SAYS)
    chat(database, AUDITOR).hear("accept audit 1")
    return database


@pytest.fixture
def begun(audited: Database) -> Database:
    """The practitioner has begun to prepare."""
    worker(audited).hear("prepare for audit 1")
    return audited
