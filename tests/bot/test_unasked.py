"""What is said unasked, over HTTP as in Teams and its look-alike, and in a terminal."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.app import Companion
from bot.demo import DEMO_PEOPLE
from bot.settings import load_settings
from bot.terminal import TerminalChat
from bot.unasked import Unasked
from dialogs.core.turn import Sender
from storage.db import Database
from storage.import_runs import HELD, ImportRun
from storage.outbox import Entry, State
from tests.bot.test_terminal import typed
from tests.dialogs.support import NOW, knowledge
from tests.fixed_clock import FixedClock
from tests.scenarios.product import LOCAL, PRODUCTION, Product, served
from tests.teams.support import Recorded, payload

LYNNE = Sender(str(DEMO_PEOPLE[5].object_id), DEMO_PEOPLE[5].name)
RUN = ImportRun("annex_a", "annex-a.xlsx", "0" * 64, None, NOW, "job:imports", HELD, "It would close 40 cases")
INSTALLED = payload("bot_added_personal")
THERE = {"from": {"id": "29:lynne", "aadObjectId": LYNNE.object_id, "name": LYNNE.name}}


def hold_an_import(database: Database) -> int:
    with database.transaction() as store:
        store.people.add_all(DEMO_PEOPLE)
        return store.import_runs.add(RUN)


def entries(database: Database) -> list[Entry]:
    with database.reading() as store:
        return store.outbox.in_states(list(State))


def confirm(database: Database, run_id: int) -> None:
    with database.transaction() as store:
        store.import_runs.confirm(run_id, "somebody", NOW)


async def request(bot: Product, method: str, containing: str) -> Recorded:
    """The request that brings these words to Teams, when it has come."""
    async with asyncio.timeout(60):
        while True:
            for found in bot.connector.requests:
                if found.method == method and containing in str(found.body):
                    return found
            await asyncio.sleep(0.01)


async def state(bot: Product, wanted: State) -> Entry:
    async with asyncio.timeout(60):
        while [e.state for e in entries(bot.database)] != [wanted]:
            await asyncio.sleep(0.01)
    return entries(bot.database)[0]


async def deliver_and_settle(bot: Product) -> None:
    await bot.post({**INSTALLED, **THERE})
    run_id = hold_an_import(bot.database)
    await asyncio.to_thread(bot.companion.scheduler.tick)
    sent = await request(bot, "POST", "waits for you")
    assert sent.body["summary"] == "A file of case data waits for you"
    assert "text" not in sent.body
    entry = await state(bot, State.SENT)
    confirm(bot.database, run_id)
    await asyncio.to_thread(bot.companion.scheduler.tick)
    assert (await request(bot, "PUT", "Settled")).path == f"{sent.path}/{entry.activity_id}"


@served(LOCAL)
async def test_it_reaches_the_look_alike_and_is_replaced_there(bot: Product) -> None:
    await deliver_and_settle(bot)


@served(PRODUCTION)
async def test_it_reaches_teams_and_is_replaced_there(bot: Product) -> None:
    await deliver_and_settle(bot)


@served(PRODUCTION)
async def test_what_waited_for_an_installation_comes_after_it(bot: Product) -> None:
    hold_an_import(bot.database)
    await asyncio.to_thread(bot.companion.scheduler.tick)
    await state(bot, State.UNREACHABLE)
    await bot.post({**INSTALLED, **THERE})
    await request(bot, "POST", "waits for you")


def companion(database: Database) -> Companion:
    settings = load_settings(LOCAL, None)
    return Companion.build(settings, database, knowledge(), FixedClock(NOW))


def test_it_is_shown_in_a_terminal_between_turns_and_so_is_what_it_came_to(sqlite_database: Database) -> None:
    made = companion(sqlite_database)
    run_id = hold_an_import(sqlite_database)
    written: list[str] = []
    lines = typed("help", "quit")

    def read(prompt: str) -> str:
        confirm(sqlite_database, run_id)
        return lines(prompt)

    TerminalChat(made, LYNNE, read, written.append).run()
    notice, welcome, _help, settled = written
    assert "Three questions to try" in welcome  # right above the prompt
    assert "A file of case data waits for you" in notice
    assert "Settled: a file of case data" in settled
    [entry] = entries(sqlite_database)
    assert (entry.state, entry.activity_id) == (State.SENT, None)
    asyncio.run(made.runner.close())


def test_a_terminal_shows_nobody_elses(sqlite_database: Database) -> None:
    made = companion(sqlite_database)
    hold_an_import(sqlite_database)
    assert Unasked(made, str(DEMO_PEOPLE[0].object_id), "terminal-1").next() == []
    assert len(Unasked(made, LYNNE.object_id, "terminal-2").next()) == 1
    assert Unasked(made, LYNNE.object_id, "terminal-3").next() == []
    asyncio.run(made.runner.close())


def test_a_terminal_of_production_shows_none(sqlite_database: Database) -> None:
    made = replace(companion(sqlite_database), settings=load_settings(PRODUCTION, None))
    hold_an_import(sqlite_database)
    assert Unasked(made, LYNNE.object_id, "terminal-1").next() == []
    assert entries(sqlite_database) == []
    asyncio.run(made.runner.close())


def test_messages_are_kept_half_a_year(sqlite_database: Database) -> None:
    made = companion(sqlite_database)
    hold_an_import(sqlite_database)
    Unasked(made, LYNNE.object_id, "terminal-1").next()
    made.purge(NOW + timedelta(days=179))
    assert len(entries(sqlite_database)) == 1
    made.purge(NOW + timedelta(days=181))
    assert entries(sqlite_database) == []
    asyncio.run(made.runner.close())
