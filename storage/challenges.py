"""What comes of check-and-challenge sessions, and the area's returns before one; nothing in it is about one child."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, insert, select, update

from storage.challenge_tables import challenge_actions, challenge_questions, challenge_updates
from storage.return_tables import challenge_sessions, return_parts
from storage.returns import CANCELLED, SIGNED, Part, Session
from storage.rows import row_of, value_of, values_of

OPEN: Final = "open"
DONE: Final = "done"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the panel, with the answer once there is one."""

    session_id: int
    text: str
    by_name: str
    made_at: datetime
    answer: str = ""
    answered_by: str = ""
    id: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class ChallengeAction:
    """One action. `cites` is the passage that it serves, else `priority` is one of the session's; `changed` and
    `evidence` say what came of it."""

    session_id: int
    text: str
    owner_key: str
    due_on: date
    measure: str
    difference: str
    by_name: str
    made_at: datetime
    cites: str = ""
    priority: str = ""
    state: str = OPEN
    changed: str = ""
    evidence: str = ""
    closed_on: date | None = None
    closed_by: str = ""
    id: int = 0
    version: int = 1

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed, and nobody has said what changed."""
        return self.state == OPEN and self.due_on < today


@dataclass(frozen=True, slots=True)
class Update:
    """How an action gets on."""

    action_id: int
    text: str
    by_name: str
    made_at: datetime
    id: int = 0


class Challenges:
    """The rows of these tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def held_between(self, first: date, last: date) -> list[Session]:
        """The sessions on these days, soonest first."""
        c = challenge_sessions.c
        return self._sessions(c.held_on >= first, c.held_on <= last)

    def history(self, session: Session, most: int) -> list[Session]:
        """This session and those before it in its area whose return was signed off, oldest first, `most` in all."""
        c = challenge_sessions.c
        signed = self._sessions(c.area == session.area, c.held_on < session.held_on, c.state.in_(SIGNED))
        return [*signed, session][-most:]

    def parts_of(self, sessions: Sequence[Session]) -> dict[int, list[Part]]:
        """What stands in the returns of these sessions."""
        found: dict[int, list[Part]] = {session.id: [] for session in sessions}
        rows = self._connection.execute(select(return_parts).where(return_parts.c.session_id.in_(list(found))))
        for part in values_of(Part, rows):
            found[part.session_id].append(part)
        return found

    def questions(self, session_id: int) -> list[Question]:
        """Those of a session, in the order in which they were put."""
        return self._questions(challenge_questions.c.session_id == session_id)

    def action(self, action_id: int) -> ChallengeAction | None:
        """One."""
        return next(iter(self._actions(challenge_actions.c.id == action_id)), None)

    def actions(self, session_id: int) -> list[ChallengeAction]:
        """Those given in a session, soonest due first."""
        return self._actions(challenge_actions.c.session_id == session_id)

    def from_then(self, session: Session) -> list[Session]:
        """This session and those of its area after it that aren't cancelled: its actions are carried into them."""
        c = challenge_sessions.c
        later = self._sessions(c.area == session.area, c.held_on > session.held_on, c.state != CANCELLED)
        return [session, *later]

    def actions_before(self, session: Session) -> list[ChallengeAction]:
        """Those of the area's earlier sessions that are open, or were closed since the last of them."""
        c = challenge_sessions.c
        earlier = self._sessions(c.area == session.area, c.held_on < session.held_on)
        if not earlier:
            return []
        a = challenge_actions.c
        found = self._actions(a.session_id.in_([one.id for one in earlier]))
        since = next((one.held_on for one in reversed(earlier) if one.state != CANCELLED), date.min)
        return [one for one in found if one.state == OPEN or (one.closed_on is not None and one.closed_on >= since)]

    def open(self) -> list[ChallengeAction]:
        """Every open one, soonest due first."""
        return self._actions(challenge_actions.c.state == OPEN)

    def updates(self, action_ids: Sequence[int]) -> dict[int, list[Update]]:
        """How these get on, oldest first."""
        found: dict[int, list[Update]] = {key: [] for key in action_ids}
        c = challenge_updates.c
        wanted = select(challenge_updates).where(c.action_id.in_(list(found))).order_by(c.id)
        for one in values_of(Update, self._connection.execute(wanted)):
            found[one.action_id].append(one)
        return found

    def ask(self, question: Question) -> int:
        """Add a question; its id."""
        key = self._connection.execute(insert(challenge_questions), row_of(question, without=("id",)))
        assert key.inserted_primary_key is not None
        return int(key.inserted_primary_key[0])

    def answered(self, question: Question) -> bool:
        """Keep a question's answer, unless somebody has been faster; whether it was kept."""
        c = challenge_questions.c
        row = row_of(replace(question, version=question.version + 1), without=("id",))
        same = update(challenge_questions).where(c.id == question.id, c.version == question.version)
        return self._connection.execute(same.values(row)).rowcount == 1

    def give(self, action: ChallengeAction) -> int:
        """Add an action; its id."""
        key = self._connection.execute(insert(challenge_actions), row_of(action, without=("id",))).inserted_primary_key
        assert key is not None
        return int(key[0])

    def tell(self, told: Update) -> None:
        """Add how an action gets on."""
        self._connection.execute(insert(challenge_updates), row_of(told, without=("id",)))

    def change(self, action: ChallengeAction) -> bool:
        """Change an action, unless somebody has been faster; whether it was."""
        c = challenge_actions.c
        row = row_of(replace(action, version=action.version + 1), without=("id",))
        same = update(challenge_actions).where(c.id == action.id, c.version == action.version)
        return self._connection.execute(same.values(row)).rowcount == 1

    def _sessions(self, *conditions: ColumnElement[bool]) -> list[Session]:
        c = challenge_sessions.c
        found = select(challenge_sessions).where(*conditions).order_by(c.held_on, c.id)
        return [value_of(Session, row) for row in self._connection.execute(found)]

    def _questions(self, *conditions: ColumnElement[bool]) -> list[Question]:
        found = select(challenge_questions).where(*conditions).order_by(challenge_questions.c.id)
        return values_of(Question, self._connection.execute(found))

    def _actions(self, *conditions: ColumnElement[bool]) -> list[ChallengeAction]:
        c = challenge_actions.c
        found = select(challenge_actions).where(*conditions).order_by(c.due_on, c.id)
        return values_of(ChallengeAction, self._connection.execute(found))
