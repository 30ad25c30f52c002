"""Who may do what about reminders: every role, from a signed request of Teams to what Teams is told to show."""

import asyncio
from pathlib import Path

import pytest

from storage.roles import Role
from tests.bot.over_http import Heard, council, hear_all
from tests.storage.council import OWN, RESTRICTED, STAFF

LEADS = {Role.ASSISTANT_MANAGER, Role.MANAGER, Role.HEAD_OF_SERVICE}
DECIDES = {Role.ASSISTANT_MANAGER, Role.MANAGER}
# Whose a child is, and who leads whom: only they may say anything about the child.
OF_OWN = {Role.PRACTITIONER, Role.ASSISTANT_MANAGER, Role.MANAGER}
ASKED = ("team digest", "who is on duty", f"{OWN} is Practitioner's", f"can't make {OWN}", f"can't make {RESTRICTED}")


@pytest.fixture(scope="module")
def heard(migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Heard:
    with council(migrated_sqlite_file, tmp_path_factory.mktemp("reminders")) as opened:
        return asyncio.run(hear_all(opened, ASKED))


@pytest.mark.parametrize("role", Role)
def test_a_role(role: Role, heard: Heard) -> None:
    said = {text: " ".join(heard[str(STAFF[role].object_id), text]) for text in ASKED}
    assert (said["team digest"] == "The rota is for managers.") is (role not in LEADS)
    assert ("Nobody is on duty" in said["who is on duty"]) is (role in DECIDES)
    assert (said[ASKED[2]] == "That is settled already.") is (role in DECIDES)
    refused = "Either I know none, or the case isn't open to you."
    assert (refused in said[ASKED[3]]) is (role not in OF_OWN)
    assert refused in said[ASKED[4]]
