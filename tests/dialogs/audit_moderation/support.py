"""An audit of one of Alex's children by Priya that is final, and Nadia to moderate it."""

from typing import Final

from dialogs.core.turn import Sender
from storage.db import Database
from storage.moderations import Moderation
from storage.people import Person
from storage.roles import Role
from tests.dialogs.audit_outcome.support import ALEX, MEGAN, OMAR, PLAN, PRIYA, QUINN, fill_outcome, final
from tests.dialogs.visits.support import Checked, chat

NADIA: Final = Sender("00000000-0000-0000-0000-0000000000b1", "Nadia Second")
IMRAN: Final = Sender("00000000-0000-0000-0000-0000000000b2", "Imran Third")


def fill_moderation(database: Database) -> None:
    """As `audit_outcome` has it, final, and a moderator."""
    fill_outcome(database)
    with database.transaction() as store:
        store.people.save(Person("nadia", NADIA.name, object_id=NADIA.object_id, roles=(Role.MODERATOR,)))
    final(database)


def draw(database: Database, said: str = "draw the moderation sample for September of 1") -> str:
    return chat(database, QUINN).hear(said)


def moderator(database: Database) -> Checked:
    """Nadia's chat, with audit 1 drawn for her."""
    assert "Drawn for September 2026: 1." in draw(database)
    return chat(database, NADIA)


def graded(database: Database) -> Checked:
    nadia = moderator(database)
    said = nadia.hear("propose does not meet good for audit 1 because the plan drifts")
    assert "Alex Wilber" in said
    return nadia


def over(database: Database) -> Checked:
    nadia = graded(database)
    said = "discussed audit 1, the auditor's grade stands: we look again in May. Learning: plans drift in summer"
    assert "it is over" in nadia.hear(said)
    return nadia


def moderation(database: Database) -> Moderation:
    with database.reading() as store:
        found = store.moderations.of_audit(1)
    assert found is not None
    return found


__all__ = ["ALEX", "IMRAN", "MEGAN", "NADIA", "OMAR", "PLAN", "PRIYA", "QUINN", "chat"]
