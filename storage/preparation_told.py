"""What messages about preparations need to know: each is for one whom the gate was asked about just before."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from storage.outbox import Json, Message
from storage.preparation_work import TO_DO, Prepared, whole
from storage.preparations import NOT_YET, Part

if TYPE_CHECKING:
    from storage.store import Store

LATE: Final = timedelta(days=7)  # so long after its day somebody is still reminded, if the bot was away


def told(store: "Store", preparation_id: int) -> Prepared | None:
    """One; None if it is no longer there."""
    found = store.preparations.find(preparation_id)
    return whole(store, found) if found is not None else None


def waiting(one: Prepared, day: date) -> list[Part]:
    """The areas that were to be ready by a day and aren't yet."""
    return [p for p in one.parts.values() if p.ready == NOT_YET and p.by_on is not None and p.by_on <= day]


def reminders(store: "Store", today: date) -> list[Message]:
    """Once, on the day by which somebody wanted an area to be ready."""
    found = []
    for preparation_id, day in store.preparations.to_do(today - LATE, today):
        one = told(store, preparation_id)
        if one is None or one.is_over:
            continue
        key, about = one.preparation.practitioner_key, f"preparation:{preparation_id}"
        facts: dict[str, Json] = {"preparation": preparation_id, "day": day.isoformat()}
        found.append(Message(TO_DO, key, about, f"to do {day.isoformat()}", facts, one.child.id))
    return found
