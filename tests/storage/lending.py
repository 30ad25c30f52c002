"""PostgreSQL databases that tests share one after the other.

To make one costs the server more than most tests do, to empty one next to nothing."""

from contextlib import suppress
from typing import LiteralString, cast

import psycopg
from psycopg import sql

import storage.store  # noqa: F401 (so that `metadata` has every table)
from storage import schema
from storage.columns import metadata
from storage.db import Database
from tests.storage.postgres import Postgres

# Rows of the catalogue that a change of a table, an index or a setting makes, changes or deletes; and the revision.
_SHAPE = cast(
    LiteralString,
    "SELECT (SELECT string_agg(version_num, ',') FROM alembic_version), "
    + ", ".join(
        f"(SELECT count(*) || '/' || sum(xmin::text::bigint) FROM {rows})"
        for rows in (
            "pg_class WHERE relnamespace = 'public'::regnamespace",
            "pg_attribute WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)",
            "pg_constraint",
            "pg_proc",
            "pg_trigger",
            "pg_namespace WHERE nspname !~ '^pg_'",
            "pg_db_role_setting WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())",
        )
    ),
)
_LEAVE = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_FROM_ONE = (
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences "
    "WHERE last_value IS NOT NULL"
)


class Lender:
    """Lends out databases as new, with today's tables and what migrations put there: numbers begin at one."""

    def __init__(self, server: Postgres) -> None:
        self._server = server
        self._idle: list[_Lent] = []
        self._out: dict[str, _Lent] = {}

    def lend(self) -> str:
        """The URL of a database that nobody else uses until it is back."""
        lent = self._idle.pop() if self._idle else _Lent(self._server.create())
        self._out[lent.url] = lent
        return lent.url

    def take_back(self, url: str) -> None:
        """Put out whoever is still connected, and empty it for the next; one whose tables were changed is dropped."""
        lent = self._out.pop(url)
        with suppress(psycopg.Error):
            if lent.is_emptied():
                self._idle.append(lent)
                return
        lent.close()
        self._server.drop(url)

    def close(self) -> None:
        """Drop them all."""
        for lent in (*self._idle, *self._out.values()):
            lent.close()
            self._server.drop(lent.url)


class _Lent:
    """One of them, and the connection by which it is emptied. `_seed`: what the migrations put there."""

    def __init__(self, url: str) -> None:
        self.url = url
        database = Database(url)
        try:
            schema.upgrade(database)
        finally:
            database.close()
        self._connection = psycopg.connect(url, autocommit=True)
        self._tables = [table.name for table in metadata.sorted_tables]
        # As it is for every later borrower, and nothing sweeps up in between: all get the same plans.
        never = (
            sql.SQL("ALTER TABLE {} SET (autovacuum_enabled = off)").format(sql.Identifier(t)) for t in self._tables
        )
        self._connection.execute(sql.SQL("; ").join(never))
        self._vacuum(self._tables)
        self._shape = self._row(_SHAPE)
        self._seed = {name: self._rows(name) for name in self._tables if name in self._full()}

    def is_emptied(self) -> bool:
        """Empty it, unless it is no longer as it was made."""
        self._connection.execute(_LEAVE)
        if self._row(_SHAPE) != self._shape:
            return False
        full = self._full()
        owners_last = [name for name in reversed(self._tables) if name in full and not self._is_as_seeded(name)]
        if owners_last:
            every = (sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for name in owners_last)
            self._connection.execute(sql.SQL("; ").join(every))
            self._vacuum(owners_last)
        for name, rows in self._seed.items():
            if name in owners_last or name not in full:
                with self._connection.cursor().copy(_copy(name, "FROM STDIN")) as copy:
                    copy.write(rows)
        self._connection.execute(_FROM_ONE)
        return True

    def close(self) -> None:
        self._connection.close()

    def _full(self) -> set[str]:
        """The tables in which there is anything."""
        ask = sql.SQL(" UNION ALL ").join(
            sql.SQL("(SELECT {} FROM {} LIMIT 1)").format(name, sql.Identifier(name)) for name in self._tables
        )
        return {name for (name,) in self._connection.execute(ask)}

    def _is_as_seeded(self, name: str) -> bool:
        return name in self._seed and self._rows(name) == self._seed[name]

    def _rows(self, name: str) -> bytes:
        with self._connection.cursor().copy(_copy(name, "TO STDOUT")) as copy:
            return b"".join(copy)

    def _vacuum(self, tables: list[str]) -> None:
        """Give the space back: rows come in the order they were written, as in a new table."""
        self._connection.execute(sql.SQL("VACUUM {}").format(sql.SQL(", ").join(map(sql.Identifier, tables))))

    def _row(self, query: LiteralString) -> tuple[object, ...] | None:
        return self._connection.execute(query).fetchone()


def _copy(name: str, where: LiteralString) -> sql.Composed:
    return sql.SQL("COPY {} ").format(sql.Identifier(name)) + sql.SQL(where)
