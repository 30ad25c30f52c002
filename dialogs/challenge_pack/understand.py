"""Which flow a typed sentence about a pack is for."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from dialogs.challenge_pack import flow
from dialogs.core.feature import Handler
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from storage.store import Store

ACTIONS: Mapping[str, Flow] = MappingProxyType(
    {"challenge_pack.pack": flow.pack, "challenge_pack.figures": flow.figures}
)
_SAYS: Final = (
    (
        "challenge_pack.pack",
        re.compile(r"(?:show |get )?(?:me )?(?:the )?pack (?:for |of )?(?P<session>\d{1,9})", re.I),
    ),
    ("challenge_pack.figures", re.compile(r"(?:the )?figures (?:of|for) pack (?P<session>\d{1,9})", re.I)),
)


def understands(turn: Turn, store: Store) -> Handler | None:  # noqa: ARG001
    """The handler of a sentence about a pack; None if it is about anything else."""
    for action, pattern in _SAYS:
        found = pattern.fullmatch(turn.text.strip().rstrip(" ?.!")) if len(turn.text) < 100 else None
        if found:
            return _given(action, found["session"])
    return None


def _given(action: str, session: str) -> Handler:
    def handle(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
        return ACTIONS[action](replace(turn, data={"session": session}), store, knowledge)

    return handle
