"""One inbound activity is one transaction, on SQLite and on PostgreSQL."""

import asyncio
import contextvars
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.run_turn import TurnRunner
from bot.teams.runner import Outcome
from dialogs.core.reply import Reply
from dialogs.core.turn import Kind
from dialogs.registry import features
from storage.db import Database
from storage.turns import PastTurn
from tests.bot.turns import CHAT, PATIENCE, Handler, WentWrong, failing, past, people, turn
from tests.dialogs.support import LONG_AGO, NOW, knowledge
from tests.standards_kb.support import CP_EVERY


@pytest.fixture
def observed() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def runner(database: Database, handler: Handler, observed: list[tuple[str, str]]) -> Iterator[TurnRunner]:
    def observe(kind: str, outcome: str, seconds: float) -> None:
        assert seconds >= 0
        observed.append((kind, outcome))

    made = TurnRunner(database, [handler.feature()], knowledge(), observe)
    yield made
    asyncio.run(made.close())


def reachable(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        return list(connection.execute(text("SELECT id FROM conversations")).scalars())


class TestOnce:
    def test_a_turn_acts_and_keeps_its_reply(self, runner: TurnRunner, database: Database, handler: Handler) -> None:
        one = turn()
        assert runner.run_now(one) == Outcome(handler.answers)
        assert people(database) == ["run-1"]
        assert handler.answers is not None
        assert past(database, one) == PastTurn(handler.answers.to_json(), delivered=False)

    def test_a_repeat_gets_the_same_reply_and_nothing_happens_again(
        self, runner: TurnRunner, database: Database, handler: Handler, observed: list[tuple[str, str]]
    ) -> None:
        one = turn()
        first = runner.run_now(one)
        handler.answers = Reply("something else")
        assert [runner.run_now(one) for _ in range(3)] == [first] * 3
        assert handler.runs == 1
        assert people(database) == ["run-1"]
        assert observed == [("message", "done"), *[("message", "repeat")] * 3]

    def test_the_same_id_in_another_conversation_is_another_turn(self, runner: TurnRunner, handler: Handler) -> None:
        handler.answers = None  # saying nothing is kept as well
        for name in ("chat-1", "chat-2", "chat-1"):
            assert runner.run_now(turn("1", conversation=replace(CHAT, id=name))) == Outcome(None)
        assert handler.runs == 2

    def test_duplicates_at_the_same_time_act_once(
        self, runner: TurnRunner, database: Database, handler: Handler
    ) -> None:
        started = threading.Barrier(6)
        one = turn()

        def run() -> Outcome:
            started.wait(PATIENCE)
            return runner.run_now(one)

        with ThreadPoolExecutor(6) as threads:
            outcomes = [future.result(PATIENCE) for future in [threads.submit(run) for _ in range(6)]]
        assert outcomes == [Outcome(handler.answers)] * 6
        assert handler.runs == 1
        assert people(database) == ["run-1"]

    def test_different_turns_at_the_same_time_all_act(self, runner: TurnRunner, database: Database) -> None:
        async def all_at_once() -> None:
            await asyncio.gather(*(runner.run(turn()) for _ in range(12)))

        asyncio.run(all_at_once())
        assert len(people(database)) == 12


class TestFailure:
    def test_nothing_of_a_failing_turn_remains_and_a_repeat_runs_again(
        self, runner: TurnRunner, database: Database, handler: Handler, observed: list[tuple[str, str]]
    ) -> None:
        one = turn()
        handler.told = failing
        with pytest.raises(WentWrong):
            runner.run_now(one)
        assert people(database) == []
        assert past(database, one) is None
        handler.told = lambda: None
        assert runner.run_now(one) == Outcome(handler.answers)
        assert people(database) == ["run-2"]
        assert observed == [("message", "failed"), ("message", "done")]

    def test_a_conversation_first_met_in_a_failing_turn_is_met_again(
        self, database: Database, handler: Handler
    ) -> None:
        made = TurnRunner(database, [handler.feature()], knowledge())
        handler.told = failing
        with pytest.raises(WentWrong):
            made.run_now(turn())
        handler.told = lambda: None
        made.run_now(turn())
        with database.transaction() as store:
            assert store.conversations.welcome_once(CHAT.id, NOW)
        asyncio.run(made.close())


class TestRouting:
    def test_an_old_button_is_explained_and_not_an_error(self, runner: TurnRunner, handler: Handler) -> None:
        outcome = runner.run_now(turn(kind=Kind.ACTION, action="gone.away"))
        assert outcome.reply is not None
        assert "older card" in outcome.reply.text
        assert handler.runs == 0
        runner.run_now(turn(kind=Kind.ACTION, action="test.act"))
        assert handler.runs == 1

    def test_a_search_leaves_no_row(
        self, runner: TurnRunner, database: Database, observed: list[tuple[str, str]]
    ) -> None:
        one = turn(kind=Kind.SEARCH)
        for _ in range(2):
            outcome = runner.run_now(one)
            assert outcome.reply is not None
            assert outcome.reply.results
        assert past(database, one) is None
        with database.transaction() as store:
            assert not store.conversations.welcome_once(CHAT.id, NOW)
        assert observed == [("search", "done")] * 2

    def test_the_context_of_the_request_reaches_the_thread(self, runner: TurnRunner, handler: Handler) -> None:
        request: contextvars.ContextVar[str] = contextvars.ContextVar("request", default="none")
        seen: list[str] = []
        handler.told = lambda: seen.append(request.get())

        async def run() -> None:
            request.set("request-7")
            await runner.run(turn())

        asyncio.run(run())
        assert seen == ["request-7"]


class TestRealFeatures:
    def test_installed_twice_welcomes_once(self, database: Database) -> None:
        made = TurnRunner(database, features(), knowledge())
        first, second = (made.run_now(turn(kind=Kind.INSTALLED)) for _ in range(2))
        assert first.reply is not None
        assert "Hello Alex" in first.reply.text
        assert second.reply is None
        asyncio.run(made.close())

    def test_a_question_is_kept_once_however_often_it_is_sent(self, database: Database) -> None:
        made = TurnRunner(database, features(), knowledge({"how often?": {CP_EVERY: 1.0}}))
        one = turn(text="how often?")
        assert made.run_now(one) == made.run_now(one)
        with database.transaction() as store:
            assert [q.words for q in store.questions.since(LONG_AGO)] == ["how often?"]
        asyncio.run(made.close())

    def test_the_newest_service_url_of_a_conversation_is_kept(self, database: Database, handler: Handler) -> None:
        made = TurnRunner(database, [handler.feature()], knowledge())
        for url in ("https://one.example/", "https://two.example/", "https://two.example/"):
            made.run_now(turn(conversation=replace(CHAT, service_url=url)))
        with database.engine.connect() as connection:
            rows = connection.execute(text("SELECT id, scope, service_url FROM conversations")).all()
        assert [tuple(row) for row in rows] == [("chat-1", "personal", "https://two.example/")]
        asyncio.run(made.close())

    def test_a_chat_that_the_bot_was_removed_from_is_forgotten_until_it_is_back(self, database: Database) -> None:
        here, there = (TurnRunner(database, features(), knowledge()) for _ in range(2))  # two replicas
        for runner in (here, there):
            runner.run_now(turn(text="help"))
        assert reachable(database) == ["chat-1"]
        here.run_now(turn(kind=Kind.REMOVED))
        assert reachable(database) == []
        here.run_now(turn(text="help"))  # back, though nobody said so
        assert reachable(database) == ["chat-1"]
        here.run_now(turn(kind=Kind.REMOVED))
        there.run_now(turn(kind=Kind.INSTALLED))  # which knew the chat all the time
        assert reachable(database) == ["chat-1"]
        for runner in (here, there):
            asyncio.run(runner.close())

    def test_a_chat_that_cannot_be_reached_later_is_not_remembered(self, database: Database, handler: Handler) -> None:
        made = TurnRunner(database, [handler.feature()], knowledge())
        made.run_now(turn(conversation=replace(CHAT, service_url="")))
        assert reachable(database) == []
        asyncio.run(made.close())

    def test_the_threads_of_a_channel_are_one_conversation(self, database: Database, handler: Handler) -> None:
        made = TurnRunner(database, [handler.feature()], knowledge())
        for thread in ("19:x@thread.tacv2;messageid=1", "19:x@thread.tacv2;messageid=2", "19:x@thread.tacv2"):
            made.run_now(turn(conversation=replace(CHAT, id=thread)))
        assert reachable(database) == ["19:x@thread.tacv2"]
        asyncio.run(made.close())
