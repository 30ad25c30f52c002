"""What the tables of roles × actions share: a council in a file, and what everybody is told by signed requests."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copyfile
from typing import TypeAlias

from storage.db import Database
from tests.dialogs.card_checks import faults, texts
from tests.scenarios.product import PRODUCTION, Product
from tests.storage.council import STAFF, STRANGER, add_council
from tests.teams.support import payload

FILE = "application/vnd.microsoft.teams.card.file.consent"
# What everybody hears, by object id and sentence.
Heard: TypeAlias = dict[tuple[str, str], list[str]]
EVERYBODY = tuple(str(person.object_id) for person in STAFF.values())


@contextmanager
def council(migrated: Path, folder: Path) -> Iterator[Database]:
    """The council, in a copy of an empty file that has today's tables."""
    path = folder / "companion.db"
    copyfile(migrated, path)
    with closing(Database(f"sqlite:///{path}")) as database:
        with database.transaction() as store:
            add_council(store)
        yield database


async def hear_all(database: Database, sentences: Iterable[str]) -> Heard:
    """What everybody on the staff, and somebody who isn't, hears to each of these sentences."""
    every = list(sentences)
    async with Product(database, PRODUCTION) as bot:
        return {(who, text): await hear(bot, who, text) for who in (*EVERYBODY, STRANGER) for text in every}


async def hear(bot: Product, who: str, text: str, **changes: object) -> list[str]:
    """What somebody is told in their personal chat: the lines of the message or card; of a file, its name."""
    said = payload("personal_message", text=text, id=f"{who} {text}", **changes)
    said["from"] = {"id": f"29:{who}", "name": "Somebody", "aadObjectId": who}
    if "conversation" not in changes:
        said["conversation"] = {**said["conversation"], "id": f"a:{who}"}
    assert await bot.post(said) == (200, None)
    body = bot.replies[-1]
    if "attachments" not in body:
        return [str(body["text"])]
    [attachment] = body["attachments"]
    if attachment["contentType"] == FILE:
        return [str(attachment["name"])]
    assert faults(bot.card()) == []
    return texts(bot.card())
