"""What a turn takes once it comes after a pause, as people's messages do, and in a loop: our answer and an echo.

    python -m benchmarks.paused [--rounds N]

In one process, without HTTP: the processor time of `TurnRunner.run_now`, whose parts can then be told apart. After
some milliseconds' rest the processor's caches hold other things, and the same code takes several times as long."""

import argparse
import gc
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks.lists import SETTINGS
from benchmarks.questions import questions
from bot.knowledge import build_knowledge
from bot.run_turn import TurnRunner
from bot.settings import load_settings
from dialogs.core.feature import Feature
from dialogs.core.reply import Reply
from dialogs.core.turn import Conversation, Kind, Scope, Sender, Turn
from dialogs.registry import features
from standards_kb import search
from storage import schema
from storage.db import Database

ROUNDS, WARM_UP, TURNS, PEOPLE = 5, 80, 250, 40
PAUSE_SECONDS = 0.006  # about what the client of `benchmarks.turn` leaves between two turns
SERVICE_URL = "https://smba.trafficmanager.net/emea/"


def turns(asked: list[str], number: Iterator[int]) -> list[Turn]:
    """The questions as messages of some people, each in a chat of their own."""
    made = []
    for text in asked:
        one = next(number)
        chat = Conversation(f"a:1p-{one % PEOPLE}", Scope.PERSONAL, "tenant", SERVICE_URL)
        sender = Sender(f"00000000-0000-0000-0000-{one % PEOPLE:012}", "Somebody")
        made.append(Turn(Kind.MESSAGE, f"activity-{one}", chat, sender, datetime.now(UTC), text))
    return made


def milliseconds(run: Callable[[Turn], object], asked: list[Turn], pause: float) -> float:
    """The thread's processor time a turn."""
    spent = 0.0
    for turn in asked:
        if pause:
            time.sleep(pause)
        started = time.thread_time()
        run(turn)
        spent += time.thread_time() - started
    return 1000 * spent / len(asked)


def measure(rounds: int, folder: Path) -> dict[str, list[float]]:
    """What each took, round by round; every question is new to the finder in every round."""
    url = f"sqlite:///{folder / 'companion.db'}"
    database, number = Database(url), count(1)
    schema.upgrade(database)
    knowledge = build_knowledge(load_settings({**SETTINGS, "COMPANION_DATABASE_URL": url}, None))
    echo = Feature("echo", {}, otherwise=lambda turn, _store, _knowledge: Reply(f"Echo: {turn.text}"))
    runners = {
        "answer": TurnRunner(database, features(), knowledge),
        "echo": TurnRunner(database, [echo], knowledge),
    }
    asked = [q["question"] for name in ("dev", "tuning") for q in questions(name) if q["expect"] == "answer"]
    asked = list(dict.fromkeys(asked))
    random.Random(2).shuffle(asked)
    for runner in runners.values():
        for turn in turns(asked[:WARM_UP], number):
            runner.run_now(turn)
    gc.collect()
    gc.freeze()  # as `bot.commands.serve` does
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        for pause in (0.0, PAUSE_SECONDS):
            for name, runner in runners.items():
                these = turns(asked[WARM_UP : WARM_UP + TURNS], number)
                took = milliseconds(runner.run_now, these, pause)
                found.setdefault(f"{name}_{'paused' if pause else 'loop'}", []).append(took)
    database.close()
    return found


def main() -> int:
    """Measure and print; nothing is judged here."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    search.REMEMBERED = 0  # a question asked again would be remembered
    with tempfile.TemporaryDirectory() as folder:
        found = measure(parser.parse_args().rounds, Path(folder))
    print("ms of processor time a turn: median (lowest to highest)")
    for name, took in found.items():
        print(f"  {name.replace('_', ', '):<16}{median(took):6.2f} ({min(took):.2f} to {max(took):.2f})")
    print(json.dumps({"name": "paused", "figures": {name: round(median(took), 3) for name, took in found.items()}}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
