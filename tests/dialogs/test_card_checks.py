"""The checks of cards find what they are there to find."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft6Validator

from dialogs.core import cards
from tests.dialogs.card_checks import SCHEMA, faults, refused

SEND = cards.execute("Send", "ask.feedback", {"question": 1})
GOOD = cards.card(
    [cards.heading("Title"), cards.paragraph("Words")],
    [cards.ask_for_text("No", "missing", "What?", "Please write.", SEND), cards.toggle("More", "more")],
    "Title\n\nWords",
)
GOOD["body"].append({"type": "Container", "id": "more", "isVisible": False, "items": []})  # type: ignore[union-attr]


def test_a_good_card_has_none() -> None:
    assert faults(GOOD, "Title\n\n- Words") == []


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda c: c.update(version="1.6"), "not an Adaptive Card 1.5"),
        (lambda c: c.pop("fallbackText"), "no fallbackText"),
        (lambda c: c["body"].pop(0), "no heading"),
        (lambda c: c["body"][1].update(text=" "), "empty or doesn't wrap"),
        (lambda c: c["body"][1].update(wrap=False), "empty or doesn't wrap"),
        (lambda c: c["body"][1].update(size="Huge"), "schema: "),
        (lambda c: c["body"][1].update(colour="red"), "schema: "),
        (lambda c: c["body"].append({"type": "Media"}), "isn't known to work everywhere"),
        (lambda c: c["actions"][0]["card"]["body"][0].pop("label"), "an input without"),
        (lambda c: c["actions"][0]["card"]["body"][0].pop("errorMessage"), "an input without"),
        (lambda c: c["actions"][0]["card"]["body"][0].update(id="more"), "an id twice"),
        (lambda c: c["actions"][1].update(targetElements=["less"]), "nothing to toggle: less"),
        (lambda c: c["actions"][0].update(style="destructive"), "Teams has no such button"),
        (lambda c: c["actions"][0].update(isEnabled=False), "Teams has no such button"),
        (lambda c: c["actions"][0]["card"]["actions"][0].pop("fallback"), "without the same on older clients"),
        (lambda c: c["actions"][0]["card"]["actions"][0]["data"].update(x=1), "without the same on older clients"),
        (lambda c: c["actions"].append({"type": "Action.Submit", "title": "Go"}), "no feature would get"),
        (lambda c: c["actions"].extend([c["actions"][1]] * 5), "7 actions"),
        (lambda c: c["body"][1].update(text="Other words"), "only on the card: Other words"),
        (lambda c: c.update(fallbackText="é" * 40_000), "bytes"),
    ],
)
def test_each_fault_is_found(spoil: Callable[[Any], object], says: str) -> None:
    card = copy.deepcopy(GOOD)
    spoil(card)
    found = faults(card, "Title\n\nWords")
    assert any(says in fault for fault in found), found


@pytest.mark.parametrize(
    "spoil",
    [
        lambda c: None,
        lambda c: c.pop("type"),
        lambda c: c["body"].append({"type": "Nothing"}),
        lambda c: c["body"].append({"text": "no type"}),
        lambda c: c["body"].append("no element"),
        lambda c: c["body"][1].pop("text"),
        lambda c: c["body"][1].update(text=1),
        lambda c: c["body"][1].update(selectAction={"type": "Action.Submit"}),
        lambda c: c["body"][2].update(items=[{"type": "Action.Submit"}]),
        lambda c: c["body"][2].update(selectAction={"type": "Action.Submit", "data": {"type": "TextBlock"}}),
        lambda c: c["body"][2].update(selectAction={"type": "Container", "items": []}),
        lambda c: c["body"][2].update(fallback={"type": "TextBlock", "text": "in its place"}),
        lambda c: c["body"][2].update(fallback={"type": "TextBlock"}),
        lambda c: c["actions"][0]["card"]["body"][0].update(maxLength="long"),
        lambda c: c["actions"][0]["card"]["actions"][0].update(fallback="drop"),
        lambda c: c["actions"][0]["card"]["actions"][0].update(fallback="keep"),
        lambda c: c["actions"][1].update(targetElements=[{"type": "TargetElement", "elementId": "more"}]),
        lambda c: c["actions"][1].update(targetElements=[{"type": "TextBlock", "elementId": "more"}]),
    ],
)
def test_a_card_is_refused_just_where_the_schema_refuses_it(spoil: Callable[[Any], object]) -> None:
    card = copy.deepcopy(GOOD)
    spoil(card)
    plain = Draft6Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert (refused(card) == []) is plain.is_valid(card)
