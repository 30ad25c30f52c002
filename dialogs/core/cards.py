"""The parts that every card is made of: Adaptive Card 1.5, but what a person must be able to do needs only 1.2."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import TypeAlias

from microsoft_teams.cards import (
    ActionSet,
    AdaptiveCard,
    Choice,
    ChoiceSetInput,
    ColumnDefinition,
    Container,
    ContainerStyle,
    ExecuteAction,
    HorizontalBarChart,
    HorizontalBarChartDataValue,
    OpenUrlAction,
    ShowCardAction,
    SubmitAction,
    Table,
    TableCell,
    TableRow,
    TextBlock,
    TextInput,
    ToggleVisibilityAction,
)
from pydantic import BaseModel

from dialogs.core.reply import Card
from dialogs.core.turn import Json

Part: TypeAlias = Card  # an element or an action

_NUMBERED = re.compile(r"^(\d+\.) ", re.MULTILINE)


@cache
def _shapes() -> Mapping[str, Part]:
    """What parts have whatever they say, as Microsoft's own models write it.

    Made once: a model for every part of every card cost more than all else about a card (docs/adr/0007)."""
    models: dict[str, BaseModel] = {
        "card": AdaptiveCard(version="1.5", body=[]),
        "heading": TextBlock(text="", style="heading", size="Large", weight="Bolder", wrap=True),
        "subheading": TextBlock(text="", style="heading", size="Medium", weight="Bolder", wrap=True),
        "alert": TextBlock(text="", style="heading", size="Medium", weight="Bolder", wrap=True, color="Attention"),
        "bold": TextBlock(text="", weight="Bolder", wrap=True),
        "close": TextBlock(text="", wrap=True, spacing="Small"),
        "wrong": TextBlock(text="", wrap=True, color="Attention", weight="Bolder"),
        "together": Container(items=[], spacing="Medium", separator=True),
        "open_url": OpenUrlAction(title="", url=""),
        "line": TextInput(id="", label="", error_message="", max_length=200),
        "choices": ChoiceSetInput(id="", label="", error_message="", style="expanded", choices=[], wrap=True),
        "choice": Choice(title="", value=""),
        "paragraph": TextBlock(text="", wrap=True),
        "small": TextBlock(text="", wrap=True, is_subtle=True, size="Small", spacing="Small"),
        "link": TextBlock(text="", wrap=True, color="Accent", weight="Bolder"),
        "box": Container(items=[]),
        "offer": Container(items=[], style="emphasis", spacing="Small"),
        "buttons": ActionSet(actions=[]),
        "execute": ExecuteAction(title="", verb="", data={}),
        "submit": SubmitAction(title="", data={}),
        "toggle": ToggleVisibilityAction(title="", target_elements=[]),
        "show_card": ShowCardAction(title=""),
        "chart": HorizontalBarChart(title="", data=[]),
        "bar": HorizontalBarChartDataValue(x="", y=0),
        "table": Table(columns=[], rows=[], show_grid_lines=False),
        "column": ColumnDefinition(width=1),
        "row": TableRow(cells=[]),
        "cell": TableCell(items=[]),
        "entry": TextInput(id="", label="", error_message="", is_multiline=True, max_length=500),
    }
    return {name: model.model_dump(by_alias=True, exclude_none=True) for name, model in models.items()}


def card(body: Iterable[Part], actions: Iterable[Part], fallback: str) -> Card:
    """A whole card; `fallback` is the text for clients and readers that can't show it."""
    made: Card = {**_shapes()["card"], "body": [*body], "fallbackText": fallback}
    buttons: list[Json] = [*actions]
    return {**made, "actions": buttons} if buttons else made


def heading(text: str) -> Part:
    """The card's title, read as a heading by screen readers."""
    return {**_shapes()["heading"], "text": plain(text)}


def subheading(text: str) -> Part:
    """A title within the card."""
    return {**_shapes()["subheading"], "text": plain(text)}


def alert(text: str) -> Part:
    """A title within the card that asks for attention, by its words and by its colour."""
    return {**_shapes()["alert"], "text": plain(text)}


def bold(text: str) -> Part:
    """The title of lines that belong together."""
    return {**_shapes()["bold"], "text": plain(text)}


def close(text: str) -> Part:
    """A line close to the one above."""
    return {**_shapes()["close"], "text": plain(text)}


def wrong(text: str) -> Part:
    """What is wrong with what was typed: words first, and the colour for it."""
    return {**_shapes()["wrong"], "text": plain(text)}


def paragraph(text: str) -> Part:
    """Ordinary text; line breaks are kept."""
    return {**_shapes()["paragraph"], "text": plain(text)}


def led(text: str) -> Part:
    """Text whose beginning, up to its colon, says in bold what it is about: "Responsible: Social Worker"."""
    return {**_shapes()["paragraph"], "text": _bold_beginning(text)}


