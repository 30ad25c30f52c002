"""What has reached Teams is noted, and closing waits for nothing."""

import asyncio
import threading

import pytest

from bot.run_turn import TurnRunner
from bot.teams.runner import Outcome
from storage.db import Database
from tests.bot.turns import PATIENCE, Handler, WentWrong, failing, is_delivered, turn
from tests.dialogs.support import knowledge


class TestDelivered:
    def test_in_memory_at_once_and_in_the_database_on_close(self, database: Database, handler: Handler) -> None:
        one = turn()

        async def deliver() -> None:
            made = TurnRunner(database, [handler.feature()], knowledge())
            await made.run(one)
            await made.delivered(one)
            assert (await made.run(one)).already_delivered
            assert not is_delivered(database, one)
            await made.close()

        asyncio.run(deliver())
        assert is_delivered(database, one)
        after_restart = TurnRunner(database, [handler.feature()], knowledge())
        assert after_restart.run_now(one) == Outcome(handler.answers, already_delivered=True)
        asyncio.run(after_restart.close())

    def test_soon_in_the_database_and_none_forgotten(
        self, database: Database, handler: Handler, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.run_turn.FLUSH_SECONDS", 0)
        first, second = turn(), turn()

        async def deliver() -> None:
            made = TurnRunner(database, [handler.feature()], knowledge())
            saving, go_on = threading.Event(), threading.Event()
            save = made._save

            def slow_save(keys: list[tuple[str, str]]) -> None:
                saving.set()
                assert go_on.wait(PATIENCE)
                save(keys)

            made._save = slow_save  # type: ignore[method-assign]
            for one in (first, second):
                await made.run(one)
            await made.delivered(first)
            assert await asyncio.to_thread(saving.wait, PATIENCE)
            await made.delivered(second)  # while the first is being saved
            go_on.set()
            assert made._flush is not None
            await asyncio.wait_for(made._flush, PATIENCE)
            assert is_delivered(database, first)
            assert is_delivered(database, second)
            await made.close()

        asyncio.run(deliver())

    def test_what_could_not_be_saved_is_saved_later(
        self, database: Database, handler: Handler, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.run_turn.FLUSH_SECONDS", 0)
        one = turn()

        async def deliver() -> None:
            made = TurnRunner(database, [handler.feature()], knowledge())
            save, tries = made._save, iter([True, True, False])

            def failing_save(keys: list[tuple[str, str]]) -> None:
                if next(tries):
                    raise WentWrong
                save(keys)

            made._save = failing_save  # type: ignore[method-assign]
            await made.run(one)
            await made.delivered(one)
            assert made._flush is not None
            await asyncio.wait_for(made._flush, PATIENCE)
            assert is_delivered(database, one)
            await made.close()

        asyncio.run(deliver())

    def test_closing_waits_neither_for_a_lost_database_nor_for_a_stuck_turn(
        self, database: Database, handler: Handler
    ) -> None:
        started, go_on = threading.Event(), threading.Event()

        def get_stuck() -> None:
            started.set()
            assert go_on.wait(PATIENCE)

        handler.told = get_stuck

        async def close() -> None:
            made = TurnRunner(database, [handler.feature()], knowledge())
            made._save = lambda _keys: failing()  # type: ignore[method-assign]
            await made.delivered(turn())
            stuck = asyncio.create_task(made.run(turn()))
            assert await asyncio.to_thread(started.wait, PATIENCE)
            await made.close()
            assert not go_on.is_set()
            go_on.set()
            await asyncio.wait_for(stuck, PATIENCE)

        asyncio.run(close())
