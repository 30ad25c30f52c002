"""Databases in the states that only storage tests need."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.db import Database


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """An SQLite file that isn't there yet."""
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def empty_postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A PostgreSQL database without tables."""
    postgres = request.getfixturevalue("postgres")
    url = postgres.create()
    yield url
    postgres.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest) -> str:
    """Either of them, in turn."""
    return request.getfixturevalue("empty_sqlite_url" if request.param == "sqlite" else "empty_postgres_url")


@pytest.fixture
def empty_database(empty_url: str) -> Iterator[Database]:
    """A database without tables."""
    with closing(Database(empty_url)) as database:
        yield database


@pytest.fixture
def replica(database_url: str, database: Database) -> Iterator[Database]:
    """The same database as `database`, as another process sees it."""
    with closing(Database(database_url)) as other:
        yield other
