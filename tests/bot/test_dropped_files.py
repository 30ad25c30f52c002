"""A return's workbook dropped into a personal chat, over real HTTP: what is taken, and everything that is refused."""

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from bot.dropped import MOST_BYTES
from bot.teams.file_drop import Drop, FileDrops, Taking
from dialogs.core.turn import Json
from standards_kb.load_returns import load_templates
from storage.db import Database
from storage.imports.return_file import COLUMNS
from storage.imports.sheets import Cell, Sheet, workbook
from storage.returns import Part, Session
from storage.roles import Role
from tests.bot.turns import turn
from tests.scenarios.product import PRODUCTION, Product
from tests.standards_kb.support import framework
from tests.storage.council import DAY, STAFF, add_council
from tests.storage.support import NOW
from tests.teams.support import payload

OWN, OTHER = (str(STAFF[role].object_id) for role in (Role.PRACTITIONER, Role.MANAGER))
PLACE = "https://example-my.sharepoint.com/personal/dee/_layouts/15/download.aspx?UniqueId=7&tempauth=x"
NOT_FETCHED = "I couldn't fetch it"
INDICATORS = list(load_templates(framework())["early_help"].indicators)


def filled(*rows: tuple[str, Cell, Cell, Cell, int]) -> bytes:
    lines: list[list[Cell]] = [["Early Help"], ["Return", 1], list(COLUMNS)]
    lines += [[name, *[None] * 6, value, out_of, comment, version] for name, value, out_of, comment, version in rows]
    return workbook([Sheet("Figures", lines)], "filled")


GOOD = filled(("complaints", 7, None, "Waiting", 1), ("supervision_on_time", 61, 60, "x", 1), ("moon", 1, None, "", 1))


