"""Who may read a pack and give actions: every role, from a signed request to what Teams shows."""

import asyncio
from contextlib import closing
from pathlib import Path
from shutil import copyfile

from storage.challenges import ChallengeAction, Question
from storage.db import Database
from storage.returns import Session
from storage.roles import Action, Reach, Role, may
from tests.bot.over_http import hear
from tests.scenarios.product import PRODUCTION, Product
from tests.storage.council import DAY, STAFF, STRANGER, add_council
from tests.storage.support import NOW

ASKS = {Role.QA_LEAD, Role.DIRECTOR}
READS = ASKS | {Role.HEAD_OF_SERVICE}
MOVES = {Role.QA_LEAD, Role.HEAD_OF_SERVICE, Role.PRACTITIONER}  # who convenes, who signs off, who owns it
SEES = READS | {Role.PRACTITIONER, Role.MANAGER}  # and all who are in its session
QUESTION, ANSWER = "challenge 1 question: Why did it fall?", "challenge 1 answer 1: The summer."
FORM, MOVE = "challenge 1 new action", "move challenge action 1 to Pancake Day: half-term"
REOPEN, CLOSE, SHOW = "reopen challenge action 1: no", "close challenge action 1", "challenge action 1"
SAYS = ("pack 1", QUESTION, ANSWER, FORM, MOVE, REOPEN, CLOSE, SHOW)


async def heard(database: Database) -> dict[tuple[str, str], str]:
    found = {}
    async with Product(database, PRODUCTION) as bot:
        for who in [*(str(person.object_id) for person in STAFF.values()), STRANGER]:
            for text in SAYS:
                found[who, text] = " ".join(await hear(bot, who, text))
    return found


def test_who_reads_and_who_asks(migrated_sqlite_file: Path, tmp_path: Path) -> None:
    copyfile(migrated_sqlite_file, tmp_path / "companion.db")
    with closing(Database(f"sqlite:///{tmp_path / 'companion.db'}")) as database:
        with database.transaction() as store:
            add_council(store)
            session = Session("early_help", DAY, DAY, "head_of_service", "Lead", NOW)
            number = store.returns.add(session, ["practitioner"], ["asks"], ["open_families"], ["manager"])
            store.challenges.ask(Question(number, "Why?", "Lead", NOW))
            given = ChallengeAction(number, "Weekly", "practitioner", DAY, "All held", "No drift", "Lead", NOW)
            store.challenges.give(given)
        found = asyncio.run(heard(database))
    for role, person in STAFF.items():
        who = str(person.object_id)
        assert ("no pack by that number" not in found[who, "pack 1"]) is (role in READS), role
        assert ("The question is kept" in found[who, QUESTION]) is (role in ASKS), role
        assert ("The answer is kept" in found[who, ANSWER]) is (role in READS), role
        assert ("A new action" in found[who, FORM]) is (role in ASKS), role
        assert ("I can't tell a day to come" in found[who, MOVE]) is (role in ASKS), role
        assert ("Nothing was kept" in found[who, REOPEN]) is (role in ASKS), role
        assert ("Close challenge action 1" in found[who, CLOSE]) is (role in MOVES), role
        assert ("Weekly" in found[who, SHOW]) is (role in SEES), role
    assert all("I know no action" in found[STRANGER, text] for text in (MOVE, REOPEN, CLOSE, SHOW))
    assert "Answers are kept by" in found[STRANGER, ANSWER]
    assert "kept by its panel" in found[STRANGER, FORM]
    assert "no pack by that number" in found[STRANGER, "pack 1"]
    assert "kept by its panel" in found[STRANGER, QUESTION]
    assert {role for role in Role if may(role, Action.CHALLENGE) is not Reach.NOBODY} == {Role.DIRECTOR}
