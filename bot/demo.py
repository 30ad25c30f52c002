"""Made-up people for trying Practice Companion on one's own machine; the ids are those of Microsoft's local client."""

from datetime import UTC, datetime

from storage.people import Person
from storage.store import Store

_ID = "00000000-0000-0000-0000-0000000000"
DEMO_PEOPLE = (
    Person(_ID + "20", "Alex Wilber", "Social Worker"),
    Person(_ID + "21", "Megan Bowen", "Team Manager"),
    Person(_ID + "22", "Adele Vance", "Personal Adviser"),
    Person(_ID + "23", "Isaiah Langer", "Auditor"),
    Person(_ID + "24", "Patti Fernandez", "Head of Service"),
    Person(_ID + "25", "Lynne Robbins", "Quality Assurance lead"),
)
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


def may_be_demo(store: Store) -> bool:
    """Whether everybody in the database is the demo's; where nobody is, whether nothing has been asked either."""
    people = {person.object_id for person in store.people.all()}
    if people:
        return people <= {person.object_id for person in DEMO_PEOPLE}
    return not store.questions.since(_EVER)


def add_demo_people(store: Store) -> None:
    """Add the demo's people, or put them back as they were."""
    for person in DEMO_PEOPLE:
        store.people.save(person)
