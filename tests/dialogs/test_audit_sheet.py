"""A serious safeguarding concern is one tap from every card about an audit, whoever reads it."""

import ast
from pathlib import Path

from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.reply import Reply
from storage.db import Database
from tests.dialogs.audit_moderation.support import NADIA, PRIYA, fill_moderation, moderator
from tests.dialogs.audit_outcome.support import ALEX, MEGAN, chat
from tests.dialogs.card_checks import nodes
from tests.dialogs.visits.support import ADELE

DIALOGS = Path(__file__).parents[2] / "dialogs"
FEATURES = ("audits", "audit_preparation", "audit_meeting", "audit_outcome", "audit_moderation")
# The cards of these features that may do without it.
WITHOUT = {
    "for whoever looks after audits, and reads no record": {
        "audits/card.py form",
        "audits/nudges.py _find_another",
        "audits/nudges.py _no_answer",
        "audits/nudges.py _late",
        "audit_outcome/nudges.py _stuck",
        "audit_outcome/nudges.py _again",
        "audit_outcome/nudges_actions.py _action_late",
        "audit_moderation/card_lead.py month",
        "audit_moderation/card_lead.py form",
        "audit_moderation/card_lead.py agreement",
        "audit_moderation/nudges.py _late",
        "audit_moderation/nudges.py _handed_back",
        "audit_moderation/nudges.py _changed",
    },
    "of no audit in particular": {"audits/flow.py expect", "audits/flow.py tool"},
    "that there is nothing to do about the audit any more": {
        "audits/nudges.py _taken_back",
        "audits/nudges.py _given_on",
    },
    "of the grades alone: nothing of the child, whom an auditor may see no more": {
        "audit_moderation/nudges.py _to_discuss",
        "audit_moderation/nudges.py _done",
        "audit_moderation/nudges.py _said",
    },
    "the concern itself": {
        "audit_outcome/flow_concern.py _which",
        "audit_outcome/flow_concern.py _asked",
        "audit_outcome/flow_concern.py _shown",
        "audit_outcome/nudges_concern.py _raised",
        "audit_outcome/nudges_concern.py _unheard",
    },
}


def concerns(reply: Reply) -> list[object]:
    """Of which audit each of a card's buttons is; None: it asks which."""
    found = [n["data"] for n in nodes(reply.card) if n.get("data", {}).get("action") == "audit_outcome.concern"]
    return [data.get("audit") for data in found]


def test_every_card_of_the_audit_features_is_made_so() -> None:
    plain = set()
    for feature in FEATURES:
        for path in sorted((DIALOGS / feature).rglob("*.py")):
            for made in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(made, ast.FunctionDef) and _makes_plain(made):
                    plain.add(f"{feature}/{path.name} {made.name}")
    assert plain == set().union(*WITHOUT.values())


def _makes_plain(function: ast.FunctionDef) -> bool:
    """Whether it makes a card in any other way than as an `AuditSheet`."""
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return bool({ast.unparse(call) for call in calls} & {"Sheet", "cards.card"})


def test_it_names_the_audit_asks_which_of_several_and_is_left_out_without_any() -> None:
    assert concerns(AuditSheet("Title", "", [7]).reply()) == [7]
    assert '"serious concern in audit 7"' in AuditSheet("Title", "", [7]).reply().text
    assert concerns(AuditSheet("Title", "", [7, 8]).reply()) == [None]
    assert concerns(AuditSheet("Title", "", []).reply()) == []


def test_whoever_may_read_of_an_audit_may_raise_one_and_nobody_else(sqlite_database: Database) -> None:
    fill_moderation(sqlite_database)
    nadia = moderator(sqlite_database)
    for who, says in ((PRIYA, "audit 1"), (ALEX, "outcome 1"), (MEGAN, "outcome 1"), (NADIA, "moderation of audit 1")):
        person = chat(sqlite_database, who)
        assert concerns(person.say(says)) == [1], who
        assert "Phone first" in person.hear("serious concern in audit 1")
        assert "What corrective action" in str(person.press("audit_outcome.concern", audit=1).card)
    said = nadia.hear("serious concern in audit 1, I have phoned: he stays with his aunt tonight")
    assert "Patti Head is told now" in said
    stranger = chat(sqlite_database, ADELE)
    assert "I know no outcome" in stranger.hear("serious concern in audit 1")
    assert "I know no outcome" in stranger.push("audit_outcome.tell_concern", audit=1, number=5, text="Now")
