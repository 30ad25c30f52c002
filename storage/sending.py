"""Sending, as the database sees it: who takes which messages, and how fast they may go. All replicas share it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, delete, exists, func, or_, select, text, update

from storage.nudge_tables import told_children
from storage.outbox import Attempt, Entry, State, entry_of
from storage.outbox_tables import outbox, outbox_attempts, send_limits
from storage.rows import insert_all, row_of
from storage.upsert import insert_if_absent, insert_or_update

EVERYBODY: Final = ""  # the name of the limit for all chats together

# Kept, as making them for each message costs more than running them.
_mine = (outbox.c.id == bindparam("its_id"), outbox.c.token == bindparam("its_token"))
_begin = (
    update(outbox)
    .where(*_mine)
    .values(
        state=State.POSTING, chat_id=bindparam("to"), reason="", due_at=bindparam("ends", type_=outbox.c.due_at.type)
    )
)
_sent = (
    update(outbox)
    .where(*_mine)
    .values(
        state=State.SENT,
        chat_id=bindparam("to"),
        activity_id=bindparam("its_name"),
        ended_at=bindparam("at", type_=outbox.c.ended_at.type),
        due_at=None,
        recreate=None,
        reason="",
    )
)


@dataclass(frozen=True, slots=True)
class Limit:
    """How far a chat, or all together, have got: see `storage.rates`; `closed_until`: Teams asked to wait."""

    name: str
    next_at: datetime | None = None
    closed_until: datetime | None = None
    held_since: datetime | None = None

    def is_closed(self, now: datetime) -> bool:
        """Whether nothing may go now, whatever the pace."""
        return self.closed_until is not None and self.closed_until > now


class Sending:
    """Claims on the rows of `outbox`, their attempts, and the rows of `send_limits`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def shared_clock(self) -> datetime | None:
        """The database's own clock, by which replicas agree; None on SQLite, where there is one machine."""
        if self._connection.dialect.name == "sqlite":
            return None
        found: datetime = self._connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        return found.astimezone(UTC)

    def next_due_unless_held(self) -> datetime | None:
        """The same; None too while all sending is stopped."""
        held = exists().where(send_limits.c.name == EVERYBODY, send_limits.c.held_since.is_not(None))
        return self._connection.execute(select(func.min(outbox.c.due_at)).where(~held)).scalar()

    def next_due(self) -> datetime | None:
        """When there is something to do next."""
        return self._connection.execute(select(func.min(outbox.c.due_at))).scalar()

    def lock(self) -> Limit:
        """The limit of everybody, held until the end of the transaction: replicas take messages one after the other.

        Where somebody has deleted its row there is a new one, by which nothing is held up: without one nobody would
        ever send again."""
        chosen = select(send_limits).where(send_limits.c.name == EVERYBODY).with_for_update()
        found = self._connection.execute(chosen).one_or_none()
        if found is None:
            insert_if_absent(self._connection, send_limits, {"name": EVERYBODY})  # waits for who does so just now
            found = self._connection.execute(chosen).one()
        return Limit(**found._mapping)

    def take(self, now: datetime, lease: timedelta, replica: str, most: int) -> list[Entry]:
        """Claim what is due, the longest due first: nobody else gets it until the lease ends.

        The entries have their new token; their state is as it was."""
        ready = select(outbox).where(outbox.c.due_at <= now)
        chosen = ready.order_by(outbox.c.due_at, outbox.c.id).limit(most).with_for_update(skip_locked=True)
        entries = [entry_of(row) for row in self._connection.execute(chosen)]
        if entries:
            claim = {"token": outbox.c.token + 1, "replica": replica, "due_at": now + lease}
            ids = [entry.id for entry in entries]
            self._connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(**claim))
        return [replace(e, token=e.token + 1, replica=replica, due_at=now + lease) for e in entries]

    def take_waiting(self, recipients: Sequence[str], now: datetime, replica: str) -> list[Entry]:
        """Claim what is due for one person, and what couldn't reach them; the claims end with the transaction."""
        due = and_(outbox.c.state.in_((State.PENDING, State.UNKNOWN)), outbox.c.due_at <= now)
        waiting = (outbox.c.recipient.in_(tuple(recipients)), or_(due, outbox.c.state == State.UNREACHABLE))
        chosen = select(outbox).where(*waiting).order_by(outbox.c.id).with_for_update(skip_locked=True)
        entries = [entry_of(row) for row in self._connection.execute(chosen)]
        ids = [entry.id for entry in entries]
        claim = {"token": outbox.c.token + 1, "replica": replica}
        self._connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(**claim))
        return [replace(e, token=e.token + 1, replica=replica) for e in entries]

    def begin(self, postings: Sequence[tuple[Entry, str]]) -> None:
        """Write that messages are on their way to these chats, before they are."""
        if postings:
            rows = [{"its_id": e.id, "its_token": e.token, "to": chat, "ends": e.due_at} for e, chat in postings]
            self._connection.execute(_begin, rows)

    def sent(self, sent: Sequence[tuple[Entry, str, str | None]], at: datetime) -> None:
        """Write that Teams took messages: the chat each went to and its id there. An old claim changes nothing."""
        if sent:
            rows = [
                {"its_id": e.id, "its_token": e.token, "to": chat, "its_name": name, "at": at} for e, chat, name in sent
            ]
            self._connection.execute(_sent, rows)

    def put(self, entry: Entry, **changes: Any) -> bool:
        """Change what is claimed; false if the claim is no longer the newest, and nothing was changed."""
        mine = (outbox.c.id == entry.id, outbox.c.token == entry.token)
        return self._connection.execute(update(outbox).where(*mine).values(**changes)).rowcount == 1

    def attempted(self, *tries: tuple[Entry, Attempt]) -> None:
        """Note what came of tries."""
        insert_all(self._connection, outbox_attempts, [{"outbox_id": e.id, **row_of(tried)} for e, tried in tries])

    def shown(self, after_id: int, since: datetime, most: int) -> list[Entry]:
        """Messages that Teams shows since some time, and that haven't been replaced, from an id on."""
        shown = (outbox.c.state == State.SENT, outbox.c.activity_id.is_not(None), outbox.c.replaced_at.is_(None))
        fresh = (outbox.c.id > after_id, outbox.c.ended_at >= since, outbox.c.due_at.is_(None))
        found = select(outbox).where(*shown, *fresh).order_by(outbox.c.id).limit(most)
        return [entry_of(row) for row in self._connection.execute(found)]

    def replace_soon(self, entry_ids: Sequence[int], at: datetime) -> None:
        """Have cards that Teams shows replaced by what they came to."""
        chosen = (outbox.c.id.in_(tuple(entry_ids)), outbox.c.state == State.SENT, outbox.c.due_at.is_(None))
        self._connection.execute(update(outbox).where(*chosen).values(due_at=at, tries=0, first_try_at=None))

    def show_anew(self, child_ids: Collection[str], at: datetime) -> None:
        """Have cards that Teams shows, and that name these children among others, shown as things are now.

        One that is on its way is claimed anew, as it may have been made before the change."""
        c = outbox.c
        named = c.id.in_(select(told_children.c.outbox_id).where(told_children.c.child_id.in_(sorted(set(child_ids)))))
        shown = (c.state == State.SENT, c.activity_id.is_not(None), c.replaced_at.is_(None))
        later = or_(c.due_at.is_(None), c.due_at > at)
        again = {"due_at": at, "tries": 0, "first_try_at": None, "token": c.token + 1}
        self._connection.execute(update(outbox).where(named, *shown, later).values(**again))

    def is_shown(self, entry_id: int, recipient: str) -> None:
        """A card is shown as things are now: whoever pressed its button has got it so."""
        theirs = (outbox.c.id == entry_id, outbox.c.recipient == recipient, outbox.c.replaced_at.is_(None))
        shown = (outbox.c.state == State.SENT, outbox.c.activity_id.is_not(None))
        self._connection.execute(update(outbox).where(*theirs, *shown).values(due_at=None, token=outbox.c.token + 1))

    def limits(self, names: Iterable[str]) -> Mapping[str, Limit]:
        """The limits of these chats; a chat that wasn't sent to lately has none."""
        found = select(send_limits).where(send_limits.c.name.in_(tuple(names)))
        return {row.name: Limit(**row._mapping) for row in self._connection.execute(found)}

    def any_other_closed(self, name: str, now: datetime) -> bool:
        """Whether Teams has asked to wait in another chat, too."""
        others = send_limits.c.name.not_in((EVERYBODY, name))
        found = select(send_limits.c.name).where(others, send_limits.c.closed_until > now).limit(1)
        return self._connection.execute(found).first() is not None

    def keep(self, limits: Iterable[Limit]) -> None:
        """Save how far they have got."""
        for limit in limits:
            row = {"name": limit.name, "next_at": limit.next_at, "closed_until": limit.closed_until}
            insert_or_update(self._connection, send_limits, row)

    def hold(self, since: datetime | None) -> None:
        """Stop all sending, on every replica, or go on (None)."""
        insert_or_update(self._connection, send_limits, {"name": EVERYBODY, "held_since": since})

    def held_since(self) -> datetime | None:
        """Since when all sending is stopped; None: it isn't."""
        since: datetime | None = self._connection.execute(
            select(send_limits.c.held_since).where(send_limits.c.name == EVERYBODY)
        ).scalar_one_or_none()
        return since

    def forget_old_limits(self, now: datetime) -> int:
        """Remove the limits of chats that could be sent to at once anyway; how many."""
        over = (send_limits.c.name != EVERYBODY, send_limits.c.next_at < now)
        free = func.coalesce(send_limits.c.closed_until, now) <= now
        return self._connection.execute(delete(send_limits).where(*over, free)).rowcount
