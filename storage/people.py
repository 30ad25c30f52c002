"""The staff. Unknown people may ask about the framework all the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, bindparam, cast, or_, select

from storage.case_tables import staff
from storage.names import match_name
from storage.rows import insert_all, row_of, update_all, value_of
from storage.teams import is_called, team_name
from storage.upsert import insert_or_update

_find = select(staff).where(staff.c.object_id == bindparam("object_id"))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the staff: key in the staff file, name as the case system writes it, Entra identity if bound."""

    key: str
    name: str
    job: str = ""
    object_id: str | None = None
    principal_name: str | None = None  # casefolded
    roles: tuple[str, ...] = ()
    team: str = ""
    manager_key: str | None = None
    deputy_key: str | None = None
    service_area: str = ""
    working_hours: Mapping[str, Sequence[str]] = field(default_factory=dict)
    newly_qualified_on: date | None = None
    left_on: date | None = None

    def has_left(self, today: date) -> bool:
        """Whether they work here no more."""
        return self.left_on is not None and self.left_on <= today


class People:
    """The rows of `staff`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, object_id: str) -> Person | None:
        """The person with this object id."""
        row = self._connection.execute(_find, {"object_id": object_id}).first()
        return None if row is None else value_of(Person, row)

    def recipients(self, object_id: str) -> tuple[str, ...]:
        """As whom messages may be waiting for somebody: see `storage.outbox.Message`."""
        person = self.find(object_id)
        return (object_id.lower(), person.key) if person else (object_id.lower(),)

    def by_key(self, key: str) -> Person | None:
        """The person with this key in the staff file."""
        return next(iter(self._where(staff.c.key == key)), None)

    def by_principal_name(self, principal_name: str) -> Person | None:
        """The person with this user principal name, in whatever case it is written."""
        return next(iter(self._where(staff.c.principal_name == principal_name.casefold())), None)

    def stood_in_for(self, key: str) -> list[Person]:
        """Those whose deputy somebody is, by key."""
        return sorted(self._where(staff.c.deputy_key == key), key=lambda person: person.key)

    def of_team(self, team: str) -> list[Person]:
        """Everybody in a team, as the staff file writes it, by key."""
        return sorted(self._where(staff.c.team == team), key=lambda person: person.key)

    def named(self, name: str) -> list[Person]:
        """Everybody whose name this may be, however it is written, by key."""
        return sorted(self._where(staff.c.match_name == match_name(name)), key=lambda person: person.key)

    def is_any_called(self, said: str) -> bool:
        """Whether anybody's name is this, or has it among its parts."""
        name, c = match_name(said), staff.c.match_name
        if not name:
            return False
        part = or_(c == name, c.startswith(f"{name} ", autoescape=True), c.contains(f" {name}", autoescape=True))
        return self._connection.execute(select(staff.c.key).where(part).limit(1)).first() is not None

    def with_keys(self, keys: Iterable[str]) -> list[Person]:
        """Those with these keys, by name."""
        wanted = sorted(set(keys))
        found = [p for n in range(0, len(wanted), 500) for p in self._where(staff.c.key.in_(wanted[n : n + 500]))]
        return sorted(found, key=_by_name)

    def with_role(self, role: str) -> list[Person]:
        """Everybody in a role, by key."""
        found = self._where(cast(staff.c.roles, String).contains(f'"{role}"', autoescape=True))
        return sorted((person for person in found if role in person.roles), key=lambda person: person.key)

    def in_team(self, team: str) -> list[Person]:
        """Everybody in a team of that name, whatever its case and the spaces around it, by key."""
        called = is_called(self._connection, staff.c.team, team)
        return sorted(self._where(called), key=lambda person: person.key)

    def team_called(self, said: str) -> str:
        """The name of the team that is called so, with or without "team" before it; empty if there is none."""
        name = team_name(said)
        wanted = {name, f"team {name}", f"{name} team", name.removeprefix("team ")} - {""}
        every = self._connection.execute(select(staff.c.team).distinct()).scalars()
        return next((team for team in sorted(every) if team_name(team) in wanted), "")

    def all(self) -> list[Person]:
        """Everybody, by name."""
        return sorted(self._where(), key=_by_name)

    def save(self, person: Person) -> None:
        """Add somebody, or change what is known of them."""
        insert_or_update(self._connection, staff, _row(person))

    def add_all(self, people: Sequence[Person]) -> None:
        """Add many who aren't there yet."""
        insert_all(self._connection, staff, [_row(person) for person in people])

    def change_all(self, people: Sequence[Person]) -> None:
        """Change what is known of many."""
        update_all(self._connection, staff, "key", [_row(person) for person in people])

    def _where(self, *conditions: ColumnElement[bool]) -> list[Person]:
        return [value_of(Person, row) for row in self._connection.execute(select(staff).where(*conditions))]


def _by_name(person: Person) -> tuple[str, str]:
    """Not in SQL: every database sorts letters in its own way."""
    return person.name.casefold(), person.key


def _row(person: Person) -> dict[str, Any]:
    return {**row_of(person), "match_name": match_name(person.name)}
