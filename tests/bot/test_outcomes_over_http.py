"""Who may do what about an outcome: every role, from a signed request of Teams to what Teams is told to show."""

import asyncio
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copyfile

from storage.audit_actions import AgreedAction
from storage.audits import FINAL, Audit
from storage.concerns import Concern, Reader
from storage.db import Database
from storage.outcomes import FINAL as GRADED
from storage.outcomes import Outcome, Part
from storage.roles import Role
from storage.store import Store
from tests.bot.over_http import hear
from tests.scenarios.product import PRODUCTION, Product
from tests.storage.council import DAY, OF_EAST, OWN, STAFF, STRANGER, add_council, allocate
from tests.storage.support import NOW

NO_OUTCOME = "I know no outcome by that number"
NO_ACTION = "I know no agreed action by that number"
NO_CONCERN = "I know no concern by that number"
# What each says of audit 1, which is final, and what comes back if it isn't theirs.
SAYS = {
    "outcome 1": NO_OUTCOME,
    "action 1": NO_ACTION,
    "concern 1": NO_CONCERN,
    "outcome 1 area 1: meets good": NO_OUTCOME,
    "finalise outcome 1": NO_OUTCOME,
    "comment on outcome 1: well": NO_OUTCOME,
    "audit 1 is on the child's file": NO_OUTCOME,
    "monitoring statement for audit 1 is entered": NO_OUTCOME,
}
CASE_MANAGERS = {Role.ASSISTANT_MANAGER, Role.MANAGER}
READERS = {Role.AUDITOR, Role.PRACTITIONER} | CASE_MANAGERS
MAY = {
    "outcome 1": READERS,
    "action 1": {Role.PRACTITIONER} | CASE_MANAGERS,
    "concern 1": {Role.AUDITOR, Role.DIRECTOR},
    "outcome 1 area 1: meets good": {Role.AUDITOR},
    "finalise outcome 1": {Role.AUDITOR},
    "comment on outcome 1: well": {Role.PRACTITIONER},
    "audit 1 is on the child's file": {Role.AUDITOR, Role.QA_LEAD, Role.ADMINISTRATOR},
    "monitoring statement for audit 1 is entered": CASE_MANAGERS,
}


def add_final(store: Store) -> None:
    """A final audit of OWN with an action, and a concern that was sent to the director."""
    allocate(store, OWN, "auditor", "auditor", team="Quality")
    store.audits.add(Audit(OWN, "practitioner", "auditor", DAY + timedelta(days=21), FINAL, told_on=DAY))
    assert not store.outcomes.touch(1, "auditor"), "it is final, so nothing of it is to change"
    store.outcomes.change(Outcome(1, GRADED, final_at=NOW, grade="meets", scale=7))
    store.outcomes.write(Part(1, "overall", answer="meets", by_name="Auditor Example", at=NOW))
    due = NOW.date() + timedelta(days=30)
    add = AgreedAction(1, "a plan", "Practitioner", "practitioner", due, due, "safer", "Auditor", NOW)
    store.audit_actions.add(add)
    made = store.concerns.add(Concern(1, 1, "auditor", "Auditor Example", "Act now", NOW))
    assert made is not None
    store.concerns.add_reader(Reader(made.id, 1, "director", NOW))


async def heard(database: Database) -> dict[tuple[str, str], str]:
    found = {}
    async with Product(database, PRODUCTION) as bot:
        for who in [*(str(person.object_id) for person in STAFF.values()), STRANGER]:
            for text in SAYS:
                if text in ("audit 1 is on the child's file", "monitoring statement for audit 1 is entered"):
                    with database.transaction() as store:  # for each as if nobody had confirmed it
                        now = store.outcomes.of(1)
                        store.outcomes.change(replace(now, uploaded_by="", monitored_by="", closed_at=None))
                found[who, text] = " ".join(await hear(bot, who, text))
    return found


def test_who_sees_writes_and_confirms_what(migrated_sqlite_file: Path, tmp_path: Path) -> None:
    copyfile(migrated_sqlite_file, tmp_path / "companion.db")
    with closing(Database(f"sqlite:///{tmp_path / 'companion.db'}")) as database:
        with database.transaction() as store:
            add_council(store)
            add_final(store)
        found = asyncio.run(heard(database))
    for text, refusal in SAYS.items():
        for role, person in STAFF.items():
            assert (refusal not in found[str(person.object_id), text]) is (role in MAY[text]), (text, role)
        assert refusal in found[STRANGER, text], text
    assert OF_EAST not in str(found)
