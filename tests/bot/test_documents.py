"""Offered files over real HTTP: consent, upload, links."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import documents
from bot.documents import NotMade
from bot.files import OFFER_GOOD_FOR
from storage.db import Database
from tests.bot.offering import MANAGER, NOT_YOURS, OVER, SHOWN, STRANGER, UPLOAD, answered, consent, offered, run, said
from tests.scenarios.product import LOCAL, PRODUCTION, Product


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


def test_a_writers_memory_is_not_for_a_thread_of_each_processor(sqlite_database: Database) -> None:
    async def test(bot: Product) -> None:
        uploads, _ = await answered(bot, consent(MANAGER, await offered(bot)))
        assert [content for _, content, _ in uploads.got] == [b"1"]

    run(sqlite_database, test, PRODUCTION, "threads")


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
