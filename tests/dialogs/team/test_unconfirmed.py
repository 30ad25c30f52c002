"""What is overdue by data past the council's limit is said not to be confirmed, to workers and managers alike."""

from datetime import timedelta

from dialogs.core.turn import Sender
from storage.db import Database
from tests.dialogs.support import ALEX, MEGAN
from tests.dialogs.visits.support import chat

SAID = "Not confirmed since"


def hear(database: Database, who: Sender, says: str, days: int) -> str:
    one = chat(database, who)
    one.clock.move(timedelta(days=days))
    return one.hear(says)


def test_recent_data_are_taken_as_they_are(demo: Database) -> None:
    assert SAID not in hear(demo, ALEX, "overdue", 0)
    assert SAID not in hear(demo, MEGAN, "Alex's list", 0)


def test_old_data_are_said_to_be_old_beside_what_is_overdue(demo: Database) -> None:
    assert SAID in hear(demo, ALEX, "overdue", 30)
    assert SAID in hear(demo, MEGAN, "Alex's list", 30)
