"""Who may read a pack and give actions: every role, from a signed request to what Teams shows."""

import asyncio
from contextlib import closing
from pathlib import Path
from shutil import copyfile

from storage.db import Database
from storage.returns import Session
from storage.roles import Action, Reach, Role, may
from tests.bot.over_http import hear
from tests.scenarios.product import PRODUCTION, Product
from tests.storage.council import DAY, STAFF, STRANGER, add_council
from tests.storage.support import NOW

ASKS = {Role.QA_LEAD, Role.DIRECTOR}
READS = ASKS | {Role.HEAD_OF_SERVICE}
QUESTION = "challenge 1 question: Why did it fall?"


async def heard(database: Database) -> dict[tuple[str, str], str]:
    found = {}
    async with Product(database, PRODUCTION) as bot:
        for who in [*(str(person.object_id) for person in STAFF.values()), STRANGER]:
            for text in ("pack 1", QUESTION):
                found[who, text] = " ".join(await hear(bot, who, text))
    return found


def test_who_reads_and_who_asks(migrated_sqlite_file: Path, tmp_path: Path) -> None:
    copyfile(migrated_sqlite_file, tmp_path / "companion.db")
    with closing(Database(f"sqlite:///{tmp_path / 'companion.db'}")) as database:
        with database.transaction() as store:
            add_council(store)
            session = Session("early_help", DAY, DAY, "head_of_service", "Lead", NOW)
            store.returns.add(session, ["practitioner"], ["asks"], ["open_families"])
        found = asyncio.run(heard(database))
    for role, person in STAFF.items():
        who = str(person.object_id)
        assert ("no pack by that number" not in found[who, "pack 1"]) is (role in READS), role
        assert ("The question is kept" in found[who, QUESTION]) is (role in ASKS), role
    assert "no pack by that number" in found[STRANGER, "pack 1"]
    assert "kept by its panel" in found[STRANGER, QUESTION]
    assert {role for role in Role if may(role, Action.CHALLENGE) is not Reach.NOBODY} == {Role.DIRECTOR}
