"""People's calendar feeds, opened by a secret alone: the person is looked up anew each time, and what they may see."""

from collections.abc import Callable
from datetime import datetime

from dialogs.core.document import door_for
from dialogs.core.knowledge import Knowledge
from dialogs.schedule.document import calendar
from standards_kb.working_days import local_day
from storage.db import Database


def calendar_feed(database: Database, knowledge: Knowledge, now: Callable[[], datetime], secret: str) -> bytes | None:
    """The feed; None alike for no such secret, one that was taken back, and somebody who has left."""
    at = now()
    with database.reading() as store:
        key = store.schedule.whose_feed(secret)
        person = store.people.by_key(key) if key else None
        if person is None or person.has_left(local_day(at)):
            return None
        return calendar(door_for(store, knowledge, person, at).schedule, knowledge, at)
