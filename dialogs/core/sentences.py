"""A feature's table of sentences that no list of phrases can hold: the first row whose pattern fits is meant."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from dialogs.core.feature import Handler
from dialogs.core.knowledge import Knowledge
from dialogs.core.mentions import mentions
from dialogs.core.personal import Flow
from dialogs.core.reply import Reply
from dialogs.core.spelling import spelt_out
from dialogs.core.turn import Turn
from storage.store import Store

_POLITE: Final = re.compile(r"(?:,? (?:please|pls|plz|thanks|thank you|ta))+$", re.IGNORECASE)
Row: TypeAlias = tuple[str, str] | tuple[str, str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Said:
    """An action by its name, with what the sentence says about it."""

    action: str
    data: Mapping[str, str]


class Sentences:
    """`rows`: (action, pattern), or with what else the sentence says as a third; a pattern's named groups are what it
    says, and one that ends in a digit is the same as without it. `about`: parts of words, as `mentions` has them; every
    sentence has one. A text after a colon stays as it was typed; elsewhere "please", thanks, spaces, a mark at the end
    and what is left out on a phone make no difference."""

    def __init__(
        self, feature: str, actions: Mapping[str, Flow], rows: Iterable[Row], about: tuple[str, ...], longest: int
    ) -> None:
        self._actions = actions
        self._about = about
        self._longest = longest
        self._rows = tuple(
            (
                f"{feature}.{row[0]}",
                re.compile(rf"(?:please )?(?:{row[1]})", re.I | re.S),
                row[2] if len(row) > 2 else {},
            )
            for row in rows
        )

    def understood(self, turn: Turn) -> Said | None:
        """What a sentence says; None if it is none of these."""
        if not mentions(turn.text, self._about):
            return None
        text = turn.text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip()
        if len(text) > self._longest:
            return None
        bare = _POLITE.sub("", text.rstrip(" ?.!")).rstrip(" ?.!")
        plain = " ".join(bare.split())
        forms = dict.fromkeys([*([text] if ":" in text else []), bare, plain, spelt_out(plain)])
        for action, pattern, more in self._rows:
            for form in forms:
                found = pattern.fullmatch(form)
                if found:
                    groups = found.groupdict().items()
                    return Said(action, {**{name.rstrip("23"): text for name, text in groups if text}, **more})
        return None

    def handler(self, said: Said | None) -> Handler | None:
        """What does it."""
        if said is None:
            return None
        flow, data = self._actions[said.action], dict(said.data)

        def handle(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
            return flow(replace(turn, data=data), store, knowledge)

        return handle

    def understands(self, turn: Turn, store: Store) -> Handler | None:  # noqa: ARG002
        """As a feature declares it."""
        return self.handler(self.understood(turn))
