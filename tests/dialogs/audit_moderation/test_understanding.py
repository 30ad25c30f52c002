"""Which sentences are about moderation, and which stay with the other features."""

import pytest

from dialogs.audit_moderation import understand
from dialogs.core.routing import route
from dialogs.core.turn import Kind
from dialogs.registry import features
from storage.db import Database
from tests.dialogs.audit_moderation.support import NADIA, chat


@pytest.mark.parametrize(
    ("sentence", "action", "told"),
    [
        ("What have I to moderate?", "list", {}),
        ("what do I have to moderate", "list", {}),
        ("my moderations", "list", {}),
        ("Moderation of audit 3", "show", {"audit": "3"}),
        ("moderate audit 3", "show", {"audit": "3"}),
        ("moderation of audit 3 area quality of plans", "part", {"audit": "3", "part": "quality of plans"}),
        ("I confirm the grade of audit 3.", "confirm", {"audit": "3"}),
        ("confirm the grade of audit 3 because it fits", "confirm", {"audit": "3", "reasons": "it fits"}),
        (
            "Propose does not meet good for audit 3 because of the plan",
            "propose",
            {"audit": "3", "grade": "below", "reasons": "of the plan"},
        ),
        ("propose doesn’t meet good for audit 3", "propose", {"audit": "3", "grade": "below"}),
        ("propose exceeds good for audit 3: well", "propose", {"audit": "3", "grade": "exceeds", "reasons": "well"}),
        (
            "propose exceeds good for audit 3, reasons: well",
            "propose",
            {"audit": "3", "grade": "exceeds", "reasons": "well"},
        ),
        ("propose another grade for audit 3", "propose_form", {"audit": "3"}),
        (
            "discussed audit 3 on 12 November, my grade stands: look again. Learning: plans drift",
            "discuss",
            {
                "audit": "3",
                "on": "12 November",
                "stands": "moderator",
                "agreed": "look again",
                "learning": "plans drift",
            },
        ),
        ("we discussed audit 3: all as it was", "discuss", {"audit": "3", "agreed": "all as it was"}),
        ("hand back moderation of audit 3 because I know them", "hand_back", {"audit": "3", "reason": "I know them"}),
        ("give moderation of audit 3 to Nestor Wilke", "give", {"audit": "3", "name": "Nestor Wilke"}),
        ("Draw the moderation sample for October", "draw", {"month": "October"}),
        ("draw the moderation sample for October 2026 of 5", "draw", {"month": "October 2026", "size": "5"}),
        ("draw a moderation sample of 5 for 2026-10 seed 7", "draw", {"month": "2026-10", "size": "5", "seed": "7"}),
        ("moderations of October", "month", {"month": "October"}),
        ("moderation agreement from August to October", "agreement", {"first": "August", "last": "October"}),
        ("how far do auditors and moderators agree?", "agreement", {}),
    ],
)
def test_a_sentence_says_what_a_button_does(
    sentence: str, action: str, told: dict[str, str], sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = []
    monkeypatch.setattr(understand, "_given", lambda action, data: heard.append((action, data)) or (lambda *_: None))
    nadia = chat(sqlite_database, NADIA)
    with sqlite_database.transaction() as store:
        route(features(), nadia.turn(Kind.MESSAGE, sentence), store)
    assert heard == [(f"audit_moderation.{action}", told)]


@pytest.mark.parametrize(
    "sentence",
    [
        "moderation",
        "what is moderation?",
        "who moderates audits?",
        "what happens when audits are moderated?",
        "propose Tuesday at 3 for audit 3",
        "audit 3",
        "outcome 3",
        "what does the framework say of learning from complaints?",
        "who has discussed the plan with the child?",
    ],
)
def test_other_sentences_are_left_alone(sentence: str, sqlite_database: Database) -> None:
    with sqlite_database.reading() as store:
        assert understand.understands(chat(sqlite_database, NADIA).turn(Kind.MESSAGE, sentence), store) is None
