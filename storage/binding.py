"""Binding whoever writes to their row of the staff, with a row in the audit log."""

from datetime import datetime
from typing import TYPE_CHECKING

from storage import audit_log
from storage.arrivals import Binding

if TYPE_CHECKING:
    from storage.store import Store


def bind(store: "Store", object_id: str, at: datetime) -> Binding:
    """Bind one who has arrived, if the staff file has them."""
    came_to, key = store.arrivals.bind(object_id)
    if came_to is Binding.BOUND:
        store.audit_log.add(at, audit_log.person(object_id), "bind", f"staff {key} has this account")
    return came_to


def bind_waiting(store: "Store", at: datetime) -> int:
    """Bind those who had arrived before the staff file had them; how many."""
    return sum(bind(store, object_id, at) is Binding.BOUND for object_id in store.arrivals.unbound())
