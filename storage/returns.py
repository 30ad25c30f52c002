"""Check-and-challenge sessions and the returns for them; nothing in them is about one child."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from storage.return_signers import ReturnSigners
from storage.return_tables import (
    challenge_contributors,
    challenge_sessions,
    return_answers,
    return_computed,
    return_parts,
)
from storage.rows import insert_all, row_of, value_of
from storage.upsert import insert_or_update

NOT_STARTED: Final = "not_started"
IN_PROGRESS: Final = "in_progress"
READY: Final = "ready"  # for the Head of Service to sign off
SUBMITTED: Final = "submitted"  # signed off, for the QA lead to accept
SENT_BACK: Final = "sent_back"
ACCEPTED: Final = "accepted"
CANCELLED: Final = "cancelled"  # the session: its return is wanted no more
TO_FILL: Final = frozenset({NOT_STARTED, IN_PROGRESS, SENT_BACK})
CHANGEABLE: Final = TO_FILL | {READY}
SIGNED: Final = frozenset({SUBMITTED, ACCEPTED})


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
    reason: str = ""
    counted_on: date | None = None
    id: int = 0
    version: int = 1

    def is_late(self, today: date) -> bool:
        """Whether its return should have been handed in."""
        return self.state in CHANGEABLE and self.due_on < today


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in a section, or a figure with its comment (`text`). `by_name`: who wrote it last; `holders`: the
    keys of those who have taken it, none if it is everybody's."""

    session_id: int
    name: str
    is_figure: int
    text: str = ""
    value: str = ""
    out_of: str = ""
    by_name: str = ""
    holders: tuple[str, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True)
class Computed:
    """A figure that the bot has counted, on one day, of data `as_of` another; None: of what is told in chat alone."""

    session_id: int
    name: str
    value: str
    out_of: str
    as_of: date | None
    counted_on: date


@dataclass(frozen=True, slots=True)
class Answer:
    """What who signs off says of a contradiction; `key` names it."""

    session_id: int
    key: str
    text: str
    by_name: str


class Returns:
    """The rows of these tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.signers = ReturnSigners(connection)

    def find(self, session_id: int) -> Session | None:
        """One."""
        return next(iter(self._where(challenge_sessions.c.id == session_id)), None)

    def in_states(self, states: Collection[str]) -> list[Session]:
        """All in these states, soonest due first."""
        return self._where(challenge_sessions.c.state.in_(states))

    def all(self) -> list[Session]:
        """Every one, soonest held first."""
        return sorted(self._where(), key=lambda one: (one.held_on, one.id))

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

    def everybody_in(self, session: Session) -> list[str]:
        """The keys of all who take part in its return: who contributes and who signs off."""
        signers = (signer.staff_key for signer in self.signers.of(session.id))
        return sorted({*self.contributors(session.id), *signers, session.head_key})

    def set_people(self, session_id: int, contributors: Collection[str], signers: Collection[str]) -> None:
        """Who fills it in and who signs it first from now on; a signature of somebody who still does stays."""
        c = challenge_contributors.c
        here = set(self.contributors(session_id))
        gone = delete(challenge_contributors).where(
            c.session_id == session_id, c.staff_key.not_in(sorted(contributors))
        )
        self._connection.execute(gone)
        new = [{"session_id": session_id, "staff_key": key} for key in sorted({*contributors} - here)]
        insert_all(self._connection, challenge_contributors, new)
        self.signers.keep(session_id, signers)

    def parts(self, session_id: int) -> list[Part]:
        """Everything that stands in a return."""
        found = select(return_parts).where(return_parts.c.session_id == session_id)
        return [value_of(Part, row) for row in self._connection.execute(found)]

    def add(
        self,
        session: Session,
        contributors: Iterable[str],
        sections: Sequence[str],
        indicators: Sequence[str],
        signers: Iterable[str] = (),
    ) -> int:
        """Add one with its empty return; its id."""
        made = insert(challenge_sessions).values(row_of(session, without=("id",)))
        key = self._connection.execute(made).inserted_primary_key
        assert key is not None
        number = int(key[0])
        people = [{"session_id": number, "staff_key": person} for person in sorted(set(contributors))]
        insert_all(self._connection, challenge_contributors, people)
        self.signers.add(number, signers)
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
            self.signers.forget(part.session_id)
        return True

    def hold(self, part: Part, holders: Collection[str]) -> bool:
        """Say whose a part is, unless somebody has changed this version of it; whether it was said."""
        p = return_parts.c
        same = (p.session_id == part.session_id, p.name == part.name, p.is_figure == part.is_figure)
        row = {"holders": sorted(holders), "version": part.version + 1}
        changed = update(return_parts).where(*same, p.version == part.version).values(row)
        return self._connection.execute(changed).rowcount == 1

    def between(self, first: date, last: date) -> list[Session]:
        """Those that are held on these days, soonest first."""
        c = challenge_sessions.c
        held = self._where(c.held_on >= first, c.held_on <= last, c.state != CANCELLED)
        return sorted(held, key=lambda one: (one.held_on, one.id))

    def earlier(self, session: Session, number: int) -> list[Session]:
        """The area's last sessions before this one whose returns were signed off, newest first."""
        c = challenge_sessions.c
        signed = (c.area == session.area, c.held_on < session.held_on, c.state.in_((SUBMITTED, ACCEPTED)))
        return sorted(self._where(*signed), key=lambda one: (one.held_on, one.id), reverse=True)[:number]

    def computed(self, session_id: int) -> list[Computed]:
        """What the bot counted for a return."""
        found = select(return_computed).where(return_computed.c.session_id == session_id)
        return [value_of(Computed, row) for row in self._connection.execute(found)]

    def count_now(self, session_id: int, today: date) -> bool:
        """Whether figures are to be counted: once a day for each return yet to be filled in, by whoever comes first.
        Nothing is counted anew beneath what somebody has signed."""
        c = challenge_sessions.c
        due = (c.id == session_id, c.state.in_(TO_FILL), (c.counted_on < today) | c.counted_on.is_(None))
        counted = update(challenge_sessions).where(*due).values(counted_on=today)
        return self._connection.execute(counted).rowcount == 1

    def set_computed(self, session_id: int, figures: Iterable[Computed], keep: Collection[str]) -> None:
        """What it counts now, in place of what it counted before; what is in `keep` stays as it was."""
        c = return_computed.c
        gone = delete(return_computed).where(c.session_id == session_id, c.name.not_in(sorted(keep)))
        self._connection.execute(gone)
        rows = [row_of(one) for one in figures if one.name not in keep]
        insert_all(self._connection, return_computed, rows)

    def answers(self, session_id: int) -> list[Answer]:
        """What was said of a return's contradictions."""
        found = select(return_answers).where(return_answers.c.session_id == session_id)
        return [value_of(Answer, row) for row in self._connection.execute(found)]

    def answer(self, session: Session, answer: Answer) -> bool:
        """Keep an answer, unless anything of the return has changed since this version; whether it was kept."""
        if not self.change(session):
            return False
        insert_or_update(self._connection, return_answers, row_of(answer))
        return True

    def _where(self, *conditions: ColumnElement[bool]) -> list[Session]:
        c = challenge_sessions.c
        found = select(challenge_sessions).where(*conditions).order_by(c.due_on, c.id)
        return [value_of(Session, row) for row in self._connection.execute(found)]
