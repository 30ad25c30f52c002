"""What a feature declares about itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from dialogs.core.document import Document
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from storage.store import Store

Handler: TypeAlias = Callable[[Turn, Store, Knowledge], Reply | None]
Understands: TypeAlias = Callable[[Turn, Store], Handler | None]


@dataclass(frozen=True, slots=True, eq=False)
class Feature:
    """A feature: the card actions it answers by name, the sentences that reach it, and what else it takes.

    `phrases` maps sentences (as `routing.bare` leaves them) to an action; one with {places}, as "find {child}", gives
    them to the action as data. Of all features, one has `search`, one `installed`, one `removed`, and one `otherwise`,
    which takes every sentence that no phrase matches. `nudges`: the messages that it sends unasked.
    `documents`: the kinds of files that it makes.

    `understands` finds a handler for sentences that no list of phrases can hold, and for answers to what the feature
    has asked; it is tried before all phrases, as "yes" means something else while a question is open. None: not mine.

    `is_watched`: whether what it understands of a sentence with words of danger in it says whom to call above all else.
    """

    name: str
    actions: Mapping[str, Handler]
    phrases: Mapping[str, str] = field(default_factory=dict)
    understands: Understands | None = None
    search: Handler | None = None
    installed: Handler | None = None
    removed: Handler | None = None
    otherwise: Handler | None = None
    nudges: Sequence[Nudge] = ()
    documents: Sequence[Document] = ()
    is_watched: bool = False


def phrases(words: Mapping[str, Sequence[str]], feature: str) -> dict[str, str]:
    """The `[phrases]` table of a feature's words.toml as sentence → action."""
    return {sentence: f"{feature}.{action}" for action, found in words.items() for sentence in found}
