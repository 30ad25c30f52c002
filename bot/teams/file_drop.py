"""A file dropped into a personal chat: fetched from where Teams has put it, and handed on as an act of who dropped it.

The address comes with the message and opens the file by itself. It must be SharePoint's, over https; the bot's token
never goes there, nor anywhere that the answer points to."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import aiohttp
from yarl import URL

from bot.teams.fields import JsonObject, object_at, objects_at, text_at
from bot.teams.file_consent import is_sharepoint
from bot.teams.request_log import describe, log
from dialogs.core.turn import Json, Kind, Scope, Turn
from dialogs.core.words import words_of

DROP_TYPE: Final = "application/vnd.microsoft.teams.file.download.info"
_SECONDS: Final = aiohttp.ClientTimeout(total=20, sock_connect=5)

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Drop:
    """A file as the message names it."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Taking:
    """Which files are taken, by their names, and from whom; what they are read as; the act that this is; how large one
    may be."""

    is_taken: Callable[[str], bool]
    is_wanted_from: Callable[[Turn], bool]
    read: Callable[[bytes], dict[str, Json]]
    action: str
    most_bytes: int


def read_drop(activity: JsonObject) -> Drop | None:
    """The first file in a message; None if it has none."""
    if text_at(activity, "type") != "message":
        return None
    for attachment in objects_at(activity, "attachments"):
        if text_at(attachment, "contentType") == DROP_TYPE:
            return Drop(text_at(attachment, "name"), text_at(object_at(attachment, "content"), "downloadUrl"))
    return None


class FileDrops:
    """Fetches what people drop; `taking` says what becomes of it."""

    def __init__(self, session: aiohttp.ClientSession, taking: Taking) -> None:
        self._session = session
        self._taking = taking
        self._one_read = asyncio.Semaphore(1)  # however many are dropped: the other threads are the scheduler's too

    async def as_turn(self, turn: Turn, drop: Drop) -> Turn:
        """The same turn as an act with what stands in the file, or with why it can't be read, and whether words came
        with it (`words`). With a file that isn't taken, it is the words that count."""
        words = bool(turn.text.strip())
        if turn.conversation.scope is not Scope.PERSONAL or (words and not self._taking.is_taken(drop.name)):
            return turn
        data = {**await self._data(turn, drop), "words": words}
        return replace(turn, kind=Kind.ACTION, text="", action=self._taking.action, data=data)

    async def _data(self, turn: Turn, drop: Drop) -> dict[str, Json]:
        if not self._taking.is_taken(drop.name):
            return {"refused": words_of("core")("drop_other")}
        if not await asyncio.to_thread(self._taking.is_wanted_from, turn):  # before anything is fetched for them
            return {"refused": words_of("core")("drop_not_wanted")}
        if not is_sharepoint(drop.url):
            log(_logger, logging.ERROR, "a dropped file's address isn't SharePoint's")
            return {"refused": words_of("core")("drop_not_fetched")}
        try:
            content = await self._fetched(drop.url)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            log(_logger, logging.ERROR, "a dropped file was not fetched: %s", describe(error))
            content = None
        if content is None:
            return {"refused": words_of("core")("drop_not_fetched")}
        if len(content) > self._taking.most_bytes:
            return {"refused": words_of("core")("drop_too_large")}
        async with self._one_read:
            return await asyncio.to_thread(self._taking.read, content)

    async def _fetched(self, url: str) -> bytes | None:
        """Its content, up to a byte more than may be; None if it isn't given."""
        async with self._session.get(URL(url, encoded=True), timeout=_SECONDS, allow_redirects=False) as response:
            if response.status != 200:
                log(_logger, logging.ERROR, "SharePoint answered %s to a dropped file", response.status)
                return None
            content = b""
            async for chunk in response.content.iter_chunked(2**16):
                content += chunk
                if len(content) > self._taking.most_bytes:
                    break
            return content
