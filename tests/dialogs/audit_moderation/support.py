"""An audit of one of Alex's children by Priya that is final, and Nadia to moderate it."""

from dataclasses import replace
from typing import Final

from dialogs.core.turn import Sender
from storage.db import Database
from storage.moderations import Moderation
from storage.outcomes import FINAL, MEETS, OVERALL, Part
from storage.people import Person
from storage.roles import Role
from storage.store import Store
from tests.dialogs.audit_outcome.support import ALEX, AREAS, MEGAN, OMAR, PLAN, PRIYA, QUINN, fill_outcome
from tests.dialogs.support import NOW
from tests.dialogs.visits.support import Checked, chat

NADIA: Final = Sender("00000000-0000-0000-0000-0000000000b1", "Nadia Second")
IMRAN: Final = Sender("00000000-0000-0000-0000-0000000000b2", "Imran Third")


def fill_moderation(database: Database) -> None:
    """As `audit_outcome` has it, final, and a moderator."""
    fill_outcome(database)
    with database.transaction() as store:
        store.people.save(Person("nadia", NADIA.name, object_id=NADIA.object_id, roles=(Role.MODERATOR,)))
        _add_final(store)


def _add_final(store: Store) -> None:
    """What `audit_outcome` comes to by its sentences, at once."""
    audit = store.audits.find(1)
    assert audit is not None
    assert store.outcomes.touch(1, audit.auditor_key)
    texts = {slot.name: ("The record of May.", "He is heard.") for slot in AREAS}
    for name, (evidence, impact) in {**texts, OVERALL: ("The whole record.", "He is safer.")}.items():
        store.outcomes.write(Part(1, name, 0, MEETS, evidence, impact, PRIYA.name, NOW))
    outcome = store.outcomes.of(1)
    assert store.outcomes.change(replace(outcome, state=FINAL, final_at=NOW, grade=MEETS, scale=6))
    assert store.audits.change(replace(audit, state=FINAL))


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
