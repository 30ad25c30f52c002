"""Turns for the runner, and a feature that does what a test tells it."""

import uuid
from collections.abc import Callable
from dataclasses import replace

from dialogs.core.feature import Feature
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply, Result
from dialogs.core.turn import Conversation, Kind, Scope, Turn
from storage.db import Database
from storage.people import Person
from storage.store import Store
from storage.turns import PastTurn
from tests.dialogs.support import ALEX, NOW

CHAT = Conversation("chat-1", Scope.PERSONAL, "tenant", "https://smba.trafficmanager.net/uk/")
PATIENCE = 60.0


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
        return Feature("test", {"test.act": self}, search=self.search, installed=self, removed=self, otherwise=self)


def turn(activity: str = "", kind: Kind = Kind.MESSAGE, text: str = "hello", **changes: object) -> Turn:
    made = Turn(kind, activity or uuid.uuid4().hex, CHAT, ALEX, NOW, text)
    return replace(made, **changes)  # type: ignore[arg-type]


def people(database: Database) -> list[str]:
    with database.transaction() as store:
        return [person.key for person in store.people.all()]


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
