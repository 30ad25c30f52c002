"""Check-and-challenge sessions and the returns for them; nothing in them is about one child."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, insert, select, update

from storage.return_tables import challenge_contributors, challenge_sessions, return_parts
from storage.rows import insert_all, row_of, value_of

NOT_STARTED: Final = "not_started"
IN_PROGRESS: Final = "in_progress"
READY: Final = "ready"  # for the Head of Service to sign off
SUBMITTED: Final = "submitted"  # signed off, for the QA lead to accept
SENT_BACK: Final = "sent_back"
ACCEPTED: Final = "accepted"
TO_FILL: Final = frozenset({NOT_STARTED, IN_PROGRESS, SENT_BACK})
CHANGEABLE: Final = TO_FILL | {READY}


@dataclass(frozen=True, slots=True)
class Session:
    """One session of one service area; `state` is that of its return."""

    area: str
    held_on: date
    due_on: date
    head_key: str
    by_name: str
    made_at: datetime
    window_weeks: int = 6
    panel: str = ""
    priorities: tuple[str, ...] = ()
    state: str = NOT_STARTED
    questions: str = ""
    signed_by: str = ""
    id: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in a section, or a figure with its comment (`text`). `by_name`: who wrote it last."""

    session_id: int
    name: str
    is_figure: int
    text: str = ""
    value: str = ""
    out_of: str = ""
    by_name: str = ""
    version: int = 1


class Returns:
    """The rows of these tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, session_id: int) -> Session | None:
        """One."""
        return next(iter(self._where(challenge_sessions.c.id == session_id)), None)

    def in_states(self, states: Collection[str]) -> list[Session]:
        """All in these states, soonest due first."""
        return self._where(challenge_sessions.c.state.in_(states))

    def before(self, session: Session) -> Session | None:
        """The area's last session before this one whose return was signed off."""
        c = challenge_sessions.c
        signed = (c.area == session.area, c.held_on < session.held_on, c.state.in_((SUBMITTED, ACCEPTED)))
        return max(self._where(*signed), key=lambda one: one.held_on, default=None)

    def contributors(self, session_id: int) -> list[str]:
        """Their staff keys, in order."""
        c = challenge_contributors.c
        found = select(c.staff_key).where(c.session_id == session_id).order_by(c.staff_key)
        return list(self._connection.execute(found).scalars())

    def parts(self, session_id: int) -> list[Part]:
        """Everything that stands in a return."""
        found = select(return_parts).where(return_parts.c.session_id == session_id)
        return [value_of(Part, row) for row in self._connection.execute(found)]

    def add(
        self, session: Session, contributors: Iterable[str], sections: Sequence[str], indicators: Sequence[str]
    ) -> int:
        """Add one with its empty return; its id."""
        made = insert(challenge_sessions).values(row_of(session, without=("id",)))
        key = self._connection.execute(made).inserted_primary_key
        assert key is not None
        number = int(key[0])
        people = [{"session_id": number, "staff_key": person} for person in sorted(set(contributors))]
        insert_all(self._connection, challenge_contributors, people)
        parts = [Part(number, name, 0) for name in sections] + [Part(number, name, 1) for name in indicators]
        insert_all(self._connection, return_parts, [row_of(part) for part in parts])
        return number

    def change(self, session: Session) -> bool:
        """Change one, unless anything of its return has changed since this version; whether it was."""
        c = challenge_sessions.c
        row = row_of(replace(session, version=session.version + 1), without=("id",))
        changed = update(challenge_sessions).where(c.id == session.id, c.version == session.version).values(row)
        return self._connection.execute(changed).rowcount == 1

    def write(self, part: Part) -> bool:
        """Write one part, unless somebody has written this version of it, or the return is handed in; whether it was.

        The session's row comes first: whoever signs off at the same moment signs what they have seen, or nothing."""
        c, p = challenge_sessions.c, return_parts.c
        opened = update(challenge_sessions).where(c.id == part.session_id, c.state.in_(CHANGEABLE))
        with self._connection.begin_nested() as step:
            started = self._connection.execute(opened.values(state=IN_PROGRESS, version=c.version + 1))
            same = (p.session_id == part.session_id, p.name == part.name, p.is_figure == part.is_figure)
            row = row_of(replace(part, version=part.version + 1), without=("session_id", "name", "is_figure"))
            written = update(return_parts).where(*same, p.version == part.version).values(row)
            if started.rowcount != 1 or self._connection.execute(written).rowcount != 1:
                step.rollback()
                return False
        return True

    def _where(self, *conditions: ColumnElement[bool]) -> list[Session]:
        c = challenge_sessions.c
        found = select(challenge_sessions).where(*conditions).order_by(c.due_on, c.id)
        return [value_of(Session, row) for row in self._connection.execute(found)]
