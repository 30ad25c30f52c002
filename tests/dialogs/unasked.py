"""What somebody is told unasked, as the sender would tell it."""

from datetime import datetime

from bot.recheck import Cancelled, Recheck, Say
from dialogs.core.nudge import by_kind
from dialogs.core.reply import Reply
from dialogs.registry import features
from storage.db import Database
from storage.outbox import State
from tests.dialogs.card_checks import faults
from tests.dialogs.support import knowledge


def recheck() -> Recheck:
    return Recheck(by_kind(nudge for feature in features() for nudge in feature.nudges), knowledge())


def delivered(database: Database, key: str, at: datetime) -> list[Reply]:
    """What is due for somebody by now; it counts as sent."""
    asked, said = recheck(), []
    with database.transaction() as store:
        for entry in store.sending.take_waiting([key], at, "test"):
            verdict = asked.verdict(entry, store, at)
            if isinstance(verdict, Say):
                verdict.told()
                assert verdict.reply.card is None or faults(verdict.reply.card, verdict.reply.text) == []
                assert entry.child_id is None or entry.child_id not in verdict.reply.summary
                said.append(verdict.reply)
                store.sending.put(entry, state=State.SENT, due_at=None, ended_at=at)
            elif isinstance(verdict, Cancelled):
                store.sending.put(entry, state=State.CANCELLED, due_at=None, ended_at=at, reason=verdict.why)
    return said


def replaced(database: Database, key: str, at: datetime) -> list[Reply]:
    """What takes the place of what somebody was sent."""
    asked = recheck()
    with database.reading() as store:
        found = [asked.replacement(entry, store, at) for entry in store.outbox.to(key, [State.SENT])]
    return [reply for reply in found if reply is not None]
