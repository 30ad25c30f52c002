"""Moderations of completed audits: both grades, why they differ, what was agreed, what is learned."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, or_, select, update

from storage.audit_tables import audits
from storage.audits import CLOSED
from storage.audits import FINAL as GRADED_AUDIT
from storage.case_tables import children
from storage.moderation_tables import moderations
from storage.outcome_tables import audit_outcomes, outcome_parts
from storage.outcomes import BELOW, EXCEEDS, MEETS, OVERALL
from storage.rows import row_of, value_of
from storage.upsert import insert_if_absent

DRAWN: Final = "drawn"  # the moderator has still to give a grade
GRADED: Final = "graded"  # it is still to be discussed with auditor and practitioner
DONE: Final = "done"
RETURNED: Final = "returned"  # handed back: another moderator is to be found
OPEN: Final = frozenset({DRAWN, GRADED})
GRADES: Final = (EXCEEDS, MEETS, BELOW)  # from the highest


@dataclass(frozen=True, slots=True)
class Moderation:
    """One, of the audit that it is of; `original` is the auditor's grade, `grade` the moderator's."""

    audit_id: int
    moderator_key: str
    month: date
    due_on: date
    original: str
    by_name: str
    made_at: datetime
    state: str = DRAWN
    reason: str = ""
    grade: str = ""
    reasons: str = ""
    notes: str = ""
    graded_at: datetime | None = None
    discussed_on: date | None = None
    agreed: str = ""
    stands: str = ""
    practitioner_says: str = ""
    learning: str = ""
    done_at: datetime | None = None
    id: int = 0
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether its moderator has still something to do."""
        return self.state in OPEN

    @property
    def is_confirmed(self) -> bool:
        """Whether the moderator gave the same grade."""
        return self.grade == self.original


@dataclass(frozen=True, slots=True)
class Moderated:
    """What came of one that is over, for figures and themes. `reasons` and `agreed` are about one child's audit and for
    those who took part in it; `learning` is without names, for everybody."""

    audit_id: int
    kind: str
    theme: str
    month: date  # its first day: that in which the audit was completed
    original: str  # the auditor's grade
    moderated: str  # the moderator's, as it was before the discussion
    stands: str  # the one that stands after it
    reasons: str
    agreed: str
    learning: str
    done_at: datetime

    @property
    def drop(self) -> int:
        """By how many grades the moderator's is lower; less than 0: higher; 0: they agree."""
        return GRADES.index(self.moderated) - GRADES.index(self.original)

    @property
    def is_agreed(self) -> bool:
        """Whether the moderator gave the auditor's grade."""
        return self.drop == 0


@dataclass(frozen=True, slots=True)
class Completed:
    """An audit that may be moderated, with the grade that it was given."""

    audit_id: int
    child_id: str
    auditor_key: str
    practitioner_key: str
    grade: str


def open_for(moderator_keys: Collection[str]) -> Select[tuple[str]]:
    """The children whose audit these have still to moderate, as long as it is one: not after it was taken back."""
    m, a = moderations.c, audits.c
    found = select(a.child_id).join(moderations, m.audit_id == a.id)
    return found.where(m.moderator_key.in_(moderator_keys), m.state.in_(OPEN), a.state.in_((GRADED_AUDIT, CLOSED)))


class Moderations:
    """The rows of `moderations`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_audit(self, audit_id: int) -> Moderation | None:
        """That of an audit."""
        return next(iter(self._where(moderations.c.audit_id == audit_id)), None)

    def open_of(self, moderator_key: str) -> list[Moderation]:
        """What somebody has to moderate, soonest due first."""
        return self._where(moderations.c.moderator_key == moderator_key, moderations.c.state.in_(OPEN))

    def in_states(self, states: Collection[str]) -> list[Moderation]:
        """All in these states, soonest due first."""
        return self._where(moderations.c.state.in_(states))

    def of_month(self, month: date) -> list[Moderation]:
        """Those of audits completed in a month, given by its first day."""
        return self._where(moderations.c.month == month)

    def between(self, start: datetime, end: datetime) -> list[Moderated]:
        """Those that were over from an instant on and before another, in their order: whenever the audits were."""
        c = moderations.c
        return self._over(c.done_at >= start, c.done_at < end)

    def of_months(self, first: date, last: date) -> list[Moderated]:
        """Those that are over, of audits completed in these months, each given by its first day."""
        return self._over(moderations.c.month >= first, moderations.c.month <= last)

    def completed(self, start: datetime, end: datetime) -> list[Completed]:
        """The audits that became final from an instant on and before another, closed since or not; without those whose
        texts are forgotten, as nothing is left to look at, and those of restricted children."""
        a, o, parts, c = audits.c, audit_outcomes.c, outcome_parts.c, children.c
        has_texts = select(parts.audit_id).where(parts.name == OVERALL)
        found: Select[Any] = (
            select(a.id.label("audit_id"), a.child_id, a.auditor_key, a.practitioner_key, o.grade)
            .join(audit_outcomes, o.audit_id == a.id)
            .join(children, c.id == a.child_id)
            .where(c.restricted.is_(False))
            .where(o.final_at >= start, o.final_at < end, a.state.in_((GRADED_AUDIT, CLOSED)), a.id.in_(has_texts))
            .order_by(a.id)
        )
        return [value_of(Completed, row) for row in self._connection.execute(found)]

    def add(self, moderation: Moderation) -> bool:
        """Add one, unless its audit has one; whether it was added."""
        return insert_if_absent(self._connection, moderations, row_of(moderation, without=("id",)))

    def change(self, moderation: Moderation) -> bool:
        """Change one, unless somebody else has changed this version of it; whether it was."""
        same = (moderations.c.id == moderation.id, moderations.c.version == moderation.version)
        row = row_of(replace(moderation, version=moderation.version + 1), without=("id",))
        return self._connection.execute(update(moderations).where(*same).values(row)).rowcount == 1

    def purge(self, before: datetime) -> int:
        """Forget the texts about audits that closed before an instant, as `Outcomes.purge` does; grades and learning
        stay. How many rows."""
        c, o = moderations.c, audit_outcomes.c
        over = select(o.audit_id).where(o.closed_at < before)
        texts = ("reason", "reasons", "notes", "agreed", "practitioner_says")
        written = or_(*(c[name] != "" for name in texts))
        blank = update(moderations).where(c.audit_id.in_(over), written).values(dict.fromkeys(texts, ""))
        return self._connection.execute(blank).rowcount

    def _over(self, *conditions: ColumnElement[bool]) -> list[Moderated]:
        m, a = moderations.c, audits.c
        own = (m.audit_id, m.month, m.original, m.grade.label("moderated"), m.stands, m.reasons, m.agreed)
        found: Select[Any] = (
            select(*own, m.learning, m.done_at, a.kind, a.theme)
            .join(audits, a.id == m.audit_id)
            .join(children, children.c.id == a.child_id)
            .where(m.state == DONE, children.c.restricted.is_(False), *conditions)
            .order_by(m.done_at, m.id)
        )
        return [value_of(Moderated, row) for row in self._connection.execute(found)]

    def _where(self, *conditions: ColumnElement[bool]) -> list[Moderation]:
        found = select(moderations).where(*conditions).order_by(moderations.c.due_on, moderations.c.id)
        return [value_of(Moderation, row) for row in self._connection.execute(found)]
