"""Databases for tests. `database` runs a test twice, on SQLite and on PostgreSQL, each time on one of its own.

PostgreSQL is the server of TEST_POSTGRES_URL, or else one that starts when the first test needs it."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from storage import schema
from storage.db import Database
from tests.storage.lending import Lender
from tests.storage.postgres import NoPostgresError, Postgres, running_postgres

# The same examples in every run; the databases are told apart by keys, so examples may share one.
settings.register_profile(
    "tests", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("tests")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The PostgreSQL server. Without one, the tests that need it fail, and say how to get one."""
    try:
        with running_postgres() as server:
            yield server
    except NoPostgresError as error:
        raise pytest.fail.Exception(str(error), pytrace=False) from None


@pytest.fixture(scope="session")
def migrated_sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with today's tables, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "template.db"
    with closing(Database(f"sqlite:///{path}")) as database:
        schema.upgrade(database)
    return path


@pytest.fixture(scope="session")
def lender(postgres: Postgres) -> Iterator[Lender]:
    """Lends out PostgreSQL databases with today's tables."""
    with closing(Lender(postgres)) as lender:
        yield lender


@pytest.fixture
def sqlite_url(migrated_sqlite_file: Path, tmp_path: Path) -> str:
    """An SQLite database of the test's own, with today's tables."""
    path = tmp_path / "companion.db"
    shutil.copyfile(migrated_sqlite_file, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(lender: Lender) -> Iterator[str]:
    """A PostgreSQL database of the test's own for as long as it runs, with today's tables."""
    url = lender.lend()
    yield url
    lender.take_back(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Either of them, in turn."""
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """An SQLite database of the test's own, with today's tables."""
    with closing(Database(sqlite_url)) as database:
        yield database


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[Database]:
    """A PostgreSQL database of the test's own, with today's tables."""
    with closing(Database(postgres_url)) as database:
        yield database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Either of them, in turn."""
    with closing(Database(database_url)) as database:
        yield database
