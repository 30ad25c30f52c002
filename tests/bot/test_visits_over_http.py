"""Who may see what is due for a child, record and plan for one: every role, by signed requests of Teams."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.db import Database
from storage.roles import Role
from tests.bot.over_http import Heard, council, hear_all
from tests.bot.test_access_over_http import EXPECTED, NOT_FOUND
from tests.storage.council import CHILDREN, NOBODYS, STAFF, STRANGER

EVERY = (*CHILDREN, NOBODYS)
VISIT = "saw {} yesterday at home, alone, spoke to her, announced"
MET = "review held for {} yesterday"
SHOWS = ("when is {} due?", "why {}")
RECORDS = (VISIT, MET, "tried to see {} yesterday, no answer")
PLANS = ("plan {} for tomorrow at 10am", "cancel the visit to {}")
LISTS = ("my visits", "overdue", "who have I not seen longest", "what changed since Friday")
HAVE_CHILDREN = {Role.PRACTITIONER, Role.PERSONAL_ADVISER}
MAY_HAVE = HAVE_CHILDREN | {Role.ASSISTANT_MANAGER, Role.MANAGER, Role.HEAD_OF_SERVICE}
NOT_FOR_YOU = "Visits are for those who have children allocated to them."
NONE = "The data that I have allocates no child to you"
LEAD = (Role.ASSISTANT_MANAGER, Role.MANAGER, Role.HEAD_OF_SERVICE)
ONLY_RECORD = "You may record what happens for this child; what is due isn't shown to you."


@pytest.fixture(scope="module")
def database(migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with council(migrated_sqlite_file, tmp_path_factory.mktemp("visits")) as opened:
        yield opened


@pytest.fixture(scope="module")
def heard(database: Database) -> Heard:
    asked = [says.format(child) for says in (*SHOWS, *PLANS, *RECORDS) for child in EVERY]
    return asyncio.run(hear_all(database, (*asked, *LISTS, "undo", "facts", f"correct {CHILDREN[0]}")))


def of(role: Role | None, says: str, heard: Heard) -> dict[str, str]:
    who = str(STAFF[role].object_id) if role else STRANGER
    return {child: " ".join(heard[who, says.format(child)]) for child in EVERY}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("says", SHOWS)
def test_what_is_due_is_for_those_who_may_view(role: Role, says: str, heard: Heard) -> None:
    view, record, *_ = EXPECTED[role]
    said = of(role, says, heard)
    assert {c for c, text in said.items() if text.startswith("What is due for")} == view
    assert {c for c, text in said.items() if text == ONLY_RECORD} == record - view
    assert {c for c, text in said.items() if text == NOT_FOUND} == set(EVERY) - view - record


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("says", RECORDS)
def test_recording_is_for_those_who_may_record(role: Role, says: str, heard: Heard) -> None:
    view, record, *_ = EXPECTED[role]
    said = of(role, says, heard)
    refused = {c for c, text in said.items() if text == _cannot(c)}
    assert refused == set(EVERY) - record
    # Whoever may only record is shown the id that they have named, and nothing that the bot knows.
    assert not any("AB" in said[child] for child in record - view)


@pytest.mark.parametrize("role", Role)
def test_planning_is_for_those_who_may_record_and_see(role: Role, heard: Heard) -> None:
    view, record, *_ = EXPECTED[role]
    said = of(role, PLANS[0], heard)
    assert {c for c, text in said.items() if text.startswith("Planned")} == view & record
    assert {c for c, text in of(role, PLANS[1], heard).items() if "is planned any more" in text} == view & record


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("says", LISTS)
def test_a_list_is_of_ones_own(role: Role, says: str, heard: Heard) -> None:
    said = " ".join(heard[str(STAFF[role].object_id), says])
    if says == "overdue" and role in LEAD:
        assert said.startswith("Overdue in ")  # who has no children of their own asks for those of the team
        return
    if says in LISTS[:2]:
        assert (NOT_FOR_YOU in said) is (role not in MAY_HAVE)
    assert (NONE not in said and NOT_FOR_YOU not in said) is (role in HAVE_CHILDREN)


@pytest.mark.parametrize("role", Role)
def test_there_is_nothing_to_take_back_before_anything_is_saved(role: Role, heard: Heard) -> None:
    who = str(STAFF[role].object_id)
    assert heard[who, "undo"] == ["There is nothing of yours to take back."]
    assert heard[who, "facts"] == ["You have recorded nothing here yet."]
    assert "I have nothing of yours to correct" in heard[who, f"correct {CHILDREN[0]}"][0]


def test_whoever_is_not_on_the_staff_gets_nothing(heard: Heard) -> None:
    for says in (*SHOWS, *RECORDS, *PLANS):
        assert len({text.replace(child, "") for child, text in of(None, says, heard).items()}) == 1
    assert [heard[STRANGER, says] for says in ("my visits", "undo")] == [[NOT_FOR_YOU]] * 2


def test_every_view_attempt_and_change_leaves_its_row(heard: Heard, database: Database) -> None:
    assert heard
    with database.reading() as store:
        for role, (view, record, *_) in EXPECTED.items():
            events = store.audit_log.search(who=[f"person:{STAFF[role].object_id}"])
            touched = {c for e in events if e.action == "view" for c in e.child_ids}
            refused = {c for e in events if e.action == "refused" for c in e.child_ids}
            assert touched == view | record, role
            assert refused >= set(EVERY) - view - record, role


def _cannot(child: str) -> str:
    return (
        f"I can't record anything for a child by the id {child}. Either I know none, or it isn't for you to record. If "
        "you need it for your work, ask your manager."
    )
