"""Files into somebody's OneDrive, as Teams has it: a card asks, they accept, the bot puts the file where it is told.

The address comes with the acceptance. It must be SharePoint's, over https, and the bot's token never goes there."""

import asyncio
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import aiohttp
from yarl import URL

from bot.documents import Documents, Made, NotMade
from bot.teams import answers
from bot.teams.errors import SendFailure
from bot.teams.fields import JsonObject, object_at, text_at
from bot.teams.request_log import describe, log
from bot.teams.sdk import Chat, SdkAdapter
from dialogs.core.document import Offer
from dialogs.core.turn import Json
from dialogs.core.words import words_of

CONSENT_TYPE = "application/vnd.microsoft.teams.card.file.consent"
INFO_TYPE = "application/vnd.microsoft.teams.card.file.info"
# One label before the domain, as every tenant's OneDrive has it; no user, no port, nothing that parsers may differ on.
_UPLOAD = re.compile(r"https://[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.sharepoint\.com/[!-\[\]-~]{1,4000}", re.IGNORECASE)
_ABOUT_BYTES = 20_000  # the card wants a size, and the file isn't made before somebody wants it
_UPLOAD_SECONDS = aiohttp.ClientTimeout(total=30, sock_connect=5)

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody answered to a file-consent card."""

    offer_id: str
    object_id: str
    accepts: bool
    upload_url: str
    content_url: str
    unique_id: str


def consent_card(offer: Offer) -> dict[str, Json]:
    """The message that asks whether a file may go into their OneDrive."""
    context: dict[str, Json] = {"document": offer.id}
    content: dict[str, Json] = {
        "description": offer.label,
        "sizeInBytes": _ABOUT_BYTES,
        "acceptContext": context,
        "declineContext": context,
    }
    return {"type": "message", "attachments": [{"contentType": CONSENT_TYPE, "name": offer.name, "content": content}]}


def read_consent(activity: JsonObject) -> Consent | None:
    """The answer in an activity; None if it holds none, or not from a personal chat."""
    value, conversation = object_at(activity, "value"), object_at(activity, "conversation")
    is_one = text_at(activity, "type") == "invoke" and text_at(activity, "name") == "fileConsent/invoke"
    if not is_one or text_at(conversation, "conversationType") != "personal":
        return None
    place = object_at(value, "uploadInfo")
    return Consent(
        offer_id=text_at(object_at(value, "context"), "document"),
        object_id=text_at(object_at(activity, "from"), "aadObjectId"),
        accepts=text_at(value, "action") == "accept",
        upload_url=text_at(place, "uploadUrl"),
        content_url=text_at(place, "contentUrl"),
        unique_id=text_at(place, "uniqueId"),
    )


def is_sharepoint(url: str) -> bool:
    """Whether a file may be put at, or pointed to at, an address."""
    return _UPLOAD.fullmatch(url) is not None


class FileConsents:
    """Serves the answers to file-consent cards."""

    def __init__(
        self, sdk: SdkAdapter, session: aiohttp.ClientSession, documents: Documents, clock: Callable[[], datetime]
    ) -> None:
        self._sdk = sdk
        self._session = session
        self._documents = documents
        self._clock = clock

    async def serve(self, activity: JsonObject, consent: Consent) -> Json:
        """Act and say what came of it; gives the body that answers the invoke."""

        async def logic(chat: Chat) -> None:
            await chat.answer({})
            await chat.send(await self._act(consent))

        async def failed(chat: Chat, error: Exception) -> None:
            log(_logger, logging.ERROR, "a file was not delivered: %s", describe(error))
            if not isinstance(error, SendFailure):
                await chat.send(answers.text_message(words_of("core")("document_failed")))

        return await self._sdk.run(activity, logic, failed)

    async def _act(self, consent: Consent) -> dict[str, Json]:
        whose = consent.offer_id, consent.object_id, self._clock()
        if not consent.accepts:
            await asyncio.to_thread(self._documents.decline, *whose)
            return answers.text_message(words_of("core")("document_declined"))
        if not is_sharepoint(consent.upload_url):
            log(_logger, logging.ERROR, "a file's upload address isn't SharePoint's")
            return answers.text_message(words_of("core")("document_not_saved"))
        try:
            made = await asyncio.to_thread(self._documents.accept, *whose)
        except NotMade as why:
            return answers.text_message(str(why))
        if not await self._put(consent.upload_url, made):
            return answers.text_message(words_of("core")("document_not_saved"))
        return _info_card(consent, made)

    async def _put(self, url: str, made: Made) -> bool:
        size = len(made.content)
        headers = {"Content-Type": "application/octet-stream", "Content-Range": f"bytes 0-{size - 1}/{size}"}
        try:
            async with self._session.put(
                URL(url, encoded=True),
                data=made.content,
                headers=headers,
                timeout=_UPLOAD_SECONDS,
                allow_redirects=False,
            ) as response:
                if response.status not in (200, 201):
                    log(_logger, logging.ERROR, "SharePoint answered %s to a file", response.status)
                return response.status in (200, 201)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            log(_logger, logging.ERROR, "a file was not taken: %s", describe(error))
            return False


def _info_card(consent: Consent, made: Made) -> dict[str, Json]:
    """The file, to open from the chat."""
    content: dict[str, Json] = {"uniqueId": consent.unique_id, "fileType": made.name.rpartition(".")[2]}
    card: dict[str, Json] = {"contentType": INFO_TYPE, "name": made.name, "content": content}
    if is_sharepoint(consent.content_url):
        card["contentUrl"] = consent.content_url
    return {"type": "message", "attachments": [card]}
