"""Who may do what about a moderation: every role, from a signed request of Teams to what Teams is told to show."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from storage.db import Database
from storage.moderation_draw import Wish, draw
from storage.moderations import DONE
from storage.outcomes import BELOW
from storage.roles import Role
from storage.store import Store
from tests.bot.over_http import council, hear
from tests.scenarios.product import PRODUCTION, Product
from tests.storage.council import OWN, STAFF, STRANGER
from tests.storage.support import NOW
from tests.storage.test_moderations import completed

NO_MODERATION = "I know no moderation of an audit by that number"
NOT_FOR_YOU = "Moderation is overseen by the QA lead."
REFUSALS = (NO_MODERATION, NOT_FOR_YOU)
MODERATOR, LEAD = {Role.MODERATOR}, {Role.QA_LEAD}
TOOK_PART = {Role.AUDITOR, Role.PRACTITIONER}
# What each may say of audit 1, which is drawn, and of audit 2, whose moderation is over.
MAY = {
    "moderation of audit 1": MODERATOR | LEAD,
    "moderation of audit 1 area 1": MODERATOR,
    "propose a grade for audit 1": MODERATOR,
    "notes on moderation of audit 1: May": MODERATOR,
    "my view on moderation of audit 1: well": set(),
    "moderation of audit 2": MODERATOR | LEAD | TOOK_PART,
    "moderation of audit 2 area 1": set(),
    "learning from audit 2: plans drift": MODERATOR,
    "my view on moderation of audit 2: well": {Role.PRACTITIONER},
    "moderations of last month": LEAD,
    "draw the moderation sample": LEAD,
    "moderation agreement": LEAD,
    "give moderation of audit 2 to Moderator Example": LEAD,
}


def add_two(store: Store) -> None:
    """Two final audits of OWN drawn for the moderator, of which one has been moderated."""
    for hours in range(2):
        completed(store, NOW - timedelta(hours=hours + 1))
    drawn = draw(store, Wish(NOW.date().replace(day=1), 2, 1, NOW.date() + timedelta(days=14), "Lead"), NOW, NOW.date())
    assert len(drawn.new) == 2
    second = store.moderations.of_audit(2)
    assert second is not None
    over = replace(second, state=DONE, grade=BELOW, stands=BELOW, discussed_on=NOW.date(), agreed="Again.", done_at=NOW)
    assert store.moderations.change(over)


async def heard(database: Database) -> dict[tuple[str, str], str]:
    found = {}
    async with Product(database, PRODUCTION) as bot:
        for who in [*(str(person.object_id) for person in STAFF.values()), STRANGER]:
            for text in (*MAY, f"find {OWN}"):
                found[who, text] = " ".join(await hear(bot, who, text))
    return found


def test_who_moderates_reads_and_oversees(migrated_sqlite_file: Path, tmp_path: Path) -> None:
    with council(migrated_sqlite_file, tmp_path) as database:
        with database.transaction() as store:
            add_two(store)
        found = asyncio.run(heard(database))
    for text, may in MAY.items():
        for role, person in STAFF.items():
            said = found[str(person.object_id), text]
            assert (not any(refusal in said for refusal in REFUSALS)) is (role in may), (text, role)
        assert any(refusal in found[STRANGER, text] for refusal in REFUSALS), text
    moderator = str(STAFF[Role.MODERATOR].object_id)
    assert "I can't show you a child by that id." in found[moderator, f"find {OWN}"]
    assert "AB 001" in found[moderator, "moderation of audit 1"]
    assert "AB 001" not in found[moderator, "moderation of audit 2"]
