import pytest

from storage.db import Database
from tests.dialogs.audit_meeting.support import fill_people


@pytest.fixture
def staffed(database: Database) -> Database:
    """On both databases."""
    fill_people(database)
    return database


@pytest.fixture
def demo(sqlite_database: Database) -> Database:
    """On SQLite alone, where the database makes no difference."""
    fill_people(sqlite_database)
    return sqlite_database
