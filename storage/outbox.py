"""What the bot is to say unasked: decided in the transaction that decided it, sent later (docs/adr/0010)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, String, cast, delete, func, literal, or_, select, update

from storage.nudge_tables import told_children
from storage.outbox_tables import outbox, outbox_attempts
from storage.rows import value_of
from storage.upsert import insert_all_if_absent, insert_if_absent

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


class State(StrEnum):
    """Where a message is."""

    PENDING = "pending"  # to be sent when due
    POSTING = "posting"  # on its way to Teams; written before it goes
    SENT = "sent"  # Teams has taken it
    UNKNOWN = "unknown"  # it may have been delivered; sent once more while it is due
    UNREACHABLE = "unreachable"  # its reader has no chat with the bot, or has shut it out
    CANCELLED = "cancelled"  # no longer true, or no longer for its reader
    DEAD = "dead"  # Teams won't take it, or a day of trying was in vain


ASSUMED: Final = "assumed sent: it was due when the database was restored from a backup"
# What somebody should look at.
UNDELIVERED: Final = (State.DEAD, State.UNREACHABLE, State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said to one person once: (recipient, about, occasion) is never said twice.

    `recipient`: a staff key. `facts`: ids, no words. `child_id`: whose data it tells of, so that only who may see that
    child gets it. `due_at`: not before; none: at once."""

    kind: str
    recipient: str
    about: str
    occasion: str
    facts: Mapping[str, Json] = field(default_factory=dict)
    child_id: str | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as it stands in the outbox."""

    id: int
    kind: str
    recipient: str
    about: str
    occasion: str
    facts: Mapping[str, Any]
    child_id: str | None
    planned_at: datetime
    state: State
    due_at: datetime | None
    reason: str
    token: int
    replica: str
    tries: int
    unknowns: int
    first_try_at: datetime | None
    chat_id: str | None
    activity_id: str | None
    recreate: Mapping[str, str] | None
    ended_at: datetime | None
    replaced_at: datetime | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one try."""

    at: datetime
    outcome: str
    status: int
    reason: str
    replica: str