def small(text: str) -> Part:
    """Text of less weight, such as where a quote stands."""
    return {**_shapes()["small"], "text": plain(text)}


def note(text: str) -> Part:
    """A remark in small print whose beginning, up to its colon, is bold."""
    return {**_shapes()["small"], "text": _bold_beginning(text)}


def box(items: Iterable[Part], style: ContainerStyle | None = None) -> Part:
    """Elements that belong together; a style sets them off from the others."""
    made: Part = {**_shapes()["box"], "items": [*items]}
    return {**made, "style": style} if style else made


def together(items: Iterable[Part]) -> Part:
    """Elements that belong together, below a line that parts them from the others."""
    return {**_shapes()["together"], "items": [*items]}


def hidden(name: str, part: Part) -> Part:
    """An element that only a `toggle` of this name shows."""
    return {**part, "id": name, "isVisible": False}


def buttons(actions: Iterable[Part]) -> Part:
    """Buttons amid the card's elements."""
    return {**_shapes()["buttons"], "actions": [*actions]}


def execute(title: str, action: str, data: dict[str, Json]) -> Part:
    """A button that the bot answers in place; on clients without it, the same as a message."""
    pressed: dict[str, Json] = {"title": title, "verb": action, "data": data}
    return {**_shapes()["execute"], **pressed, "fallback": say(title, action, data)}


def say(title: str, action: str, data: dict[str, Json]) -> Part:
    """A button that is answered with a new message.

    Its data stands alone, without the `msteams` member that would show the press as said by the person: Teams' clients
    have lost the data of such buttons, and the Agents Playground does nothing when one is pressed."""
    return {**_shapes()["submit"], "title": title, "data": {"action": action, **data}}


def offer(title: str, action: str, data: dict[str, Json]) -> Part:
    """A line to press that is answered with a new message: unlike a button's, its words wrap and are never cut off."""
    words: Part = {**_shapes()["link"], "text": plain(title)}
    return {**_shapes()["offer"], "items": [words], "selectAction": say(title, action, data)}


def toggle(title: str, *targets: str) -> Part:
    """A button that shows or hides elements without asking the bot."""
    return {**_shapes()["toggle"], "title": title, "targetElements": [*targets]}


def open_url(title: str, url: str) -> Part:
    """A button that opens a web page."""
    return {**_shapes()["open_url"], "title": title, "url": url}


def text_input(field: str, label: str, error: str, value: str = "", *, is_long: bool = False, most: int = 0) -> Part:
    """A field for a line of text, or for more; `most`: for up to that many characters."""
    made: Part = {
        **_shapes()["entry" if is_long or most else "line"],
        "id": field,
        "label": label,
        "errorMessage": error,
    }
    made = {**made, "maxLength": most} if most else made
    return {**made, "value": value} if value else made


def choose(field: str, label: str, error: str, choices: Iterable[tuple[str, str]], value: str = "") -> Part:
    """A choice of one of a few, as (what is shown, what is sent)."""
    shown: list[Json] = [{**_shapes()["choice"], "title": title, "value": sent} for title, sent in choices]
    made: Part = {**_shapes()["choices"], "id": field, "label": label, "errorMessage": error, "choices": shown}
    return {**made, "value": value} if value else made


def ask_for_text(title: str, field: str, label: str, error: str, send: Part, *, most: int = 0) -> Part:
    """A button that opens a small form of one text field, which may be left empty."""
    entry = text_input(field, label, error, is_long=True, most=most)
    form: Part = {**_shapes()["card"], "body": [entry], "actions": [send]}
    return {**_shapes()["show_card"], "title": title, "card": form}


def ask_to_choose(
    title: str, field: str, label: str, error: str, choices: Iterable[tuple[str, str]], send: Part
) -> Part:
    """A button that opens a small form of one choice."""
    form: Part = {**_shapes()["card"], "body": [choose(field, label, error, choices)], "actions": [send]}
    return {**_shapes()["show_card"], "title": title, "card": form}


def chart(title: str, bars: Iterable[tuple[str, int]]) -> Part:
    """A chart where the client has charts, and nothing elsewhere: a table beside it says the same in any case."""
    data: list[Json] = [{**_shapes()["bar"], "x": name, "y": number} for name, number in bars]
    return {**_shapes()["chart"], "title": title, "data": data, "fallback": "drop"}


def table(header: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], lines: Iterable[str]) -> Part:
    """A small table, the first column its rows' names; `lines` say the same where the client has no tables."""
    cells = [[bold(name) for name in header], *([close(value) for value in row] for row in rows)]
    shape = _shapes()
    made: list[Json] = [
        {**shape["row"], "cells": [{**shape["cell"], "items": [part]} for part in row]} for row in cells
    ]
    columns: list[Json] = [{**shape["column"], "width": width} for width in widths]
    return {**shape["table"], "columns": columns, "rows": made, "fallback": box(map(close, lines))}


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
