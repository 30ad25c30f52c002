"""The year's schedule: every role × seeing and planning, and calendar feeds by their secret address alone."""

import asyncio
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copyfile

from storage.audits import Audit
from storage.db import Database
from storage.returns import Session
from storage.roles import Role
from storage.schedule import Activity
from tests.bot.over_http import hear
from tests.scenarios.product import PRODUCTION, Product
from tests.storage.council import DAY, OWN, STAFF, STRANGER, add_council
from tests.storage.support import NOW

PLANS = "schedule meeting of the board on 12 October 2026 because it is quarterly"
REFUSED = ["Quality-assurance activities are planned by QA leads."]
SEES = {
    Role.ASSISTANT_MANAGER,
    Role.MANAGER,
    Role.HEAD_OF_SERVICE,
    Role.AUDITOR,
    Role.DIRECTOR,
    Role.QA_LEAD,
    Role.MODERATOR,
}
SECRETS = {Role.MANAGER: "m" * 32, Role.PRACTITIONER: "p" * 32, Role.DUTY: "d" * 32}


def fill(database: Database) -> None:
    with database.transaction() as store:
        add_council(store)
        session = Session("early_help", date(2026, 11, 3), DAY, "head_of_service", "Lead", NOW)
        store.returns.add(replace(session, priorities=("neglect",)), ["practitioner"], [], [])
        store.schedule.add(Activity("themed", "Thresholds; and, more", "data", date(2026, 12, 1), "Lead", NOW))
        store.audits.add(Audit(OWN, "practitioner", "auditor", date(2026, 11, 4), why_now=f"of {OWN}"))
        for role, secret in SECRETS.items():
            store.schedule.open_feed(STAFF[role].key, secret, NOW)


def test_who_sees_the_schedule_who_plans_it_and_what_a_feed_says(migrated_sqlite_file: Path, tmp_path: Path) -> None:
    copyfile(migrated_sqlite_file, tmp_path / "companion.db")
    with closing(Database(f"sqlite:///{tmp_path / 'companion.db'}")) as database:
        fill(database)
        asyncio.run(everybody(database))
        asyncio.run(feeds(database))


async def everybody(database: Database) -> None:
    async with Product(database, PRODUCTION) as bot:
        for role, person in STAFF.items():
            who = str(person.object_id)
            shown = "\n".join(await hear(bot, who, "schedule"))
            assert ("Thresholds" in shown) is (role in SEES), role
            assert ("Audits due" in shown) is (role in SEES), role
            assert ("Check and challenge 1" in shown) is (role in SEES | {Role.PRACTITIONER}), role
            assert OWN not in shown
            assert (await hear(bot, who, PLANS) != REFUSED) is (role is Role.QA_LEAD), role
        assert "Thresholds" not in "\n".join(await hear(bot, STRANGER, "schedule"))
        assert await hear(bot, STRANGER, PLANS) == REFUSED


async def feeds(database: Database) -> None:
    public = {"COMPANION_PUBLIC_URL": "https://bot.example.gov.uk", "COMPANION_LINK_KEY": "k" * 32}
    async with Product(database, {**PRODUCTION, **public}) as bot:
        status, text = await bot.get(f"/calendar/{SECRETS[Role.MANAGER]}.ics")
        assert status == 200
        assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
        assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 4  # with the meeting that was planned
        assert "SUMMARY:Check and challenge 1: Early Help\r\nDESCRIPTION:Why now: neglect" in text
        assert "Thresholds\\; and\\, more" in text
        assert "DTSTART;VALUE=DATE:20261201" in text
        assert OWN not in text
        assert (await bot.get(f"/calendar/{SECRETS[Role.PRACTITIONER]}.ics"))[1].count("BEGIN:VEVENT") == 1
        assert (await bot.get(f"/calendar/{SECRETS[Role.DUTY]}.ics"))[1].count("BEGIN:VEVENT") == 0
        for wrong in ("x" * 32, "x", "m" * 31, "m" * 33, "../health"):
            assert (await bot.get(f"/calendar/{wrong}.ics"))[0] == 404
        with database.transaction() as store:
            assert store.schedule.close_feed(STAFF[Role.PRACTITIONER].key)
            store.people.save(replace(STAFF[Role.MANAGER], left_on=DAY))
        for role in (Role.PRACTITIONER, Role.MANAGER):
            assert (await bot.get(f"/calendar/{SECRETS[role]}.ics"))[0] == 404
