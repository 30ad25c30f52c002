"""What is over says so in its place: a card whose buttons do nothing any more must not stand there as if they did."""

from dataclasses import replace
from functools import wraps

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow
from dialogs.core.reply import Reply
from dialogs.core.turn import Kind, Turn
from storage.store import Store


def over(flow: Flow) -> Flow:
    """A flow of buttons whose bare sentence says what became of the card: it takes the card's place, as Teams shows a
    sentence beside a card only for a moment, and leaves the card."""

    @wraps(flow)
    def answered(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
        reply = flow(turn, store, knowledge)
        if turn.kind is not Kind.ACTION or reply.card is not None:
            return reply
        first, _, more = reply.text.partition(". ")
        parts = [cards.heading(first.rstrip(".")), *([cards.paragraph(more)] if more else [])]
        return replace(reply, card=cards.card(parts, [], reply.text), in_place=True)

    return answered