class Outbox:
    """The rows of `outbox`, for whoever plans messages and whoever looks after them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, message: Message, at: datetime) -> bool:
        """Plan a message; false if it has been planned before, whatever came of it."""
        return insert_if_absent(self._connection, outbox, _row(message, at))

    def add_all(self, messages: Iterable[Message], at: datetime) -> int:
        """Plan many; how many of them are new."""
        return insert_all_if_absent(self._connection, outbox, [_row(message, at) for message in messages])

    def has(self, recipient: str, about: str, occasion: str) -> bool:
        """Whether this has been planned before, whatever came of it."""
        key = (outbox.c.recipient == recipient, outbox.c.about == about, outbox.c.occasion == occasion)
        return self._connection.execute(select(outbox.c.id).where(*key)).first() is not None

    def states(self, keys: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], State]:
        """Where messages are, by (recipient, about, occasion); without those that were never planned."""
        wanted = set(keys)
        recipients, found = sorted({key[0] for key in wanted}), {}
        for start in range(0, len(recipients), 500):  # below SQLite's limit of values in one statement
            some = outbox.c.recipient.in_(recipients[start : start + 500])
            occasions = outbox.c.occasion.in_(sorted({key[2] for key in wanted}))
            rows = select(outbox.c.recipient, outbox.c.about, outbox.c.occasion, outbox.c.state).where(some, occasions)
            found.update({tuple(row)[:3]: State(row.state) for row in self._connection.execute(rows)})
        return {key: state for key, state in found.items() if key in wanted}

    def find(self, entry_id: int) -> Entry | None:
        """One message."""
        return next(iter(self._where(outbox.c.id == entry_id)), None)

    def in_states(self, states: Sequence[State], limit: int = 1000) -> list[Entry]:
        """The newest messages in these states, oldest first."""
        return self._where(outbox.c.state.in_(states), newest=limit)

    def to(self, recipient: str, states: Sequence[State]) -> list[Entry]:
        """One person's messages in these states, oldest first."""
        return self._where(outbox.c.recipient == recipient, outbox.c.state.in_(states))

    def about(self, recipient: str, about: str) -> list[Entry]:
        """What one person was, or is to be, told about one thing, oldest first."""
        return self._where(outbox.c.recipient == recipient, outbox.c.about == about)

    def hand_on(self, child_id: str, before: str, after: str, due_at: datetime, at: datetime) -> None:
        """Plan for another reader, too, what one is still to be told of a child. Whether it is theirs, and true, is
        asked before it is sent."""
        waiting = outbox.c.state.in_((State.PENDING, State.UNREACHABLE))
        theirs = self._where(outbox.c.recipient == before, outbox.c.child_id == child_id, waiting)
        copies = (Message(e.kind, after, e.about, e.occasion, e.facts, child_id, due_at) for e in theirs)
        self.add_all(copies, at)

    def attempts(self, entry_id: int) -> list[Attempt]:
        """What came of each try of a message, oldest first."""
        found = select(outbox_attempts).where(outbox_attempts.c.outbox_id == entry_id).order_by(outbox_attempts.c.id)
        return [value_of(Attempt, row) for row in self._connection.execute(found)]

    def counts(self) -> Mapping[str, int]:
        """How many there are in each state."""
        found = select(outbox.c.state, func.count()).group_by(outbox.c.state)
        counted = {row[0]: row[1] for row in self._connection.execute(found)}
        return {state.value: counted.get(state, 0) for state in State}

    def retry(self, entry_ids: Sequence[int], at: datetime) -> int:
        """Send what ended without being delivered after all; how many."""
        again = {"state": State.PENDING, "due_at": at, "reason": "", "ended_at": None}
        fresh = {"tries": 0, "unknowns": 0, "first_try_at": None, "token": outbox.c.token + 1}
        ended = (outbox.c.state.in_(UNDELIVERED), outbox.c.due_at.is_(None))
        return self._change(entry_ids, *ended, **again, **fresh)

    def drop(self, entry_ids: Sequence[int], why: str, at: datetime) -> int:
        """Send it never; how many weren't sent or dropped yet."""
        gone = {"state": State.CANCELLED, "due_at": None, "reason": why, "ended_at": at}
        open_ones = outbox.c.state.in_((State.PENDING, *UNDELIVERED))
        return self._change(entry_ids, open_ones, **gone, token=outbox.c.token + 1)

    def assume_sent(self, at: datetime) -> list[Entry]:
        """Take what is due for sent, as it may have been sent by a database that is lost; what that is."""
        waiting = outbox.c.state.in_((State.PENDING, State.POSTING, State.UNKNOWN))
        found = self._where(waiting, outbox.c.due_at <= at)
        gone = {"state": State.SENT, "due_at": None, "ended_at": at, "reason": ASSUMED}
        for start in range(0, len(found), 500):  # below SQLite's limit of values in one statement
            ids = [entry.id for entry in found[start : start + 500]]
            chosen = update(outbox).where(outbox.c.id.in_(ids))
            self._connection.execute(chosen.values(token=outbox.c.token + 1, **gone))
        return found

    def reached(self, recipients: Iterable[str], at: datetime) -> None:
        """Somebody can be reached again: send what waited for them."""
        waiting = (outbox.c.recipient.in_(tuple(recipients)), outbox.c.state == State.UNREACHABLE)
        again = {"state": State.PENDING, "due_at": at, "reason": "", "ended_at": None, "tries": 0}
        self._connection.execute(update(outbox).where(*waiting).values(first_try_at=None, **again))

    def forget_child(self, child_id: str, at: datetime) -> None:
        """Keep nothing about a child: what wasn't sent is gone, and sent cards are replaced by one that names nobody.

        Call it before the child's row goes, and these rows with it."""
        about = outbox.c.child_id == child_id
        named = outbox.c.id.in_(select(told_children.c.outbox_id).where(told_children.c.child_id == child_id))
        shown = (or_(about, named), outbox.c.activity_id.is_not(None), outbox.c.replaced_at.is_(None))
        name = literal("forgotten:") + cast(outbox.c.id, String)
        nobody: dict[str, Any] = {"kind": "", "about": name, "facts": {}, "child_id": None, "reason": ""}
        replaced = update(outbox).where(*shown).values(state=State.SENT, due_at=at, **nobody)
        self._connection.execute(replaced)
        # What is on its way may arrive: then its card is to be found.
        on_its_way = update(outbox).where(about, outbox.c.state == State.POSTING)
        self._connection.execute(on_its_way.values(**nobody))
        self._connection.execute(delete(outbox).where(about))

    def purge(self, before: datetime) -> int:
        """Forget what ended before an instant; how many."""
        over = (outbox.c.ended_at < before, outbox.c.due_at.is_(None))
        return self._connection.execute(delete(outbox).where(*over)).rowcount

    def _change(self, entry_ids: Sequence[int], *conditions: ColumnElement[bool], **values: Any) -> int:
        chosen = update(outbox).where(outbox.c.id.in_(tuple(entry_ids)), *conditions)
        return self._connection.execute(chosen.values(**values)).rowcount

    def _where(self, *conditions: ColumnElement[bool], newest: int | None = None) -> list[Entry]:
        found = select(outbox).where(*conditions).order_by(outbox.c.id.desc()).limit(newest)
        return [entry_of(row) for row in self._connection.execute(found)][::-1]


def entry_of(row: Row[Any]) -> Entry:
    """The row as a value."""
    values = dict(row._mapping)
    return Entry(**{**values, "state": State(values["state"])})


def _row(message: Message, at: datetime) -> dict[str, Any]:
    return {
        "kind": message.kind,
        "recipient": message.recipient,
        "about": message.about,
        "occasion": message.occasion,
        "facts": dict(message.facts),
        "child_id": message.child_id,
        "planned_at": at,
        "state": State.PENDING,
        "due_at": message.due_at or at,
        "reason": "",
        "token": 0,
        "replica": "",
        "tries": 0,
        "unknowns": 0,
    }
