"""What the monthly headline themes are counted from, the months that were kept, and what people add to them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, Result, Row, and_, delete, insert, or_, select

from standards_kb.working_days import at_local_time, end_of, local_day
from storage.audit_actions import AGREED
from storage.audit_tables import audits
from storage.audits import WITHDRAWN
from storage.case_tables import children, staff
from storage.moderations import GRADES, Moderations
from storage.outcome_tables import action_reviews, audit_actions, audit_outcomes, good_practice, outcome_parts
from storage.outcomes import BELOW, EXCEEDS, MEETS, NOT_APPLICABLE, OVERALL, SCALE
from storage.rows import row_of, value_of
from storage.theme_counts import Findings, bare
from storage.theme_facts import ActionFacts, AuditFacts, Facts, ModerationFacts, ReviewFacts
from storage.theme_tables import theme_months, theme_notes
from storage.upsert import insert_if_absent

THEME: Final = "theme"
RECOMMENDATION: Final = "recommendation"
# Audits that weren't taken back, of children who aren't restricted, with their outcomes once these are final.
_SHOWN: Final = audits.join(children, children.c.id == audits.c.child_id).outerjoin(
    audit_outcomes, and_(audit_outcomes.c.audit_id == audits.c.id, audit_outcomes.c.final_at.is_not(None))
)
_COUNTED: Final = (audits.c.state != WITHDRAWN, children.c.restricted.is_(False))
_JUDGEMENTS: Final = (EXCEEDS, MEETS, BELOW, NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Note:
    """A headline theme or a recommendation of a month, in somebody's words."""

    month: date
    kind: str
    text: str
    by_name: str
    made_at: datetime
    id: int = 0


