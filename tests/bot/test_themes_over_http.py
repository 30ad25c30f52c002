"""Who reads the month's headline themes and adds to them: every role, from a signed request to what Teams shows."""

import asyncio
from datetime import date
from pathlib import Path

from storage.roles import Action, Reach, Role, may
from tests.bot.over_http import council, hear_all
from tests.storage.council import STAFF, STRANGER

ADDS = {Role.QA_LEAD, Role.PRACTICE_DEVELOPMENT}
READS = ADDS | {Role.HEAD_OF_SERVICE, Role.DIRECTOR}
SHOW, REPORT, ADD = "headline themes for July 2026", "themes report for July 2026", "theme for July 2026: Plans"


def test_who_reads_and_who_adds(migrated_sqlite_file: Path, tmp_path: Path) -> None:
    with council(migrated_sqlite_file, tmp_path) as database:
        heard = asyncio.run(hear_all(database, (SHOW, REPORT, ADD)))
        with database.reading() as store:
            added = {note.by_name for note in store.themes.notes(date(2026, 7, 1))}
    for role, person in STAFF.items():
        who = str(person.object_id)
        assert ("No audit was graded in July 2026." in heard[who, SHOW]) is (role in READS), role
        assert (heard[who, REPORT] == ["headline-themes.docx"]) is (role in READS), role
        assert any("It is in the report" in line for line in heard[who, ADD]) is (role in ADDS), role
    assert added == {STAFF[role].name for role in ADDS}
    assert "are for QA leads" in heard[STRANGER, SHOW][0]
    for action, roles in ((Action.THEMES, READS), (Action.NOTE_THEMES, ADDS)):
        assert {role for role in Role if may(role, action) is not Reach.NOBODY} == roles
