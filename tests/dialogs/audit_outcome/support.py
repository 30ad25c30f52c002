"""An audit of one of Alex's children by Priya, as `audit_meeting` has it, and its outcome by typed sentences."""

from dataclasses import replace
from typing import Final

from dialogs.audit_outcome.slots import Slot, slots
from dialogs.core.turn import Sender
from storage.audits import Audit
from storage.db import Database
from storage.outcomes import Outcome
from storage.people import Person
from storage.roles import Role
from tests.dialogs.audit_meeting.support import OMAR, PLAN, PRIYA, QUINN, fill_audit
from tests.dialogs.support import ALEX, MEGAN, knowledge
from tests.dialogs.visits.support import Checked, chat

PATTI: Final = Sender("00000000-0000-0000-0000-0000000000a4", "Patti Head")
KNOWN: Final = knowledge()
FOUND: Final = slots("case_file", KNOWN)
AREAS: Final = [slot for slot in FOUND if slot.is_judged and slot.name != "overall"]
OVERALL: Final = len(AREAS) + 1


def fill_outcome(database: Database) -> None:
    """The audit, and a Head of Service above Megan."""
    fill_audit(database)
    add_head(database)


def add_head(database: Database) -> None:
    with database.transaction() as store:
        head = (Role.HEAD_OF_SERVICE,)
        store.people.save(Person("patti", PATTI.name, object_id=PATTI.object_id, roles=head))
        megan = store.people.find(MEGAN.object_id)
        assert megan is not None
        store.people.save(replace(megan, manager_key="patti"))


def written(database: Database, overall: str = "meets good", who: Sender = PRIYA) -> Checked:
    """Everything that is needed; an action where it does not meet good."""
    priya = chat(database, who)
    for number, _ in enumerate(AREAS, 1):
        priya.hear(f"outcome 1 area {number}: meets good. Evidence: The record of May. Impact: He is heard.")
    priya.hear(f"outcome 1 overall grading: {overall}. Evidence: The whole record. Impact: He is safer.")
    priya.hear("outcome 1 scale: 6 because there is drift")
    if "not" in overall:
        priya.hear(
            "outcome 1 action: update the plan, by the practitioner, by 12 October, difference: he knows his plan"
        )
    return priya


def shared(database: Database, overall: str = "meets good") -> Checked:
    priya = written(database, overall)
    assert "Shared with Alex Wilber" in priya.hear("share outcome 1")
    return priya


def final(database: Database, overall: str = "meets good") -> Checked:
    priya = shared(database, overall)
    chat(database, ALEX).hear("nothing to add to outcome 1")
    assert "It is final." in priya.hear("finalise outcome 1")
    return priya


def audit(database: Database, number: int = 1) -> Audit:
    with database.reading() as store:
        found = store.audits.find(number)
    assert found is not None
    return found


def outcome(database: Database) -> Outcome:
    with database.reading() as store:
        return store.outcomes.of(1)


__all__ = ["ALEX", "AREAS", "KNOWN", "MEGAN", "OMAR", "PATTI", "PLAN", "PRIYA", "QUINN", "Slot", "chat"]
