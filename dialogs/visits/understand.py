"""Which of the visits' flows a typed sentence is for."""

from dialogs.core.feature import Handler
from dialogs.core.turn import Turn
from dialogs.visits import flow, sentences
from storage.store import Store


def understands(turn: Turn, store: Store) -> Handler | None:
    """The handler of a sentence about visits; None if it is about anything else."""
    if len(turn.text) > sentences.LONGEST:
        return None
    asked = sentences.listed(turn.text, turn.at)
    if asked is not None:
        return flow.listed(asked)
    child = sentences.child(turn.text, turn.at)
    return flow.for_child(child) if child else None
