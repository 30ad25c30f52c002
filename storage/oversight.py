"""A large service in figures: how many children each team has, and of whom something is to be settled, without reading
every child."""

from collections.abc import Callable, Collection
from datetime import date
from typing import TYPE_CHECKING

from storage.allocations import Allocation
from storage.children import Child
from storage.reach import Reached
from storage.roles import Action
from storage.teams import team_name

if TYPE_CHECKING:
    from storage.store import Store


class Oversight:
    """Of one person, through one door. Each is audited as figures; whoever then shows a child is audited for that."""

    def __init__(
        self,
        store: "Store",
        staff_key: str,
        reached: Callable[[Action], Reached],
        seen: set[str],
        audit: Callable[[str, str], None],
        today: date,
    ) -> None:
        self._store = store
        self._key = staff_key
        self._reached = reached
        self._seen = seen
        self._audit = audit
        self._today = today

    def children_by_team(self, workers: Collection[str]) -> dict[str, int]:
        """How many children those of these workers whom they lead have, by team as the staff file writes it."""
        self._audit("figures", "how many children each team has")
        theirs = Reached(staff=self._reached(Action.OVERSEE).staff & frozenset(workers))
        return self._store.reached_children.by_team(theirs, self._key, self._today)

    def team(self, called: str, workers: Collection[str]) -> tuple[tuple[Allocation, Child], ...]:
        """The casework of these workers of one team, as far as they lead it, and of the team where it isn't known whose
        it is."""
        self._audit("figures", "what is due for each worker of a team")
        reached = self._reached(Action.OVERSEE)
        return self._let_in(
            Reached(staff=reached.staff & frozenset(workers), teams=reached.teams & {team_name(called)})
        )

    def nobodys(self, present: Collection[str]) -> tuple[tuple[Allocation, Child], ...]:
        """The casework of nobody who is `present`: of those who have left, and where it isn't known whose it is."""
        reached = self._reached(Action.OVERSEE)
        return self._let_in(Reached(staff=reached.staff - frozenset(present), teams=reached.teams))

    def concerned(self) -> tuple[Child, ...]:
        """The children whom they oversee of whom something awaits a word, was decided, handed over or corrected, or
        who are no longer in the export."""
        reached = self._reached(Action.OVERSEE)
        found = self._store.reached_children.concerned(reached, self._key, self._today)
        self._seen.update(child.id for child in found)
        return tuple(found)

    def _let_in(self, reached: Reached) -> tuple[tuple[Allocation, Child], ...]:
        found = self._store.reached_children.worked_with(reached, self._key, self._today)
        self._seen.update(child.id for _, child in found)
        return tuple(found)
