"""What came of an audit: its judgements and texts, each kept in every version, and how far the whole is."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, delete, exists, insert, select, update

from storage.audit_tables import audits
from storage.audits import ACCEPTED
from storage.outcome_tables import (
    audit_actions,
    audit_outcomes,
    concerns,
    good_practice,
    outcome_parts,
)
from storage.rows import row_of, value_of
from storage.upsert import insert_if_absent

DRAFT: Final = "draft"
SHARED: Final = "shared"  # the practitioner has it, to comment
FINAL: Final = "final"

# Judgements, and the parts that aren't areas of the tool.
EXCEEDS, MEETS, BELOW, NOT_APPLICABLE = "exceeds", "meets", "below", "not_applicable"
OVERALL: Final = "overall"
SCALE: Final = "scale"
COMMENTS: Final = "comments"
GOOD_PRACTICE: Final = "good_practice"
PRACTITIONER: Final = "practitioner"  # what they say of the draft
CORRECTIVE: Final = "corrective"  # what the manager does where it isn't good


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far it is. `consented`: to sharing which version of the good practice; less than 0: refused."""

    audit_id: int
    state: str = DRAFT
    shared_at: datetime | None = None
    answered_at: datetime | None = None
    consented: int = 0
    final_at: datetime | None = None
    grade: str = ""
    scale: int | None = None
    uploaded_by: str = ""
    monitored_by: str = ""
    closed_at: datetime | None = None
    version: int = 0

    @property
    def is_below_good(self) -> bool:
        """Whether it was graded as not at least good."""
        return self.grade == BELOW


@dataclass(frozen=True, slots=True)
class Part:
    """One area or text as somebody saved it. `answer`: the judgement, or the number of the scale."""

    audit_id: int
    name: str
    version: int = 0
    answer: str = ""
    evidence: str = ""
    impact: str = ""
    by_name: str = ""
    at: datetime | None = None

    @property
    def is_agreed(self) -> bool:
        """Whether nobody has saved it: auditor and practitioner agreed before that the area doesn't apply."""
        return not self.version and self.answer == NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class GoodPractice:
    """What was shared with everybody; nothing tells whose it was."""

    text: str
    shared_on: date


class Outcomes:
    """The rows of these tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, audit_id: int) -> Outcome:
        """That of an audit, also while nothing has been written."""
        found = self._connection.execute(select(audit_outcomes).where(audit_outcomes.c.audit_id == audit_id)).first()
        return value_of(Outcome, found) if found else Outcome(audit_id)

    def final(self) -> list[Outcome]:
        """Those that are final and wait to be closed."""
        c = audit_outcomes.c
        found = select(audit_outcomes).where(c.state == FINAL, c.closed_at.is_(None)).order_by(c.audit_id)
        return [value_of(Outcome, row) for row in self._connection.execute(found)]

    def parts(self, audit_id: int) -> dict[str, Part]:
        """What stands now, by name."""
        return {part.name: part for part in self.history(audit_id)}

    def history(self, audit_id: int) -> list[Part]:
        """Everything that was ever saved, oldest first."""
        c = outcome_parts.c
        found = select(outcome_parts).where(c.audit_id == audit_id).order_by(c.version, c.name)
        return [value_of(Part, row) for row in self._connection.execute(found)]

    def lock(self, audit_id: int) -> None:
        """Whoever else locks it waits until this transaction is over, and then reads what it has done."""
        c = audit_outcomes.c
        self._connection.execute(select(c.audit_id).where(c.audit_id == audit_id).with_for_update())

    def touch(self, audit_id: int, auditor_key: str) -> bool:
        """Take it back to a draft, as its auditor is about to change it; false if it is theirs to change no more."""
        c = audit_outcomes.c
        insert_if_absent(self._connection, audit_outcomes, row_of(Outcome(audit_id)))
        a = audits.c
        theirs = exists().where(a.id == audit_id, a.auditor_key == auditor_key, a.state == ACCEPTED)
        mine = update(audit_outcomes).where(c.audit_id == audit_id, c.state.in_((DRAFT, SHARED)), theirs)
        fresh = {"state": DRAFT, "shared_at": None, "answered_at": None, "version": c.version + 1}
        return self._connection.execute(mine.values(fresh)).rowcount == 1

    def take_back(self, audit_id: int) -> None:
        """A draft that was shared is one to be changed and shared anew: another auditor takes it over."""
        c = audit_outcomes.c
        shared = update(audit_outcomes).where(c.audit_id == audit_id, c.state == SHARED)
        fresh = {"state": DRAFT, "shared_at": None, "answered_at": None, "version": c.version + 1}
        self._connection.execute(shared.values(fresh))

    def write(self, part: Part) -> bool:
        """Save it as the version after `part.version`, unless somebody has saved that one; whether it was."""
        return insert_if_absent(self._connection, outcome_parts, row_of(replace(part, version=part.version + 1)))

    def change(self, outcome: Outcome) -> bool:
        """Change how far it is, unless anything about it has changed since this version; whether it was."""
        same = (audit_outcomes.c.audit_id == outcome.audit_id, audit_outcomes.c.version == outcome.version)
        row = row_of(replace(outcome, version=outcome.version + 1), without=("audit_id",))
        return self._connection.execute(update(audit_outcomes).where(*same).values(row)).rowcount == 1

    def share_practice(self, text: str, on: date) -> None:
        """Share an example with everybody."""
        self._connection.execute(insert(good_practice).values(text=text, shared_on=on))

    def practice(self, limit: int) -> list[GoodPractice]:
        """The examples shared last, newest first."""
        found = select(good_practice).order_by(good_practice.c.id.desc()).limit(limit)
        return [value_of(GoodPractice, row) for row in self._connection.execute(found)]

    def purge(self, before: datetime) -> int:
        """Forget the texts of audits that closed before an instant and whose actions are over;
        grades stay. How many rows."""
        c, a = audit_outcomes.c, audit_actions.c
        goes_on = exists().where(a.audit_id == c.audit_id, a.state == "agreed")
        over = select(c.audit_id).where(c.closed_at < before, ~goes_on)
        gone = 0
        for table in (outcome_parts, audit_actions, concerns):
            gone += self._connection.execute(delete(table).where(table.c.audit_id.in_(over))).rowcount
        return gone
