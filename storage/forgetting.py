"""Forgetting children: one for good, on request; and closed cases when they have been kept long enough."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select

from storage.access import as_job
from storage.agreed_tables import agreed
from storage.audit_tables import audits
from storage.case_tables import allocations, child_viewers, children, events, situations
from storage.correction_tables import corrections
from storage.document_tables import document_offers
from storage.preparation_tables import preparations
from storage.team_tables import decisions, handovers

if TYPE_CHECKING:
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class Held:
    """How much is held about a child."""

    situations: int
    events: int
    allocations: int
    viewers: int
    decisions: int
    handovers: int
    corrections: int
    agreed: int
    offers: int
    audits: int
    preparations: int


class Retention:
    """What there is to forget."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def held(self, child_id: str) -> Held | None:
        """How much is held about a child; None if nothing is."""
        if self._connection.execute(select(children.c.id).where(children.c.id == child_id)).first() is None:
            return None
        of_case = (situations, events, allocations, child_viewers, decisions, handovers, corrections, agreed)
        tables = (*of_case, document_offers, audits, preparations)
        counts = [select(func.count()).select_from(t).where(t.c.child_id == child_id) for t in tables]
        return Held(*(self._connection.execute(count).scalar_one() for count in counts))

    def closed_before(self, day: date) -> list[str]:
        """The children about whom nothing is open, planned or known since before a day.

        A child without any date is kept: nobody can tell how long ago it was."""
        dated = [
            exists().where(situations.c.child_id == children.c.id),
            exists().where(events.c.child_id == children.c.id),
            exists().where(allocations.c.child_id == children.c.id),
            children.c.missing_from_export_since.is_not(None),
        ]
        recent: list[ColumnElement[bool]] = [
            exists().where(situations.c.child_id == children.c.id, _since(situations.c.ended_on, day)),
            exists().where(allocations.c.child_id == children.c.id, _since(allocations.c.until_on, day)),
            exists().where(events.c.child_id == children.c.id, events.c.day >= day),
            children.c.missing_from_export_since >= day,
        ]
        found = select(children.c.id).where(or_(*dated), *(~func.coalesce(is_so, False) for is_so in recent))
        return sorted(self._connection.execute(found).scalars())


def forget(store: "Store", child_id: str, who: str, at: datetime, key: bytes | None) -> Held | None:
    """Remove everything about a child, for good: no import brings the child back. What there was; None if nothing.

    Somebody who was never here is kept out all the same. OtherKeyError if the tombstones' key has changed."""
    held = store.retention.held(child_id)
    store.outbox.forget_child(child_id, at)
    store.children.forget(child_id)
    store.tombstones.add(key, child_id, at)
    store.audit_log.add(at, who, "forget", "everything held about a child, for good", [child_id])
    return held


def forget_closed(store: "Store", before: date, at: datetime) -> int:
    """Remove the cases that have been closed since before a day; how many. A new referral may bring them back."""
    gone = store.retention.closed_before(before)
    for child_id in gone:
        store.outbox.forget_child(child_id, at)
        store.children.forget(child_id)
    if gone:
        as_job(store, "retention", at, f"{len(gone)} closed cases forgotten", gone)
    return len(gone)


def _since(last: ColumnElement[date], day: date) -> ColumnElement[bool]:
    return or_(last.is_(None), last >= day)
