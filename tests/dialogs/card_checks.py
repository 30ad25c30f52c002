"""Everything that a card must be, whatever it shows; used wherever a test makes a card."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from dialogs.core.reply import Card

MOST_BYTES = 80_000
MOST_ACTIONS = 6  # Teams shows no more of a card's own
SCHEMA = Path(__file__).parent / "schema" / "adaptive-card-1.5.json"
# What older mobile clients show; inputs' labels and headings' style are ignored there without harm.
ELEMENTS = {"TextBlock", "Container", "ActionSet", "Input.Text", "Input.ChoiceSet"}
# What clients of Adaptive Cards 1.5 have: it brings what the others show in its place, made of the elements above.
NEWER, INSIDE = {"Table"}, {"TableRow", "TableCell"}
# What only Teams has; elsewhere it is left out, and what it says stands beside it.
ONLY_TEAMS = {"Chart.HorizontalBar"}
ACTIONS = {"Action.Execute", "Action.Submit", "Action.ShowCard", "Action.ToggleVisibility", "Action.OpenUrl"}


@cache
def _validator() -> Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft6Validator.check_schema(schema)
    return extend(Draft6Validator, {"anyOf": _of_its_kind(schema["definitions"])})(schema)


def _of_its_kind(definitions: Mapping[str, Any]) -> Any:
    """`anyOf` as ever, but an element is held against its own type's definition only: the others refuse it for its
    type, and to read them all the same took longer than all else that the tests do."""

    def kind(branch: Mapping[str, Any]) -> str | None:
        [of] = branch["allOf"] if branch.keys() == {"required", "allOf"} else [branch]
        definition = definitions.get(str(of.get("$ref", "")).removeprefix("#/definitions/"), {})
        return next(iter(definition.get("properties", {}).get("type", {}).get("enum", ())), None)

    def any_of(validator: Any, branches: Sequence[Any], value: Any, schema: Any) -> Iterator[Any]:
        known = value.get("type") if isinstance(value, dict) else None
        own = [branch for branch in branches if known is None or kind(branch) in (None, known)]
        yield from Draft6Validator.VALIDATORS["anyOf"](validator, own or branches, value, schema)

    return any_of


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object with a type, of a card and all that it holds; not the data of its buttons."""
    if isinstance(value, list):
        for item in value:
            yield from nodes(item)
    elif isinstance(value, dict):
        if "type" in value:
            yield value
        for name, part in value.items():
            if name != "data":
                yield from nodes(part)


def texts(card: Any, *, hidden: bool = False) -> list[str]:
    """What the card's text blocks show at first, or what they hide."""
    found: list[str] = []

    def walk(value: Any, *, seen: bool) -> None:
        if isinstance(value, list):
            for item in value:
                walk(item, seen=seen)
        elif isinstance(value, dict):
            seen = seen and value.get("isVisible", True)
            if value.get("type") == "TextBlock" and seen is not hidden:
                found.append(value["text"].replace("**", ""))  # bold: the card's own, for the text's is disarmed
            for part in value.values():
                walk(part, seen=seen)

    walk(card, seen=True)
    return found


def bare(text: str) -> str:
    """Words only: no Markdown, quotation marks, bullets, numbers of a list or line breaks."""
    text = re.sub(r"\\([\\*_\[\]`])", r"\1", text)
    text = re.sub(r"^(- |\d+\.\s)", "", re.sub(r"[“”]", "", text), flags=re.M)
    return " ".join(text.split())


def faults(card: Card, text: str = "", *, schema: bool = True) -> list[str]:
    """What is wrong with a card whose text is `text`; empty if nothing is."""
    found = refused(card) if schema else []
    return [*found, *_frame(card), *_pieces(card), *_ids(card), *(_unsaid(card, text) if text else ())]


def refused(card: Card) -> list[str]:
    """What the schema of Adaptive Cards refuses."""
    return [f"schema: {e.message[:200]}" for e in _validator().iter_errors(_without_teams(card))]


def _without_teams(value: Any) -> Any:
    """The card as other clients show it."""
    if isinstance(value, list):
        kept = (item for item in value if not (isinstance(item, dict) and item.get("type") in ONLY_TEAMS))
        return [_without_teams(item) for item in kept]
    if isinstance(value, dict):
        return {name: _without_teams(part) for name, part in value.items()}
    return value


def _frame(card: Card) -> Iterator[str]:
    if (card.get("type"), card.get("version")) != ("AdaptiveCard", "1.5"):
        yield "not an Adaptive Card 1.5"
    if not str(card.get("fallbackText", "")).strip():
        yield "no fallbackText"
    size = len(json.dumps(card, ensure_ascii=False).encode("utf-16-le"))
    if size > MOST_BYTES:
        yield f"{size} bytes"
    actions = card.get("actions", [])
    if isinstance(actions, list) and len(actions) > MOST_ACTIONS:
        yield f"{len(actions)} actions"
    if not any(node.get("style") == "heading" for node in nodes(card)):
        yield "no heading"


def _pieces(card: Card) -> Iterator[str]:
    for node in nodes(card):
        kind = node["type"]
        if kind == "AdaptiveCard":
            continue
        if kind in ONLY_TEAMS and node.get("fallback") != "drop":
            yield f"{kind} isn't left out where there is none"
        if kind in NEWER:
            yield from _instead(node)
        if kind not in ELEMENTS | ACTIONS | ONLY_TEAMS | NEWER | INSIDE:
            yield f"{kind} isn't known to work everywhere"
        if kind == "TextBlock" and not (node["text"].strip() and node.get("wrap")):
            yield f"a text block that is empty or doesn't wrap: {node}"
        if kind.startswith("Input.") and not all(node.get(name) for name in ("id", "label", "errorMessage")):
            yield f"an input without id, label or errorMessage: {node}"
        if kind in ACTIONS:
            yield from _button(node)


def _instead(node: dict[str, Any]) -> Iterator[str]:
    """Whatever a table holds below its head, what stands in its place must say, too."""
    instead = node.get("fallback", {})
    said = " ".join(map(bare, texts(instead)))
    if {part["type"] for part in nodes(instead)} - ELEMENTS or not said:
        yield f"{node['type']} brings nothing that works everywhere"
    yield from (f"only in the table: {cell}" for cell in texts(node.get("rows", [])[1:]) if bare(cell) not in said)


def _button(node: dict[str, Any]) -> Iterator[str]:
    if not node.get("title"):
        yield f"a button without a title: {node}"
    if node.get("style") in ("positive", "destructive") or "isEnabled" in node:
        yield f"Teams has no such button: {node}"
    if node["type"] == "Action.Execute":
        fallback = node.get("fallback", {})
        same = {k: v for k, v in fallback.get("data", {}).items() if k != "action"} == node.get("data", {})
        if fallback.get("type") != "Action.Submit" or fallback["data"].get("action") != node.get("verb") or not same:
            yield f"a button without the same on older clients: {node}"
    if node["type"] == "Action.Submit" and "action" not in node.get("data", {}):
        yield f"a button that no feature would get: {node}"


def _ids(card: Card) -> Iterator[str]:
    ids = [node["id"] for node in nodes(card) if "id" in node]
    if len(ids) != len(set(ids)):
        yield f"an id twice: {ids}"
    for node in nodes(card):
        if node["type"] == "Action.ToggleVisibility":
            yield from (f"nothing to toggle: {target}" for target in node["targetElements"] if target not in ids)


def _unsaid(card: Card, text: str) -> Iterator[str]:
    said = bare(text)
    yield from (f"only on the card: {shown}" for shown in texts(card) if bare(shown) not in said)
