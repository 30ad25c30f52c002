"""A made-up council: somebody in every role, and a child for every way of being reached or not."""

from datetime import date

from storage.allocations import Allocation
from storage.cases import Situation, key_of
from storage.children import Child
from storage.people import Person
from storage.roles import AUDITOR, PERSONAL_ADVISER, SOCIAL_WORKER, Role
from storage.store import Store

DAY = date(2026, 3, 2)
OWN, ADVISED, OF_SOUTH, OF_EAST = "100001", "100002", "200001", "300001"
RESTRICTED, UNPLACED, CLOSED, HANDED_OVER = "400001", "500001", "600001", "700001"
NOBODYS = "999999"  # no such child
CHILDREN = (OWN, ADVISED, OF_SOUTH, OF_EAST, RESTRICTED, UNPLACED, CLOSED, HANDED_OVER)
HELP, CARE = "Help and Protection", "Children in Care"


def object_id(number: int) -> str:
    return f"10000000-0000-0000-0000-{number:012}"


def _person(number: int, key: str, role: Role, team: str, manager: str | None, area: str = HELP) -> Person:
    return Person(
        key,
        f"{key.capitalize()} Example",
        object_id=object_id(number),
        principal_name=f"{key}@example.gov.uk",
        roles=(role,),
        team=team,
        manager_key=manager,
        service_area=area,
    )


# One in each role, by the role; most are in North, under `manager`.
STAFF = {
    role: _person(number, role.value, role, *where)
    for number, (role, where) in enumerate(
        {
            Role.PRACTITIONER: ("North", "manager"),
            Role.PERSONAL_ADVISER: ("North", "manager"),
            Role.ASSISTANT_MANAGER: ("North", "manager"),
            Role.MANAGER: ("North", "head_of_service"),
            Role.HEAD_OF_SERVICE: ("", "director"),
            Role.AUDITOR: ("Quality", None, "Quality"),
            Role.DUTY: ("Front Door", None, "Front Door"),
            Role.DIRECTOR: ("", None, ""),
            Role.ADMINISTRATOR: ("Quality", None, "Quality"),
            Role.QA_LEAD: ("Quality", None, "Quality"),
            Role.MODERATOR: ("Quality", None, "Quality"),
            Role.INDEPENDENT_REVIEWING_OFFICER: ("Quality", None, "Quality"),
            Role.CHILD_PROTECTION_ADVISOR: ("Quality", None, "Quality"),
            Role.PRACTICE_DEVELOPMENT: ("Quality", None, "Quality"),
        }.items(),
        1,
    )
}
SOUTHERN = _person(21, "southern", Role.PRACTITIONER, "South", "southern_manager")
SOUTHERN_MANAGER = _person(22, "southern_manager", Role.MANAGER, "South", "head_of_service")
EASTERN = _person(23, "eastern", Role.PRACTITIONER, "East", "eastern_manager", CARE)
EASTERN_MANAGER = _person(24, "eastern_manager", Role.MANAGER, "East", None, CARE)
STRANGER = object_id(99)  # on no staff list


def add_council(store: Store) -> None:
    """Put them all in."""
    store.people.add_all([*STAFF.values(), SOUTHERN, SOUTHERN_MANAGER, EASTERN, EASTERN_MANAGER])
    store.children.add_all([Child(c, "AB", restricted=c == RESTRICTED) for c in CHILDREN])
    for child_id in CHILDREN:
        ended = date(2026, 6, 1) if child_id == CLOSED else None
        kind = "child_in_need"
        key = key_of(child_id, kind, DAY)
        store.situations.add(Situation(key, child_id, None, kind, DAY, ended_on=ended, source="situations"))
    store.children.set_viewers(RESTRICTED, ["southern", "administrator"])
    allocate(store, OWN, "practitioner")
    allocate(store, ADVISED, "personal_adviser", PERSONAL_ADVISER)
    allocate(store, OF_SOUTH, "southern", team="South")
    allocate(store, OF_EAST, "eastern", team="East")
    allocate(store, OF_EAST, "auditor", AUDITOR, team="Quality")
    allocate(store, RESTRICTED, "practitioner")
    allocate(store, UNPLACED, None)
    allocate(store, CLOSED, "practitioner", until_on=date(2026, 6, 1))
    allocate(store, HANDED_OVER, "practitioner", until_on=date(2026, 6, 1))
    allocate(store, HANDED_OVER, "southern", team="South")


def allocate(
    store: Store,
    child_id: str,
    staff_key: str | None,
    role: str = SOCIAL_WORKER,
    team: str = "North",
    until_on: date | None = None,
) -> None:
    """Give a child a worker; without a key, one whose name is nobody's."""
    name = f"{staff_key.capitalize()} Example" if staff_key else "Nemo, Jo"
    store.allocations.add_all([Allocation(child_id, role, name, staff_key, team, DAY, until_on, "annex_a")])
