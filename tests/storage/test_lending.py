"""A PostgreSQL database that is lent again is as a new one."""

from contextlib import closing
from datetime import UTC, datetime

import psycopg
import pytest

from storage import schema
from storage.columns import metadata
from storage.db import Database
from tests.storage.council import add_council
from tests.storage.lending import Lender
from tests.storage.postgres import Postgres

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


def noted(database: Database) -> int:
    """The number of an entry that is made now."""
    with database.transaction() as store:
        return store.audit_log.add(NOW, "person:1", "viewed", "child:1", ["1"])


def rows(url: str) -> dict[str, list[object]]:
    with closing(Database(url)) as database, database.engine.connect() as connection:
        return {t.name: [tuple(row) for row in connection.execute(t.select())] for t in metadata.sorted_tables}


def test_nothing_of_the_last_borrower_is_left(postgres: Postgres) -> None:
    with closing(Lender(postgres)) as lender:
        url = lender.lend()
        new = rows(url)
        assert sum(map(len, new.values())) == 1  # one limit, which all replicas share
        with closing(Database(url)) as database:
            with database.transaction() as store:
                add_council(store)
                store.sending.hold(NOW)
            assert [noted(database), noted(database)] == [1, 2]
        assert rows(url) != new
        lender.take_back(url)

        assert lender.lend() == url
        assert rows(url) == new
        with closing(Database(url)) as database:
            assert noted(database) == 1
        with psycopg.connect(url) as connection:
            connection.execute("DELETE FROM send_limits")
        lender.take_back(url)

        assert lender.lend() == url
        assert rows(url) == new


def test_two_borrowers_have_one_each(lender: Lender) -> None:
    one, two = lender.lend(), lender.lend()
    assert one != two
    lender.take_back(one)
    lender.take_back(two)


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE staff ADD COLUMN shoe_size INTEGER",
        "DROP INDEX ix_turns_received_at",
        "CREATE FUNCTION other() RETURNS INTEGER LANGUAGE SQL AS 'SELECT 1'",
        "UPDATE alembic_version SET version_num = '9999'",
    ],
)
def test_one_that_was_changed_is_lent_no_more(lender: Lender, change: str) -> None:
    url = lender.lend()
    with psycopg.connect(url) as connection:
        connection.execute(change)  # type: ignore[call-overload]
    lender.take_back(url)

    another = lender.lend()
    assert another != url
    with closing(Database(another)) as database:
        assert schema.differences(database) == []
    lender.take_back(another)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_whoever_is_still_in_it_is_put_out(lender: Lender) -> None:
    url = lender.lend()
    with psycopg.connect(url) as connection:
        connection.execute("LOCK TABLE staff")
        lender.take_back(url)
        assert lender.lend() == url
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    lender.take_back(url)
