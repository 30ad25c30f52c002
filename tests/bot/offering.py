"""A feature that offers a file, its bot, and the SharePoint that takes it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from unittest.mock import patch

from dialogs.core.document import ICS, Document, Offer, door_for
from dialogs.core.feature import Feature
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.registry import features
from storage.db import Database
from storage.people import Person
from storage.roles import Action
from storage.store import Store
from tests.bot.offered_file import write
from tests.scenarios.product import Product
from tests.storage.council import CHILDREN, STAFF, Role, add_council
from tests.teams.support import payload

MANAGER, STRANGER = str(STAFF[Role.MANAGER].object_id), str(STAFF[Role.PRACTITIONER].object_id)
UPLOAD = "https://example-my.sharepoint.com/personal/dee/_api/v2.0/drive/items/01/uploadSession?guid='7'&temp=%20x"
SHOWN = "https://example-my.sharepoint.com/personal/dee/Documents/Applications/a.ics"
OVER, NOT_YOURS, FAILED, NOT_SAVED = (
    "That file is no longer offered.",
    "I can't give you that file any more",
    "The file couldn't be made.",
    "The file couldn't be saved into your OneDrive.",
)


def gather(facts: Mapping[str, Any], store: Store, knowledge: Knowledge, person: Person, at: datetime) -> str | None:
    may = door_for(store, knowledge, person, at).may(Action.DECIDE, str(facts["child"]))
    return str(facts["says"]) if may else None


def feature(child: str, says: str) -> Feature:
    def give(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
        return Reply("Here it is.", document=Offer("test", {"child": child, "says": says}, child, "A test file"))

    made = Document("test", "a.ics", ICS, gather, write)
    return Feature("test", {"test.give": give}, {"give it to me": "test.give"}, documents=(made,))


def run(
    database: Database, test: Callable[[Product], Awaitable[None]], environ: Mapping[str, str], says: str = "hello"
) -> None:
    async def main() -> None:
        with database.transaction() as store:
            add_council(store)
        every = (feature(sorted(CHILDREN)[0], says), *features())
        with patch("bot.app.features", lambda: every):
            bot = Product(database, environ)
        async with bot:
            await test(bot)

    asyncio.run(main())


def said(who: str, text: str, number: str = "1") -> dict[str, Any]:
    found = payload("personal_message", text=text, id=f"m{number}")
    found["from"] = {**found["from"], "aadObjectId": who}
    return found


def consent(who: str, offer: str, action: str = "accept", number: str = "1", upload: str = UPLOAD) -> dict[str, Any]:
    found = payload("file_consent", id=f"c{number}")
    found["from"] = {**found["from"], "aadObjectId": who}
    found["value"] = {**found["value"], "action": action, "context": {"document": offer}}
    if action == "decline":
        del found["value"]["uploadInfo"]
    else:
        found["value"]["uploadInfo"] = {**found["value"]["uploadInfo"], "uploadUrl": upload, "contentUrl": SHOWN}
    return found


class Uploads:
    """SharePoint: what is put there, and with which headers."""

    def __init__(self, bot: Product, status: int = 201) -> None:
        self.got: list[tuple[str, bytes, Mapping[str, str]]] = []
        consents = bot.server._teams._running.consents  # type: ignore[union-attr]
        assert consents is not None
        self._session = consents._session
        self._status = status

    def put(self, url: Any, *, data: bytes, headers: Mapping[str, str], **how: Any) -> Any:
        assert how["allow_redirects"] is False
        self.got.append((str(url), data, {**self._session.headers, **headers}))
        return self

    async def __aenter__(self) -> Any:
        return replace_status(self._status)

    async def __aexit__(self, *_error: object) -> None:
        """Nothing."""


class replace_status:  # noqa: N801
    def __init__(self, status: int) -> None:
        self.status = status


async def offered(bot: Product) -> str:
    assert (await bot.post(said(MANAGER, "give it to me")))[0] == 200
    [attachment] = bot.replies[-1]["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.teams.card.file.consent"
    assert attachment["name"] == "a.ics"
    assert attachment["content"]["acceptContext"] == attachment["content"]["declineContext"]
    return str(attachment["content"]["acceptContext"]["document"])


async def answered(bot: Product, activity: dict[str, Any], status: int = 201) -> tuple[Uploads, Any]:
    uploads = Uploads(bot, status)
    with patch.object(type(uploads._session), "put", uploads.put):
        assert (await bot.post(activity))[0] == 200
    return uploads, bot.replies[-1]
