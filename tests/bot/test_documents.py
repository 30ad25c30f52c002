"""Offered files over real HTTP: consent, upload, links, and everything that mustn't be given."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from bot import documents
from bot.documents import NotMade
from bot.files import OFFER_GOOD_FOR
from bot.teams.file_consent import is_sharepoint
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
from tests.scenarios.product import LOCAL, PRODUCTION, Product
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


def write(says: str) -> bytes:
    if says == "die":
        os._exit(9)
    if says == "sleep":
        raise MemoryError
    return says.encode()


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
    [attachment] = bot.connector.bodies[-1]["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.teams.card.file.consent"
    assert attachment["name"] == "a.ics"
    assert attachment["content"]["acceptContext"] == attachment["content"]["declineContext"]
    return str(attachment["content"]["acceptContext"]["document"])


async def answered(bot: Product, activity: dict[str, Any], status: int = 201) -> tuple[Uploads, Any]:
    uploads = Uploads(bot, status)
    with patch.object(type(uploads._session), "put", uploads.put):
        assert (await bot.post(activity))[0] == 200
    return uploads, bot.connector.bodies[-1]


def test_whoever_accepts_has_the_file_in_their_onedrive(sqlite_database: Database) -> None:
    async def test(bot: Product) -> None:
        offer = await offered(bot)
        uploads, told = await answered(bot, consent(MANAGER, offer))
        [(url, content, headers)] = uploads.got
        assert (url, content) == (UPLOAD, b"hello")
        assert headers["Content-Range"] == "bytes 0-4/5"
        assert "authorization" not in {name.lower() for name in headers}
        [card] = told["attachments"]
        assert card["contentType"] == "application/vnd.microsoft.teams.card.file.info"
        assert (card["contentUrl"], card["name"]) == (SHOWN, "a.ics")
        assert card["content"] == {"uniqueId": "1150D938-8870-4044-9F2C-5BBDEBA70C8C", "fileType": "ics"}
        uploads, told = await answered(bot, consent(MANAGER, offer, number="2"))  # again
        assert not uploads.got
        assert told["text"].startswith(OVER)

    run(sqlite_database, test, PRODUCTION)


def test_nobody_else_can_accept_it(sqlite_database: Database) -> None:
    async def test(bot: Product) -> None:
        offer = await offered(bot)
        for number, who in enumerate((STRANGER, "", "11111111-1111-1111-1111-111111111111")):
            uploads, told = await answered(bot, consent(who, offer, number=f"x{number}"))
            assert not uploads.got
            assert told["text"].startswith(OVER)
            await answered(bot, consent(who, offer, "decline", number=f"d{number}"))
        uploads, _ = await answered(bot, consent(MANAGER, offer))  # theirs is as it was
        assert uploads.got

    run(sqlite_database, test, PRODUCTION)


def test_whoever_declines_is_not_asked_again_by_the_same_card(sqlite_database: Database) -> None:
    async def test(bot: Product) -> None:
        offer = await offered(bot)
        _, told = await answered(bot, consent(MANAGER, offer, "decline"))
        assert told["text"] == "All right, no file was saved."
        uploads, told = await answered(bot, consent(MANAGER, offer, number="2"))
        assert not uploads.got
        assert told["text"].startswith(OVER)

    run(sqlite_database, test, PRODUCTION)


def test_an_offer_is_over_after_an_hour(sqlite_database: Database) -> None:
    async def test(bot: Product) -> None:
        offer = await offered(bot)
        bot.clock.move(documents.GOOD_FOR + timedelta(seconds=1))
        uploads, told = await answered(bot, consent(MANAGER, offer))
        assert not uploads.got
        assert told["text"].startswith(OVER)

    run(sqlite_database, test, PRODUCTION)


def test_whoever_is_entitled_no_longer_gets_nothing(sqlite_database: Database) -> None:
    async def test(bot: Product) -> None:
        offer = await offered(bot)
        with bot.database.transaction() as store:
            person = store.people.find(MANAGER)
            assert person is not None
            store.people.save(replace(person, roles=()))
        uploads, told = await answered(bot, consent(MANAGER, offer))
        assert not uploads.got
        assert told["text"].startswith(NOT_YOURS)

    run(sqlite_database, test, PRODUCTION)


@pytest.mark.parametrize("says", ["die", "sleep", ""])
def test_a_writer_that_dies_or_writes_nothing_is_told_plainly(says: str, sqlite_database: Database) -> None:
    async def test(bot: Product) -> None:
        uploads, told = await answered(bot, consent(MANAGER, await offered(bot)))
        assert not uploads.got
        assert told["text"].startswith(FAILED)

    run(sqlite_database, test, PRODUCTION, says)


@pytest.mark.parametrize("status", [202, 301, 403, 500])
def test_what_sharepoint_does_not_take_is_told_plainly(status: int, sqlite_database: Database) -> None:
    async def test(bot: Product) -> None:
        _, told = await answered(bot, consent(MANAGER, await offered(bot)), status)
        assert told["text"].startswith(NOT_SAVED)

    run(sqlite_database, test, PRODUCTION)


HOSTILE = [
    "http://example-my.sharepoint.com/x",
    "https://evil.example/x",
    "https://sharepoint.com/x",
    "https://evilsharepoint.com/x",
    "https://example-my.sharepoint.com.evil.example/x",
    "https://example-my.sharepoint.com@evil.example/x",
    "https://user:word@example-my.sharepoint.com/x",
    "https://evil.example/.sharepoint.com/x",
    "https://evil.example\\.sharepoint.com/x",
    "https://evil.example#.sharepoint.com/x",
    "https://example-my.sharepoint.com:8443/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://169.254.169.254/.sharepoint.com/",
    "https://example-my.sharepoint.com/x\r\nHost: evil.example",
    "",
]


@pytest.mark.parametrize("url", HOSTILE)
def test_an_address_that_is_not_sharepoints_is_none(url: str) -> None:
    assert not is_sharepoint(url)
    assert is_sharepoint(UPLOAD)


def test_nothing_goes_to_another_address(sqlite_database: Database) -> None:
    async def test(bot: Product) -> None:
        offer = await offered(bot)
        for number, url in enumerate(HOSTILE):
            uploads, told = await answered(bot, consent(MANAGER, offer, number=f"h{number}", upload=url))
            assert not uploads.got
            assert told["text"].startswith(NOT_SAVED)
        uploads, _ = await answered(bot, consent(MANAGER, offer))
        assert uploads.got

    run(sqlite_database, test, PRODUCTION)


def test_where_teams_has_no_onedrive_a_link_gives_it_for_ten_minutes(sqlite_database: Database) -> None:
    async def test(bot: Product) -> None:
        assert (await bot.post(said(MANAGER, "give it to me")))[0] == 200
        [action] = bot.card()["actions"]
        path = action["url"].removeprefix(f"http://127.0.0.1:{bot.settings.port}")
        async with bot.client.get(action["url"]) as response:
            assert (response.status, await response.read()) == (200, b"hello")
            assert response.headers["Cache-Control"] == "no-store"
            assert response.headers["Content-Disposition"] == 'attachment; filename="a.ics"'
        with bot.database.reading() as store:
            seen = [e for e in store.audit_log.search() if e.about == "a file: test"]
        assert [(e.action, e.who.removeprefix("person:")) for e in seen] == [("view", MANAGER)]
        assert (await bot.get(path.replace("/documents/", "/documents/0", 1)))[0] == 404
        assert (await bot.get(path.replace("a.ics", "b.ics")))[0] == 404
        bot.clock.move(OFFER_GOOD_FOR + timedelta(seconds=1))
        assert (await bot.get(path))[0] == 404

    run(sqlite_database, test, LOCAL)


def test_offers_are_forgotten(sqlite_database: Database) -> None:
    async def test(bot: Product) -> None:
        offer = await offered(bot)
        bot.companion.purge(bot.clock.now() + timedelta(hours=1))
        assert await asyncio.to_thread(_is_there, bot, offer)
        bot.companion.purge(bot.clock.now() + timedelta(days=2))
        assert not await asyncio.to_thread(_is_there, bot, offer)
        with pytest.raises(NotMade):
            bot.companion.documents.fetch(offer, bot.clock.now())

    run(sqlite_database, test, PRODUCTION)


def _is_there(bot: Product, offer: str) -> bool:
    with bot.database.reading() as store:
        return store.document_offers.find(offer) is not None
