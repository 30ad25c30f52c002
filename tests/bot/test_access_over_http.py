"""Who may do what: every cell of roles × actions, from a signed request of Teams to what Teams is told to show."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.db import Database
from storage.roles import Action, Role
from tests.bot.over_http import Heard, council, hear_all
from tests.storage.council import (
    ADVISED,
    CHILDREN,
    HANDED_OVER,
    NOBODYS,
    OF_EAST,
    OF_SOUTH,
    OWN,
    RESTRICTED,
    STAFF,
    STRANGER,
    UNPLACED,
    object_id,
)

NOTHING: frozenset[str] = frozenset()
NORTH = frozenset({OWN, ADVISED, UNPLACED})
HELP = NORTH | {OF_SOUTH, HANDED_OVER}
OPEN_TO_ALL = frozenset(CHILDREN) - {RESTRICTED}
NO, YES = "no", "yes"
# A manager's actions have a table of their own in `test_team_over_http`, allocating audits in `test_audits_over_http`,
# preparing for them in `test_preparations_over_http`, moderating them in `test_moderation_over_http`.
MANAGERS = {Action.OVERSEE, Action.DECIDE, Action.AGREE_REVIEW, Action.AGREE_HEAD}
MODERATION = {Action.MODERATE, Action.OVERSEE_MODERATION}
ELSEWHERE = MANAGERS | {Action.ALLOCATE_AUDITS, Action.PREPARE, Action.CONVENE, Action.CHALLENGE, Action.SIGN_OFF}
ELSEWHERE |= MODERATION
# What each role comes to: the children whom they may view, and record for; of how many children they get figures
# (None: no figures); whether they see the unplaced name in North; how many of the staff are in their coverage.
EXPECTED: dict[Role, tuple[frozenset[str], frozenset[str], int | None, str, int | None]] = {
    Role.PRACTITIONER: (frozenset({OWN}), frozenset({OWN}), None, NO, None),
    Role.PERSONAL_ADVISER: (frozenset({ADVISED}), frozenset({ADVISED}), None, NO, None),
    Role.ASSISTANT_MANAGER: (NORTH, NORTH, 3, YES, 4),
    Role.MANAGER: (NORTH, NORTH, 3, YES, 4),
    Role.HEAD_OF_SERVICE: (HELP, NOTHING, 5, NO, 7),
    Role.AUDITOR: (frozenset({OF_EAST}), NOTHING, None, NO, None),
    Role.DUTY: (NOTHING, OPEN_TO_ALL, None, NO, None),
    Role.DIRECTOR: (NOTHING, NOTHING, 6, NO, None),
    Role.ADMINISTRATOR: (NOTHING, NOTHING, None, YES, 18),
    Role.QA_LEAD: (NOTHING, NOTHING, None, NO, None),
    Role.MODERATOR: (NOTHING, NOTHING, None, NO, None),
    Role.INDEPENDENT_REVIEWING_OFFICER: (NOTHING, NOTHING, None, NO, None),
    Role.CHILD_PROTECTION_ADVISOR: (NOTHING, NOTHING, None, NO, None),
    Role.PRACTICE_DEVELOPMENT: (NOTHING, NOTHING, None, NO, None),
}
FINDS = [f"find {child}" for child in (*CHILDREN, NOBODYS)]


@pytest.fixture(scope="module")
def database(migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with council(migrated_sqlite_file, tmp_path_factory.mktemp("council")) as opened:
        yield opened


@pytest.fixture(scope="module")
def heard(database: Database) -> Heard:
    return asyncio.run(hear_all(database, (*FINDS, "figures", "unmatched", "coverage")))


def test_every_role_is_in_the_table() -> None:
    assert set(EXPECTED) == set(Role) == set(STAFF)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", sorted(set(Action) - ELSEWHERE))
def test_a_cell(role: Role, action: Action, heard: Heard) -> None:
    who = str(STAFF[role].object_id)
    view, record, figures, match, coverage = EXPECTED[role]
    if action is Action.VIEW:
        shown = "Child in Need plan, since Monday 2 March 2026"
        assert {c for c in CHILDREN if shown in heard[who, f"find {c}"]} == view
    elif action is Action.RECORD:
        may = "You may record what happens in this case."
        assert {c for c in CHILDREN if may in heard[who, f"find {c}"]} == record
    elif action is Action.FIGURES:
        said = heard[who, "figures"]
        assert said[1] == f"Child in Need plan: {figures}" if figures else said == [NO_FIGURES]
    elif action is Action.MATCH:
        said = heard[who, "unmatched"]
        assert any("“Nemo, Jo” (North): 1 child." in line for line in said) is (match == YES)
        assert (said == [NOT_FOR_YOU]) is (match == NO)
    else:
        said = heard[who, "coverage"]
        in_it = sum(line.count("Example (") for line in said) + _reached(said)
        assert in_it == coverage if coverage else said == [NOT_FOR_YOU]


NO_FIGURES = "Figures are for managers and the director."
NOT_FOR_YOU = "That is for managers and administrators of Practice Companion."
NOT_FOUND = (
    "I can't show you a child by that id. Either I know none, or the case isn't open to you. If you need it for your "
    "work, ask your manager."
)


def _reached(said: list[str]) -> int:
    reached = next((line for line in said if line.startswith("I can reach")), "0 0 0 0")
    number = reached.split()[3]
    return int(number) if number.isdigit() else 0


@pytest.mark.parametrize("role", Role)
def test_not_yours_sounds_like_no_such_child(role: Role, heard: Heard) -> None:
    view, record, *_ = EXPECTED[role]
    who = str(STAFF[role].object_id)
    for child in (*CHILDREN, NOBODYS):
        assert (heard[who, f"find {child}"] == [NOT_FOUND]) is (child not in view | record)


@pytest.mark.parametrize("role", Role)
def test_a_restricted_child_is_there_for_the_named_alone(role: Role, heard: Heard) -> None:
    assert heard[str(STAFF[role].object_id), f"find {RESTRICTED}"] == [NOT_FOUND]


def test_whoever_is_not_on_the_staff_gets_nothing(heard: Heard) -> None:
    assert {tuple(heard[STRANGER, text]) for text in FINDS} == {(NOT_FOUND,)}
    assert heard[STRANGER, "figures"] == [NO_FIGURES]
    assert heard[STRANGER, "unmatched"] == heard[STRANGER, "coverage"] == [NOT_FOR_YOU]


def test_every_view_and_every_attempt_is_one_row(heard: Heard, database: Database) -> None:
    with database.reading() as store:
        for role, (view, record, figures, *_) in EXPECTED.items():
            events = store.audit_log.search(who=[f"person:{STAFF[role].object_id}"])
            seen = [(e.action, e.child_ids) for e in events]
            let_in = [("view" if c in view | record else "refused", (c,)) for c in (*CHILDREN, NOBODYS)]
            assert seen == let_in + ([("figures", ())] if figures else [])
        assert len(store.audit_log.search(who=[f"person:{STRANGER}"])) == len(FINDS)
    assert object_id(99) == STRANGER
