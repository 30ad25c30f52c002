"""The demo's day, its chats, and what would be sent unasked in them."""

from datetime import datetime, timedelta

from bot.recheck import Recheck, Say
from dialogs.core.nudge import Nudge, by_kind
from dialogs.core.reply import Reply
from dialogs.nudges import feature
from storage.db import Database
from storage.outbox import Entry, State
from storage.store import Store
from tests.dialogs.card_checks import faults
from tests.dialogs.support import knowledge

KNOWN = knowledge()
KINDS = by_kind(feature().nudges)
RECHECK = Recheck(KINDS, KNOWN)


def tick(store: Store, at: datetime) -> list[Entry]:
    """Plan everything, page by page; what is new."""
    known = {entry.id for entry in store.outbox.in_states(list(State))}
    for nudge in KINDS.values():
        _plan(store, nudge, at)
    return [entry for entry in store.outbox.in_states(list(State)) if entry.id not in known]


def _plan(store: Store, nudge: Nudge, at: datetime) -> None:
    page, first = "", True
    while nudge.due is not None and (first or page):
        planned = nudge.due(store, KNOWN, at, page)
        store.outbox.add_all(planned.messages, at)
        page, first = planned.next_page, False


def delivered(database: Database, at: datetime) -> dict[tuple[str, str], Reply]:
    """What a tick and a sender at this instant would bring, by kind and reader; it is noted as sent."""
    found: dict[tuple[str, str], Reply] = {}
    with database.transaction() as store:
        tick(store, at)
        for entry in store.outbox.in_states([State.PENDING]):
            if entry.due_at is None or entry.due_at > at:
                continue
            verdict = RECHECK.verdict(entry, store, at)
            if isinstance(verdict, Say):
                verdict.told()
                reply = verdict.reply
                assert reply.card is not None
                found_faults = faults(reply.card, reply.text)
                assert found_faults == [], found_faults
                found[entry.kind.removeprefix("nudges."), entry.recipient[-2:]] = reply
                store.sending.put(entry, state=State.SENT, due_at=None, ended_at=at, activity_id=f"a{entry.id}")
            else:
                store.sending.put(entry, state=State.CANCELLED, due_at=None, ended_at=at, reason=str(verdict))
    return found


DAY = timedelta(days=1)
