"""Insert or leave alone, the same on both databases."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

_AT_ONCE = 1000


def insert_if_absent(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless its key exists; whether it was inserted."""
    # SQLAlchemy counts the rows of an insert only if asked to; on PostgreSQL it says -1 otherwise.
    counted = {"preserve_rowcount": True}
    return connection.execute(_if_absent(connection.dialect.name, table), row, execution_options=counted).rowcount == 1


def insert_all_if_absent(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows whose keys don't exist, all with the same columns; how many were inserted."""
    inserted = 0
    statement = _if_absent(connection.dialect.name, table)
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        inserted += connection.execute(statement, some, execution_options={"preserve_rowcount": True}).rowcount
    return inserted


def insert_or_update(connection: Connection, table: Table, row: Mapping[str, Any], keep: Iterable[str] = ()) -> None:
    """Insert a row, or give the row of the same primary key these values, save those of the columns to keep."""
    changed = tuple(name for name in row if name not in frozenset(keep))
    connection.execute(_or_update(connection.dialect.name, table, changed), row)


# Kept, as there are few and making one costs SQLAlchemy more than running it.


@cache
def _if_absent(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def _or_update(dialect: str, table: Table, columns: tuple[str, ...]) -> sqlite.Insert | postgresql.Insert:
    keys = [c.name for c in table.primary_key]
    statement = _insert(dialect, table)
    changes = {name: statement.excluded[name] for name in columns if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=changes)


def _insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
