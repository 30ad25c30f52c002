"""Buttons that the bot answers where they were pressed (`cards.execute`): the answer is a card in its place."""

from dataclasses import replace
from functools import wraps

from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from storage.store import Store


def in_place(flow: Flow) -> Flow:
    """Whatever card comes of it takes the place of the one that was pressed: beside that one Teams shows text alone, in
    which there is nothing to press. So a flow says again what somebody has typed and it can't keep."""

    @wraps(flow)
    def answered(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
        reply = flow(turn, store, knowledge)
        return replace(reply, in_place=True) if reply.card is not None else reply

    return answered
