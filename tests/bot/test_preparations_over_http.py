"""Who may prepare for an audit, and who sees what was prepared: every role, from a signed request of Teams."""

import asyncio
from contextlib import closing
from pathlib import Path
from shutil import copyfile

from storage.audits import ACCEPTED, Audit
from storage.db import Database
from storage.preparations import Part, Preparation
from storage.roles import MAY, Action, Reach, Role
from tests.dialogs.card_checks import faults, texts
from tests.scenarios.product import PRODUCTION, Product
from tests.storage.council import ADVISED, OWN, RESTRICTED, STAFF, STRANGER, UNPLACED, add_council, allocate
from tests.storage.support import NOW
from tests.teams.support import payload

# In an audit of which child each role would be the practitioner: one within their reach.
TAKES_PART = {
    Role.PRACTITIONER: OWN,
    Role.PERSONAL_ADVISER: ADVISED,
    Role.ASSISTANT_MANAGER: UNPLACED,
    Role.MANAGER: UNPLACED,
    Role.HEAD_OF_SERVICE: UNPLACED,
}
# Whose own children there are to rehearse with.
REHEARSES = {Role.PRACTITIONER: OWN, Role.PERSONAL_ADVISER: ADVISED}
NONE = 'I know no preparation of yours by that number. Type "my preparations" to see them.'
NO_AUDIT = "I know no open audit in which you are the practitioner."
SECRET = "What only the practitioner knows"


def fill(database: Database) -> dict[Role, int]:
    """An audit in which each role takes part, whether it may or not; the practitioner's is prepared."""
    numbers = {}
    with database.transaction() as store:
        add_council(store)
        for role, person in STAFF.items():
            audit = Audit(TAKES_PART.get(role, OWN), person.key, STAFF[Role.AUDITOR].key, NOW.date(), ACCEPTED)
            numbers[role] = store.audits.add(audit)
        allocate(store, OWN, STAFF[Role.AUDITOR].key, "auditor", team="Quality")
        one = Preparation("test", OWN, STAFF[Role.PRACTITIONER].key, numbers[Role.PRACTITIONER], "case_file", NOW)
        made = store.preparations.add(one, ["audit_tool.involvement", "good_practice"])
        store.preparations.write(Part(made.id, "audit_tool.involvement", talk=SECRET), NOW)
    return numbers


async def hear(bot: Product, who: str, text: str, occasion: str = "") -> str:
    """The lines of what somebody is told; a file that is offered comes in a message of its own."""
    said = payload("personal_message", text=text, id=f"{who} {text} {occasion}")
    said["from"] = {"id": f"29:{who}", "name": "Somebody", "aadObjectId": who}
    said["conversation"] = {**said["conversation"], "id": f"a:{who}"}
    nth = len(bot.replies)
    assert await bot.post(said) == (200, None)
    body = bot.replies[nth]
    if "attachments" not in body:
        return str(body["text"])
    assert faults(bot.card(nth)) == []
    return " ".join(texts(bot.card(nth)))


async def heard(database: Database, numbers: dict[Role, int]) -> dict[tuple[str, str], str]:
    found = {}
    async with Product(database, PRODUCTION) as bot:
        for role, person in STAFF.items():
            who = str(person.object_id)
            for name, says in {
                "own": f"prepare for audit {numbers[role]}",
                "rehearse": f"rehearse an audit of {TAKES_PART.get(role, OWN)}",
                "restricted": f"rehearse an audit of {RESTRICTED}",
                "other": "preparation 1",
                "pack": "preparation 1 pack",
                "area": "preparation 1 area 1 evidence: mine",
                "share": "share preparation 1",
                "decide": "agree that area 1 of preparation 1 doesn't apply",
            }.items():
                found[role.value, name] = await hear(bot, who, says)
        found["stranger", "other"] = await hear(bot, STRANGER, "preparation 1")
        found["stranger", "own"] = await hear(bot, STRANGER, f"prepare for audit {numbers[Role.MANAGER]}")
        worker = str(STAFF[Role.PRACTITIONER].object_id)
        await hear(bot, worker, "share preparation 1, yes")
        for role, person in STAFF.items():
            found[role.value, "after"] = await hear(bot, str(person.object_id), "preparation 1", "after")
    return found


def test_who_prepares_and_who_sees_it_before_and_after_it_is_shared(migrated_sqlite_file: Path, tmp_path: Path) -> None:
    copyfile(migrated_sqlite_file, tmp_path / "companion.db")
    with closing(Database(f"sqlite:///{tmp_path / 'companion.db'}")) as database:
        found = asyncio.run(heard(database, fill(database)))
    may = {role for role in Role if MAY.get(role, {}).get(Action.PREPARE, Reach.NOBODY) is not Reach.NOBODY}
    assert may == set(TAKES_PART)
    for role in STAFF:
        assert ("Preparing for the audit of" in found[role, "own"]) is (role in TAKES_PART), role
        assert ("Rehearsing an audit of" in found[role, "rehearse"]) is (role in REHEARSES), role
        assert "Rehearsing" not in found[role, "restricted"], role
        if role is not Role.PRACTITIONER:
            for name in ("other", "pack", "area", "share", "decide"):
                assert found[role, name] == NONE, (role, name)
        knows = role in (Role.PRACTITIONER, Role.AUDITOR)
        assert (found[role, "after"] != NONE) is knows, role
        assert (SECRET in found[role, "after"]) is (role is Role.AUDITOR), role
    assert found["stranger", "other"] == NONE
    assert NO_AUDIT in found["stranger", "own"]
