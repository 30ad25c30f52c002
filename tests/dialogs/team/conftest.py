import pytest

from storage.db import Database
from storage.people import Person
from storage.roles import Role
from tests.dialogs.team.support import PATTI, person
from tests.dialogs.visits.support import fill


def _fill(database: Database) -> Database:
    """The practitioner's day, and the Head of Service above."""
    fill(database)
    with database.transaction() as store:
        area = person(store, "Megan Bowen").service_area
        roles = (Role.HEAD_OF_SERVICE,)
        store.people.save(
            Person("head", PATTI.name, "Head of Service", PATTI.object_id, roles=roles, service_area=area)
        )
    return database


@pytest.fixture
def filled(database: Database) -> Database:
    """On both databases."""
    return _fill(database)


@pytest.fixture
def demo(sqlite_database: Database) -> Database:
    """On SQLite alone, where the database makes no difference."""
    return _fill(sqlite_database)
