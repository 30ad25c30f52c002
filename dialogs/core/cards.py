"""The parts that every card is made of: Adaptive Card 1.5, but what a person must be able to do needs only 1.2."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias, cast

from microsoft_teams.cards import (
    Action,
    ActionSet,
    AdaptiveCard,
    CardElement,
    Choice,
    ChoiceSetInput,
    Container,
    ExecuteAction,
    OpenUrlAction,
    ShowCardAction,
    SubmitAction,
    TextBlock,
    TextInput,
    ToggleVisibilityAction,
)

from dialogs.core.reply import Card
from dialogs.core.turn import Json

Input: TypeAlias = TextInput | ChoiceSetInput

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


def alert(text: str) -> TextBlock:
    """A title within the card that asks for attention, by its words and by its colour."""
    return TextBlock(text=plain(text), style="heading", size="Medium", weight="Bolder", wrap=True, color="Attention")


def paragraph(text: str) -> TextBlock:
    """Ordinary text; line breaks are kept."""
    return TextBlock(text=plain(text), wrap=True)


def bold(text: str) -> TextBlock:
    """The title of lines that belong together."""
    return TextBlock(text=plain(text), weight="Bolder", wrap=True)


def close(text: str) -> TextBlock:
    """A line close to the one above."""
    return TextBlock(text=plain(text), wrap=True, spacing="Small")


def wrong(text: str) -> TextBlock:
    """What is wrong with what was typed: words first, and the colour for it."""
    return TextBlock(text=plain(text), wrap=True, color="Attention", weight="Bolder")


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


def buttons(*actions: Action) -> ActionSet:
    """Buttons within the card."""
    return ActionSet(actions=list(actions))


def hidden(name: str, texts: Sequence[str]) -> Container:
    """Lines that a `toggle` shows."""
    return Container(id=name, is_visible=False, items=[note(text) for text in texts])


def offer(title: str, action: str, data: dict[str, Json]) -> Container:
    """A line to press that is answered with a new message: unlike a button's, its words wrap and are never cut off."""
    words = TextBlock(text=plain(title), wrap=True, color="Accent", weight="Bolder")
    return Container(style="emphasis", spacing="Small", items=[words], select_action=say(title, action, data))


def toggle(title: str, *targets: str) -> ToggleVisibilityAction:
    """A button that shows or hides elements without asking the bot."""
    return ToggleVisibilityAction(title=title, target_elements=list(targets))


def open_url(title: str, url: str) -> OpenUrlAction:
    """A button that opens a web page."""
    return OpenUrlAction(title=title, url=url)


def text_input(
    field: str, label: str, error: str, value: str = "", *, required: bool = False, longest: int = 200
) -> TextInput:
    """A field for a text: of a line, unless it may be longer."""
    return TextInput(
        id=field,
        label=label,
        error_message=error,
        value=value or None,
        is_required=required,
        max_length=longest,
        is_multiline=longest > 200 or None,
    )


def choose(field: str, label: str, error: str, choices: Sequence[tuple[str, str]], value: str = "") -> ChoiceSetInput:
    """A choice of one of a few, as (what is shown, what is sent)."""
    shown = [Choice(title=title, value=sent) for title, sent in choices]
    return ChoiceSetInput(
        id=field, label=label, error_message=error, style="expanded", choices=shown, value=value or None, wrap=True
    )


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
