"""What was agreed in an audit, and what owner and manager say became of it: *done* is not *made a difference*."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, insert, select, update

from storage.outcome_tables import action_reviews, audit_actions
from storage.rows import row_of, value_of
from storage.upsert import insert_if_absent

AGREED: Final = "agreed"
TAKEN_OUT: Final = "taken_out"  # of the draft
MADE: Final = "made"  # it made a difference
OVER: Final = "over"  # it is needed no more

# What is said of one when it is looked at, beside MADE and OVER.
DONE: Final = "done"  # by its owner; whether it made a difference is another question
NOT_DONE: Final = "not_done"
NOT_YET: Final = "not_yet"  # no difference yet: it is looked at again


@dataclass(frozen=True, slots=True)
class AgreedAction:
    """`owner_key`: None if whoever is to do it isn't on the staff; the manager looks after it then. `look_on`: the day
    it was agreed for, or the next on which it is looked at."""

    audit_id: int
    what: str
    by_whom: str
    owner_key: str | None
    due_on: date
    look_on: date
    difference: str
    by_name: str
    made_at: datetime
    state: str = AGREED
    id: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class Review:
    """What one of the two said became of an action, with the evidence for it."""

    action_id: int
    number: int
    look_on: date
    is_manager: int
    answer: str
    changed: str
    evidence: str
    by_name: str
    at: datetime


class AuditActions:
    """The rows of `audit_actions` and `action_reviews`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, action_id: int) -> AgreedAction | None:
        """One."""
        return next(iter(self._where(audit_actions.c.id == action_id)), None)

    def of_audit(self, audit_id: int) -> list[AgreedAction]:
        """Those of an audit that weren't taken out again, in their order."""
        return self._where(audit_actions.c.audit_id == audit_id, audit_actions.c.state != TAKEN_OUT)

    def open(self, until: date) -> list[AgreedAction]:
        """Those to be looked at by a day."""
        return self._where(audit_actions.c.state == AGREED, audit_actions.c.look_on <= until)

    def open_of_audits(self, audit_ids: Collection[int]) -> list[AgreedAction]:
        """Those of some audits that go on."""
        return self._where(audit_actions.c.state == AGREED, audit_actions.c.audit_id.in_(sorted(audit_ids)))

    def open_of(self, staff_key: str) -> list[AgreedAction]:
        """Those that are somebody's to do."""
        return self._where(audit_actions.c.state == AGREED, audit_actions.c.owner_key == staff_key)

    def add(self, action: AgreedAction) -> int:
        """Add one; its id."""
        key = self._connection.execute(insert(audit_actions), row_of(action, without=("id",))).inserted_primary_key
        assert key is not None
        return int(key[0])

    def change(self, action: AgreedAction) -> bool:
        """Change one, unless somebody else has changed this version of it; whether it was."""
        same = (audit_actions.c.id == action.id, audit_actions.c.version == action.version)
        row = row_of(replace(action, version=action.version + 1), without=("id",))
        return self._connection.execute(update(audit_actions).where(*same).values(row)).rowcount == 1

    def reviews(self, action_id: int) -> list[Review]:
        """What was said of one, oldest first."""
        c = action_reviews.c
        found = select(action_reviews).where(c.action_id == action_id).order_by(c.number)
        return [value_of(Review, row) for row in self._connection.execute(found)]

    def add_review(self, review: Review) -> bool:
        """Keep what somebody says of it, unless another has that number; whether it was kept."""
        return insert_if_absent(self._connection, action_reviews, row_of(review))

    def _where(self, *conditions: ColumnElement[bool]) -> list[AgreedAction]:
        found = select(audit_actions).where(*conditions).order_by(audit_actions.c.look_on, audit_actions.c.id)
        return [value_of(AgreedAction, row) for row in self._connection.execute(found)]
