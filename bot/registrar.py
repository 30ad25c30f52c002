"""Keeps who people are: what Teams says that they sign in with, and so whose row of the staff is theirs."""

import asyncio
import logging
from collections import OrderedDict
from datetime import datetime, timedelta

from dialogs.core.turn import Turn
from storage.arrivals import LONGEST_SIGN_IN, Binding
from storage.binding import bind
from storage.db import Database

KNOWN_FOR = timedelta(days=1)
ASKED_AGAIN = timedelta(minutes=10)
REMEMBERED = 10_000

_logger = logging.getLogger(__name__)


class StaffRegistrar:
    """Binds strangers to the staff; safe to share on one event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._not_before: OrderedDict[str, datetime] = OrderedDict()

    async def is_stranger(self, turn: Turn) -> bool:
        """Whether nobody on the staff is bound to whoever did this, and Teams wasn't asked just now."""
        object_id = turn.sender.object_id
        if turn.at < self._not_before.get(object_id, turn.at):
            return False
        known = await asyncio.to_thread(self._is_known, object_id)
        self._remember(object_id, turn.at + (KNOWN_FOR if known else ASKED_AGAIN))
        return not known

    async def introduced(self, turn: Turn, principal_name: str) -> None:
        """Keep what Teams said, and bind them if the staff file has them."""
        came_to = await asyncio.to_thread(self._introduce, turn, principal_name)
        _logger.info("stranger introduced", extra={"outcome": came_to.value})
        if came_to is Binding.BOUND:
            self._remember(turn.sender.object_id, turn.at + KNOWN_FOR)

    def _is_known(self, object_id: str) -> bool:
        with self._database.reading() as store:
            return store.people.find(object_id) is not None

    def _introduce(self, turn: Turn, principal_name: str) -> Binding:
        principal_name = principal_name if len(principal_name) <= LONGEST_SIGN_IN else ""
        with self._database.transaction() as store:
            store.arrivals.introduce(turn.sender.object_id, turn.sender.name, principal_name, turn.at)
            return bind(store, turn.sender.object_id, turn.at)

    def _remember(self, object_id: str, not_before: datetime) -> None:
        self._not_before[object_id] = not_before
        self._not_before.move_to_end(object_id)
        while len(self._not_before) > REMEMBERED:
            self._not_before.popitem(last=False)