class Themes:
    """The rows of these tables, and what is read of audits' for them. Restricted children are no more counted than they
    are shown."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def facts(self, first: date, last: date) -> Facts:
        """All that is to be counted of the months between two days."""
        since, until = at_local_time(first, time()), end_of(last)
        judged = self._judged(since, until)
        found = [_audit(row, judged.get(row.id, {})) for row in self._audits(first, since)]
        return replace(self.words(first, last), audits=found, actions=self._actions(since))

    def words(self, first: date, last: date) -> Facts:
        """What people have written for everybody between two days, and no more: it is never kept with a month."""
        practice = select(good_practice.c.shared_on, good_practice.c.text).order_by(good_practice.c.id)
        shared = [(row.shared_on, row.text) for row in self._connection.execute(practice)]
        over = self._moderations(at_local_time(first, time()), end_of(last))
        return Facts(practice=shared, moderations=over)

    def any_audit(self) -> bool:
        """Whether there has ever been one."""
        return self._connection.execute(select(audits.c.id).limit(1)).first() is not None

    def kept(self, months: Sequence[date]) -> dict[date, Findings]:
        """The counts of these months as they were kept."""
        found = select(theme_months).where(theme_months.c.month.in_(list(months)))
        rows = self._connection.execute(found)
        return {row.month: _findings().validate_python(row.findings) for row in rows}

    def keep(self, found: Findings, at: datetime) -> bool:
        """Keep a month's counts, without a word, unless they are kept already; whether they were."""
        row = {"month": found.month, "findings": _findings().dump_python(bare(found), mode="json"), "kept_at": at}
        return insert_if_absent(self._connection, theme_months, row)

    def purge(self, before: date) -> int:
        """Forget the months that began before a day, with what people added; how many rows."""
        gone = 0
        for table in (theme_months, theme_notes):
            gone += self._connection.execute(delete(table).where(table.c.month < before)).rowcount
        return gone

    def notes(self, month: date) -> list[Note]:
        """What people have added to a month, oldest first."""
        found = select(theme_notes).where(theme_notes.c.month == month).order_by(theme_notes.c.id)
        return [value_of(Note, row) for row in self._connection.execute(found)]

    def note(self, note: Note) -> None:
        """Add one."""
        self._connection.execute(insert(theme_notes), row_of(note, without=("id",)))

    def take_out(self, number: int) -> Note | None:
        """Take one out again, and give it back; None if it isn't there."""
        mine = theme_notes.c.id == number
        row = self._connection.execute(select(theme_notes).where(mine)).first()
        self._connection.execute(delete(theme_notes).where(mine))
        return value_of(Note, row) if row is not None else None

    def _audits(self, first: date, since: datetime) -> Result[Any]:
        """Those due, or graded, since then, or not graded yet; and all of their children's, for what was before."""
        a, o = audits.c, audit_outcomes.c
        graded = select(a.child_id).join(audit_outcomes, o.audit_id == a.id).where(o.final_at >= since)
        columns = (a.id, a.child_id, a.kind, a.theme, a.due_on, a.made_at, staff.c.team, staff.c.service_area)
        wanted = select(*columns, o.grade, o.scale, o.final_at, o.closed_at).select_from(_SHOWN)
        recent = or_(a.due_on >= first, o.final_at.is_(None), a.child_id.in_(graded))
        there = wanted.join(staff, staff.c.key == a.practitioner_key).where(*_COUNTED, recent)
        return self._connection.execute(there.order_by(a.id))

    def _judged(self, since: datetime, until: datetime) -> dict[int, dict[str, str]]:
        """By audit, the judgements that stood when it was graded between two instants, in the order of the tool."""
        p, o = outcome_parts.c, audit_outcomes.c
        wanted = (
            select(p.audit_id, p.name, p.answer)
            .join(audit_outcomes, o.audit_id == p.audit_id)
            .where(o.final_at >= since, o.final_at < until, p.name.not_in((OVERALL, SCALE)))
        )
        found: dict[int, dict[str, str]] = defaultdict(dict)
        for row in self._connection.execute(wanted.order_by(p.audit_id, p.version)):
            found[row.audit_id][row.name] = row.answer
        return {
            key: {name: judged for name, judged in its.items() if judged in _JUDGEMENTS} for key, its in found.items()
        }

    def _actions(self, since: datetime) -> list[ActionFacts]:
        """Those that go on, or of which something was said since then."""
        a, o, r = audit_actions.c, audit_outcomes.c, action_reviews.c
        recent = or_(a.state == AGREED, a.id.in_(select(r.action_id).where(r.at >= since)))
        wanted = select(a.id, audits.c.child_id, o.final_at, a.look_on).select_from(_SHOWN)
        there = wanted.join(audit_actions, a.audit_id == audits.c.id)
        rows = self._connection.execute(there.where(*_COUNTED, o.final_at.is_not(None), recent).order_by(a.id)).all()
        said = defaultdict(list)
        reviewed = select(action_reviews).join(audit_actions, a.id == r.action_id).where(recent)
        for row in self._connection.execute(reviewed.order_by(r.action_id, r.number)):
            review = ReviewFacts(local_day(row.at), row.look_on, bool(row.is_manager), row.answer)
            said[row.action_id].append(review)
        return [ActionFacts(row.child_id, local_day(row.final_at), row.look_on, tuple(said[row.id])) for row in rows]

    def _moderations(self, since: datetime, until: datetime) -> list[ModerationFacts]:
        over = Moderations(self._connection).between(since, until)
        restricted = select(audits.c.id).join(children, children.c.id == audits.c.child_id).where(children.c.restricted)
        hidden = set(self._connection.execute(restricted).scalars()) if over else set()
        return [
            ModerationFacts(
                local_day(one.done_at), GRADES.index(one.original) - GRADES.index(one.moderated), one.learning
            )
            for one in over
            if one.audit_id not in hidden
        ]


def _audit(row: Row[Any], judged: Mapping[str, str]) -> AuditFacts:
    return AuditFacts(
        row.id,
        row.child_id,
        row.kind,
        row.due_on,
        local_day(row.made_at) if row.made_at is not None else None,
        row.theme,
        row.team,
        row.service_area,
        local_day(row.final_at) if row.final_at is not None else None,
        local_day(row.closed_at) if row.closed_at is not None else None,
        row.grade or "",
        row.scale,
        tuple(sorted(judged.items())),
    )


@cache
def _findings() -> TypeAdapter[Findings]:
    return TypeAdapter(Findings)
