"""One inbound activity is one transaction, on SQLite and on PostgreSQL."""

import asyncio
import contextvars
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.run_turn import TurnRunner
from bot.teams.runner import Outcome
from dialogs.core.feature import Feature
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply, Result
from dialogs.core.turn import Conversation, Kind, Scope, Turn
from dialogs.registry import features
from storage.db import Database
from storage.people import Person
from storage.store import Store
from storage.turns import PastTurn
from tests.dialogs.support import ALEX, LONG_AGO, NOW, knowledge
from tests.standards_kb.support import CP_EVERY

CHAT = Conversation("chat-1", Scope.PERSONAL, "tenant", "https://smba.trafficmanager.net/uk/")
PATIENCE = 20.0


class WentWrong(Exception):
    """What a handler runs into, here."""


class Handler:
    """A feature that counts its runs, writes a person at each, and does what it is told."""

    def __init__(self) -> None:
        self.runs = 0
        self.told: Callable[[], None] = lambda: None
        self.answers: Reply | None = Reply("done", {"type": "AdaptiveCard", "body": [1, 2.5, None, "é"]}, "s", True)

    def __call__(self, turn: Turn, store: Store, _knowledge: Knowledge) -> Reply | None:
        self.runs += 1
        store.people.save(Person(f"run-{self.runs}", turn.text, ""))
        self.told()
        return self.answers

    def search(self, turn: Turn, _store: Store, _knowledge: Knowledge) -> Reply:
        return Reply("", results=(Result("title", "subtitle", {}),))

    def feature(self) -> Feature:
        return Feature("test", {"test.act": self}, search=self.search, installed=self, otherwise=self)


@pytest.fixture
def handler() -> Handler:
    return Handler()


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


def turn(activity: str = "", kind: Kind = Kind.MESSAGE, text: str = "hello", **changes: object) -> Turn:
    made = Turn(kind, activity or uuid.uuid4().hex, CHAT, ALEX, NOW, text)
    return replace(made, **changes)  # type: ignore[arg-type]


def people(database: Database) -> list[str]:
    with database.transaction() as store:
        return [person.object_id for person in store.people.all()]


def failing() -> None:
    raise WentWrong


def past(database: Database, of: Turn) -> PastTurn | None:
    """What is kept of a turn; claims it if it is new, and takes that back."""
    found: list[PastTurn | None] = []
    try:
        with database.transaction() as store:
            found.append(store.turns.claim(of.conversation.id, of.activity_id, NOW))
            raise WentWrong
    except WentWrong:
        return found[0]


def is_delivered(database: Database, of: Turn) -> bool:
    kept = past(database, of)
    assert kept is not None
    return kept.delivered


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

    def test_the_threads_of_a_channel_are_one_conversation(self, database: Database, handler: Handler) -> None:
        made = TurnRunner(database, [handler.feature()], knowledge())
        for thread in ("19:x@thread.tacv2;messageid=1", "19:x@thread.tacv2;messageid=2", "19:x@thread.tacv2"):
            made.run_now(turn(conversation=replace(CHAT, id=thread)))
        with database.engine.connect() as connection:
            assert connection.execute(text("SELECT id FROM conversations")).all() == [("19:x@thread.tacv2",)]
        asyncio.run(made.close())


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
