"""What is about a child, and so belongs into a personal chat alone."""

from collections.abc import Callable
from functools import wraps
from typing import TypeAlias

from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from dialogs.core.turn import Scope, Turn
from dialogs.core.words import words_of
from storage.access import Door, as_person
from storage.children import Child
from storage.store import Store

Flow: TypeAlias = Callable[[Turn, Store, Knowledge], Reply]


def personal_only(flow: Flow) -> Flow:
    """Answers in a channel or group chat that this goes on in the personal chat, and does nothing there."""

    @wraps(flow)
    def checked(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
        if turn.conversation.scope is not Scope.PERSONAL:
            return Reply(words_of("home")("personal_only"))
        return flow(turn, store, knowledge)

    return checked


def door(turn: Turn, store: Store, knowledge: Knowledge) -> Door:
    """The gate's door for whoever did this. A bug, not a refusal, outside a personal chat: see `personal_only`."""
    if turn.conversation.scope is not Scope.PERSONAL:
        raise ValueError("nothing about a child outside a personal chat")
    return as_person(store, turn.sender.object_id, turn.at, knowledge.administrators)


def label(child: Child) -> str:
    """What a child is called in chat: initials and the id's last three digits, else the id."""
    digits = "".join(c for c in child.id if c.isdigit())[-3:]
    return f"{child.initials} {digits}" if child.initials and digits else child.id
