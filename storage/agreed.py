"""What workers tell that a review has agreed or set: it holds nothing until a manager, or the record, confirms it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from storage.agreed_tables import agreed
from storage.cases import Situation
from storage.decisions import AGREEMENTS, NEXT_REVIEW
from storage.rows import row_of, value_of, values_among

# The states of what was told.
WAITING: Final = "waiting"
CONFIRMED: Final = "confirmed"
REFUSED: Final = "refused"


@dataclass(frozen=True, slots=True)
class Agreed:
    """One thing that a review set for a child. `kind` and `facts` are those of the decision that it would become."""

    child_id: str
    kind: str
    facts: Mapping[str, Any]
    on_day: date
    by_key: str
    by_name: str
    told_at: datetime
    state: str = WAITING
    settled_by: str = ""
    settled_at: datetime | None = None
    why: str = ""
    id: int = 0
    version: int = 1

    def is_waiting(self, situations: Iterable[Situation], today: date) -> bool:
        """Whether it still awaits somebody's word: the record doesn't show it, and it isn't over."""
        if self.state != WAITING or (self.kind == NEXT_REVIEW and str(self.facts["next_review_on"]) < str(today)):
            return False
        return not any(_shows(s, self.facts) for s in self._about(situations))

    def otherwise(self, situations: Iterable[Situation]) -> dict[str, Any]:
        """What the record says in its place, by the names of its facts."""
        found = {name: s.facts.get(name) for s in self._about(situations) for name in self.facts}
        return {name: value for name, value in found.items() if value not in (None, self.facts[name])}

    def _about(self, situations: Iterable[Situation]) -> list[Situation]:
        """Those in which the record would show it."""
        kind = AGREEMENTS.get(self.kind)
        return [s for s in situations if s.kind == kind and s.started_on <= self.on_day]


class AgreedOnes:
    """The rows of `agreed`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, one: Agreed) -> int:
        """Keep one; its id."""
        key = self._connection.execute(insert(agreed), row_of(one, without=("id",))).inserted_primary_key
        assert key is not None
        return int(key[0])

    def of_children(self, child_ids: Iterable[str]) -> list[Agreed]:
        """Everything told of these children, oldest first."""
        return sorted(values_among(self._connection, Agreed, agreed, sorted(set(child_ids))), key=lambda one: one.id)

    def with_ids(self, ids: Sequence[int]) -> list[Agreed]:
        """Those with these ids that are still there."""
        rows = self._connection.execute(select(agreed).where(agreed.c.id.in_(ids)).order_by(agreed.c.id))
        return [value_of(Agreed, row) for row in rows]

    def waiting_since(self, since: datetime, until: datetime) -> list[Agreed]:
        """What was told then and awaits somebody's word, oldest first."""
        told = (agreed.c.state == WAITING, agreed.c.told_at.between(since, until))
        rows = self._connection.execute(select(agreed).where(*told).order_by(agreed.c.id))
        return [value_of(Agreed, row) for row in rows]

    def settle(self, one: Agreed) -> bool:
        """Keep what became of one, unless somebody has settled it meanwhile, or it is gone; whether it was kept."""
        row = {**row_of(one, without=("id",)), "version": one.version + 1}
        same = (agreed.c.id == one.id, agreed.c.version == one.version)
        return self._connection.execute(update(agreed).where(*same).values(row)).rowcount == 1

    def remove(self, ids: Sequence[int]) -> int:
        """Forget those of these that still wait; how many."""
        waiting = (agreed.c.id.in_(ids), agreed.c.state == WAITING)
        return self._connection.execute(delete(agreed).where(*waiting)).rowcount


def _shows(situation: Situation, facts: Mapping[str, Any]) -> bool:
    return all(situation.facts.get(name) == value for name, value in facts.items())
