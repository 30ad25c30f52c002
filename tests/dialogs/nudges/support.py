"""The demo's day, and what would be sent unasked in it."""

from datetime import UTC, date, datetime

from bot.recheck import Held, Recheck, Say
from dialogs.core.nudge import Nudge, by_kind
from dialogs.core.reply import Reply
from dialogs.nudges import feature
from storage.allocations import Allocation
from storage.cases import Event, Situation, key_of
from storage.children import Child
from storage.db import Database
from storage.import_runs import SuppliedStream
from storage.outbox import Entry, State
from storage.roles import SOCIAL_WORKER
from storage.store import Store
from tests.dialogs.card_checks import faults
from tests.dialogs.support import ALEX, MEGAN, knowledge
from tests.dialogs.visits.day import SOURCE

KNOWN = knowledge()
KINDS = by_kind(feature().nudges)
RECHECK = Recheck(KINDS, KNOWN)
TUESDAY, WEDNESDAY, MONDAY = (datetime(2026, 9, day, 7, 30, tzinfo=UTC) for day in (1, 2, 7))
WORKER, MANAGER = ALEX.object_id, MEGAN.object_id
Delivered = dict[tuple[str, str], Reply]


def planned(database: Database, at: datetime) -> list[Entry]:
    """What a tick plans, page by page."""
    with database.transaction() as store:
        known = {entry.id for entry in store.outbox.in_states(list(State))}
        tick(store, at)
        return [entry for entry in store.outbox.in_states(list(State)) if entry.id not in known]


def tick(store: Store, at: datetime) -> None:
    """Plan, without a word of what."""
    for nudge in KINDS.values():
        _plan(store, nudge, at)


def _plan(store: Store, nudge: Nudge, at: datetime) -> None:
    page, first = "", True
    while nudge.due is not None and (first or page):
        found = nudge.due(store, KNOWN, at, page)
        store.outbox.add_all(found.messages, at)
        page, first = found.next_page, False


def delivered(database: Database, at: datetime, *, is_checked: bool = True) -> Delivered:
    """What a tick and a sender bring at this instant, by kind and reader; it is noted as sent. `is_checked`: each card
    is held against the schema, which takes longer than all else."""
    found: Delivered = {}
    with database.transaction() as store:
        tick(store, at)
        for entry in store.outbox.in_states([State.PENDING]):
            if entry.due_at is None or entry.due_at > at:
                continue
            verdict = RECHECK.verdict(entry, store, at)
            if isinstance(verdict, Say):
                verdict.told()
                reply = checked(verdict.reply) if is_checked else verdict.reply
                found[entry.kind.removeprefix("nudges."), entry.recipient] = reply
                store.sending.put(entry, state=State.SENT, due_at=None, ended_at=at, activity_id=f"a{entry.id}")
            elif not isinstance(verdict, Held):
                store.sending.put(entry, state=State.CANCELLED, due_at=None, ended_at=at, reason=str(verdict))
    return found


def replaced(database: Database, at: datetime) -> list[Reply]:
    """What takes the place of cards that were sent."""
    with database.reading() as store:
        sent = store.outbox.in_states([State.SENT])
        return [reply for entry in sent if (reply := RECHECK.replacement(entry, store, at)) is not None]


def checked(reply: Reply) -> Reply:
    assert reply.card is not None
    assert faults(reply.card, reply.text) == []
    assert not any(c.isdigit() for c in reply.summary)
    return reply


def line(reply: Reply) -> str:
    """All of it on one line."""
    return " ".join(reply.text.split())


def add_enquiry(database: Database, at: datetime, child_id: str = "100301") -> None:
    """A Section 47 enquiry of Alex's, triggered at an instant."""
    with database.transaction() as store:
        store.children.add_all([Child(child_id, "ST", date(2018, 5, 5))])
        key = key_of(child_id, "section_47", at)
        store.situations.add(Situation(key, child_id, None, "section_47", at.date(), at, source=SOURCE))
        allocation = Allocation(child_id, SOCIAL_WORKER, ALEX.name, WORKER, "North", at.date(), source=SOURCE)
        store.allocations.add_all([allocation])
        store.streams.save(SuppliedStream("section_47", "visit", SOURCE, at.date(), date(1900, 1, 1), "demo"))


def add_visit(database: Database, child_id: str, at: datetime) -> None:
    with database.transaction() as store:
        counting = {"seen_alone": True, "at_home_or_placement": True, "spoken_to": True, "unannounced": True}
        key = key_of(child_id, "visit", at)
        visit = Event(key, child_id, None, "visit", at.date(), at, True, worker_key=WORKER, source=SOURCE, **counting)  # type: ignore[arg-type]
        store.events.add(visit)
