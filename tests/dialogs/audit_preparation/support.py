"""An audit of the practitioner's child that its auditor has accepted, and everybody's chats."""

from dialogs.core.turn import Sender
from storage.db import Database
from storage.preparations import Part, Preparation
from storage.roles import Role
from tests.dialogs.visits.support import Checked, chat
from tests.storage.council import OWN, STAFF

AREAS = 11


def sender(role: Role) -> Sender:
    person = STAFF[role]
    return Sender(str(person.object_id), person.name)


LEAD, AUDITOR, WORKER, MANAGER = map(sender, (Role.QA_LEAD, Role.AUDITOR, Role.PRACTITIONER, Role.MANAGER))
SAYS = f"allocate a case file audit of {OWN} to Auditor because the plan is a year old"


def worker(database: Database) -> Checked:
    return chat(database, WORKER)


def preparation(database: Database, number: int = 1) -> Preparation:
    with database.reading() as store:
        found = store.preparations.find(number)
    assert found is not None
    return found


def part(database: Database, area: str, number: int = 1) -> Part:
    with database.reading() as store:
        return store.preparations.parts(number)[full(area)]


def full(area: str) -> str:
    return area if area == "good_practice" else f"audit_tool.{area}"


def save(database: Database, area: str, version: int = 1, **told: str) -> str:
    """Press Save on an area's card."""
    data: dict[str, object] = {"preparation": 1, "area": full(area), "version": version, "then": "next", **told}
    return worker(database).push("audit_preparation.save", **data)
