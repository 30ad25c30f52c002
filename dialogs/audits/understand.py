"""Which of the audits' flows a typed sentence is for."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from dialogs.audits import flow
from dialogs.audits.sentences import Said, understood
from dialogs.core.feature import Handler
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from storage.store import Store

ACTIONS: Mapping[str, Flow] = MappingProxyType(
    {
        "audits.allocate": flow.allocate,
        "audits.give": flow.give,
        "audits.mine": flow.mine,
        "audits.all": flow.every,
        "audits.accept": flow.accept,
        "audits.conflict": flow.conflict,
        "audits.close": flow.close,
        "audits.withdraw": flow.withdraw,
    }
)


def understands(turn: Turn, _store: Store) -> Handler | None:
    """The handler of a sentence about audits; None if it is about anything else."""
    said = understood(turn.text)
    return _given(said) if said is not None else None


def _given(said: Said) -> Handler:
    def handle(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
        return ACTIONS[f"audits.{said.action}"](replace(turn, data=said.data), store, knowledge)

    return handle
