"""A card about an audit: however it is filled, the way to say that a child isn't safe stands last on it."""

from collections.abc import Iterable

from dialogs.core import cards
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.words import words_of


class AuditSheet(Sheet):
    """`audits`: those of which its reader may raise a serious concern; of several it is asked which."""

    def __init__(self, title: str, summary: str, audits: Iterable[int]) -> None:
        super().__init__(title, summary)
        self._audits = sorted(set(audits))

    def reply(self, *, in_place: bool = False) -> Reply:
        """The whole."""
        if self._audits:
            words, [first, *others] = words_of("core"), self._audits
            data: dict[str, Json] = {} if others else {"audit": first}
            # In a row of its own, where no title is cut off.
            self.on_card(cards.buttons([cards.say(words("concern"), "audit_outcome.concern", data)]))
            self.typed(words("concern_typed_any") if others else words("concern_typed", number=first))
        return super().reply(in_place=in_place)
