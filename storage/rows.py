"""Rows to frozen values and back, for tables whose columns are named as the fields of a dataclass."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from operator import itemgetter
from typing import Any, ClassVar, Protocol, TypeVar, overload

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Result,
    Row,
    Select,
    String,
    Table,
    any_,
    bindparam,
    func,
    insert,
    select,
    update,
)


class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]


V = TypeVar("V", bound=_Dataclass)


def value_of(kind: type[V], row: Row[Any]) -> V:
    """The row as a value; JSON lists become tuples."""
    return kind(*[tuple(value) if type(value) is list else value for value in _picker(kind, row._fields)(row)])


def values_of(kind: type[V], rows: Result[Any]) -> list[V]:
    """Many rows of one result as values: which column is which is looked up once."""
    pick = _picker(kind, tuple(rows.keys()))
    if not _holds_lists(kind):
        return [kind(*pick(row)) for row in rows.all()]
    return [kind(*[tuple(value) if type(value) is list else value for value in pick(row)]) for row in rows.all()]


class Later(Sequence[V]):
    """Rows (see `rows_among`) that become values when somebody looks at them: of many, few are looked at."""

    __slots__ = ("_kind", "_rows")

    def __init__(self, kind: type[V], rows: Sequence[Sequence[Any]] = ()) -> None:
        self._kind = kind
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> V: ...

    @overload
    def __getitem__(self, at: slice) -> "Later[V]": ...

    def __getitem__(self, at: int | slice) -> "V | Later[V]":
        return Later(self._kind, self._rows[at]) if isinstance(at, slice) else self._kind(*self._rows[at])


def row_of(value: _Dataclass, *, without: Iterable[str] = ()) -> dict[str, Any]:
    """The value as a row."""
    left_out = frozenset(without)
    found = {name: getattr(value, name) for name in _names(type(value)) if name not in left_out}
    return {name: _plain(field) for name, field in found.items()}


def rows_among(
    connection: Connection,
    kind: type[V],
    table: Table,
    keys: Collection[str],
    *,
    column: str = "child_id",
    order: tuple[str, ...] = (),
) -> Sequence[Row[Any]]:
    """The rows of a table that have one of many keys in a column, in the order of a value's fields: `kind(*row)` is the
    row's value. The keys are handed over as one value: so any number of them will do, and the statement stays."""
    dialect = connection.dialect.name
    value = list(keys) if dialect == "postgresql" else json.dumps(list(keys))
    return connection.execute(_among(dialect, kind, table, column, order), {"keys": value}).all()


def values_among(
    connection: Connection,
    kind: type[V],
    table: Table,
    keys: Collection[str],
    *,
    column: str = "child_id",
    order: tuple[str, ...] = (),
) -> list[V]:
    """The same as values."""
    rows = rows_among(connection, kind, table, keys, column=column, order=order)
    made: Callable[..., V] = kind
    if not _holds_lists(kind):
        return [made(*row) for row in rows]
    return [made(*[tuple(value) if type(value) is list else value for value in row]) for row in rows]


@cache
def _among(dialect: str, kind: type[_Dataclass], table: Table, column: str, order: tuple[str, ...]) -> Select[Any]:
    """Kept, as there are few and making one costs SQLAlchemy more than running it."""
    its = table.c[column]
    if dialect == "postgresql":
        wanted: ColumnElement[bool] = its == any_(bindparam("keys", type_=ARRAY(its.type)))
    else:
        wanted = its.in_(select(func.json_each(bindparam("keys", type_=String())).table_valued("value").c.value))
    chosen = select(*(table.c[name] for name in _names(kind))).where(wanted)
    return chosen.order_by(*(table.c[name] for name in order))


def insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows with the same columns."""
    if rows:
        connection.execute(insert(table), rows)


def update_all(connection: Connection, table: Table, key: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Give the rows with these keys these values; every row with the same columns."""
    if rows:
        names = [name for name in rows[0] if name != key]
        values = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
        statement = update(table).where(table.c[key] == bindparam("old_key")).values(values)
        connection.execute(
            statement, [{"old_key": row[key], **{f"new_{name}": row[name] for name in names}} for row in rows]
        )


@cache
def _names(kind: type[_Dataclass]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _holds_lists(kind: type[_Dataclass]) -> bool:
    """Whether a column of it may be JSON."""
    return any("tuple" in str(f.type) or "Sequence" in str(f.type) or "Mapping" in str(f.type) for f in fields(kind))


@cache
def _picker(kind: type[_Dataclass], columns: tuple[str, ...]) -> Callable[[Row[Any]], tuple[Any, ...]]:
    """Takes a row's values in the order of the value's fields: by place, as looking up names takes longer."""
    return itemgetter(*(columns.index(name) for name in _names(kind)))


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value
