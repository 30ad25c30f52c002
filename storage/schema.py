"""Whether the database has today's tables, and giving it them."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.columns import metadata
from storage.db import Database


def upgrade(database: Database) -> str:
    """Bring the schema up to date, in one transaction; the revision it is now at."""
    config = _config()
    with database.begun() as connection:
        if not database.is_sqlite:
            # Two replicas that start together upgrade one after the other.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7267001)")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return MigrationContext.configure(connection).get_current_revision() or ""


def is_current(database: Database) -> bool:
    """Whether the schema is at the newest revision."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest()


def newest() -> str:
    """The newest revision."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def differences(database: Database) -> list[object]:
    """What the tables as declared have over the tables as migrated; empty if nothing."""
    with database.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def _config() -> Config:
    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config
