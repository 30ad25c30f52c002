"""Names of teams and service areas, as staff file and case system write them."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, select


def team_name(team: str) -> str:
    """A name to compare by: case and spaces differ."""
    return " ".join(team.casefold().split())


def is_called(connection: Connection, column: Column[Any], team: str) -> ColumnElement[bool]:
    """Whether a column names this team; the names are compared here, as databases know little of letters."""
    written = connection.execute(select(column).distinct()).scalars()
    return column.in_([name for name in written if team_name(name) == team_name(team)])
