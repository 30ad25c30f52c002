"""What managers have decided about a child's deadlines, with the rationale; and what it comes to in a case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection

from standards_kb.case import Event
from standards_kb.history import counts
from storage.rows import row_of, values_among
from storage.team_tables import decisions
from storage.upsert import insert_if_absent

# The kinds of decisions.
FREQUENCY: Final = "frequency"  # a shorter interval for one child
STANDING: Final = "standing"  # visits count although the child can't be seen alone and spoken to
ACCEPTED: Final = "accepted"  # one visit counts although the child wasn't
HEAD_AGREED: Final = "head_agreed"
REDUCED: Final = "reduced"
PERMANENCE: Final = "permanence"
REVIEW_SET: Final = "review_set"
NEXT_REVIEW: Final = "next_review"  # the day that a review set for the next; it moves no deadline
# Of the agreements to longer intervals: the situation that each is about. A later one of the kind needs its own.
AGREEMENTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        HEAD_AGREED: "supervision_order",
        REDUCED: "temporary_approval",
        PERMANENCE: "looked_after",
        REVIEW_SET: "adoptive_placement",
    }
)
STANDING_ENDS: Final = "accepted_until"  # beside the facts of the timescales: the first day that it no longer holds for


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `facts` are those that it gives a case, as JSON; none: what was decided before is taken back."""

    child_id: str
    kind: str
    facts: Mapping[str, Any]
    rationale: str
    decided_on: date
    decided_at: datetime
    by_key: str
    by_name: str
    subject: str = ""
    number: int = 1
    review_on: date | None = None
    id: int = 0


class Decisions:
    """The rows of `decisions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_children(self, child_ids: Iterable[str]) -> list[Decision]:
        """Every decision about these children, in the order in which they were made."""
        found = values_among(self._connection, Decision, decisions, sorted(set(child_ids)))
        return sorted(found, key=lambda d: (d.child_id, d.kind, d.subject, d.number))

    def last(self, child_id: str, kind: str, subject: str = "") -> Decision | None:
        """The newest of a kind about a child (and a visit)."""
        same = [d for d in self.of_children([child_id]) if (d.kind, d.subject) == (kind, subject)]
        return same[-1] if same else None

    def add(self, decision: Decision) -> bool:
        """Add it, unless somebody has decided the same matter meanwhile; whether it was added."""
        return insert_if_absent(self._connection, decisions, row_of(decision, without=("id",)))


def in_force(every: Iterable[Decision]) -> tuple[Decision, ...]:
    """The newest decision of each matter, without those that are taken back."""
    newest = {(d.kind, d.subject): d for d in every}
    return tuple(d for d in newest.values() if d.facts)


def accepted(event: Event, every: Iterable[Decision]) -> Event:
    """A visit as a manager may have accepted it: by itself, or by a standing decision that has ended since."""
    for decision in in_force(every):
        if decision.kind == ACCEPTED and decision.subject == event.day.isoformat():
            return event._replace(accepted=True)
        until = decision.facts.get(STANDING_ENDS)
        if decision.kind == STANDING and until:
            begun = str(decision.facts["accepted_as_counting_from"])
            if begun <= event.day.isoformat() < str(until):
                return event._replace(accepted=True)
    return event


def facts_for(kind: str, started_on: date, every: Sequence[Decision], events: Sequence[Event]) -> dict[str, Any]:
    """The facts, as JSON, that decisions give a situation of a child."""
    found: dict[str, Any] = {}
    if not every:  # as nearly always
        return found
    for decision in in_force(every):
        if decision.kind == FREQUENCY:
            found |= _frequency([d for d in every if d.kind == FREQUENCY], events)
        elif _holds_for(decision, kind, started_on):
            found |= decision.facts
    return found


def _holds_for(decision: Decision, kind: str, started_on: date) -> bool:
    if decision.kind == STANDING:
        return STANDING_ENDS not in decision.facts
    return AGREEMENTS.get(decision.kind) == kind and started_on <= decision.decided_on


def _frequency(every: Sequence[Decision], events: Sequence[Event]) -> Mapping[str, Any]:
    """The manager's interval; one that was made longer stays as it was until the next visit that counts."""
    newest = every[-1]
    if len(every) < 2 or any(counts(event) and event.day >= newest.decided_on for event in events):
        return newest.facts
    before = replace(every[-2], facts=_frequency(every[:-1], events))
    if before.facts.get("manager_interval_days", 0) >= newest.facts["manager_interval_days"]:
        return newest.facts
    ends = before.facts.get("manager_interval_ends_on")
    if ends is not None and str(ends) <= newest.decided_on.isoformat():
        return newest.facts
    return {**before.facts, "manager_interval_ends_on": newest.decided_on.isoformat()}
