"""What people say of a child's deadlines: why they can't make it, that it isn't theirs, put-off plans."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Table, insert, select, update

from storage.case_tables import planned_visits
from storage.nudge_tables import disclaimers, nudge_reasons, plan_agreements, postponements, taken_calls
from storage.plans import PlannedVisit
from storage.rows import row_of, value_of, values_among
from storage.upsert import insert_if_absent

# Why a visit can't be made.
CHILD_AWAY: Final = "child_away"
FAMILY_CANCELLED: Final = "family_cancelled"
WORKER_ILL: Final = "worker_ill"
ACCESS_REFUSED: Final = "access_refused"
OTHER: Final = "other"
CODES: Final = (CHILD_AWAY, FAMILY_CANCELLED, WORKER_ILL, ACCESS_REFUSED, OTHER)
# With these the family wasn't seen although somebody meant to see them.
FAILED: Final = (CHILD_AWAY, FAMILY_CANCELLED, ACCESS_REFUSED)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody can't make a visit; `meant_on`: on which day, if they said; it holds until the end of `until_on`."""

    child_id: str
    staff_key: str
    staff_name: str
    code: str
    meant_on: date | None
    said_on: date
    until_on: date
    said_at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class Disclaimer:
    """Somebody says that a child isn't theirs; open until a manager settles it."""

    child_id: str
    staff_key: str
    staff_name: str
    said_at: datetime
    settled_at: datetime | None = None
    settled_by: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Postponement:
    """A planned visit was put off from one day to a later one."""

    child_id: str
    staff_key: str
    from_day: date
    to_day: date


@dataclass(frozen=True, slots=True)
class PlanAgreement:
    """A manager has agreed to a visit on a day that is too late."""

    child_id: str
    staff_key: str
    day: date
    by_name: str
    agreed_at: datetime


@dataclass(frozen=True, slots=True)
class TakenCall:
    """Who has taken a deadline in hours upon themselves; `about`: as its messages name it."""

    about: str
    child_id: str
    staff_key: str
    staff_name: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """Everything that has been said of one child, oldest first."""

    reasons: Sequence[Reason] = ()
    disclaimers: Sequence[Disclaimer] = ()
    plans: Sequence[PlannedVisit] = ()
    postponed: Sequence[Postponement] = ()
    agreed: Sequence[PlanAgreement] = ()
    taken: Sequence[TakenCall] = field(default=())

    def reason_on(self, day: date) -> Reason | None:
        """The reason that holds on a day; the newest of several."""
        return next((reason for reason in reversed(self.reasons) if reason.said_on <= day <= reason.until_on), None)

    @property
    def disclaimed(self) -> frozenset[str]:
        """The staff keys of those who say that the child isn't theirs."""
        if not self.disclaimers:  # as nearly always
            return frozenset()
        return frozenset(one.staff_key for one in self.disclaimers if one.settled_at is None)

    def is_agreed(self, plan: PlannedVisit) -> bool:
        """Whether a manager has agreed to a planned day."""
        return any((one.staff_key, one.day) == (plan.staff_key, plan.day) for one in self.agreed)


_NOTHING: Final = Said()


class Sayings:
    """The rows of all of it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_children(self, child_ids: Iterable[str]) -> dict[str, Said]:
        """What has been said of some children, by child id; a child of whom nothing has been said has an empty one."""
        ids = sorted(set(child_ids))
        parts: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for name, kind, table, order in _PARTS:
            for value in values_among(self._connection, kind, table, ids, order=order):
                parts[value.child_id][name].append(value)
        return {child_id: Said(**parts[child_id]) if child_id in parts else _NOTHING for child_id in ids}

    def of_child(self, child_id: str) -> Said:
        """What has been said of one."""
        return self.of_children([child_id])[child_id]

    def explain(self, reason: Reason) -> int:
        """Keep a reason; its id."""
        key = self._connection.execute(insert(nudge_reasons), row_of(reason, without=("id",))).inserted_primary_key
        assert key is not None
        return int(key[0])

    def disclaim(self, one: Disclaimer) -> int | None:
        """Keep that somebody says that a child isn't theirs; its id, None if they have said so and it is open."""
        if one.staff_key in self.of_child(one.child_id).disclaimed:
            return None
        key = self._connection.execute(insert(disclaimers), row_of(one, without=("id",))).inserted_primary_key
        assert key is not None
        return int(key[0])

    def is_denied(self, number: int) -> bool:
        """Whether what somebody says, that a child isn't theirs, is open still."""
        found = select(disclaimers.c.id).where(disclaimers.c.id == number, disclaimers.c.settled_at.is_(None))
        return self._connection.execute(found).first() is not None

    def settle(self, child_id: str, staff_key: str, by: str, at: datetime) -> bool:
        """The child is theirs after all, or somebody else's now; whether that was open."""
        c = disclaimers.c
        mine = (c.child_id == child_id, c.staff_key == staff_key, c.settled_at.is_(None))
        settled = update(disclaimers).where(*mine).values(settled_at=at, settled_by=by)
        return self._connection.execute(settled).rowcount > 0

    def agree(self, agreement: PlanAgreement) -> bool:
        """Keep that a manager agrees; False if one has already."""
        return insert_if_absent(self._connection, plan_agreements, row_of(agreement))

    def hand_on_agreement(self, child_id: str, before: str, after: str, day: date) -> None:
        """What a manager agreed to for a planned day goes with the plan."""
        c = plan_agreements.c
        same = (c.child_id == child_id, c.staff_key == before, c.day == day)
        for row in self._connection.execute(select(plan_agreements).where(*same)).all():
            moved = replace(value_of(PlanAgreement, row), staff_key=after)
            insert_if_absent(self._connection, plan_agreements, row_of(moved))

    def end_illness(self, child_id: str, staff_key: str, day: date) -> None:
        """From a day on nobody is ill who was the child's worker: a reason of the worker's own ends the day before."""
        c = nudge_reasons.c
        its = (c.child_id == child_id, c.staff_key == staff_key, c.code == WORKER_ILL, c.until_on >= day)
        self._connection.execute(update(nudge_reasons).where(*its).values(until_on=day - timedelta(days=1)))

    def take(self, call: TakenCall) -> bool:
        """Keep who has taken it; False if somebody has already."""
        return insert_if_absent(self._connection, taken_calls, row_of(call))

    def taken(self, about: str) -> TakenCall | None:
        """Who has taken it."""
        row = self._connection.execute(select(taken_calls).where(taken_calls.c.about == about)).one_or_none()
        return None if row is None else value_of(TakenCall, row)


_PARTS: Final[tuple[tuple[str, type[Any], Table, tuple[str, ...]], ...]] = (
    ("reasons", Reason, nudge_reasons, ("id",)),
    ("disclaimers", Disclaimer, disclaimers, ("id",)),
    ("plans", PlannedVisit, planned_visits, ("day", "staff_key")),
    ("postponed", Postponement, postponements, ("from_day", "to_day")),
    ("agreed", PlanAgreement, plan_agreements, ("day",)),
    ("taken", TakenCall, taken_calls, ("taken_at",)),
)
