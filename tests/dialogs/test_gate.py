"""Features come to children's data through the gate, and by nothing else of the store."""

import ast
from pathlib import Path

import pytest

DIALOGS = Path(__file__).parents[2] / "dialogs"
# Whatever else the store has, holds something about children, or is for the command line. The outbox holds their ids at
# most; what a message says of a child is asked for at the gate, for its reader.
OPEN = {"choices", "conversations", "import_runs", "outbox", "people", "questions", "rota"}


@pytest.mark.parametrize("path", sorted(DIALOGS.rglob("*.py")), ids=lambda path: str(path.relative_to(DIALOGS)))
def test_a_feature_reads_no_child_past_the_gate(path: Path) -> None:
    used = {
        node.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and _is_store(node.value)
    }
    assert used <= OPEN


def _is_store(value: ast.expr) -> bool:
    """`store`, or anything's, as in `here.store`."""
    return (isinstance(value, ast.Name) and value.id == "store") or (
        isinstance(value, ast.Attribute) and value.attr == "store"
    )
