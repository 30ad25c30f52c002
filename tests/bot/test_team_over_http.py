"""Who may lead whom: every cell of roles × a manager's actions, from a signed request of Teams to what is told."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest

from storage.db import Database
from storage.roles import Action, Role
from tests.bot.test_access_over_http import HELP, MANAGERS, NORTH, NOTHING, Heard, hear
from tests.scenarios.product import PRODUCTION, Product
from tests.storage.council import CHILDREN, NOBODYS, STAFF, STRANGER, add_council

# For whom each role may: see what is due for each worker; decide; record what a review agreed; agree as head.
EXPECTED: dict[Role, tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]] = {
    **dict.fromkeys(Role, (NOTHING, NOTHING, NOTHING, NOTHING)),
    Role.ASSISTANT_MANAGER: (NORTH, NORTH, NOTHING, NOTHING),
    Role.MANAGER: (NORTH, NORTH, NORTH, NOTHING),
    Role.HEAD_OF_SERVICE: (HELP, NOTHING, HELP, HELP),
}
SAYS = {
    Action.DECIDE: "set {} to daily because of the risk",
    Action.AGREE_REVIEW: "permanence was agreed for {} on 3 August because of the bond",
    Action.AGREE_HEAD: "agree four-weekly visits for {} because it is stable",
}
NOT_FOR_YOU = "That is for managers, for the workers and children of their own teams."
ONLY_HEAD = "Only a Head of Service may agree to that, for the children of their own service area."
NOT_YOURS = "I can't settle anything for a child by that id. Either I know none, or it isn't yours to decide."
REFUSED = ([NOT_FOR_YOU], [ONLY_HEAD], [NOT_YOURS])


async def hear_everything(database: Database) -> Heard:
    heard: Heard = {}
    asked = [says.format(child) for says in SAYS.values() for child in (*CHILDREN, NOBODYS)]
    async with Product(database, PRODUCTION) as bot:
        for who in (*(str(person.object_id) for person in STAFF.values()), STRANGER):
            for text in ("my team", *asked):
                heard[who, text] = await hear(bot, who, text)
    return heard


@pytest.fixture(scope="module")
def database(migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("team") / "companion.db"
    copyfile(migrated_sqlite_file, path)
    with closing(Database(f"sqlite:///{path}")) as opened:
        with opened.transaction() as store:
            add_council(store)
        yield opened


@pytest.fixture(scope="module")
def heard(database: Database) -> Heard:
    return asyncio.run(hear_everything(database))


def test_every_action_has_its_table() -> None:
    assert {Action.OVERSEE, *SAYS} == MANAGERS


@pytest.mark.parametrize("role", Role)
def test_what_is_due_for_each_worker(role: Role, heard: Heard) -> None:
    said = heard[str(STAFF[role].object_id), "my team"]
    overseen = EXPECTED[role][0]
    numbers = [int(found[1]) for line in said if (found := re.fullmatch(r"(?:Children|Number): (\d+)", line))]
    assert sum(numbers) == len(overseen)
    assert (said == [NOT_FOR_YOU]) is (not overseen)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("place", "action"), list(enumerate(SAYS, 1)))
def test_a_cell(role: Role, place: int, action: Action, heard: Heard) -> None:
    who = str(STAFF[role].object_id)
    let_in = {c for c in (*CHILDREN, NOBODYS) if heard[who, SAYS[action].format(c)] not in REFUSED}
    assert let_in == EXPECTED[role][place]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", SAYS)
def test_not_yours_sounds_like_no_such_child(role: Role, action: Action, heard: Heard) -> None:
    who = str(STAFF[role].object_id)
    answers = [heard[who, SAYS[action].format(child)] for child in (*CHILDREN, NOBODYS)]
    assert {tuple(said) for said in answers if said in REFUSED} == {tuple(answers[-1])}


def test_whoever_is_not_on_the_staff_gets_nothing(heard: Heard) -> None:
    assert heard[STRANGER, "my team"] == [NOT_FOR_YOU]
    assert all(said in REFUSED for (who, _), said in heard.items() if who == STRANGER)


def test_every_view_and_attempt_leaves_its_row(heard: Heard, database: Database) -> None:
    assert heard
    with database.reading() as store:
        events = store.audit_log.search(who=[f"person:{STAFF[Role.MANAGER].object_id}"])
        seen = {c for e in events if e.action == "view" for c in e.child_ids}
        refused = {c for e in events if e.action == "refused" for c in e.child_ids}
    assert seen == NORTH
    assert refused == {*CHILDREN, NOBODYS} - NORTH
