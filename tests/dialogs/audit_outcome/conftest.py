import pytest

from storage.db import Database
from tests.dialogs.audit_outcome.support import fill_outcome


@pytest.fixture
def audited(database: Database) -> Database:
    """On both databases."""
    fill_outcome(database)
    return database


@pytest.fixture
def demo(sqlite_database: Database) -> Database:
    """On SQLite alone, where the database makes no difference."""
    fill_outcome(sqlite_database)
    return sqlite_database
