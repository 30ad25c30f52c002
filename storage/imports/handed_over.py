"""Children whom a manager has handed over in chat, when an export names a worker for them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from storage.allocations import Allocation
from storage.cases import CHAT
from storage.imports.layouts import ANNEX_A


@dataclass(frozen=True, slots=True)
class Told:
    """What becomes of a handover: whether it stands, and what is changed of it."""

    stands: bool
    changed: tuple[Allocation, ...] = ()


class HandedOver:
    """A handover stands while the export still names the worker from before; once it names the new one, the export has
    it; a third worker takes its place."""

    def __init__(self, every: Iterable[Allocation]) -> None:
        self._now: dict[tuple[str, str], Allocation] = {}
        self._before: dict[tuple[str, str], Allocation] = {}
        for allocation in sorted(every, key=lambda a: (a.from_on, a.id)):
            key = (allocation.child_id, allocation.role)
            if allocation.source == CHAT and allocation.until_on is None:
                self._now[key] = allocation
            elif allocation.source == ANNEX_A and allocation.until_on is not None:
                self._before[key] = allocation

    def seen(self, child_id: str, role: str, said: Allocation, today: date) -> Told | None:
        """What an export says now of the worker of a child who was handed over; None if the child wasn't."""
        now, before = self._now.get((child_id, role)), self._before.get((child_id, role))
        if now is None:
            return None
        if said.staff_key is not None and said.staff_key == now.staff_key:
            return Told(True, (replace(now, worker_name=said.worker_name, team=said.team, source=ANNEX_A),))
        if not said.worker_name or (before is not None and _is_same(before, said)):
            return Told(True)
        return Told(False, (replace(now, until_on=max(now.from_on, today)),))


def _is_same(before: Allocation, said: Allocation) -> bool:
    same_person = said.staff_key is not None and said.staff_key == before.staff_key
    return same_person or said.worker_name == before.worker_name
