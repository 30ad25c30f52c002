import pytest

from storage.db import Database
from tests.dialogs.visits.support import fill


@pytest.fixture
def filled(database: Database) -> Database:
    """The demo's day, on both databases."""
    fill(database)
    return database


@pytest.fixture
def demo(sqlite_database: Database) -> Database:
    """The same on SQLite alone, where the database makes no difference."""
    fill(sqlite_database)
    return sqlite_database
