"""Made-up people for trying Practice Companion on one's own machine; the ids are those of Microsoft's local client."""

from datetime import UTC, date, datetime

from storage.allocations import Allocation
from storage.cases import Situation, key_of
from storage.children import Child
from storage.demo.day import add_day
from storage.people import Person
from storage.roles import SOCIAL_WORKER, Role
from storage.store import Store

_ID = "00000000-0000-0000-0000-0000000000"


def _person(number: str, name: str, job: str, *roles: Role, manager: str | None = None) -> Person:
    manager_key = _ID + manager if manager else None
    team = "" if Role.HEAD_OF_SERVICE in roles or Role.ADMINISTRATOR in roles else "North"
    area = "Help and Protection and Court"
    return Person(_ID + number, name, job, _ID + number, None, roles, team, manager_key, service_area=area)


DEMO_PEOPLE = (
    _person("20", "Alex Wilber", "Social Worker", Role.PRACTITIONER, manager="21"),
    _person("21", "Megan Bowen", "Team Manager", Role.MANAGER, manager="24"),
    _person("22", "Adele Vance", "Personal Adviser", Role.PERSONAL_ADVISER, manager="21"),
    _person("23", "Isaiah Langer", "Auditor", Role.AUDITOR, manager="24"),
    _person("24", "Patti Fernandez", "Head of Service", Role.HEAD_OF_SERVICE),
    _person("25", "Lynne Robbins", "Quality Assurance lead", Role.QA_LEAD, Role.ADMINISTRATOR),
)
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


def may_be_demo(store: Store) -> bool:
    """Whether everybody in the database is the demo's; where nobody is, whether nothing has been asked either."""
    people = {person.key for person in store.people.all()}
    if people:
        return people <= {person.key for person in DEMO_PEOPLE}
    return not store.questions.since(_EVER)


def add_demo_people(store: Store, at: datetime) -> None:
    """Add the demo's people, or put them back as they were; and some children where there are none."""
    for person in DEMO_PEOPLE:
        store.people.save(person)
    if not store.children.all():
        add_day(store, DEMO_PEOPLE[0], DEMO_PEOPLE[2], at)
        _add_special_children(store)


def _add_special_children(store: Store) -> None:
    """A restricted one that only Megan sees, and one whose worker is nobody's."""
    day, kind = date(2026, 3, 2), "child_in_need"
    for child_id, initials, worker in (("100204", "GH", DEMO_PEOPLE[0]), ("100205", "", None)):
        store.children.add_all([Child(child_id, initials, restricted=child_id == "100204")])
        store.situations.add(Situation(key_of(child_id, kind, day), child_id, None, kind, day, source="demo"))
        name, key = (worker.name, worker.key) if worker else ("Example, Sam", None)
        store.allocations.add_all([Allocation(child_id, SOCIAL_WORKER, name, key, "North", day, source="demo")])
    store.children.set_viewers("100204", [DEMO_PEOPLE[1].key])
