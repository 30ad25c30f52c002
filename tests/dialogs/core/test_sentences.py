"""A table of sentences: what is said, in which of the ways people type it, and what is somebody else's."""

import pytest

from dialogs.core.personal import Flow
from dialogs.core.reply import Reply
from dialogs.core.sentences import Said, Sentences
from dialogs.core.turn import Kind, Turn
from storage.db import Database
from tests.dialogs.support import Chat, knowledge

WHY = r"(?: because (?P<reason>.+)|: ?(?P<reason2>.+))?"
ROWS = (
    ("show", r"show tree (?P<tree>\d+)", {}),
    ("fell", rf"fell tree (?P<tree>\d+){WHY}", {"sure": "no"}),
    ("any", r".*tree.*", {}),
)


def heard(turn: Turn, *_: object) -> Reply:
    return Reply(str(dict(turn.data)))


FLOW: Flow = heard
TREES = Sentences("trees", {"trees.show": FLOW, "trees.fell": FLOW, "trees.any": FLOW}, ROWS, ("tree",), 60)


@pytest.mark.parametrize(
    ("says", "action", "data"),
    [
        ("show tree 3", "show", {"tree": "3"}),
        ("Please show  tree 3?", "show", {"tree": "3"}),
        ("fell tree 3", "fell", {"tree": "3", "sure": "no"}),
        ("fell tree 3 because it leans.", "fell", {"tree": "3", "reason": "it leans", "sure": "no"}),
        ("fell tree 3: It leans.\nIt’s old!", "fell", {"tree": "3", "reason": "It leans.\nIt's old!", "sure": "no"}),
        ("the tree 3", "any", {}),
    ],
)
def test_the_first_row_that_fits_is_meant(sqlite_database: Database, says: str, action: str, data: object) -> None:
    turn = Chat(sqlite_database, knowledge()).turn(Kind.MESSAGE, says)
    assert TREES.understood(turn) == Said(f"trees.{action}", data)  # type: ignore[arg-type]


@pytest.mark.parametrize("says", ["show bush 3", "a tree " + "so very tall " * 5, ""])
def test_what_is_about_anything_else_or_too_long_is_not_theirs(sqlite_database: Database, says: str) -> None:
    turn = Chat(sqlite_database, knowledge()).turn(Kind.MESSAGE, says)
    assert TREES.understood(turn) is None
    with sqlite_database.transaction() as store:
        assert TREES.understands(turn, store) is None


def test_its_flow_gets_what_was_said(sqlite_database: Database) -> None:
    chat = Chat(sqlite_database, knowledge())
    turn = chat.turn(Kind.MESSAGE, "show tree 3")
    with sqlite_database.transaction() as store:
        handle = TREES.understands(turn, store)
        assert handle is not None
        reply = handle(turn, store, chat.knowledge)
    assert reply is not None
    assert reply.text == "{'tree': '3'}"
