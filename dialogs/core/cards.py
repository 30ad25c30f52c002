"""The parts that every card is made of: Adaptive Card 1.5, but what a person must be able to do needs only 1.2."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import cast

from microsoft_teams.cards import (
    Action,
    AdaptiveCard,
    CardElement,
    Container,
    ExecuteAction,
    ShowCardAction,
    SubmitAction,
    TextBlock,
    TextInput,
    ToggleVisibilityAction,
)

from dialogs.core.reply import Card
from dialogs.core.turn import Json

_NUMBERED = re.compile(r"^(\d+\.) ", re.MULTILINE)


def card(body: Sequence[CardElement], actions: Sequence[Action], fallback: str) -> Card:
    """A whole card as JSON; `fallback` is the text for clients and readers that can't show it."""
    made = AdaptiveCard(version="1.5", body=list(body), actions=list(actions) or None, fallback_text=fallback)
    return cast(Card, made.model_dump(by_alias=True, exclude_none=True))


def heading(text: str) -> TextBlock:
    """The card's title, read as a heading by screen readers."""
    return TextBlock(text=plain(text), style="heading", size="Large", weight="Bolder", wrap=True)


def subheading(text: str) -> TextBlock:
    """A title within the card."""
    return TextBlock(text=plain(text), style="heading", size="Medium", weight="Bolder", wrap=True)


def paragraph(text: str) -> TextBlock:
    """Ordinary text; line breaks are kept."""
    return TextBlock(text=plain(text), wrap=True)


def led(text: str) -> TextBlock:
    """Text whose beginning, up to its colon, says in bold what it is about: "Responsible: Social Worker"."""
    return TextBlock(text=_bold_beginning(text), wrap=True)


def small(text: str) -> TextBlock:
    """Text of less weight, such as where a quote stands."""
    return TextBlock(text=plain(text), wrap=True, is_subtle=True, size="Small", spacing="Small")


def note(text: str) -> TextBlock:
    """A remark in small print whose beginning, up to its colon, is bold."""
    return TextBlock(text=_bold_beginning(text), wrap=True, is_subtle=True, size="Small", spacing="Small")


def execute(title: str, action: str, data: dict[str, Json]) -> ExecuteAction:
    """A button that the bot answers in place; on clients without it, the same as a message."""
    submit = SubmitAction(title=title, data={"action": action, **data})
    return ExecuteAction(title=title, verb=action, data=dict(data), fallback=submit)


def say(title: str, action: str, data: dict[str, Json]) -> SubmitAction:
    """A button that is answered with a new message.

    Its data stands alone, without the `msteams` member that would show the press as said by the person: Teams' clients
    have lost the data of such buttons, and the Agents Playground does nothing when one is pressed."""
    return SubmitAction(title=title, data={"action": action, **data})


def offer(title: str, action: str, data: dict[str, Json]) -> Container:
    """A line to press that is answered with a new message: unlike a button's, its words wrap and are never cut off."""
    words = TextBlock(text=plain(title), wrap=True, color="Accent", weight="Bolder")
    return Container(style="emphasis", spacing="Small", items=[words], select_action=say(title, action, data))


def toggle(title: str, *targets: str) -> ToggleVisibilityAction:
    """A button that shows or hides elements without asking the bot."""
    return ToggleVisibilityAction(title=title, target_elements=list(targets))


def ask_for_text(title: str, field: str, label: str, error: str, send: ExecuteAction) -> ShowCardAction:
    """A button that opens a small form of one text field, which may be left empty."""
    entry = TextInput(id=field, label=label, error_message=error, is_multiline=True, max_length=500)
    return ShowCardAction(title=title, card=AdaptiveCard(version="1.5", body=[entry], actions=[send]))


def _bold_beginning(text: str) -> str:
    beginning, colon, rest = text.partition(": ")
    return f"**{plain(beginning)}:** {plain(rest)}" if colon else plain(text)


def plain(text: str) -> str:
    """Text that a TextBlock shows as it stands: its Markdown is disarmed, its lines, numbers and bullets are kept."""
    for mark in ("\\", "*", "_", "[", "]", "`"):
        text = text.replace(mark, "\\" + mark)
    text = _NUMBERED.sub("\\1\N{NO-BREAK SPACE}", text)
    lines = text.split("\n")
    joined = lines[0]
    for before, line in pairwise(lines):
        # One line break keeps bullets together; other lines need an empty one between them.
        joined += ("\n" if before.startswith("- ") and line.startswith("- ") else "\n\n") + line
    return joined
