"""Who may lead whom: every cell of roles × a manager's actions, from a signed request of Teams to what is told."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.db import Database
from storage.handovers import Handover
from storage.roles import Action, Role
from tests.bot.over_http import Heard, council, hear_all
from tests.bot.test_access_over_http import EXPECTED as VIEW
from tests.bot.test_access_over_http import HELP, MANAGERS, NORTH, NOTHING
from tests.storage.council import CHILDREN, DAY, NOBODYS, STAFF, STRANGER
from tests.storage.support import NOW

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
# Giving a child to somebody is a decision; what is to be done of that is for whoever works with the child; looking back
# at what was decided and corrected is for those who lead.
HANDS, CHECKS, LOOKS = (
    "hand over {} to Southern Example",
    "handover of {}",
    ("corrections for {}", "decisions about {}"),
)
# All of a worker's children, or several who are named, in one sentence.
ALL, EACH = (
    "hand over all of Practitioner's children to Southern Example",
    f"hand over {CHILDREN[0]} and {CHILDREN[1]} to Southern",
)
EXPORT = "export my team's list"
# Whoever was at a review may tell what it set, of children for whom they may record: it decides nothing.
TELLS = "the review of {} on 3 August set the next one for 12 October 2026"
CANNOT = "I can't record anything"
TOLD_ONLY = (CANNOT, "What a review set", "Is this right? Nothing is saved yet.")
SAID = [s.format(c) for s in (*SAYS.values(), HANDS, CHECKS, TELLS, *LOOKS) for c in (*CHILDREN, NOBODYS)]
NO_VISITS = "Visits are for those who have children allocated to them."
NOT_FOR_YOU = "That is for managers, for the workers and children of their own teams."
ONLY_HEAD = "Only a Head of Service may agree to that, for the children of their own service area."
NOT_YOURS = "I can't settle anything for a child by that id. Either I know none, or it isn't yours to decide."
REFUSED = ([NOT_FOR_YOU], [ONLY_HEAD], [NOT_YOURS])


@pytest.fixture(scope="module")
def database(migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with council(migrated_sqlite_file, tmp_path_factory.mktemp("team")) as opened:
        with opened.transaction() as store:
            for child in CHILDREN:
                store.handovers.add(Handover(child, 1, "", STAFF[Role.MANAGER].key, "Somebody", DAY, "Manager", NOW))
        yield opened


@pytest.fixture(scope="module")
def heard(database: Database) -> Heard:
    return asyncio.run(hear_all(database, ("my team", EXPORT, ALL, EACH, *SAID)))


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
    said = {c: heard[who, SAYS[action].format(c)] for c in (*CHILDREN, NOBODYS)}
    let_in = {c for c, lines in said.items() if lines not in REFUSED and not is_told_only(lines)}
    assert let_in == EXPECTED[role][place]


def is_told_only(lines: list[str]) -> bool:
    return lines[0].startswith(TOLD_ONLY)


@pytest.mark.parametrize("role", Role)
def test_what_a_review_set_is_told_by_those_who_record(role: Role, heard: Heard) -> None:
    said = {c: heard[str(STAFF[role].object_id), TELLS.format(c)] for c in (*CHILDREN, NOBODYS)}
    kept = {c for c, lines in said.items() if not lines[0].startswith((CANNOT, NO_VISITS)) and lines not in REFUSED}
    assert kept == VIEW[role][1]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", SAYS)
def test_not_yours_sounds_like_no_such_child(role: Role, action: Action, heard: Heard) -> None:
    who = str(STAFF[role].object_id)
    answers = [plain(heard[who, SAYS[action].format(child)], child) for child in (*CHILDREN, NOBODYS)]
    assert {tuple(said) for said in answers if said in REFUSED or said[0].startswith(CANNOT)} == {tuple(answers[-1])}


def plain(lines: list[str], child: str) -> list[str]:
    """Without the id that was asked about, which is said back."""
    return [line.replace(child, "…") if line.startswith(CANNOT) else line for line in lines]


@pytest.mark.parametrize("role", Role)
def test_handing_over_is_for_those_who_decide(role: Role, heard: Heard) -> None:
    who = str(STAFF[role].object_id)
    let_in = {c for c in (*CHILDREN, NOBODYS) if heard[who, HANDS.format(c)] not in REFUSED}
    assert let_in == EXPECTED[role][1]


@pytest.mark.parametrize("role", Role)
def test_handing_over_several_is_for_those_who_decide(role: Role, heard: Heard) -> None:
    decides = EXPECTED[role][1]
    said = heard[str(STAFF[role].object_id), ALL]
    assert (said != [NOT_FOR_YOU]) is bool(decides)
    assert {c for c in (*CHILDREN, NOBODYS) if c in " ".join(said)} <= decides
    is_let = heard[str(STAFF[role].object_id), EACH] not in REFUSED
    assert is_let is ({*CHILDREN[:2]} <= decides)


@pytest.mark.parametrize("role", Role)
def test_what_a_handover_asks_for_is_for_those_who_work_with_the_child(role: Role, heard: Heard) -> None:
    who = str(STAFF[role].object_id)
    shown = {c for c in (*CHILDREN, NOBODYS) if any("To do: child told" in s for s in heard[who, CHECKS.format(c)])}
    view, record, *_ = VIEW[role]
    assert shown == view & record


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("says", LOOKS)
def test_looking_back_is_for_those_who_lead(role: Role, says: str, heard: Heard) -> None:
    who = str(STAFF[role].object_id)
    let_in = {c for c in (*CHILDREN, NOBODYS) if heard[who, says.format(c)] not in REFUSED}
    assert let_in == EXPECTED[role][0]


@pytest.mark.parametrize("role", Role)
def test_the_list_is_given_to_those_who_lead(role: Role, heard: Heard) -> None:
    said = heard[str(STAFF[role].object_id), EXPORT]
    assert said == (["team-list.xlsx"] if EXPECTED[role][0] else [NOT_FOR_YOU])


def test_whoever_is_not_on_the_staff_gets_nothing(heard: Heard) -> None:
    assert heard[STRANGER, "my team"] == [NOT_FOR_YOU]
    assert all(said in (*REFUSED, [NO_VISITS]) for (who, _), said in heard.items() if who == STRANGER)


def test_every_view_and_attempt_leaves_its_row(heard: Heard, database: Database) -> None:
    assert heard
    with database.reading() as store:
        events = store.audit_log.search(who=[f"person:{STAFF[Role.MANAGER].object_id}"])
        seen = {c for e in events if e.action == "view" for c in e.child_ids}
        refused = {c for e in events if e.action == "refused" for c in e.child_ids}
    assert seen == NORTH
    assert refused == {*CHILDREN, NOBODYS} - NORTH
