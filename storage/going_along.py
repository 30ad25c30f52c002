"""What goes along when a child comes to another worker, beside the deadlines, which follow the child by themselves."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from storage.agreed import Agreed
from storage.audit_actions import AgreedAction
from storage.people import Person
from storage.plans import PlannedVisit
from storage.said import WORKER_ILL, Reason, TakenCall

if TYPE_CHECKING:
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class Along:
    """`plans`: visits planned for the day of the change or later; `barrier`: why a visit can't be made, if a reason
    holds and isn't the worker's own; `agreed`: what reviews are told to have set, and nobody has confirmed; `actions`:
    of audits, those still to be done; `taken`: deadlines in hours that the worker has taken."""

    plans: tuple[PlannedVisit, ...]
    barrier: Reason | None
    agreed: tuple[Agreed, ...]
    actions: tuple[AgreedAction, ...]
    taken: tuple[TakenCall, ...]


def along(store: "Store", child_id: str, workers: Collection[str], day: date, today: date) -> Along:
    """What goes along from these workers on a day; or what has come to them, if they are the new ones."""
    said, situations = store.sayings.of_child(child_id), store.situations.of_children([child_id])
    audits = [audit.id for audit in store.audits.of_child(child_id)]
    barrier = said.reason_on(max(day, today))
    return Along(
        tuple(plan for plan in said.plans if plan.staff_key in workers and plan.day >= max(day, today)),
        barrier if barrier is not None and barrier.code != WORKER_ILL else None,
        tuple(one for one in store.agreed.of_children([child_id]) if one.is_waiting(situations, today)),
        tuple(one for one in store.audit_actions.open_of_audits(audits) if one.owner_key in workers),
        tuple(call for call in said.taken if call.staff_key in workers),
    )


def move_actions(store: "Store", child_id: str, before: Collection[str], to: Person) -> None:
    """Give the new worker what is still to be done of audits; not before the child is theirs, else nobody could be
    reminded of it meanwhile."""
    audits = [audit.id for audit in store.audits.of_child(child_id)]
    for found in store.audit_actions.open_of_audits(audits):
        action: AgreedAction | None = found
        while action is not None and action.owner_key in before:
            if store.audit_actions.change(replace(action, owner_key=to.key, by_whom=to.name)):
                break
            action = store.audit_actions.find(action.id)  # somebody has said something of it meanwhile


def move(store: "Store", child_id: str, before: str, to: Person, day: date, at: datetime) -> None:
    """Give it to the new worker; end what was the old one's own."""
    today = at.date()
    for plan in along(store, child_id, [before], day, today).plans:
        if store.plans.find(child_id, to.key) is None:
            store.plans.save(replace(plan, staff_key=to.key))
            store.sayings.hand_on_agreement(child_id, before, to.key, plan.day)
        store.plans.remove([child_id], before)
    if day <= today:
        move_actions(store, child_id, [before], to)
    store.sayings.end_illness(child_id, before, day)
    if day <= today:
        store.sayings.settle(child_id, before, to.name, at)
