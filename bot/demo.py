"""Made-up people for trying Practice Companion on one's own machine; the ids are those of Microsoft's local client."""

from datetime import UTC, datetime

from storage.people import Person
from storage.store import Store

_ID = "00000000-0000-0000-0000-0000000000"


def _person(number: str, name: str, job: str) -> Person:
    return Person(_ID + number, name, job, _ID + number)


DEMO_PEOPLE = (
    _person("20", "Alex Wilber", "Social Worker"),
    _person("21", "Megan Bowen", "Team Manager"),
    _person("22", "Adele Vance", "Personal Adviser"),
    _person("23", "Isaiah Langer", "Auditor"),
    _person("24", "Patti Fernandez", "Head of Service"),
    _person("25", "Lynne Robbins", "Quality Assurance lead"),
)
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


def may_be_demo(store: Store) -> bool:
    """Whether everybody in the database is the demo's; where nobody is, whether nothing has been asked either."""
    people = {person.key for person in store.people.all()}
    if people:
        return people <= {person.key for person in DEMO_PEOPLE}
    return not store.questions.since(_EVER)


def add_demo_people(store: Store) -> None:
    """Add the demo's people, or put them back as they were."""
    for person in DEMO_PEOPLE:
        store.people.save(person)
