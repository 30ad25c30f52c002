"""What Teams needs of the rest of the house: somebody who runs a turn."""

from dataclasses import dataclass
from typing import Protocol

from dialogs.core.reply import Reply
from dialogs.core.turn import Turn


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn came to: the reply, if any, and whether it has already been delivered for this activity id."""

    reply: Reply | None
    already_delivered: bool = False


class TurnRunner(Protocol):
    """Runs one turn as one transaction, off the event loop."""

    async def run(self, turn: Turn) -> Outcome:
        """Act once per (conversation, activity id); a repeat gets the same reply. Raises on a bug or lost database."""
        ...

    async def delivered(self, turn: Turn) -> None:
        """Note that the reply has reached Teams, so that a repeat of the activity sends nothing more."""
        ...


class Watch(Protocol):
    """Somebody who counts what goes wrong at the edge."""

    def refused(self, status: int) -> None:
        """A request was refused with this HTTP status before it became a turn."""
        ...

    def reply_failed(self) -> None:
        """A reply didn't reach Teams."""
        ...


class NobodyWatches:
    """Counts nothing."""

    def refused(self, status: int) -> None:
        """Nothing."""

    def reply_failed(self) -> None:
        """Nothing."""
