import pytest

from storage.db import Database
from tests.dialogs.audit_moderation.support import fill_moderation


@pytest.fixture
def audited(database: Database) -> Database:
    """On both databases."""
    fill_moderation(database)
    return database


@pytest.fixture
def demo(sqlite_database: Database) -> Database:
    """On SQLite alone, where the database makes no difference."""
    fill_moderation(sqlite_database)
    return sqlite_database
