"""What the bot says unasked to somebody in a terminal chat, in local mode: shown between turns instead of sent."""

import logging
from datetime import datetime

from bot.app import Companion
from bot.outcomes import Came
from bot.recheck import Cancelled, Say
from dialogs.core.reply import Reply
from storage.outbox import Attempt, Entry, State
from storage.store import Store

_logger = logging.getLogger(__name__)


class Unasked:
    """The messages of one terminal chat. In production it gives none: nobody has proved who they are there."""

    def __init__(self, companion: Companion, object_id: str, chat_id: str) -> None:
        self._companion = companion
        self._object_id = object_id
        self._chat_id = chat_id
        self._shown: list[Entry] = []

    def next(self) -> list[Reply]:
        """What has come since, and what takes the place of something shown before."""
        if not self._companion.settings.is_local or not self._object_id:
            return []
        try:
            self._companion.scheduler.tick()
            with self._companion.database.transaction() as store:
                now = self._companion.clock.now()
                return [*self._replacements(store, now), *self._new(store, now)]
        except Exception:  # the chat goes on
            _logger.exception("unasked messages failed")
            return []

    def _new(self, store: Store, now: datetime) -> list[Reply]:
        replies = []
        recipients = store.people.recipients(self._object_id)
        for entry in store.sending.take_waiting(recipients, now, self._companion.replica):
            verdict = self._companion.recheck.verdict(entry, store, now)
            if isinstance(verdict, Cancelled):
                store.sending.put(entry, state=State.CANCELLED, due_at=None, ended_at=now, reason=verdict.why)
            elif isinstance(verdict, Say):
                verdict.told()
                store.sending.attempted((entry, Attempt(now, Came.SENT, 0, "shown in a terminal", entry.replica)))
                ended = {"due_at": None, "ended_at": now, "reason": ""}
                store.sending.put(entry, state=State.SENT, chat_id=self._chat_id, **ended)
                self._shown.append(entry)
                replies.append(verdict.reply)
        return replies

    def _replacements(self, store: Store, now: datetime) -> list[Reply]:
        found = [(entry, self._companion.recheck.replacement(entry, store, now)) for entry in self._shown]
        self._shown = [entry for entry, reply in found if reply is None]
        return [reply for _, reply in found if reply is not None]
