"""The checks of cards find what they are there to find."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from dialogs.core import cards
from tests.dialogs.card_checks import faults

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
