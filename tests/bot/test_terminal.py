import asyncio
import os
from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest
from sqlalchemy import text

from bot.app import Companion
from bot.settings import load_settings
from bot.teams.runner import Outcome
from bot.terminal import PROMPT, TerminalChat, shown
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from storage.db import Database, DatabaseUnavailable
from tests.dialogs.support import ALEX, LONG_AGO, NOW, knowledge
from tests.fixed_clock import FixedClock
from tests.standards_kb.support import CP_EVERY, SMALL_TALK

TABLE = {"how often?": {CP_EVERY: 1.0}, "who does that?": {SMALL_TALK: 1.0}}


@pytest.fixture
def companion(sqlite_database: Database) -> Iterator[Companion]:
    settings = load_settings({"COMPANION_MODE": "local"}, None)
    made = Companion.build(settings, sqlite_database, knowledge(TABLE), FixedClock(NOW))
    yield made
    asyncio.run(made.runner.close())


def typed(*lines: str) -> Callable[[str], str]:
    left = list(lines)

    def read(prompt: str) -> str:
        assert prompt == PROMPT
        if not left:
            raise EOFError
        return left.pop(0)

    return read


def talk(companion: Companion, *lines: str) -> list[str]:
    written: list[str] = []
    TerminalChat(companion, ALEX, typed(*lines), written.append).run()
    return written


def test_a_welcome_and_then_answers(companion: Companion) -> None:
    welcome, answer, more, _end = talk(companion, "how often?", "who does that?")
    assert "Hello Alex." in welcome
    assert "At least every 10 working days thereafter." in answer
    assert "Responsible: Social Worker" in more


def test_every_chat_is_a_conversation_of_its_own_that_names_nobody(companion: Companion) -> None:
    turns: list[Turn] = []

    def run(turn: Turn) -> Outcome:
        turns.append(turn)
        return Outcome(None)

    with patch.object(companion.runner, "run_now", run):
        for _ in range(2):
            talk(companion, "how often?", "quit")
    first, same, second, _ = (turn.conversation.id for turn in turns)
    assert first == same != second
    for told in (ALEX.object_id, ALEX.name, "Alex"):
        assert told not in first


def test_every_chat_begins_with_a_welcome(companion: Companion) -> None:
    for _ in range(2):
        [welcome] = talk(companion, "quit")
        assert "Hello Alex." in welcome


def test_nobody_will_try_to_reach_a_chat_in_a_terminal(companion: Companion) -> None:
    talk(companion, "how often?", "quit")
    with companion.database.engine.connect() as connection:
        assert connection.execute(text("SELECT id FROM conversations")).all() == []


@pytest.mark.parametrize("farewell", ["quit", "Exit", " bye "])
def test_a_farewell_ends_it(companion: Companion, farewell: str) -> None:
    assert len(talk(companion, farewell, "how often?")) == 1


def test_the_end_of_input_ends_it_on_a_line_of_its_own(companion: Companion) -> None:
    assert talk(companion)[-1] == ""


def test_an_empty_line_says_nothing(companion: Companion) -> None:
    assert len(talk(companion, "", "   ", "quit")) == 1


def test_everything_goes_through_the_same_turns_as_in_teams(companion: Companion) -> None:
    talk(companion, "how often?", "how often?", "yes")
    with companion.database.transaction() as store:
        kept = store.questions.since(LONG_AGO)
    assert [(q.words, q.helpful) for q in kept] == [("how often?", None), ("how often?", True)]


@pytest.mark.parametrize("error", [DatabaseUnavailable("gone"), RuntimeError("bug")])
def test_a_failed_turn_is_told_and_the_chat_goes_on(
    companion: Companion, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    run = companion.runner.run_now
    failures = [error]

    def fails_once(turn: Turn) -> Outcome:
        if failures:
            raise failures.pop()
        return run(turn)

    monkeypatch.setattr(companion.runner, "run_now", fails_once)
    sorry, answer, _end = talk(companion, "how often?")
    assert words_of("home")("sorry") in " ".join(sorry.split())
    assert "every 10 working days" in answer


class TestShown:
    @pytest.fixture(autouse=True)
    def _columns(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("os.get_terminal_size", lambda: os.terminal_size((40, 20)))

    def test_no_wider_than_the_terminal_with_room_around(self) -> None:
        seen = shown(Reply("word " * 40))
        assert seen.startswith("\n  word")
        assert seen.endswith("\n")
        assert max(map(len, seen.splitlines())) <= 40

    def test_bullets_hang(self) -> None:
        lines = shown(Reply("Lead:\n- " + "word " * 12)).splitlines()
        assert lines[2].startswith("  - word")
        assert lines[3].startswith("    word")

    def test_empty_lines_stay(self) -> None:
        assert shown(Reply("one\n\ntwo")) == "\n  one\n\n  two\n"

    def test_nothing_is_lost(self) -> None:
        said = "Title\n\n“Quote - with marks”\n- bullet\n\nResponsible: Social Worker"
        assert shown(Reply(said)).split() == said.split()

    @pytest.mark.parametrize(("columns", "widest"), [(0, 100), (1, 22), (500, 100)])
    def test_a_terminal_of_any_width(self, columns: int, widest: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("os.get_terminal_size", lambda: os.terminal_size((columns, 20)))
        assert max(map(len, shown(Reply("word " * 100)).splitlines())) in range(widest - 10, widest + 1)

    def test_where_there_is_no_terminal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def none() -> os.terminal_size:
            raise OSError

        monkeypatch.setattr("os.get_terminal_size", none)
        assert max(map(len, shown(Reply("word " * 100)).splitlines())) <= 100
