"""What a sentence is taken to be: the table of sentences, near misses among them."""

import tomllib
from inspect import unwrap
from pathlib import Path
from typing import Any

import pytest

from dialogs.ask import flow as ask
from dialogs.core.routing import route
from dialogs.core.turn import Kind
from dialogs.registry import features
from dialogs.visits import flow, flow_days, flow_report, flow_saved
from storage.db import Database
from tests.dialogs.visits.support import chat

TABLE = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))
SENTENCES = [(sentence, meant) for part in TABLE.values() for sentence, meant in part.items()]
_NAMED = {
    ask.ask: "ask",
    ask.helped: "helped",
    ask.not_helped: "not_helped",
    flow.mine: "mine",
    flow_days.unwritten: "unwritten",
    flow_days.not_alone: "not_alone",
    flow_days.longest: "longest",
    flow_report.record: "record",
    flow_saved.undo: "undo",
    flow_saved.facts: "facts",
}


def test_the_table_is_large_enough() -> None:
    assert len(SENTENCES) >= 80
    assert sum(meant == "ask" for _, meant in SENTENCES) >= 30


@pytest.mark.parametrize(("sentence", "meant"), SENTENCES, ids=[sentence for sentence, _ in SENTENCES])
def test_sentence(demo: Database, sentence: str, meant: str) -> None:
    turn = chat(demo).turn(Kind.MESSAGE, sentence)
    with demo.transaction() as store:
        assert what_is(route(features(), turn, store)) == meant


def what_is(handler: Any) -> str:
    if handler in _NAMED:
        return _NAMED[handler]
    taken = unwrap(handler)
    if taken in _NAMED:
        return _NAMED[taken]
    if not hasattr(taken, "func"):
        return str(taken.__name__)
    name, given = taken.func.__name__.strip("_"), taken.args[0]
    if name == "listed":
        return f"list {given.title}"
    if name == "for_child":
        return f"child {given}"
    if name == "begin":
        return " ".join([given.kind, *given.children])
    if name == "plan":
        return " ".join(["plan", *given.children])
    return str(name)
