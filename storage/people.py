"""The people we know by their Entra object id. Unknown people may ask about the framework all the same."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from storage.tables import people
from storage.upsert import insert_or_update


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the staff: Entra object id, name, job title."""

    object_id: str
    name: str
    job: str


class People:
    """The rows of `people`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, object_id: str) -> Person | None:
        """The person with this object id."""
        row = self._connection.execute(select(people).where(people.c.object_id == object_id)).one_or_none()
        return None if row is None else Person(row.object_id, row.name, row.job)

    def all(self) -> list[Person]:
        """Everybody, by name."""
        found = [Person(r.object_id, r.name, r.job) for r in self._connection.execute(select(people))]
        # Not in SQL: every database sorts letters in its own way.
        return sorted(found, key=lambda person: (person.name.casefold(), person.object_id))

    def save(self, person: Person) -> None:
        """Add somebody, or change their name and job."""
        row = {"object_id": person.object_id, "name": person.name, "job": person.job}
        insert_or_update(self._connection, people, row)
