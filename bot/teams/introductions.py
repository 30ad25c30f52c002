"""Asking Teams what a stranger signs in with, before their first turn and outside its transaction."""

import logging
from typing import Protocol

from bot.teams.connector import Connector
from bot.teams.errors import SendFailure
from bot.teams.fields import JsonObject, object_at, text_at
from bot.teams.request_log import describe, log
from bot.teams.retry import Patience
from dialogs.core.turn import Kind, Turn

# Somebody waits for an answer, which may well do without this one.
_BRIEF = Patience(tries=1, seconds=3)
_KINDS = frozenset({Kind.MESSAGE, Kind.INSTALLED})

_logger = logging.getLogger(__name__)


class Registrar(Protocol):
    """Somebody who keeps who people are."""

    async def is_stranger(self, turn: Turn) -> bool:
        """Whether Teams should be asked, now, who did this."""
        ...

    async def introduced(self, turn: Turn, principal_name: str) -> None:
        """Take what Teams says that they sign in with; empty if it doesn't say."""
        ...


class Introductions:
    """Asks for strangers; a turn never fails because of it."""

    def __init__(self, connector: Connector, registrar: Registrar) -> None:
        self._connector = connector
        self._registrar = registrar

    async def before(self, activity: JsonObject, turn: Turn) -> None:
        """Introduce whoever did this, if need be."""
        if turn.kind not in _KINDS or not turn.sender.object_id:
            return
        try:
            if await self._registrar.is_stranger(turn):
                await self._registrar.introduced(turn, await self._principal_name(activity, turn))
        except SendFailure as failure:
            log(_logger, logging.WARNING, "a stranger not looked up: %s", failure.reason)
        except Exception as error:
            log(_logger, logging.ERROR, "a stranger not introduced: %s", describe(error))

    async def _principal_name(self, activity: JsonObject, turn: Turn) -> str:
        to = turn.conversation
        teams_id = text_at(object_at(activity, "from"), "id") or turn.sender.object_id
        member = await self._connector.member(to.service_url, to.chat_id, teams_id, _BRIEF)
        # The id was the activity's own, but the account is what counts.
        same = member is not None and member.object_id.casefold() == turn.sender.object_id.casefold()
        return member.user_principal_name if member is not None and same else ""
