"""What is typed about audits on a phone: short, in small letters, with slips, and understood all the same."""

import tomllib
from pathlib import Path

import pytest

from storage.db import Database
from tests.dialogs.audit_meeting.support import fill_people
from tests.dialogs.audit_outcome.support import ALEX, MEGAN, OMAR, PRIYA, QUINN, chat, fill_outcome, final, written

TABLE = tomllib.loads((Path(__file__).parent / "phone.toml").read_text(encoding="utf-8"))
PEOPLE = {"alex": ALEX, "megan": MEGAN, "priya": PRIYA, "omar": OMAR, "quinn": QUINN}


def begun(database: Database, state: str) -> None:
    """The audit as far as it is when the first of these sentences is said."""
    if state == "allocated":
        fill_people(database)
        return
    fill_outcome(database)
    if state == "drafted":
        written(database)
    if state == "closed":
        final(database, "does not meet good")


@pytest.mark.parametrize("state", TABLE)
def test_it_is_understood(sqlite_database: Database, state: str) -> None:
    begun(sqlite_database, state)
    missed = {}
    for who, says, hears in TABLE[state]:
        heard = chat(sqlite_database, PEOPLE[who]).hear(says)
        if hears not in heard:
            missed[f"{who}: {says}"] = heard[:300]
    assert missed == {}
