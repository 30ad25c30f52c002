"""The sender's half in the database: each round is one transaction that writes down what came and takes what may go."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.outcomes import Came, Outcome, changes, held_back
from bot.recheck import Cancelled, Held, Recheck, Say, Unreachable
from dialogs.core.reply import Reply
from storage.conversations import Reachable
from storage.db import Database, is_unavailable
from storage.outbox import Attempt, Entry, State
from storage.rates import CHAT, Rate
from storage.sending import Limit
from storage.store import Store

LEASE = timedelta(seconds=60)
# Messages are taken this much before they may go, so that the pace is kept while a transaction takes its time.
AHEAD = timedelta(milliseconds=150)

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Posting:
    """A message to be posted, `wait` after its round began. `recreate`: the chat is gone, make it again first. `stays`:
    it takes the place of one that is still true, and may be replaced once more."""

    entry: Entry
    reply: Reply
    chat: Reachable
    object_id: str
    wait: timedelta = timedelta(0)
    recreate: bool = False
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """A posting and what came of it."""

    posting: Posting
    outcome: Outcome

    @property
    def is_plainly_sent(self) -> bool:
        """Whether it was sent where it was to be, as nearly all are."""
        return (
            self.outcome.came is Came.SENT
            and self.posting.entry.state is not State.SENT
            and not self.outcome.new_chat_id
        )


@dataclass(frozen=True, slots=True)
class Round:
    """What a round gave: what to post, and how long until there is more to do; None: nothing is waiting."""

    postings: tuple[Posting, ...] = ()
    next_in: timedelta | None = None


class Rounds:
    """Runs the rounds of one replica, on one thread. `rate`: of all chats together; None: as fast as it goes."""

    def __init__(
        self,
        database: Database,
        recheck: Recheck,
        replica: str,
        rate: Rate | None,
        now: Callable[[Store], datetime],
        jitter: Callable[[], float],
    ) -> None:
        self._database = database
        self._recheck = recheck
        self._replica = replica
        self._rate = rate
        self._now = now
        self._jitter = jitter

    def is_idle(self) -> timedelta | None:
        """How long nothing is due; zero: there is work now; None: nothing is waiting. Locks nothing."""
        with self._database.reading() as store:
            due = store.sending.next_due_unless_held()
            return None if due is None else max(due - self._now(store), timedelta(0))

    def run(self, finished: Sequence[Finished], room: int) -> Round:
        """One round; `room`: how many more may be on their way. Raises DatabaseUnavailable, with nothing written."""
        with self._database.transaction() as store:
            limit = store.sending.lock()
            now = self._now(store)
            limit = self._record(store, finished, now, limit)
            closed = limit.closed_until if limit.is_closed(now) else None
            if room and closed is None and limit.held_since is None:
                return self._take(store, now, room, limit)
            store.sending.keep([limit])
            return Round(next_in=closed - now if closed else None)

    def _record(self, store: Store, finished: Sequence[Finished], now: datetime, limit: Limit) -> Limit:
        """Write down what came of tries, unless somebody else has taken the message over."""
        tried = [done for done in finished if done.outcome.came is not Came.UNSENT]
        store.sending.attempted(*((done.posting.entry, self._attempt(done.outcome, now)) for done in tried))
        plainly = [done for done in finished if done.is_plainly_sent]
        store.sending.sent([(d.posting.entry, d.posting.chat.id, d.outcome.activity_id or None) for d in plainly], now)
        for done in finished:
            if not done.is_plainly_sent:
                limit = self._record_one(store, done, now, limit)
        return limit

    def _attempt(self, outcome: Outcome, now: datetime) -> Attempt:
        return Attempt(now, outcome.came, outcome.status, outcome.reason, self._replica)

    def _record_one(self, store: Store, done: Finished, now: datetime, limit: Limit) -> Limit:
        entry, outcome, chat = done.posting.entry, done.outcome, done.posting.chat
        new = changes(entry, outcome, now, self._jitter(), stays=done.posting.stays)
        if outcome.came is Came.GONE and new["due_at"] is not None and entry.state is not State.SENT:
            new["recreate"] = {"service_url": chat.service_url, "tenant_id": chat.tenant_id}
        if outcome.new_chat_id:
            new["chat_id"] = outcome.new_chat_id
            store.conversations.remember(outcome.new_chat_id, "personal", chat.tenant_id, chat.service_url)
            store.arrivals.moved(done.posting.object_id, outcome.new_chat_id)
            store.outbox.reached([entry.recipient], now)  # what came due while there was no chat
        if not store.sending.put(entry, **new):
            _logger.warning("a message was taken over", extra={"entry": entry.id, "outcome": outcome.came.value})
        if outcome.came is Came.GONE:
            store.conversations.forget(chat.id)
        if outcome.came is Came.LIMITED:
            return _close(store, chat.id, now + outcome.wait, now, limit)
        return limit

    def _take(self, store: Store, now: datetime, room: int, limit: Limit) -> Round:
        slots = self._slots(limit, now, room)
        if slots == 0:
            store.sending.keep([limit])
            assert self._rate is not None
            return Round(next_in=self._rate.slot(limit.next_at, now) - AHEAD - now)
        entries = store.sending.take(now, LEASE, self._replica, slots)
        ready = [p for p in (self._prepared(store, entry, now) for entry in entries) if p is not None]
        postings = []
        chats = dict(store.sending.limits({p.chat.id for p in ready}))
        for posting in ready:
            chat = chats.get(posting.chat.id, Limit(posting.chat.id))
            slot = self._slot(limit, now)
            own = CHAT.slot(chat.next_at, now)
            if chat.is_closed(now) or own > now + AHEAD:
                until = max(own, chat.closed_until or now)
                store.sending.put(posting.entry, due_at=until, reason="its chat has had enough for now")
                continue
            slot = max(slot, own)
            # A chat that is to be made again takes a request more.
            limit = self._used(limit, slot, 2 if posting.recreate else 1)
            chats[chat.name] = replace(chat, next_at=CHAT.after(chat.next_at, slot))
            postings.append(replace(posting, wait=slot - now))
        # A replacement may be repeated, so nothing need be written before.
        store.sending.begin([(p.entry, p.chat.id) for p in postings if p.entry.state is not State.SENT])
        store.sending.keep([limit, *(chats[name] for name in sorted({p.chat.id for p in postings}))])
        if len(entries) == slots:
            return Round(tuple(postings), timedelta(0))
        due = store.sending.next_due()
        return Round(tuple(postings), None if due is None else max(due - now, timedelta(0)))

    def _prepared(self, store: Store, entry: Entry, now: datetime) -> Posting | None:
        """What to post of a message that was taken; None if nothing, which is then written down."""
        if entry.state is State.POSTING:
            taken_over = self._taken_over(store, entry, now)
            if taken_over is None:
                return None
            entry = taken_over
        try:
            with store.apart():
                if entry.state is State.SENT:
                    return self._replacement(store, entry, now)
                return self._message(store, entry, now)
        except Exception as error:
            if is_unavailable(error):
                raise
            # A bug in one message must not stop the others, nor be forgotten.
            _logger.exception("a message can't be made", extra={"entry": entry.id, "kind": entry.kind})
            outcome = Outcome(Came.AGAIN, reason=f"it can't be made: {type(error).__name__}")
            store.sending.attempted((entry, self._attempt(outcome, now)))
            store.sending.put(entry, **changes(entry, outcome, now, self._jitter()))
            return None

    def _taken_over(self, store: Store, entry: Entry, now: datetime) -> Entry | None:
        """A message whose sender let its lease end: it may have been delivered. None if that was so before."""
        outcome = Outcome(Came.UNKNOWN, reason="whoever was sending it never said what came of it")
        store.sending.attempted((entry, self._attempt(outcome, now)))
        if entry.unknowns:
            store.sending.put(entry, **changes(entry, outcome, now, 0))
            return None
        entry = replace(entry, unknowns=1, state=State.UNKNOWN)
        store.sending.put(entry, unknowns=1, state=State.UNKNOWN, reason=outcome.reason)
        return entry

    def _message(self, store: Store, entry: Entry, now: datetime) -> Posting | None:
        match self._recheck.verdict(entry, store, now):
            case Held() as held:
                store.sending.put(entry, **held_back(entry, held.until, held.why, now, in_vain=held.in_vain))
            case Cancelled(why):
                # What may have been delivered can't be called back, and isn't repeated.
                state = State.UNKNOWN if entry.unknowns else State.CANCELLED
                store.sending.put(entry, state=state, due_at=None, ended_at=now, reason=why)
            case Unreachable(why):
                store.sending.put(entry, state=State.UNREACHABLE, due_at=None, ended_at=now, reason=why)
            case Say() as say:
                chat = store.conversations.personal(say.object_id)
                if chat is not None:
                    say.told()
                    return Posting(entry, say.reply, chat, say.object_id)
                if entry.recreate is not None:
                    say.told()
                    gone = Reachable("", "personal", **entry.recreate)
                    return Posting(entry, say.reply, gone, say.object_id, recreate=True)
                why = "they have no personal chat with the bot"
                store.sending.put(entry, state=State.UNREACHABLE, due_at=None, ended_at=now, reason=why)
        return None

    def _replacement(self, store: Store, entry: Entry, now: datetime) -> Posting | None:
        over = self._recheck.replacement(entry, store, now)
        reply = over or self._recheck.anew(entry, store, now)
        if reply is None:
            store.sending.put(entry, due_at=None)
            return None
        chat = store.conversations.find(entry.chat_id or "")
        if chat is None:
            store.sending.put(entry, due_at=None, replaced_at=now, reason="its chat is gone")
            return None
        return Posting(entry, reply, chat, "", stays=over is None)

    def _slots(self, limit: Limit, now: datetime, room: int) -> int:
        """How many may go from now until a little later."""
        found = 0
        while found < room and self._slot(limit, now) <= now + AHEAD:
            limit = self._used(limit, self._slot(limit, now))
            found += 1
        return found

    def _slot(self, limit: Limit, now: datetime) -> datetime:
        return self._rate.slot(limit.next_at, now) if self._rate else now

    def _used(self, limit: Limit, slot: datetime, requests: int = 1) -> Limit:
        for _ in range(requests if self._rate else 0):
            assert self._rate is not None
            limit = replace(limit, next_at=self._rate.after(limit.next_at, slot))
        return limit


def _close(store: Store, chat_id: str, until: datetime, now: datetime, limit: Limit) -> Limit:
    """Send nothing to a chat for now; to nobody if Teams has asked so in two chats, as then it is about all."""
    chat = store.sending.limits([chat_id]).get(chat_id, Limit(chat_id))
    store.sending.keep([replace(chat, closed_until=max(until, chat.closed_until or until))])
    if store.sending.any_other_closed(chat_id, now):
        return replace(limit, closed_until=max(until, limit.closed_until or until))
    return limit
