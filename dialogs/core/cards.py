"""The parts that every card is made of: Adaptive Card 1.5, but what a person must be able to do needs only 1.2."""

from collections.abc import Sequence
from itertools import pairwise
from typing import cast

from microsoft_teams.cards import (
    Action,
    AdaptiveCard,
    CardElement,
    ExecuteAction,
    ShowCardAction,
    SubmitAction,
    TextBlock,
    TextInput,
    ToggleVisibilityAction,
)

from dialogs.core.reply import Card
from dialogs.core.turn import Json


def card(body: Sequence[CardElement], actions: Sequence[Action], fallback: str) -> Card:
    """A whole card as JSON; `fallback` is the text for clients and readers that can't show it."""
    made = AdaptiveCard(version="1.5", body=list(body), actions=list(actions) or None, fallback_text=fallback)
    return cast(Card, made.model_dump(by_alias=True, exclude_none=True))


def heading(text: str) -> TextBlock:
    """The card's title, read as a heading by screen readers."""
    return TextBlock(text=plain(text), style="heading", size="Medium", weight="Bolder", wrap=True)


def subheading(text: str) -> TextBlock:
    """A title within the card."""
    return TextBlock(text=plain(text), style="heading", weight="Bolder", wrap=True)


def paragraph(text: str) -> TextBlock:
    """Ordinary text; line breaks are kept."""
    return TextBlock(text=plain(text), wrap=True)


def small(text: str) -> TextBlock:
    """Text of less weight, such as where a quote stands."""
    return TextBlock(text=plain(text), wrap=True, is_subtle=True, size="Small", spacing="Small")


def execute(title: str, action: str, data: dict[str, Json]) -> ExecuteAction:
    """A button that the bot answers in place; on clients without it, the same as a message."""
    submit = SubmitAction(title=title, data={"action": action, **data})
    return ExecuteAction(title=title, verb=action, data=dict(data), fallback=submit)


def say(title: str, action: str, data: dict[str, Json]) -> SubmitAction:
    """A button that is answered with a new message; Teams shows its title as said by the person."""
    back: dict[str, Json] = {"type": "messageBack", "displayText": title}
    return SubmitAction(title=title, data={"action": action, **data, "msteams": back})


def toggle(title: str, *targets: str) -> ToggleVisibilityAction:
    """A button that shows or hides elements without asking the bot."""
    return ToggleVisibilityAction(title=title, target_elements=list(targets))


def ask_for_text(title: str, field: str, label: str, error: str, send: ExecuteAction) -> ShowCardAction:
    """A button that opens a small form of one text field."""
    entry = TextInput(id=field, label=label, error_message=error, is_multiline=True, is_required=True, max_length=500)
    return ShowCardAction(title=title, card=AdaptiveCard(version="1.5", body=[entry], actions=[send]))


def plain(text: str) -> str:
    """Text that a TextBlock shows as it stands: its Markdown is disarmed, its lines and bullets are kept."""
    for mark in ("\\", "*", "_", "[", "]", "`"):
        text = text.replace(mark, "\\" + mark)
    lines = text.split("\n")
    joined = lines[0]
    for before, line in pairwise(lines):
        # One line break keeps bullets together; other lines need an empty one between them.
        joined += ("\n" if before.startswith("- ") and line.startswith("- ") else "\n\n") + line
    return joined
