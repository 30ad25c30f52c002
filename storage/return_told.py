"""What messages about returns need to know; nothing in it is about one child."""

from datetime import date
from typing import TYPE_CHECKING

from standards_kb.working_days import local_day
from storage.return_people import JOINED
from storage.return_work import OPENED, Return, conveners, still_to_sign, whole
from storage.returns import CHANGEABLE, READY, TO_FILL, Session

if TYPE_CHECKING:
    from storage.store import Store


def told(store: "Store", session_id: int) -> Session | None:
    """One session; None if it is no longer there."""
    return store.returns.find(session_id)


def is_in(store: "Store", session: Session, key: str) -> bool:
    """Whether somebody takes part in its return, now."""
    return key in store.returns.everybody_in(session)


def is_told(store: "Store", session: Session, key: str, today: date) -> bool:
    """Whether news of it are for somebody: who is in it, and who convenes."""
    return is_in(store, session, key) or key in {person.key for person in conveners(store, today)}


def came_today(store: "Store", session: Session, key: str, today: date) -> bool:
    """Whether somebody was told only today that they are in its return: that is their card for the day."""
    said = store.outbox.about(key, f"session:{session.id}")
    return any(entry.kind in (OPENED, JOINED) and local_day(entry.planned_at) == today for entry in said)


def unsigned(store: "Store") -> list[Return]:
    """The returns that nobody has signed off yet, soonest due first."""
    return [whole(store, session) for session in store.returns.in_states(CHANGEABLE)]


def last(store: "Store", session: Session) -> Return | None:
    """The return of the same area before this one."""
    earlier = store.returns.before(session)
    return whole(store, earlier) if earlier else None


def waiting(store: "Store", key: str, today: date) -> list[Return]:
    """What is awaited of somebody now: theirs to fill or to sign off, and what is late of what they will sign off."""
    return [one for one in unsigned(store) if _waits(store, one, key, today)]


def to_sign(store: "Store", one: Return, today: date) -> list[str]:
    """Who signs next what is ready: its first-line managers, then its Head of Service."""
    return still_to_sign(store, one, today) or [one.session.head_key]


def _waits(store: "Store", one: Return, key: str, today: date) -> bool:
    session = one.session
    if key == session.head_key and session.due_on < today:
        return True
    if session.state == READY:
        return key in to_sign(store, one, today)
    return session.state in TO_FILL and key in one.contributors
