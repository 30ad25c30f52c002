"""The migrations: from nothing to today's tables, and back."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text

from storage import migrations, schema
from storage.columns import metadata
from storage.db import Database
from storage.outbox import State
from storage.people import Person
from tests.storage.support import PowerCutError, at_once, before_running, wait_for

MIGRATIONS = Path(migrations.__file__).parent
PERSON = Person("oid-1", "Sam Example", "Social worker")


def tables_in(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def downgrade(database: Database) -> None:
    migrate(database, command.downgrade, "base")


def migrate(database: Database, how: Callable[[Config, str], None], revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.begun() as connection:
        config.attributes["connection"] = connection
        how(config, revision)


@pytest.fixture
def empty_replica(empty_url: str, empty_database: Database) -> Iterator[Database]:
    """The same empty database, as another process sees it."""
    with closing(Database(empty_url)) as other:
        yield other


def test_upgrading_from_nothing_gives_the_tables_as_declared(empty_database: Database) -> None:
    assert tables_in(empty_database) == set()
    assert not schema.is_current(empty_database)

    assert schema.upgrade(empty_database) == schema.newest()

    assert schema.is_current(empty_database)
    assert schema.differences(empty_database) == []
    assert tables_in(empty_database) == {*metadata.tables, "alembic_version"}


def test_the_newest_revision_is_a_file() -> None:
    assert len(list((MIGRATIONS / "versions").glob(f"{schema.newest()}_*.py"))) == 1


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("DROP TABLE conversations", "add_table"),
        ("ALTER TABLE staff DROP COLUMN job", "add_column"),
        ("ALTER TABLE staff ADD COLUMN shoe_size INTEGER", "remove_column"),
        ("DROP INDEX ix_turns_received_at", "add_index"),
    ],
)
def test_a_change_without_its_migration_is_noticed(database: Database, change: str, kind: str) -> None:
    with database.begun() as connection:
        connection.execute(text(change))

    assert [difference[0] for difference in schema.differences(database)] == [kind]


def test_a_second_upgrade_changes_nothing(database: Database) -> None:
    with database.transaction() as store:
        store.people.save(PERSON)

    assert schema.upgrade(database) == schema.newest()

    with database.transaction() as store:
        assert store.people.all() == [PERSON]


def test_down_and_up_again(database: Database) -> None:
    downgrade(database)
    assert tables_in(database) == {"alembic_version"}
    assert not schema.is_current(database)

    schema.upgrade(database)
    assert schema.is_current(database)
    assert schema.differences(database) == []


def test_people_of_before_become_staff(empty_database: Database) -> None:
    migrate(empty_database, command.upgrade, "0001")
    with empty_database.begun() as connection:
        connection.execute(text("INSERT INTO people VALUES ('oid-1', 'Zoë  Example', 'Social Worker')"))

    schema.upgrade(empty_database)

    with empty_database.reading() as store:
        assert store.people.find("oid-1") == Person("oid-1", "Zoë  Example", "Social Worker", "oid-1")
        assert len(store.people.named("Zoë Example")) == 1


def test_what_people_were_to_be_told_waits_in_the_outbox(empty_database: Database) -> None:
    migrate(empty_database, command.upgrade, "0006")
    add = """
        INSERT INTO staff (key, name, match_name, roles, job, team, service_area, working_hours)
            VALUES ('alex', 'Alex', 'alex', '[]', '', '', '', '{}');
        INSERT INTO children (id, initials, unborn, restricted, from_export, case_status)
            VALUES ('AB 1', 'AB', FALSE, FALSE, FALSE, '');
        INSERT INTO events
            (natural_key, child_id, stream, day, setting, worker_name, worker_role, source, state, version)
            VALUES ('e', 'AB 1', 'visit', '2026-08-31', '', '', '', 'chat', 'awaiting_record', 1);
        INSERT INTO reports (staff_key, kind, state, told, opened_at, changed_at, version) VALUES
            ('alex', 'visit', 'saved', '{}', '2026-08-31 15:00:00+00:00', '2026-08-31 15:00:00+00:00', 2),
            ('alex', 'visit', 'saved', '{}', '2026-08-31 15:00:00+00:00', '2026-08-31 15:00:00+00:00', 2);
        INSERT INTO report_children (report_id, child_id, place, told, event_id) VALUES
            (1, 'AB 1', 0, '{}', 1), (2, 'AB 1', 0, '{}', NULL);
        INSERT INTO pending_notices (recipient, about, occasion, child_id, facts, created_at) VALUES
            ('alex', 'visit_recorded', 'report 1 AB 1', 'AB 1', '{}', '2026-08-31 15:00:00+00:00'),
            ('alex', 'visit_recorded', 'report 2 AB 1', 'AB 1', '{}', '2026-08-31 15:00:00+00:00'),
            ('alex', 'handed_over', 'handover AB 1 3', 'AB 1', '{"day": "2026-09-07"}', '2026-08-31 15:00:00+00:00')
    """
    with empty_database.begun() as connection:
        for statement in add.split(";"):
            connection.exec_driver_sql(statement.replace("+00:00", "") if empty_database.is_sqlite else statement)

    schema.upgrade(empty_database)

    with empty_database.reading() as store:
        waiting = sorted(store.outbox.to("alex", [State.PENDING]), key=lambda e: e.about, reverse=True)
    assert [(e.kind, e.about, e.occasion, e.child_id, e.facts) for e in waiting] == [
        ("visits.recorded", "event:1", "report:1", "AB 1", {"report": 1}),
        ("team.handed_over", "child:AB 1", "handover:3", "AB 1", {"number": 3}),
    ]
    due = [e.due_at for e in waiting]
    assert due == [datetime(2026, 8, 31, 15, tzinfo=UTC), datetime(2026, 9, 7, tzinfo=UTC)]
    assert schema.differences(empty_database) == []


def test_an_upgrade_that_fails_half_way_leaves_nothing(empty_url: str, empty_database: Database) -> None:
    def fail() -> None:
        raise PowerCutError

    with closing(Database(empty_url)) as unlucky:
        before_running(unlucky, "\nCREATE TABLE recent_subjects", fail)
        with pytest.raises(PowerCutError):
            schema.upgrade(unlucky)
    assert tables_in(empty_database) == set()

    schema.upgrade(empty_database)
    assert schema.differences(empty_database) == []


def test_two_upgrades_at_once_run_one_after_the_other(empty_database: Database, empty_replica: Database) -> None:
    half_way, second_starts = Event(), Event()
    order = []

    def pause() -> None:
        half_way.set()
        wait_for(second_starts)
        order.append("first goes on")

    before_running(empty_database, "\nCREATE TABLE people", pause)
    lock = "BEGIN IMMEDIATE" if empty_database.is_sqlite else "SELECT pg_advisory_xact_lock"
    before_running(empty_replica, lock, second_starts.set)
    before_running(empty_replica, "SELECT alembic_version", lambda: order.append("second looks"))

    def second() -> str:
        wait_for(half_way)
        return schema.upgrade(empty_replica)

    assert at_once(lambda: schema.upgrade(empty_database), second) == [schema.newest()] * 2
    assert order[:2] == ["first goes on", "second looks"]
    assert schema.differences(empty_database) == []


def test_a_revision_from_the_future_is_not_current(database: Database) -> None:
    with database.begun() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    assert not schema.is_current(database)


def test_the_checkout_may_have_a_percent_sign_in_its_path(
    empty_sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "100%(sure)s" / "storage"
    shutil.copytree(MIGRATIONS, folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema, "__file__", str(folder / "schema.py"))

    with closing(Database(empty_sqlite_url)) as database:
        schema.upgrade(database)
        assert schema.is_current(database)
