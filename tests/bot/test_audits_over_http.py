"""Who may allocate audits: every role, from a signed request of Teams to what Teams is told to show."""

import asyncio
from pathlib import Path

from storage.db import Database
from storage.roles import Role
from tests.bot.over_http import council, hear
from tests.scenarios.product import PRODUCTION, Product
from tests.storage.council import OF_SOUTH, RESTRICTED, STAFF, STRANGER

MAY = {Role.ADMINISTRATOR, Role.QA_LEAD}
REFUSED = ["Audits are allocated by QA leads and administrators of Practice Companion."]


async def heard(database: Database) -> dict[str, list[str]]:
    found = {}
    async with Product(database, PRODUCTION) as bot:
        for who in [*(str(person.object_id) for person in STAFF.values()), STRANGER]:
            found[who] = await hear(bot, who, "allocate an audit")
        lead = str(STAFF[Role.QA_LEAD].object_id)
        found["restricted"] = await hear(bot, lead, f"allocate an audit of {RESTRICTED} to Auditor")
        found["open"] = await hear(bot, lead, f"allocate an audit of {OF_SOUTH} to Auditor")
        auditor, stranger = str(STAFF[Role.AUDITOR].object_id), STRANGER
        found["auditor"] = await hear(bot, auditor, "audit 1")
        found["stranger"] = await hear(bot, stranger, "audit 1")
        found["worker of another"] = await hear(bot, str(STAFF[Role.PRACTITIONER].object_id), "audit 1")
    return found


def test_who_may_allocate_and_who_sees_what_was(migrated_sqlite_file: Path, tmp_path: Path) -> None:
    with council(migrated_sqlite_file, tmp_path) as database:
        found = asyncio.run(heard(database))
    for role, person in STAFF.items():
        assert (found[str(person.object_id)] == REFUSED) is (role not in MAY), role
    assert found[STRANGER] == REFUSED
    assert any("I can't allocate an audit of a child by that id" in line for line in found["restricted"])
    assert any(line.startswith("Allocated. Auditor Example") for line in found["open"])
    assert "Audit 1: AB 001" in found["auditor"]
    none = ["I know no open audit by that number in which you take part."]
    assert found["stranger"] == found["worker of another"] == none
