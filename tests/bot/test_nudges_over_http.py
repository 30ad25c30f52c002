"""Who may do what about reminders: every role, from a signed request of Teams to what Teams is told to show."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest

from storage.db import Database
from storage.roles import Role
from tests.bot.test_access_over_http import hear
from tests.scenarios.product import PRODUCTION, Product
from tests.storage.council import OWN, RESTRICTED, STAFF, add_council

LEADS = {Role.ASSISTANT_MANAGER, Role.MANAGER, Role.HEAD_OF_SERVICE}
DECIDES = {Role.ASSISTANT_MANAGER, Role.MANAGER}
# Whose a child is, and who leads whom: only they may say anything about the child.
OF_OWN = {Role.PRACTITIONER, Role.ASSISTANT_MANAGER, Role.MANAGER}
ASKED = ("team digest", "who is on duty", f"{OWN} is Practitioner's", f"can't make {OWN}", f"can't make {RESTRICTED}")
Heard = dict[tuple[Role, str], str]


@pytest.fixture(scope="module")
def heard(migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    path = tmp_path_factory.mktemp("reminders") / "companion.db"
    copyfile(migrated_sqlite_file, path)
    with closing(Database(f"sqlite:///{path}")) as opened:
        with opened.transaction() as store:
            add_council(store)
        yield asyncio.run(_everything(opened))


async def _everything(database: Database) -> Heard:
    found: Heard = {}
    async with Product(database, PRODUCTION) as bot:
        for role, person in STAFF.items():
            for text in ASKED:
                found[role, text] = " ".join(await hear(bot, str(person.object_id), text))
    return found


@pytest.mark.parametrize("role", Role)
def test_a_role(role: Role, heard: Heard) -> None:
    assert (heard[role, "team digest"] == "The rota is for managers.") is (role not in LEADS)
    assert ("Nobody is on duty" in heard[role, "who is on duty"]) is (role in DECIDES)
    assert (heard[role, ASKED[2]] == "That is settled already.") is (role in DECIDES)
    refused = "Either I know none, or the case isn't open to you."
    assert (refused in heard[role, ASKED[3]]) is (role not in OF_OWN)
    assert refused in heard[role, ASKED[4]]
