"""Links that hold a small file: only ours, for an hour, over HTTP."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.files import GOOD_FOR, LinkError, SignedLinks, into
from tests.dialogs.support import NOW
from tests.scenarios.product import Product, served

LINKS = SignedLinks("https://bot.example.gov.uk", b"k" * 32)
ICS = b"BEGIN:VCALENDAR\r\n"


def parts(url: str) -> tuple[str, str, str]:
    signature, body, name = url.removeprefix("https://bot.example.gov.uk/files/").split("/")
    return signature, body, name


def test_a_link_gives_the_file_back_for_an_hour() -> None:
    link = parts(LINKS.publish("visit.ics", "text/calendar", ICS, NOW))
    assert LINKS.read(*link, NOW + GOOD_FOR) == ("text/calendar", ICS)
    with pytest.raises(LinkError):
        LINKS.read(*link, NOW + GOOD_FOR + timedelta(seconds=1))


@pytest.mark.parametrize("change", ["signature", "body", "name"])
def test_whoever_changes_a_link_gets_nothing(change: str) -> None:
    signature, body, name = parts(LINKS.publish("visit.ics", "text/calendar", ICS, NOW))
    changed = {"signature": signature, "body": body, "name": name}
    changed[change] = {"signature": "0" * 64, "body": "A" + body[1:], "name": "other.ics"}[change]
    with pytest.raises(LinkError):
        LINKS.read(changed["signature"], changed["body"], changed["name"], NOW)


def test_another_key_reads_nothing() -> None:
    link = parts(LINKS.publish("visit.ics", "text/calendar", ICS, NOW))
    with pytest.raises(LinkError):
        SignedLinks("https://bot.example.gov.uk", b"x" * 32).read(*link, NOW)


@pytest.mark.parametrize(("media_type", "content"), [("text/html", ICS), ("text/calendar", b"x" * 2001)])
def test_nothing_else_is_published(media_type: str, content: bytes) -> None:
    with pytest.raises(ValueError, match="link"):
        LINKS.publish("visit.ics", media_type, content, NOW)


def test_a_terminal_writes_it_into_a_folder(tmp_path: Path) -> None:
    path = Path(into(tmp_path / "files")("visit.ics", "text/calendar", ICS, NOW))
    assert path.read_bytes() == ICS
    assert path.stat().st_mode & 0o077 == 0


@served()
async def test_the_server_serves_its_own_links_alone(bot: Product) -> None:
    assert bot.companion.links is not None
    url = bot.companion.links.publish("visit.ics", "text/calendar", ICS, NOW)
    path = url.removeprefix(f"http://127.0.0.1:{bot.settings.port}")
    async with bot.client.get(url) as response:
        assert (response.status, await response.read()) == (200, ICS)
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Content-Type"].startswith("text/calendar")
    assert (await bot.get(path.replace("visit", "other")))[0] == 404
    assert (await bot.get("/files/../x"))[0] == 404
    bot.clock.move(timedelta(hours=2))
    assert (await bot.get(path))[0] == 404
