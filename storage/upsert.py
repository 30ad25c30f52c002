"""Insert or leave alone, the same on both databases."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_if_absent(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless its key exists; whether it was inserted."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    # SQLAlchemy counts the rows of an insert only if asked to; on PostgreSQL it says -1 otherwise.
    counted = {"preserve_rowcount": True}
    return connection.execute(insert(table).on_conflict_do_nothing(), row, execution_options=counted).rowcount == 1


def insert_or_update(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert a row, or give the row of the same primary key these values."""
    keys = [c.name for c in table.primary_key]
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(table)
    changes = {name: statement.excluded[name] for name in row if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changes), row)
