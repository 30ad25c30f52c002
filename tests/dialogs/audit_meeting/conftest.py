import pytest

from storage.db import Database
from tests.dialogs.audit_meeting.support import fill_audit


@pytest.fixture
def audited(database: Database) -> Database:
    """On both databases."""
    fill_audit(database)
    return database


@pytest.fixture
def demo(sqlite_database: Database) -> Database:
    """On SQLite alone, where the database makes no difference."""
    fill_audit(sqlite_database)
    return sqlite_database
