"""One inbound activity is one transaction: claim → route → act → commit → reply."""

import asyncio
import contextvars
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TypeVar

from bot.documents import by_kind, keep
from bot.teams.runner import Outcome
from dialogs.core.feature import Feature
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from dialogs.core.routing import UnknownAction, route
from dialogs.core.turn import Kind, Scope, Turn
from dialogs.core.words import words_of
from storage.db import Database
from storage.store import Store

T = TypeVar("T")

THREADS = 8
REMEMBERED = 10_000
KNOWN_FOR = timedelta(hours=1)
FLUSH_SECONDS = 1.0

_logger = logging.getLogger(__name__)


class TurnRunner:
    """Runs turns on worker threads, one transaction and one thread hop each; safe to share.

    `observe(kind, outcome, seconds)` is told about every turn: outcome is `done`, `repeat` or `failed`."""

    def __init__(
        self,
        database: Database,
        features: Sequence[Feature],
        knowledge: Knowledge,
        observe: Callable[[str, str, float], None] = lambda _kind, _outcome, _seconds: None,
    ) -> None:
        self._database = database
        self._features = tuple(features)
        self._documents = by_kind(self._features)
        self._knowledge = knowledge
        self._observe = observe
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="turn")
        self._known_chats: OrderedDict[tuple[str, str], datetime] = OrderedDict()
        self._delivered: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._unsaved: list[tuple[str, str]] = []
        self._flush: asyncio.Task[None] | None = None

    async def run(self, turn: Turn) -> Outcome:
        """Act once per (conversation, activity id); a repeat gets the same reply. Raises DatabaseUnavailable."""
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(self._threads, context.run, self.run_now, turn)

    def run_now(self, turn: Turn) -> Outcome:
        """The same on this thread."""
        started = time.perf_counter()
        came_to = "failed"
        try:
            outcome, repeat = self._act(turn)
            came_to = "repeat" if repeat else "done"
        finally:
            self._observe(turn.kind, came_to, time.perf_counter() - started)
        return outcome

    async def delivered(self, turn: Turn) -> None:
        """Note that the reply has reached Teams: in memory at once, in the database within a second."""
        key = (turn.conversation.id, turn.activity_id)
        _remember(self._delivered, key)
        self._unsaved.append(key)
        if self._flush is None or self._flush.done():
            self._flush = asyncio.create_task(self._flush_soon())

    async def close(self) -> None:
        """Save what is unsaved and end the threads; a turn that still runs is not waited for."""
        if self._flush is not None:
            self._flush.cancel()
        try:
            await self._save_delivered()
        except Exception:  # a repeat would at worst be answered twice
            _logger.exception("deliveries could not be noted")
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _act(self, turn: Turn) -> tuple[Outcome, bool]:
        """What the turn came to, and whether it had been run before."""
        if turn.kind is Kind.SEARCH:  # typed letter by letter, changes nothing: not worth a row
            with self._database.reading() as store:
                return Outcome(self._reply(turn, store)), False
        with self._database.transaction() as store:
            past = store.turns.claim(turn.conversation.id, turn.activity_id, turn.at)
            if past is not None:
                delivered = past.delivered or (turn.conversation.id, turn.activity_id) in self._delivered
                again = Reply.from_json(past.reply) if past.reply else None
                if again is not None and not again.is_kept:
                    again = self._reply(turn, store)
                return Outcome(again, already_delivered=delivered), True
            to = turn.conversation
            chat = (to.chat_id, to.service_url)
            # After an installation always: another replica may have seen the removal before it.
            if to.is_reachable and (not self._is_known(chat, turn.at) or turn.kind is Kind.INSTALLED):
                store.conversations.remember(to.chat_id, to.scope, to.tenant_id, to.service_url)
                if to.scope is Scope.PERSONAL and turn.sender.object_id:
                    store.arrivals.remember_chat(turn.sender.object_id, turn.sender.name, to.chat_id)
                    store.outbox.reached(store.people.recipients(turn.sender.object_id), turn.at)
            reply = self._reply(turn, store)
            store.turns.answered(turn.conversation.id, turn.activity_id, reply.to_json() if reply else None)
        if turn.kind is Kind.REMOVED:
            self._known_chats.pop(chat, None)
        else:
            self._known_chats.setdefault(chat, turn.at)
            _forget_oldest(self._known_chats)
        return Outcome(reply), False

    def _is_known(self, chat: tuple[str, str], at: datetime) -> bool:
        """Whether a chat was remembered just now; the sender, or another replica, may forget it at any time."""
        known = self._known_chats.get(chat)
        if known is not None and at - known < KNOWN_FOR:
            return True
        self._known_chats.pop(chat, None)
        return False

    def _reply(self, turn: Turn, store: Store) -> Reply | None:
        try:
            handler = route(self._features, turn, store)
        except UnknownAction:
            return Reply(words_of("home")("old_card"))
        reply = handler(turn, store, self._knowledge)
        return keep(reply, self._documents, turn, store) if reply is not None and reply.document else reply

    async def _flush_soon(self) -> None:
        while self._unsaved:  # again if more came while some were being saved
            await asyncio.sleep(FLUSH_SECONDS)
            try:
                await self._save_delivered()
            except Exception:  # a repeat would at worst be answered twice
                _logger.exception("deliveries could not be noted")

    async def _save_delivered(self) -> None:
        keys, self._unsaved = self._unsaved, []
        if keys:
            try:
                await asyncio.to_thread(self._save, keys)
            except Exception:
                self._unsaved = keys + self._unsaved
                raise

    def _save(self, keys: list[tuple[str, str]]) -> None:
        with self._database.transaction() as store:
            store.turns.delivered(keys)


def _remember(kept: OrderedDict[tuple[str, str], None], key: tuple[str, str]) -> None:
    kept[key] = None
    _forget_oldest(kept)


def _forget_oldest(kept: OrderedDict[tuple[str, str], T]) -> None:
    while len(kept) > REMEMBERED:
        kept.popitem(last=False)
