"""Offered files that can't be made or saved, and addresses to which nothing goes."""

import pytest

from bot.teams.file_consent import is_sharepoint
from storage.db import Database
from tests.bot.offering import FAILED, MANAGER, NOT_SAVED, UPLOAD, answered, consent, offered, run
from tests.scenarios.product import PRODUCTION, Product


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