class SharePoint:
    """What is asked of it, and what it gives."""

    def __init__(self, content: bytes = GOOD, status: int = 200) -> None:
        self.asked: list[tuple[str, Mapping[str, Any]]] = []
        self.status = status
        self.content = self
        self._bytes = content

    def get(self, url: Any, **how: Any) -> "SharePoint":
        self.asked.append((str(url), how))
        return self

    async def __aenter__(self) -> "SharePoint":
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Nothing."""

    async def iter_chunked(self, size: int) -> AsyncIterator[bytes]:
        for start in range(0, len(self._bytes), size):
            yield self._bytes[start : start + size]


def drop(who: str, name: str = "return.xlsx", url: str = PLACE, *, chat: str = "personal") -> dict[str, Any]:
    found = payload("personal_message", text="", id="m1")
    found["from"] = {**found["from"], "aadObjectId": who}
    found["conversation"] = {**found["conversation"], "conversationType": chat}
    content = {"downloadUrl": url, "uniqueId": "7", "fileType": "xlsx"}
    kind = "application/vnd.microsoft.teams.file.download.info"
    found["attachments"] = [{"contentType": kind, "name": name, "contentUrl": url, "content": content}]
    return found


def dropped(database: Database, there: SharePoint, *activities: dict[str, Any]) -> list[str]:
    """What is said to each."""
    with database.transaction() as store:
        add_council(store)
        session = Session("early_help", DAY, DAY, "head_of_service", "Lead", NOW)
        store.returns.add(session, ["practitioner"], ["asks"], INDICATORS)

    async def main() -> list[str]:
        told = []
        async with Product(database, PRODUCTION) as bot:
            running = bot.server._teams._running
            assert running is not None
            assert running.drops is not None
            assert "authorization" not in {name.lower() for name in running.drops._session.headers}
            with patch.object(running.drops, "_session", there):
                for activity in activities:
                    assert (await bot.post(activity))[0] == 200
                    told.append(str(bot.replies[-1]))
        return told

    return asyncio.run(main())


def parts(database: Database) -> dict[str, Part]:
    with database.reading() as store:
        return {part.name: part for part in store.returns.parts(1) if part.is_figure}


def test_a_dropped_workbook_is_taken_as_if_it_were_typed(sqlite_database: Database) -> None:
    there = SharePoint()
    [told] = dropped(sqlite_database, there, drop(OWN))
    assert "Figures taken from the file: 1." in told
    assert "row 5: That is more than all" in told
    assert "row 6: there is no such part" in told
    part = parts(sqlite_database)["complaints"]
    assert (part.value, part.text, part.by_name) == ("7", "Waiting", STAFF[Role.PRACTITIONER].name)
    [(url, how)] = there.asked
    assert url == PLACE
    assert how["allow_redirects"] is False
    assert "headers" not in how


def test_the_same_message_again_changes_nothing_and_an_old_file_writes_over_nobody(sqlite_database: Database) -> None:
    again = {**drop(OWN), "id": "m2"}
    first, repeated, old = dropped(sqlite_database, SharePoint(), drop(OWN), drop(OWN), again)
    assert "Figures taken from the file: 1." in first
    assert "Figures taken from the file: 1." in repeated  # the same answer
    assert "Figures taken from the file: 0." in old  # it stands there already
    assert parts(sqlite_database)["complaints"].version == 2


@pytest.mark.parametrize("who", [OTHER, "00000000-0000-0000-0000-00000000beef"], ids=["another", "a stranger"])
def test_nothing_is_fetched_for_whoever_fills_in_no_return(who: str, sqlite_database: Database) -> None:
    there = SharePoint()
    [told] = dropped(sqlite_database, there, drop(who))
    assert "no return that is open is yours to fill in" in told
    assert there.asked == []
    assert parts(sqlite_database)["complaints"].value == ""


@pytest.mark.parametrize(
    ("activity", "there", "answer"),
    [
        (drop(OWN, "return.pdf"), SharePoint(), "no other file"),
        (drop(OWN, url="https://evil.example/return.xlsx"), SharePoint(), NOT_FETCHED),
        (drop(OWN, url="http://example-my.sharepoint.com/x"), SharePoint(), NOT_FETCHED),
        (drop(OWN, url=""), SharePoint(), NOT_FETCHED),
        (drop(OWN), SharePoint(status=302), NOT_FETCHED),
        (drop(OWN), SharePoint(b"x" * (MOST_BYTES + 1)), "it is too large"),
        (drop(OWN), SharePoint(b"PK\x03\x04 no workbook"), "That file can't be taken"),
        (drop(OWN), SharePoint(workbook([Sheet("Figures", [["Return", 1]])], "x")), "isn't a return's file"),
    ],
)
def test_what_is_refused_says_why(
    activity: dict[str, Any], there: SharePoint, answer: str, sqlite_database: Database
) -> None:
    [told] = dropped(sqlite_database, there, activity)
    assert answer in told
    assert parts(sqlite_database)["complaints"].value == ""


def test_words_sent_with_a_photo_are_answered(sqlite_database: Database) -> None:
    there = SharePoint()
    [typed, told] = dropped(
        sqlite_database,
        there,
        {**drop(OWN, "photo.jpg"), "text": "return 1", "id": "m2"},
        {**drop(OWN, "photo.jpg"), "text": " ", "id": "m3"},
    )
    assert "no other file" not in typed
    assert "due by" in typed.casefold()
    assert "no other file" in told
    assert there.asked == []


@pytest.mark.parametrize("there", [SharePoint(), SharePoint(status=404)], ids=["taken", "refused"])
def test_words_sent_with_a_workbook_are_said_to_be_unread(there: SharePoint, sqlite_database: Database) -> None:
    with_words = {**drop(OWN), "text": "visited AB 201 yesterday"}
    told, alone = dropped(sqlite_database, there, with_words, {**drop(OWN), "id": "m2"})
    assert "I haven't read the words you sent with it" in told
    assert "I haven't read" not in alone


def test_files_are_read_one_at_a_time() -> None:
    """Whoever drops many takes one thread, not all that there are."""
    running, most = 0, 0
    both = threading.Barrier(2)

    def read(_content: bytes) -> dict[str, Json]:
        nonlocal running, most
        running += 1
        most = max(most, running)
        with suppress(threading.BrokenBarrierError):
            both.wait(0.2)  # passes at once if a second one comes
        running -= 1
        return {}

    async def main() -> None:
        taking = Taking(lambda _: True, lambda _: True, read, "x", MOST_BYTES)
        drops, one_turn = FileDrops(SharePoint(), taking), turn()  # type: ignore[arg-type]
        one = Drop("return.xlsx", PLACE)
        await asyncio.gather(*(drops._data(one_turn, one) for _ in range(2)))

    asyncio.run(main())
    assert most == 1


def test_nothing_is_fetched_from_a_group(sqlite_database: Database) -> None:
    there = SharePoint()
    dropped(sqlite_database, there, drop(OWN, chat="groupChat"))
    assert there.asked == []
    assert parts(sqlite_database)["complaints"].value == ""


def test_a_folder_with_the_name_of_a_workbook_is_read_nowhere(tmp_path: Path) -> None:
    from bot.dropped import is_taken, read

    assert is_taken("RETURN.XLSX")
    assert not is_taken("return.xlsx.exe")
    assert "refused" in read(b"")
