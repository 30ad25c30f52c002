"""What sentences want of audits; questions about the framework are left alone."""

import pytest

from dialogs.audits.sentences import Said, understood
from dialogs.core.turn import Json


@pytest.mark.parametrize(
    ("text", "action", "data"),
    [
        ("Allocate an audit of 12345 to Priya Nair because of new data", "allocate",
         {"child": "12345", "auditor": "Priya Nair", "reason": "new data"}),
        ("allocate a themed audit of 12345 to Priya about neglect", "allocate",
         {"kind": "themed", "child": "12345", "auditor": "Priya", "theme": "neglect"}),
        ("set up a dip sample audit for AB 345 with Omar", "allocate",
         {"kind": "dip_sample", "child": "AB 345", "auditor": "Omar"}),
        ("audit 12345 by Omar", "allocate", {"child": "12345", "auditor": "Omar"}),
        ("give the audit of 12345 to Omar Said", "give", {"child": "12345", "auditor": "Omar Said"}),
        ("my audits", "mine", {}),
        ("open audits", "all", {}),
        ("accept the audit", "accept", {}),
        ("accept the audit of 12345", "accept", {"child": "12345"}),
        ("declare a conflict about 12345 because I know them", "conflict", {"child": "12345", "reason": "I know them"}),
        ("I can't audit 12345", "conflict", {"child": "12345"}),
        ("the audit of 12345 is complete", "close", {"child": "12345"}),
        ("withdraw the audit of 12345 because of a slip", "withdraw", {"child": "12345", "reason": "a slip"}),
    ],
)  # fmt: skip
def test_understood(text: str, action: str, data: dict[str, Json]) -> None:
    assert understood(text) == Said(action, data)


@pytest.mark.parametrize(
    "text",
    [
        "how often are audits done?",
        "what should I expect from an audit?",
        "who moderates audits?",
        "cancel the audit meeting about 12345",
        "when is the audit meeting?",
        "what is a conflict of interest?",
        "give 12345 to Sam",
        "audit tool",
        "a" * 500,
    ],
)
def test_about_something_else(text: str) -> None:
    assert understood(text) is None
